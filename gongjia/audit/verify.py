"""Checks the audit chain of a database, and names the first row that was tampered with.

Written from docs/reference/audit-chain.md and sharing nothing with the program that makes the chain, so that an error
or a hidden change there shows here. Needs only Python and psycopg; this one file can be copied to an auditor's machine:

    python verify.py postgresql://… [audit-head-2026-11-22.json …]
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import psycopg

SHOWN = 1000  # findings that are kept one by one; more are only counted
PATIENCE = 3600  # seconds: an event is sealed within this time of its own date, unless the platform stood still
SEALS = """
    SELECT number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00', extract(epoch FROM at)::float8,
           events, digests, highest, total, previous, head
    FROM public.audit_seal WHERE number >= %s ORDER BY number"""
EVENTS = """
    SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00', actor_id::text, on_behalf_of::text,
           verb, kind, object_id, person_id::text, union_path, change::text, reason, extract(epoch FROM at)::float8
    FROM public.audit_event WHERE id = ANY(%s)"""
STRANGERS = """
    SELECT id, extract(epoch FROM at)::float8, extract(epoch FROM clock_timestamp() - at)::float8
    FROM public.audit_event AS event WHERE id >= %s AND NOT EXISTS (
        SELECT FROM (SELECT unnest(events) AS id FROM public.audit_seal WHERE number >= %s) AS sealed
        WHERE sealed.id = event.id) ORDER BY id"""


@dataclass(frozen=True)
class Finding:
    seal: int | None
    event: int | None
    says: str


@dataclass
class Report:
    """What the check found; `ok` only where nothing at all is wrong with what was sealed."""

    seals: int = 0
    events: int = 0
    head: str = ""
    anchors: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)
    unsealed: int = 0
    oldest_unsealed_seconds: float = 0.0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.found

    def add(self, seal: int | None, event: int | None, says: str) -> None:
        self.found += 1
        if len(self.findings) < SHOWN:
            self.findings.append(Finding(seal, event, says))

    def as_json(self) -> str:
        first = asdict(self.findings[0]) if self.findings else None
        return json.dumps({"ok": self.ok, "first_bad": first, **asdict(self)}, ensure_ascii=False)


@dataclass
class Link:
    """One row of audit_seal, as it stands in the database."""

    number: int
    at: str | None
    epoch: float
    events: list[int]
    digests: bytes
    highest: int
    total: int
    previous: bytes
    head: bytes


@dataclass
class State:
    """What the seals so far say, carried from one to the next."""

    number: int = 0
    head: bytes = bytes(32)
    highest: int = 0
    total: int = 0
    epoch: float | None = None  # of the newest seal
    run_before: float | None = None  # of the newest seal that an earlier run made
    settled: int = -(2**63)  # every event up to this number must be sealed by now
    links: list[tuple[float, int]] = field(default_factory=list)  # (epoch, highest) of seals not yet PATIENCE old


def verify(connection: "psycopg.Connection[Any]", anchors: Sequence[dict[str, Any]] = (), since: int = 1) -> Report:
    """Check the chain, in whatever snapshot the connection's transaction sees.

    `anchors` are the heads that somebody outside holds. `since` begins with that seal and trusts the one before, which
    is sound where that one's head is among the anchors.
    """
    began, report = time.perf_counter(), Report()
    with connection.transaction():
        state = _start(connection, since)
        floor = state.highest + 1 if since > 1 else -(2**63)
        _check_anchors(connection, anchors, report)
        for link in _links(connection, since):
            _check_link(connection, link, state, report)
        _check_strangers(connection, floor, since, state, report)
    report.head, report.seconds = state.head.hex(), round(time.perf_counter() - began, 3)
    return report


def _start(connection: "psycopg.Connection[Any]", since: int) -> State:
    if since <= 1:
        return State()
    before = next(_links(connection, since - 1, only=True), None)
    if before is None or before.number != since - 1:
        raise ValueError(f"there is no seal {since - 1} to begin after")
    return State(before.number, before.head, before.highest, before.total, before.epoch)


def _links(connection: "psycopg.Connection[Any]", since: int, only: bool = False) -> Iterator[Link]:
    """The seals in the order of their numbers, a few at a time: each may be as long as half a megabyte."""
    with connection.cursor(name="seals") as cursor:
        cursor.itersize = 1 if only else 20
        cursor.execute(SEALS, [since])
        for number, at, epoch, events, digests, highest, total, previous, head in cursor:
            yield Link(number, at, epoch, events, bytes(digests), highest, total, bytes(previous), bytes(head))


def _check_anchors(connection: "psycopg.Connection[Any]", anchors: Sequence[dict[str, Any]], report: Report) -> None:
    """What is held outside must still stand. Removing the end of the chain, or making it anew, shows only here."""
    for anchor in sorted(anchors, key=lambda anchor: int(anchor["seal"])):
        report.anchors += 1
        number, day = int(anchor["seal"]), anchor.get("day", "?")
        row = connection.execute("SELECT head, total FROM public.audit_seal WHERE number = %s", [number]).fetchone()
        if row is None:
            report.add(number, None, f"the seal whose head was handed over for {day} is not there any more")
        elif bytes(row[0]).hex() != anchor["head"] or row[1] != anchor["events"]:
            report.add(number, None, f"its head is not the one that was handed over for {day}: the chain was rewritten")


def _check_link(connection: "psycopg.Connection[Any]", link: Link, state: State, report: Report) -> None:
    if link.number != state.number + 1:
        report.add(state.number + 1, None, f"seals {state.number + 1} to {link.number - 1} are not there")
        state.total, state.highest = link.total - len(link.events), max(state.highest, link.highest)
    elif link.previous != state.head:
        report.add(link.number, None, "the seal does not follow the one before it")
    if state.epoch is not None and link.epoch != state.epoch:
        state.run_before = state.epoch
    if not link.events or not all(isinstance(number, int) for number in link.events):
        report.add(link.number, None, "the seal holds no list of events")
        link.events = []
    elif len(link.digests) != 32 * len(link.events):
        report.add(link.number, None, "the seal does not hold one digest for each of its events")
    else:
        _check_events(connection, link, state, report)
    _check_facts(link, state, report)
    report.seals, report.events = report.seals + 1, report.events + len(link.events)
    state.number, state.head, state.epoch = link.number, link.head, link.epoch
    state.highest, state.total = link.highest, link.total
    _settle(link, state)


def _check_events(connection: "psycopg.Connection[Any]", link: Link, state: State, report: Report) -> None:
    """Each event against its digest. After a bad one the count goes on from the digest that is stored."""
    rows = {row[0]: row for row in connection.execute(EVENTS, [link.events])}
    head, digests = link.previous, link.digests
    for place, number in enumerate(link.events):
        stored = digests[32 * place : 32 * place + 32]
        row = rows.get(number)
        if row is None:
            report.add(link.number, number, "the event was removed")
        elif sha256(head + _bytes_of(row)).digest() != stored:
            report.add(link.number, number, "the event, its place or its digest was changed")
        elif state.run_before is not None and not state.run_before - PATIENCE <= row[11] <= link.epoch + PATIENCE:
            report.add(link.number, number, "the event says that it is of another time than the seal it was sealed in")
        head = stored


def _check_facts(link: Link, state: State, report: Report) -> None:
    """The seal's own head, and what it says of its number, its time and its events."""
    facts = f"[{link.number},{_quoted(link.at)},{len(link.events)},{link.highest},{link.total}]"
    if sha256(link.digests[-32:] + facts.encode()).digest() != link.head:
        report.add(link.number, None, "the seal itself was changed")
    elif link.total != state.total + len(link.events) or link.highest != max([state.highest, *link.events]):
        report.add(link.number, None, "the seal miscounts its events")


def _settle(link: Link, state: State) -> None:
    """Which numbers are old enough that no honest event can still appear below them."""
    state.links.append((link.epoch, link.highest))
    while state.links and state.links[0][0] < link.epoch - PATIENCE:
        state.settled = max(state.settled, state.links.pop(0)[1])


def _check_strangers(
    connection: "psycopg.Connection[Any]", floor: int, since: int, state: State, report: Report
) -> None:
    """Events in no seal: the newest, which wait for the next minute; or what somebody slipped in."""
    for number, epoch, age in connection.execute(STRANGERS, [floor, since]):
        if number <= state.settled or (state.epoch is not None and epoch < state.epoch - PATIENCE):
            report.add(None, number, "the event is in no seal, though later ones are: it was added afterwards")
        else:
            report.unsealed += 1
            report.oldest_unsealed_seconds = max(report.oldest_unsealed_seconds, round(age, 1))


def _bytes_of(row: Sequence[Any]) -> bytes:
    """The bytes of one event: a JSON array without white space, in UTF-8."""
    number, at, actor, behalf, verb, kind, object_id, person, path, change, reason, _epoch = row
    return (
        f"[{number},{_quoted(at)},{actor or 'null'},{behalf or 'null'},{_quoted(verb)},{_quoted(kind)},"
        f"{_quoted(object_id)},{person or 'null'},{_quoted(path)},{_quoted(change)},{_quoted(reason)}]"
    ).encode()


def _quoted(text: str | None) -> str:
    return json.dumps(text, ensure_ascii=False)


def words_of(report: Report) -> str:
    """The report for a person."""
    lines = [f"{report.events:,} events in {report.seals:,} seals checked in {report.seconds:.1f} s; "
             f"{report.anchors} heads from outside compared."]  # fmt: skip
    if report.unsealed:
        lines.append(
            f"{report.unsealed:,} events wait to be sealed, the oldest for {report.oldest_unsealed_seconds:.0f} s."
        )
    if report.ok:
        return "\n".join([*lines, f"Nothing was changed. Head: {report.head}"])
    lines.append(f"TAMPERED WITH: {report.found:,} findings. The first:")
    for finding in report.findings[:10]:
        where = f"event {finding.event}" if finding.event is not None else f"seal {finding.seal}"
        within = f" (seal {finding.seal})" if finding.event is not None and finding.seal else ""
        lines.append(f"  {where}{within}: {finding.says}")
    return "\n".join(lines)


def anchors_in(paths: Sequence[str]) -> list[dict[str, Any]]:
    """The heads in the files that were handed over."""
    anchors = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            held = json.load(file)
        anchors += held if isinstance(held, list) else [held]
    return anchors


def main(address: str, *paths: str, as_json: bool = False, since: int = 1) -> int:
    """Check the database at `address` in one snapshot; 0 where nothing was changed, 1 where something was."""
    with psycopg.connect(address) as connection:
        connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        report = verify(connection, anchors_in(paths), since)
    print(report.as_json() if as_json else words_of(report))
    return 0 if report.ok else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
