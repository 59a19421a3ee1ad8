"""Who calls the API in its tests: six callers with their tokens, on one small scene with matters at several steps."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from gongjia.connections.actions.tokens import make_token
from gongjia.foundation.api.scopes import all_scopes
from gongjia.foundation.clock import today
from gongjia.notices.actions import tell
from gongjia.people.tests.factories import TOTP_SECRET, a_person
from gongjia.programmes.dispute_mediation.tests.factories import Scene, a_scene, in_force, raise_dispute
from gongjia.unions.access import needs_second_factor
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_member, an_officer

ROLES = ("anonymous", "member", "applicant", "partner", "mediator", "analyst")


@dataclass
class Callers:
    scene: Scene
    tokens: dict[str, str]
    waiting: Any  # a case of the applicant, with the officer
    force: Any  # another, settled, in the mediator's hands
    foreign: Any  # a case of another county, which only its own people see

    def headers(self, role: str, **more: str) -> dict[str, str]:
        token = self.tokens.get(role)
        return ({"Authorization": f"Bearer {token}"} if token else {}) | more

    def get(self, role: str, address: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return Client().get(f"/api/v1{address}", query or {}, headers=self.headers(role, **headers))

    def post(self, role: str, address: str, body: Any = None, key: str = "", **headers: str) -> Any:
        headers = {"Idempotency-Key": key or uuid.uuid4().hex, "If-Match": "*"} | headers
        return Client().post(f"/api/v1{address}", {} if body is None else body, content_type="application/json",
                             headers=self.headers(role, **headers))  # fmt: skip


def a_token(person: Any, *scopes: str, union: Any = None) -> str:
    import gongjia.api  # noqa: F401 - the rooms say their scopes when their operations are mounted

    partners = {scope.key for scope in all_scopes() if scope.verb}
    wanted = list(scopes) or [scope.key for scope in all_scopes() if union is None or scope.key in partners]
    if union is None and needs_second_factor(person) and not is_mfa_enabled(person.account):
        TOTP.activate(person.account, TOTP_SECRET)
    _token, text = make_token(person.account, "演示程序", wanted, 90, union)
    return text


def callers() -> Callers:
    scene = a_scene()
    county = scene.tree["county"]
    waiting, force = raise_dispute(scene, today() - timedelta(days=4)), in_force(scene)
    partner = an_officer(county, person=a_person("演示伙伴管理员"))
    an_officer(county, Office.Role.ADMINISTRATOR, partner)
    analyst = an_officer(county, Office.Role.ANALYST, a_person("演示分析员"))
    member = a_member(scene.tree["grassroots"], a_person("演示李会员"))
    tell([member, scene.worker], "cases.opened", link="/", number="TJ26-1", case_kind="dispute_mediation",
         union=county.name)  # fmt: skip
    tokens = {
        "member": a_token(member), "applicant": a_token(scene.worker), "mediator": a_token(scene.mediator),
        "analyst": a_token(analyst), "partner": a_token(partner, union=county),
    }  # fmt: skip
    return Callers(scene, tokens, waiting, force, _foreign(scene))


def _foreign(scene: Scene) -> Any:
    from gongjia.cases.tests.factories import a_case
    from gongjia.programmes.dispute_mediation.tests.factories import KIND, answers

    elsewhere = a_member(scene.tree["other"], a_person("演示别处会员"))
    return a_case(KIND, scene.tree["other"], elsewhere, answers(employer=scene.employer.pk))
