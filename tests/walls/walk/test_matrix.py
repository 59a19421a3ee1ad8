"""Every address, every role, every relation, every method: who may stands in table.py, everything else is refused."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.walls.matrix import NOWHERE, SAFE, UNKNOWN, Seen, is_about_an_object, may, routes, turned, walk
from tests.walls.table import ROWS, Row
from tests.walls.walk.test_logs import leaks, listening, secrets_of
from tests.walls.walk.test_minimal_display import LOOKED_AT, showing, unrecorded
from tests.walls.world import HOMES, OFFICES, OTHER, OWN, RELATED, ROLES, World

pytestmark = pytest.mark.django_db
LOOKING = set(OFFICES)  # whose looks at people are written down


def test_every_route_has_its_row():
    known, named = set(routes()), {row.route for row in ROWS}
    missing = sorted(known - named)
    assert not missing, f"Say in tests/walls/table.py who may open {missing}: a row for each, with roles and relations."
    gone = sorted(named - known)
    assert not gone, f"No such address any more; take its row out of tests/walls/table.py: {gone}"


def every_push(row: Row, role: str, relation: str, method: str) -> bool:
    """What is asked on every push; the rest of it in the night.

    A page is asked about the nearest by one who is let in, by one who is let in and may do nothing, and by two who are
    refused, others from page to page; and by those who are let in there, where they are not. What no page knows, and what
    a page is for nobody, is asked by the one who may most, and by a stranger.
    """
    near = OWN if is_about_an_object(row) else NOWHERE
    if method in UNKNOWN:
        return relation == near and role == "county officer" and method == turned(row, UNKNOWN)[0]
    if method == "HEAD":
        return relation == near and role == "anonymous"
    if (method == "POST" and row.do is None) or (method == "GET" and not row.see):
        return relation == near and role in {"anonymous", "county officer"}
    mine = may(row, role, near, method)
    alike = [other for other in ROLES if may(row, other, near, method) == mine]
    if role not in turned(row, alike)[: 1 if mine[0] else 2]:
        return False
    return relation == near or (mine[0] and relation == one_refused(row, role, method))


def one_refused(row: Row, role: str, method: str) -> str:
    """A relation of which the row says nothing to the role; "" where there is none."""
    if not is_about_an_object(row):
        return NOWHERE
    refused = [relation for relation in RELATED[HOMES[role]] if not may(row, role, relation, method)[0]]
    return next(iter(turned(row, refused)), NOWHERE)


def faults(world: World, answers: Iterator[Seen]) -> Iterator[str]:
    for seen in answers:
        yield from (f"{seen} {problem}" for problem in problems(world, seen))


def problems(world: World, seen: Seen) -> Iterator[str]:
    """What is wrong with an answer, each as the end of a sentence that began with the request."""
    row = seen.row
    reached, done = may(row, seen.role, seen.relation, seen.method)
    if seen.status >= 500:
        yield "broke"
    elif reached and seen.is_refused and not (seen.is_sent_to_sign_in and not done and seen.method == "POST"):
        yield "was refused, though the table lets it in"
    elif reached and seen.status == 403 != row.status:
        yield "was forbidden, though the table lets it in"
    elif not reached and not seen.is_refused:
        yield "was answered, though the table does not let it in"
    if seen.method in UNKNOWN and not seen.is_refused:
        yield "is no method that anything here knows"
    if seen.method in SAFE and not reached and seen.changed:
        yield f"changed {sorted(seen.changed)}, though it was refused"
    if seen.method == "POST" and not done and seen.changed:
        yield f"changed {sorted(seen.changed)}, though the table lets it change nothing"
    if done and row.changes and not seen.changed:
        yield "changed nothing: is what the row sends still what the form wants?"
    for word, union in world.words_kept_from(seen.role).items():
        if word in seen.body:
            yield f"showed “{word}”, which belongs to {union}"


@dataclass
class Walk:
    """All that one role was answered on its way, and what the log said meanwhile."""

    role: str
    answers: list[Seen]
    lines: list[str]


def walked(world: World, role: str, choose: Callable[[Row, str, str, str], bool] | None = None) -> Walk:
    with listening() as written:
        answers = list(walk(world.client_for, world, roles=[role], choose=choose))
    return Walk(role, answers, written.getvalue().splitlines())


def assert_the_table_is_kept(world: World, walk: Walk) -> None:
    found = list(faults(world, iter(walk.answers)))
    assert not found, f"{len(found)} answers are not as tests/walls/table.py says:\n" + "\n".join(found[:40])


def assert_no_whole_number(world: World, walk: Walk) -> None:
    found = showing(world, walk.role, walk.answers)
    assert not found, "Whole numbers are shown to nobody but their owner:\n" + "\n".join(found[:40])


def assert_every_look_is_recorded(world: World, walk: Walk) -> None:
    looks = unrecorded(world, walk.role, walk.answers)
    missing = [line for line, is_missing in looks if is_missing]
    assert looks or walk.role != "county officer", "The walk no longer finds the pages that show a person."
    assert not missing, "A page about one person records the look, or stands in LISTS with a reason:\n" + "\n".join(
        missing[:40]
    )


def assert_the_log_names_nobody(world: World, walk: Walk) -> None:
    assert len(walk.lines) >= len(walk.answers) > 30, "Each request leaves its line: is anybody listening?"
    found = leaks(walk.lines, secrets_of(world))
    assert not found, f"{len(found)} of {len(walk.lines)} lines say too much:\n" + "\n".join(found[:20])


@pytest.mark.parametrize("role", ROLES)
def test_the_wall_holds(world, role, plain_refusals):
    """One walk, judged four ways; what is shown of people is looked at for three roles, in the night for all."""
    one = walked(world, role, every_push)
    assert_the_table_is_kept(world, one)
    assert_the_log_names_nobody(world, one)
    if role in LOOKED_AT:
        assert_no_whole_number(world, one)
        if role in LOOKING:
            assert_every_look_is_recorded(world, one)


def test_the_page_of_a_refusal_names_nobody(world):
    rows = [row for row in ROWS if row.route in {"cases/<int:case_id>/", "unions/members/<int:person_id>/"}]
    asked = list(walk(world.client_for, world, rows=rows, methods=["GET"], choose=lambda *one: one[2] == OTHER))
    assert all("<h1" in seen.body for seen in asked if seen.status == 404)
    assert not list(faults(world, iter(asked)))


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("role", ROLES)
def test_the_wall_holds_everywhere(world, role, record_property, plain_refusals):
    """The whole of it: every relation, every method, nothing left out."""
    one = walked(world, role)
    counts = Counter(seen.method for seen in one.answers)
    record_property("counts", dict(counts) | {"requests": counts.total(), "lines": len(one.lines)})
    print(f"access matrix: {counts.total()} requests, {len(one.lines)} lines of the log")
    assert_the_table_is_kept(world, one)
    assert_the_log_names_nobody(world, one)
    assert_no_whole_number(world, one)
    if role in LOOKING:
        assert_every_look_is_recorded(world, one)
