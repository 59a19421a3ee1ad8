"""Withdrawing: settled counts as resolved, the rest does not."""

from datetime import date
from decimal import Decimal

import pytest

from gongjia.cases.kinds import Refused
from gongjia.cases.tests.factories import an_upload
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.programmes.dispute_mediation.advice import ways_when_not_kept
from gongjia.programmes.dispute_mediation.indicators import resolved
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.party_forms import WithdrawForm
from gongjia.programmes.dispute_mediation.terms import outstanding
from gongjia.programmes.dispute_mediation.tests.factories import accept, draft, night_job, on, raise_dispute

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 2)


def form(scene, case, **typed):
    return WithdrawForm(typed, case=case, actor=scene.actor("worker"))


def settle(scene, amount="9000", received="4000", due_on="2026-06-30", day=DAY):
    case = accept(scene, raise_dispute(scene))
    with on(day):
        typed = form(scene, case, why="settled", amount=amount, received=received, due_on=due_on)
        assert typed.is_valid(), typed.errors
        return scene.does("worker", "withdraw", case, **typed.cleaned_data)


def test_withdrawn_after_a_settlement_counts_as_resolved(scene):
    case = settle(scene, received="9000", due_on="")
    assert (case.step, case.outcome, case.settled_on, case.closed_on) == ("withdrawn", "settled", DAY, DAY)
    assert (case.claimed, case.agreed, case.paid) == (Decimal(13500), Decimal(9000), Decimal(9000))
    assert list(resolved()) == [case]


def test_a_settlement_stays_open_until_the_money_is_there(scene):
    case = settle(scene)
    assert (case.step, case.outcome, case.settled_on, case.closed_on) == ("settled", "settled", DAY, None)
    assert (case.agreed, case.paid) == (Decimal(9000), Decimal(4000))
    assert list(resolved()) == [case]
    assert {due.rule: due.due_on for due in case.dues.running()} == {"settlement.performance": date(2026, 6, 30)}
    assert case.dues.get(rule="mediation.finish").closed_on == DAY
    with on(date(2026, 6, 30)):
        case = scene.does("worker", "all_performed", case, paid_on=date(2026, 6, 30))
    assert (case.step, case.paid, case.settled_on) == ("performed", Decimal(9000), DAY)
    assert sum(one.paid for one in resolved()) == Decimal(9000)


def test_a_settlement_that_was_paid_is_never_broken(scene):
    case = settle(scene)
    with on(date(2026, 6, 20)):
        scene.does("mediator", "prove_payment", case, amount=Decimal(5000), paid_on=date(2026, 6, 20),
                   proof=an_upload("回单.pdf"))  # fmt: skip
    night_job(case, date(2026, 7, 1))
    case.refresh_from_db()
    assert (case.step, case.closed_on) == ("performed", date(2026, 6, 20))


def test_a_draft_of_an_agreement_is_not_what_was_settled(scene):
    case = accept(scene, raise_dispute(scene))
    with on(DAY):
        draft(scene, case, "12000")
        case = scene.does("worker", "withdraw", case, why="settled", amount=None, received=None, due_on=None)
    assert (case.step, case.outcome, case.agreed, outstanding(case)) == ("withdrawn", "settled", Decimal(0), Decimal(0))


def test_the_rest_needs_a_day(scene):
    case = raise_dispute(scene)
    assert "due_on" in form(scene, case, why="settled", amount="9000", received="4000").errors
    assert not form(scene, case, why="settled", amount="9000", received="9000").errors


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


@pytest.mark.parametrize("by_worker", [True, False])
def test_a_broken_settlement_keeps_its_day_and_the_union_urges(scene, by_worker):
    case = settle(scene)
    if by_worker:
        with on(date(2026, 7, 1)):
            case = scene.does("worker", "settlement_broken", case, text="一分钱没给。")
    else:
        night_job(case, date(2026, 7, 1))
        case.refresh_from_db()
    assert ("settlement_broken", date(2026, 7, 1)) in [(r.event.value, r.on) for r in shield_of(case).records]
    assert (case.step, case.outcome) == ("unpaid", "settled")
    assert case.dues.running().filter(rule="agreement.urge").exists()
    assert not any("凭调解协议书" in line for line in ways_when_not_kept(case))
    if not by_worker:
        said = "".join(title_and_text(Notice.objects.get(person=scene.worker, kind="dispute_mediation.not_kept")))
        assert "没有按谈妥的给" in said and "5,000.00元" in said and "仲裁" in said
        assert "支付令" not in said and "协议" not in said  # there is none that a court could take


@pytest.mark.parametrize("came", [True, False])
def test_a_settlement_from_before_can_still_be_paid_or_broken(scene, came):
    """It was closed at once, whatever was still to come."""
    case = settle(scene)
    case.step, case.closed_on = "withdrawn", DAY
    case.save()
    with on(date(2026, 7, 1)):
        if came:
            case = scene.does("worker", "all_performed", case, paid_on=date(2026, 6, 30))
        else:
            case = scene.does("worker", "settlement_broken", case, text="")
    assert (case.step, case.closed_on, case.paid) == (
        ("performed", DAY, Decimal(9000)) if came else ("unpaid", None, Decimal(4000))
    )


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
