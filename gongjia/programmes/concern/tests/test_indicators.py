"""The figures of concerns: raised where they were raised, closed and solved with whoever had them last."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from gongjia.cases.actions.assignments import hand_over
from gongjia.cases.models import Case
from gongjia.indicators.access import records_for
from gongjia.indicators.counting import by_branch, by_month, counted, read
from gongjia.indicators.kinds import indicator_of
from gongjia.indicators.periods import Period
from gongjia.programmes.concern.tests.factories import on, raise_concern
from gongjia.programmes.concern.tests.story import desk_of

pytestmark = pytest.mark.django_db
AS_OF, SINCE = date(2026, 3, 31), date(2025, 12, 31)


def figure(key, union):
    return read(indicator_of(key), union, AS_OF, SINCE).value


def rejected(scene):
    """Answered badly by the county, answered anew by the prefecture, solved."""
    case = raise_concern(scene)
    with on(date(2026, 3, 3)):
        scene.does("officer", "answer", case, text="我们今天去站点看过，已要求更换充电柜。")
    with on(date(2026, 3, 5)):
        scene.does("sender", "reject_answer", case, text="没有换，只是贴了一张纸。")
    with on(date(2026, 3, 10)):
        scene.does("above", "answer_again", case, text="我们和站点一起换好了，照片在附件里。")
        return scene.does("sender", "accept_answer", case, solved="solved")


def test_a_concern_counts_as_raised_where_it_was_raised_whoever_has_it_now(scene):
    county, prefecture, other = (scene.tree[key] for key in ("county", "prefecture", "other"))
    case = rejected(scene)
    assert (case.union, case.raised_with) == (prefecture, county)
    moved = raise_concern(scene)
    with on(date(2026, 3, 4)):
        moved = hand_over(moved.pk, scene.actor("officer"), other, "在船营区。")
        moved = hand_over(moved.pk, scene.actor("above"), scene.tree["township"], "在昌邑区的街道。")
    assert (moved.union, moved.raised_with) == (scene.tree["township"], county)
    raised = indicator_of("concerns_raised")
    assert (figure("concerns_raised", county), figure("concerns_raised", other)) == (2, 0)
    assert {key: count.rows for key, count in by_branch(raised, prefecture, AS_OF, SINCE).items()} == {(county.pk,): 2}
    assert sum(month.tally.rows for month in by_month(raised, county, AS_OF, SINCE)) == 2
    assert set(counted(raised, county, AS_OF, SINCE)) == {case, moved}
    assert set(records_for(scene.above, raised, prefecture, Period(SINCE, AS_OF))) == {case, moved}


def test_the_list_behind_the_figure_says_what_is_with_another_union_now(scene):
    rejected(scene)
    stayed = raise_concern(scene)
    days = {"union": scene.tree["county"].pk, "since": SINCE, "as_of": AS_OF}
    with on(AS_OF):
        page = desk_of(scene.officer).get("/figures/concerns_raised/records/", days).content.decode()
        file = desk_of(scene.officer).get("/figures/concerns_raised/records.csv", days).content.decode()
    assert stayed.number in page
    assert "<h1>2 条记录</h1>" in page
    assert page.count("现在由别的工会办理，只有那里能打开。") == 1
    assert stayed.number in file
    assert file.count("现在由别的工会办理，只有那里能打开。") == 1
    with on(AS_OF):
        above = desk_of(scene.above).get("/figures/concerns_raised/records/", days).content.decode()
    assert "现在由别的工会办理" not in above


def test_closed_and_solved_count_for_whoever_had_it_last(scene):
    rejected(scene)
    for key in ("concerns_closed", "concerns_solved"):
        assert figure(key, scene.tree["county"]) == 0
        assert figure(key, scene.tree["prefecture"]) == 1


def test_where_the_concerns_of_before_were_raised_is_read_from_the_record_of_doings(scene):
    case, stayed = rejected(scene), raise_concern(scene)
    Case.objects.update(raised_with=None)
    known = import_module("gongjia.cases.migrations.0007_raised_with_known")
    with connection.cursor() as cursor:
        cursor.execute(known.KNOWN)
    for row in (case, stayed):
        row.refresh_from_db()
    assert (case.raised_with, stayed.raised_with) == (scene.tree["county"], None)
