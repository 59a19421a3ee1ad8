"""F25 and F26: what counts, by which day, and what stands beside it."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from urllib.parse import urlencode

import pytest
from django.db import connection

from gongjia.cases.actions.assignments import hand_over
from gongjia.cases.kinds import Actor
from gongjia.cases.models import Case, Due
from gongjia.indicators.counting import by_branch, read
from gongjia.indicators.kinds import indicator_of
from gongjia.people.tests.factories import a_person
from gongjia.programmes.dispute_mediation.tests.browsing import browser_of
from gongjia.programmes.dispute_mediation.tests.factories import accept, in_force, night_job, on, raise_dispute
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import an_officer

pytestmark = pytest.mark.django_db


def rows(key):
    return list(indicator_of(key).rows().order_by("pk"))


def test_the_published_figures_are_declared():
    assert indicator_of("disputes_resolved").figure == "F25"
    assert indicator_of("disputes_recovered").figure == "F26"
    assert indicator_of("disputes_recovered").amount == "agreed"
    assert "disputes_paid" in indicator_of("disputes_recovered").beside


def test_closed_is_not_resolved(scene):
    failed = accept(scene, raise_dispute(scene))
    night_job(failed, date(2026, 6, 10))
    refused = raise_dispute(scene)
    with on(date(2026, 5, 22)):
        scene.does("officer", "refuse", refused, text="不属于劳动争议，可以到法院起诉。")
    assert rows("disputes_resolved") == []
    assert rows("disputes_accepted") == [failed]
    assert rows("disputes_received") == [failed, refused]


def test_who_takes_a_dispute_over_takes_nothing_from_what_was_raised_elsewhere(scene):
    here, there, days = scene.tree["county"], scene.tree["other"], (date(2026, 12, 31), date(2025, 12, 31))
    case = raise_dispute(scene)
    with on(date(2026, 5, 22)):
        hand_over(case.pk, scene.actor("officer"), there, "工作的地方在那边。")
    received = indicator_of("disputes_received")
    assert read(received, here, *days).value == 1
    assert read(received, there, *days).value == 0


def test_it_is_resolved_on_the_day_of_the_last_signature(scene):
    case = in_force(scene, "12000")
    assert rows("disputes_resolved") == [case]
    assert rows("disputes_resolved")[0].settled_on == date(2026, 6, 1)
    with on(date(2026, 6, 12)):
        scene.does("worker", "part_paid", case, amount=Decimal(5000), paid_on=date(2026, 6, 12))
    [row] = rows("disputes_recovered")
    assert (row.agreed, row.paid) == (Decimal(12000), Decimal(5000))


def test_a_case_counts_once_as_accepted_however_often_the_text_changes(scene):
    case = accept(scene, raise_dispute(scene))
    from gongjia.programmes.dispute_mediation.tests.factories import draft

    with on(date(2026, 6, 1)):
        draft(scene, case)
        scene.does("mediator", "send_to_sign", case)
        scene.does("worker", "change_text", case, text="")
        scene.does("mediator", "send_to_sign", case)
    assert rows("disputes_accepted") == [case]


AS_OF, SINCE = date(2026, 6, 30), date(2025, 12, 31)


def figure(key, union):
    return read(indicator_of(key), union, AS_OF, SINCE).value


def handed_over(scene, case):
    """To another county, and from there to a third union."""
    above = an_officer(scene.tree["prefecture"], person=a_person("演示孙主任"))
    with on(date(2026, 6, 22)):
        case = hand_over(case.pk, scene.actor("officer"), scene.tree["other"], "单位搬到了船营区。")
        return hand_over(case.pk, Actor(account=above.account, person=above), scene.tree["prefecture"], "由市里催。")


def test_what_was_reached_stays_with_the_union_that_reached_it(scene):
    county, other = scene.tree["county"], scene.tree["other"]
    case = in_force(scene, "12000")
    with on(date(2026, 6, 12)):
        scene.does("worker", "part_paid", case, amount=Decimal(5000), paid_on=date(2026, 6, 12))
    case = handed_over(scene, case)
    assert (case.union, case.settled_with) == (scene.tree["prefecture"], county)
    reached = {"disputes_accepted": 1, "disputes_resolved": 1, "disputes_recovered": 12000, "disputes_paid": 5000}
    assert {key: figure(key, county) for key in reached} == reached
    assert {figure(key, other) for key in reached} == {0}
    assert {key: figure(key, scene.tree["prefecture"]) for key in reached} == reached
    for key in reached:
        assert list(by_branch(indicator_of(key), scene.tree["prefecture"], AS_OF, SINCE)) == [(county.pk,)]


def test_what_is_accepted_or_resolved_after_a_hand_over_is_the_new_unions(scene):
    county, other = scene.tree["county"], scene.tree["other"]
    case = raise_dispute(scene)
    with on(date(2026, 5, 21)):
        hand_over(case.pk, scene.actor("officer"), other, "单位在船营区。")
    scene.officer = an_officer(other)
    scene.mediator = an_officer(other, Office.Role.MEDIATOR)
    accept(scene, case)
    with on(date(2026, 6, 1)):
        scene.does("worker", "withdraw", case, why="settled", amount=Decimal(800), received=None, text="",
                   due_on=date(2026, 6, 30))  # fmt: skip
    for key, value in (("disputes_accepted", 1), ("disputes_resolved", 1), ("disputes_recovered", 800)):
        assert (figure(key, county), figure(key, other)) == (0, value)


def test_the_list_behind_the_figure_says_what_is_with_another_union_now(scene):
    handed_over(scene, in_force(scene, "12000"))
    stayed = in_force(scene, "3000", day=date(2026, 6, 2))
    days = {"union": scene.tree["county"].pk, "since": SINCE, "as_of": AS_OF}
    for key in ("disputes_accepted", "disputes_resolved", "disputes_recovered", "disputes_paid"):
        with on(AS_OF):
            page = browser_of(scene.officer).reads(f"/figures/{key}/records/?{urlencode(days)}")
        assert stayed.number in page
        assert page.count("现在由别的工会办理，只有那里能打开。") == 1


def test_where_matters_of_before_were_accepted_and_resolved_is_read_from_the_record_of_doings(scene):
    county = scene.tree["county"]
    case, stayed = handed_over(scene, in_force(scene, "12000")), in_force(scene, "3000", day=date(2026, 6, 2))
    Case.objects.update(settled_with=None)
    Due.objects.update(begun_with=None)
    known = import_module("gongjia.cases.migrations.0010_reached_with_known")
    with connection.cursor() as cursor:
        cursor.execute(known.SETTLED)
        cursor.execute(known.ACCEPTED)
    for row in (case, stayed):
        row.refresh_from_db()
    assert (case.settled_with, stayed.settled_with) == (county, None)
    assert case.dues.get(rule="mediation.finish").begun_with == county
    assert not stayed.dues.exclude(begun_with=None).exists()
