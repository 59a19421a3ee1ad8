"""Calls to every operation of the API, made up from its own description: what is right, what is at the edge, what is wrong."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gongjia.wsgi import application
from tests.callers import ROLES, Callers

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance,
]  # fmt: skip
SLOWEST = 2.0  # seconds that one answer may take
MODES = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)  # two of three calls could be right


@dataclass
class Tally:
    """What came of a run: calls by status and by caller, and everything that was not as described."""

    calls: int = 0
    by_status: Counter[int] = field(default_factory=Counter)
    by_role: Counter[str] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)
    slowest: float = 0.0
    asked_again: int = 0  # because the answer took longer than SLOWEST
    skipped: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps({
            "calls": self.calls, "server_errors": sum(n for status, n in self.by_status.items() if status >= 500),
            "schema_breaches": len(self.breaches), "slowest_ms": round(self.slowest * 1000), "asked_again": self.asked_again,
            "roles": dict(self.by_role),
            "statuses": {str(status): n for status, n in sorted(self.by_status.items())},
        })  # fmt: skip


class Fuzz:
    """One run: `calls` to every operation, each made by every caller in turn: making one up took a third of
    the time. What an operation changed is rolled back before the next."""

    def __init__(self, callers: Callers, calls: int, part: slice = slice(None), until: float | None = None) -> None:
        self.callers, self.calls, self.part, self.until = callers, calls, part, until
        self.tally = Tally()
        self.schema = schemathesis.openapi.from_dict(Client().get("/api/openapi.json").json())
        self.schema.app = application
        self.known = self._known()

    def run(self) -> Tally:
        for signal in (request_started, request_finished):  # as Django's own test client: the transaction stays open
            signal.disconnect(close_old_connections)
        try:
            return self._run()
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)

    def _run(self) -> Tally:
        for operation in self.operations():
            if self.until is not None and time.monotonic() > self.until:
                self.tally.skipped.append(operation.label)
                continue
            with transaction.atomic():
                self._operation(operation)
                transaction.set_rollback(True)
        return self.tally

    def operations(self) -> list[Any]:
        return [found.ok() for found in self.schema.get_all_operations()][self.part]

    def _operation(self, operation: Any) -> None:
        by_mode = {mode: operation.as_strategy(generation_mode=mode) for mode in MODES}
        made = st.sampled_from(MODES).flatmap(by_mode.__getitem__)

        @given(case=made, real=st.integers(0, 9))
        @settings(
            max_examples=self.calls, deadline=None, database=None, derandomize=True, verbosity=Verbosity.quiet,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def call(case: Any, real: int) -> None:
            if real < 7 and case.path_parameters:
                numbers = self.known
                case.path_parameters = {
                    name: numbers[name][real % len(numbers[name])] if name in numbers else value
                    for name, value in case.path_parameters.items()
                }
            for role in ROLES:
                self._call(operation, role, case)

        call()

    def _call(self, operation: Any, role: str, case: Any) -> None:
        response, took = self._timed(role, case)
        if took > SLOWEST:  # a machine that stood still for a moment is no fault: what is slow is slow again
            self.tally.asked_again += 1
            took = min(took, self._timed(role, case)[1])
        self._count(operation, role, response.status_code, took)
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as failure:
            said = getattr(failure, "exceptions", [failure])
            self.tally.breaches += [f"{operation.label} as {role}: {one}\n{case.as_curl_command()}" for one in said]
        scope = operation.definition.raw.get("x-scope")
        if scope and role == "anonymous" and response.status_code not in (400, 401, 404, 405, 413):
            self.tally.breaches.append(f"{operation.label} answered a stranger with {response.status_code}")

    def _timed(self, role: str, case: Any) -> tuple[Any, float]:
        begun = time.monotonic()
        response = case.call(base_url="http://testserver", app=application, headers=self.callers.headers(role))
        return response, time.monotonic() - begun

    def _count(self, operation: Any, role: str, status: int, took: float) -> None:
        tally = self.tally
        tally.calls += 1
        tally.by_status[status] += 1
        tally.by_role[role] += 1
        tally.slowest = max(tally.slowest, took)
        if took > SLOWEST:
            tally.breaches.append(f"{operation.label} as {role} took {took:.1f} s")

    def _known(self) -> dict[str, list[Any]]:
        """Numbers and keys that exist, so that calls reach past the first 404."""
        callers, scene = self.callers, self.callers.scene
        notices = list(scene.worker.notices.order_by("pk").values_list("pk", flat=True)[:3])
        return {
            "case_id": [callers.waiting.pk, callers.force.pk, callers.foreign.pk],
            "union_id": [scene.tree["county"].pk, scene.tree["grassroots"].pk],
            "employer_id": [scene.employer.pk],
            "notice_id": notices,
            "move_key": ["withdraw", "refuse", "accept", "break_off", "part_paid", "draft", "all_performed", "note"],
            "key": ["members", "mediation.accept", "mediation.finish"],
            "day": ["2026-10-01", "2026-11-27"],
        }
