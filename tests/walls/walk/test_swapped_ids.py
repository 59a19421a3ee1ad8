"""Every number in every recorded request, one at a time, replaced by that of another union: nothing shown, nothing done.

A request is recorded as somebody sends it who may: the row of the table, about the role's own. Numbers stand in the
address, behind its question mark and in the form, hidden fields among them.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.walls.matrix import PLACE, PLACES, Seen, address, form, is_about_an_object, may, send, turned
from tests.walls.table import CASE, CASE_SIDES, LEADERS, MATTER, ROWS, SIGNED_IN, Row, at, who
from tests.walls.world import OWN, ROLES, World

pytestmark = pytest.mark.django_db
NAME = re.compile(r"{(\w+)}")
MINE = (OWN,)
ON_EVERY_PUSH = ["applicant", "respondent", "writer", "grassroots officer", "county officer", "keeper"]

# Requests whose hidden numbers the table's own rows do not send.
HIDDEN = [
    Row("cases/<int:case_id>/messages", CASE, CASE_SIDES, {"text": "请问？", "once": "{once}"}),
    Row("cases/<int:case_id>/desk/notes", LEADERS, LEADERS, {"text": "电话没人接。", "once": "{once}"}),
    Row("cases/<int:case_id>/moves/<slug:move_key>", CASE, LEADERS, {"mediator": "{mediator}", "how": "周经理来电话。",
        "employer_agreed_on": "2026-05-25", "version": "1"}, at=at(move_key="accept")),
    Row("cases/new/<slug:kind_key>/<slug:question_key>/", SIGNED_IN, who(applicant=MINE), {"remove": "{draft_paper}"},
        at=MATTER | at(question_key="evidence")),
    Row("cases/new/<slug:kind_key>/check/", SIGNED_IN, who(applicant=MINE), {"once": "{once}"}, at=MATTER),
]  # fmt: skip

# Numbers and names that anybody may put into their own request, each with the reason.
ANYBODYS = {
    "union_name": "which unions there are is public, and a case may be handed to any",
    "phone": "who stands at a counter or is appointed may belong anywhere; name and number must fit, and their own log says it",
}
# One's own draft keeps what was typed, right or wrong, and a name that does not fit a number is counted as a wrong try;
# that is no change to anything of somebody else's.
ONES_OWN = {"cases_draft", "people_wrongtry"}
# The token of another's form is no key to anything: what is sent with it is done as if it carried none.
FORGOTTEN = {"once"}


def recorded(role: str) -> Iterator[tuple[Row, str]]:
    """The requests that this role may make about its own, with their method."""
    for row in [*ROWS, *HIDDEN]:
        for method in ("GET", "POST"):
            reached, done = may(row, role, OWN if is_about_an_object(row) else "", method)
            if done or (reached and method == "GET"):
                yield row, method


def every_push(row: Row, role: str, method: str) -> bool:
    """One of those who may, another from row to row."""
    near = OWN if is_about_an_object(row) else ""
    return turned(row, [one for one in ON_EVERY_PUSH if any(may(row, one, near, method))])[0] == role


def places(row: Row, method: str) -> Iterator[tuple[str, str]]:
    """Where a number stands in a request, and which: ("address", "case"), ("form", "assignee")."""
    for place in PLACE.findall(row.route):
        yield "address", row.at.get(place, PLACES.get(place, place))
    for name in NAME.findall(row.query):
        yield "address", name
    for value in (row.sends or {}).values() if method == "POST" else ():
        for name in NAME.findall(str(value)):
            yield "form", name


def swapped(world: World, role: str, *, by_all: bool = False) -> Iterator[tuple[str, str, str, Seen]]:
    """Each recorded request with each of its numbers replaced by another union's: where, which, whose, the answer.

    By that of one other union, another from row to row, and each request of one of those who may make it; `by_all` by that
    of each, and of everybody.
    """
    own = world.ids(role, OWN)
    for row, method in recorded(role):
        if not by_all and not every_push(row, role, method):
            continue
        for where, name in dict.fromkeys(places(row, method)):
            others = [
                relation
                for relation, key in world.relations(role).items()
                if relation != OWN
                and name in world.bundles[key].ids
                and name not in ANYBODYS
                and not _is_open(row, role, relation, method, where)
            ]
            for relation in others if by_all else turned(row, others)[:1]:
                key = world.relations(role)[relation]
                other = world.bundles[key].ids
                there, typed = (
                    ({**own, name: other[name]}, own) if where == "address" else (own, {**own, name: other[name]})
                )
                data = form(row, typed) if method == "POST" else None
                seen = send(world.client_for(role), row, role, relation, method, address(row, there), data)
                yield where, name, key, seen


def _is_open(row: Row, role: str, relation: str, method: str, where: str) -> bool:
    """Whether the table itself lets the role do this to that union's object: then it is no other's."""
    return where == "address" and any(may(row, role, relation, method))


def wrong(world: World, role: str, name: str, key: str, seen: Seen) -> Iterator[str]:
    if seen.status >= 500:
        yield "broke"
    if seen.method == "GET" and not seen.is_refused:
        yield "was answered"
    if seen.changed - ONES_OWN and name not in FORGOTTEN:
        yield f"changed {sorted(seen.changed)}"
    typed = str(world.bundles[key].ids[name])  # what was typed stays typed
    kept = world.words_kept_from(role).items()
    yield from (f"showed “{word}” of {union}" for word, union in kept if word in seen.body and word != typed)


@pytest.mark.parametrize("role", ON_EVERY_PUSH)
def test_no_swapped_number_shows_or_changes_anything(world, role, plain_refusals):
    asked, found = 0, []
    for where, name, key, seen in swapped(world, role):
        asked += 1
        found += [
            f"{seen} with {name} of {key} in the {where} {fault}" for fault in wrong(world, role, name, key, seen)
        ]
    assert asked, f"No request of {role} has a number in it: is the table still read?"
    assert not found, f"{len(found)} of {asked}:\n" + "\n".join(found[:40])


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_no_swapped_number_of_anybody(world, record_property):
    count: dict[str, Any] = {"requests": 0, "faults": 0}
    found = []
    for role in ROLES:
        for where, name, key, seen in swapped(world, role, by_all=True):
            count["requests"] += 1
            found += [
                f"{seen} with {name} of {key} in the {where} {fault}" for fault in wrong(world, role, name, key, seen)
            ]
    record_property("counts", count | {"faults": len(found)})
    print(f"swapped numbers: {count['requests']} requests, {len(found)} faults")
    assert not found, "\n".join(found[:100])
