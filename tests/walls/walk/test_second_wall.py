"""T08: the doors of the first wall stand open, and still nothing of another union is shown or changed.

Pages, lists and the API, by GET and by POST, about every object that the table keeps from a role. That an open door breaks
something is no fault here: the wall behind it is what is tried.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test.client import ClientHandler

from tests.walls.matrix import NOWHERE, Seen, is_about_an_object, may, turned, walk
from tests.walls.table import ROWS, Row
from tests.walls.walk.test_matrix import one_refused
from tests.walls.walk.test_swapped_ids import ONES_OWN
from tests.walls.without import take_away_the_first_wall
from tests.walls.world import CHILD, OWN, ROLES, World

pytestmark = pytest.mark.django_db
ON_EVERY_PUSH = ["member", "county officer", "mediator"]
# Doors that look as the platform on purpose: behind them no wall stands, and none is asked for.
NO_WALL = {
    "unions/employers/<int:employer_id>/contacts/": "any officer keeps the list of employers and of who speaks for them",
    "unions/contacts/<int:contact_id>/end/": "the same",
    "unions/<int:union_id>/found/": "no request may write the tree, so the platform does, once the verb has asked who wants it",
}
# One's own log, which is the record of doings behind its door: whoever audits a union may read all that was done in it.
LOGS = {"me/looks/", "me/counter/"}
HARMLESS = {"audit_event"}  # that somebody asked is written down


@pytest.fixture
def open_doors(world, monkeypatch, plain_refusals) -> World:
    monkeypatch.setattr("gongjia.unions.middleware.needs_second_factor", lambda person: False)
    take_away_the_first_wall(monkeypatch)
    return world


def kept_away(row: Row, role: str, relation: str, method: str) -> bool:
    """Lists, and what is neither one's own nor below: a wall knows whose a row is, not what an office may do with it."""
    if not is_about_an_object(row):
        return method == "GET" and not (role == "auditor" and row.route in LOGS)
    return row.route not in NO_WALL and relation not in {OWN, CHILD} and not may(row, role, relation, method)[0]


def nearest(row: Row, role: str, relation: str, method: str) -> bool:
    return kept_away(row, role, relation, method) and relation in {NOWHERE, one_refused(row, role, method)}


def every_push(row: Row, role: str, relation: str, method: str) -> bool:
    """One of the three roles, another from row to row."""
    return turned(row, ON_EVERY_PUSH)[0] == role and nearest(row, role, relation, method)


def leaks(world: World, answers: Iterator[Seen]) -> Iterator[str]:
    for seen in answers:
        changed = seen.changed - ONES_OWN - HARMLESS if is_about_an_object(seen.row) else None
        if changed:
            yield f"{seen} changed {sorted(changed)}"
        for word, union in world.words_kept_from(seen.role).items():
            if word in seen.body:
                yield f"{seen} showed “{word}” of {union}"


@pytest.mark.parametrize("role", ON_EVERY_PUSH)
def test_the_second_wall_alone_keeps_what_is_not_theirs(open_doors, role):
    answers = walk(open_doors.client_for, open_doors, roles=[role], methods=("GET", "POST"), choose=every_push)
    found = list(leaks(open_doors, answers))
    assert not found, f"{len(found)}:\n" + "\n".join(found[:40])


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("role", ROLES)
def test_the_second_wall_alone_keeps_everything_that_is_not_theirs(open_doors, role, record_property):
    answers = list(walk(open_doors.client_for, open_doors, roles=[role], methods=("GET", "POST"), choose=kept_away))
    found = list(leaks(open_doors, iter(answers)))
    record_property("counts", {"requests": len(answers), "faults": len(found)})
    assert not found, f"{len(found)} of {len(answers)}:\n" + "\n".join(found[:100])


def test_without_both_walls_there_is_much_to_see(open_doors, settings):
    """What the tests above would find: the same with the eyes of the platform."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("OwnEyes")]
    world = replace(open_doors, handler=ClientHandler(enforce_csrf_checks=False))
    rows = [row for row in ROWS if row.route.startswith(("cases/", "unions/members/"))]
    answers = walk(world.client_for, world, rows=rows, roles=["county officer"], methods=("GET",), choose=nearest)
    assert len(list(leaks(world, answers))) > 10
