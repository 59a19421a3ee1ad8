"""After the signatures: paid is what the worker confirms or a document proves."""

from datetime import date
from decimal import Decimal

import pytest

from gongjia.cases.kinds import Refused
from gongjia.cases.tests.factories import an_upload
from gongjia.notices.models import Notice
from gongjia.programmes.dispute_mediation.forms_desk import ProofForm
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.party_forms import PartPaidForm
from gongjia.programmes.dispute_mediation.tests.factories import in_force, night_job, on

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 15)


def test_the_worker_confirms_and_it_closes(scene):
    case = in_force(scene, "12000")
    with on(date(2026, 6, 12)):
        case = scene.does("worker", "all_performed", case, paid_on=date(2026, 6, 11))
    assert (case.step, case.paid, case.closed_on) == ("performed", Decimal(12000), date(2026, 6, 12))
    assert case.payments.get().confirmed_by == scene.worker.account


def test_parts_add_up_and_the_next_day_moves_on(scene):
    case = in_force(scene, "8000", "4000")
    with on(date(2026, 6, 10)):
        case = scene.does("worker", "part_paid", case, amount=Decimal(8000), paid_on=date(2026, 6, 9))
    assert case.step == "performing"
    assert case.dues.running().get(rule="agreement.performance").due_on == date(2026, 7, 15)
    night_job(case, date(2026, 6, 16))
    case.refresh_from_db()
    assert case.step == "performing"
    with on(date(2026, 7, 14)):
        case = scene.does("worker", "all_performed", case, paid_on=date(2026, 7, 14))
    assert case.paid == Decimal(12000)
    assert [payment.amount for payment in case.payments.order_by("id")] == [Decimal(8000), Decimal(4000)]


def test_more_than_was_agreed_is_a_slip(scene):
    case = in_force(scene, "12000")
    with on(DUE):
        typed = {"amount": "13000", "paid_on": "2026-06-10"}
        assert "amount" in PartPaidForm(typed, case=case, actor=scene.actor("worker")).errors
        assert "amount" in ProofForm(typed, case=case, actor=scene.actor("officer")).errors
        assert "proof" in ProofForm(typed, case=case, actor=scene.actor("officer")).errors


def test_a_document_proves_it_too(scene):
    case = in_force(scene, "12000")
    with on(DUE):
        with pytest.raises(Refused):
            scene.does("mediator", "close_performed", case)
        case = scene.does(
            "mediator", "prove_payment", case, amount=Decimal(12000), paid_on=DUE, proof=an_upload("回单.pdf")
        )
        assert case.step == "performing"
        case = scene.does("mediator", "close_performed", case)
    assert case.step == "performed"
    assert case.payments.get().proof.kind == "payment_proof"


def test_a_day_that_passes_is_kept_and_told(scene):
    case = in_force(scene, "12000")
    night_job(case, DUE)
    case.refresh_from_db()
    assert case.step == "performing"
    night_job(case, date(2026, 6, 16))
    case.refresh_from_db()
    assert case.step == "unpaid"
    assert ("agreement_broken", date(2026, 6, 16)) in [(r.event.value, r.on) for r in shield_of(case).records]
    assert Notice.objects.filter(person=scene.worker, kind="dispute_mediation.not_kept").count() == 1
    assert case.outcome == "agreed"
    with on(date(2026, 6, 20)):
        case = scene.does("worker", "all_performed", case, paid_on=date(2026, 6, 19))
    assert case.step == "performed"


def test_the_worker_may_take_it_further(scene):
    case = in_force(scene, "12000")
    night_job(case, date(2026, 6, 16))
    with on(date(2026, 6, 20)):
        case = scene.does("worker", "take_further", case, where="payment_order")
    assert (case.step, case.outcome, case.paid) == ("referred", "agreed", Decimal(0))


def test_what_is_no_money_needs_no_payment(scene):
    from gongjia.programmes.dispute_mediation.tests.factories import accept, draft, raise_dispute, sign

    case = accept(scene, raise_dispute(scene, matter="contract"))
    with on(date(2026, 6, 1)):
        draft(scene, case)
        deed = [{"what": "开具离职证明", "amount": None, "basis": "", "due_on": DUE, "way": "deed"}]
        scene.does("mediator", "draft", case, facts="双方确认。", items=deed, otherwise="", ends_dispute=True)
        scene.does("mediator", "send_to_sign", case)
        for who, move in (("worker", "sign"), ("contact", "sign"), ("mediator", "conclude")):
            case = sign(scene, who, move, case)
        assert case.dues.running().get(rule="agreement.performance").due_on == DUE
        with pytest.raises(Refused):
            scene.does("worker", "part_paid", case, amount=Decimal(1), paid_on=date(2026, 6, 1))
        case = scene.does("worker", "all_performed", case, paid_on=date(2026, 6, 1))
    assert (case.step, case.agreed, case.paid) == ("performed", Decimal(0), Decimal(0))
