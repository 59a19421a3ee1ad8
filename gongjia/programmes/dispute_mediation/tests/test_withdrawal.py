"""Withdrawing: settled counts as resolved, the rest does not."""

from datetime import date
from decimal import Decimal

import pytest

from gongjia.cases.kinds import Refused
from gongjia.programmes.dispute_mediation.indicators import resolved
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.party_forms import WithdrawForm
from gongjia.programmes.dispute_mediation.tests.factories import accept, on, raise_dispute

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 2)


def form(scene, case, **typed):
    return WithdrawForm(typed, case=case, actor=scene.actor("worker"))


def test_withdrawn_after_a_settlement_counts_as_resolved(scene):
    case = accept(scene, raise_dispute(scene))
    with on(DAY):
        typed = form(scene, case, why="settled", amount="9000", received="4000", due_on="2026-06-30")
        assert typed.is_valid(), typed.errors
        case = scene.does("worker", "withdraw", case, **typed.cleaned_data)
    assert (case.step, case.outcome, case.settled_on) == ("withdrawn", "settled", DAY)
    assert (case.claimed, case.agreed, case.paid) == (Decimal(13500), Decimal(9000), Decimal(4000))
    assert list(resolved()) == [case]


def test_withdrawn_for_another_reason_does_not(scene):
    case = raise_dispute(scene)
    with on(DAY):
        typed = form(scene, case, why="other", amount="9000", received="", due_on="")
        assert typed.is_valid()
        case = scene.does("worker", "withdraw", case, **typed.cleaned_data)
    assert (case.outcome, case.settled_on, case.agreed) == ("withdrawn", None, None)
    assert not resolved().exists()


def test_more_received_than_agreed_is_a_slip(scene):
    case = raise_dispute(scene)
    assert "received" in form(scene, case, why="settled", amount="100", received="200").errors
    assert "amount" in form(scene, case, why="settled", amount="", received="200").errors


def test_a_broken_settlement_keeps_its_day(scene):
    case = accept(scene, raise_dispute(scene))
    with on(DAY):
        case = scene.does(
            "worker", "withdraw", case, why="settled", amount=Decimal(9000), received=None, due_on=date(2026, 6, 20)
        )
    with on(date(2026, 6, 25)):
        case = scene.does("worker", "settlement_broken", case, text="一分钱没给。")
    assert ("settlement_broken", date(2026, 6, 25)) in [(r.event.value, r.on) for r in shield_of(case).records]
    assert case.step == "withdrawn"


def test_nothing_is_broken_where_nothing_was_settled_or_is_owed(scene):
    plain = raise_dispute(scene)
    with on(DAY):
        scene.does("worker", "withdraw", plain, why="other", amount=None, received=None, due_on=None)
        with pytest.raises(Refused):
            scene.does("worker", "settlement_broken", plain, text="")
    paid = raise_dispute(scene)
    with on(DAY):
        scene.does("worker", "withdraw", paid, why="settled", amount=Decimal(100), received=Decimal(100), due_on=None)
        with pytest.raises(Refused):
            scene.does("worker", "settlement_broken", paid, text="")
