"""F25 and F26: what counts, by which day, and what stands beside it."""

from datetime import date
from decimal import Decimal

import pytest

from gongjia.cases.actions.assignments import hand_over
from gongjia.indicators.counting import read
from gongjia.indicators.kinds import indicator_of
from gongjia.programmes.dispute_mediation.tests.factories import accept, in_force, night_job, on, raise_dispute

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
