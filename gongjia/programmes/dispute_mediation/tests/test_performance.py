"""After the signatures: paid is what the worker confirms or a document proves."""

from datetime import date
from decimal import Decimal

import pytest

from gongjia.cases.actions import make_move
from gongjia.cases.kinds import SYSTEM, Refused
from gongjia.cases.tests.factories import PDF, an_upload
from gongjia.cases.words import happened
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.programmes.dispute_mediation.forms_desk import DeedProofForm, ProofForm
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.party_forms import DeedForm, PartPaidForm
from gongjia.programmes.dispute_mediation.terms import agreed_day
from gongjia.programmes.dispute_mediation.tests.browsing import browser_of
from gongjia.programmes.dispute_mediation.tests.factories import DEED, MONEY, agreed_on, in_force, night_job, on

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
    assert (case.step, case.closed_on) == ("performed", DUE)
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


def performance_day(case):
    due = case.dues.running().filter(rule="agreement.performance").first()
    return due.due_on if due else None


def proven(scene, case, amount, day):
    return scene.does("mediator", "prove_payment", case, amount=Decimal(amount), paid_on=day,
                      proof=an_upload("回单.pdf"))  # fmt: skip


def test_an_employer_that_paid_in_full_is_never_in_breach(scene):
    """Also not one whose matter nobody has closed, as it could stand before the last proof did that."""
    case = in_force(scene, "12000")
    with on(date(2026, 6, 12)):
        case.paid = Decimal(12000)
        assert agreed_day(case) is None
        case.save()
    night_job(case, date(2026, 6, 16))
    case.refresh_from_db()
    assert case.step == "performing"
    assert not Notice.objects.filter(kind="dispute_mediation.not_kept").exists()
    with on(date(2026, 6, 16)):
        with pytest.raises(Refused):
            make_move(case.pk, "not_performed", SYSTEM)
        assert scene.does("mediator", "close_performed", case).step == "performed"


def test_the_last_part_that_the_worker_confirms_closes_it(scene):
    case = in_force(scene, "12000")
    with on(date(2026, 6, 12)):
        case = scene.does("worker", "part_paid", case, amount=Decimal(12000), paid_on=date(2026, 6, 12))
    assert (case.step, case.closed_on) == ("performed", date(2026, 6, 12))


def test_what_is_no_money_needs_no_payment(scene):
    case = agreed_on(scene, DEED)
    assert performance_day(case) == DUE
    with on(date(2026, 6, 1)):
        with pytest.raises(Refused):
            scene.does("worker", "part_paid", case, amount=Decimal(1), paid_on=date(2026, 6, 1))
        case = scene.does("worker", "all_performed", case, paid_on=date(2026, 6, 1))
    assert (case.step, case.agreed, case.paid) == ("performed", Decimal(0), Decimal(0))


def test_the_earliest_thing_that_is_open_is_watched(scene):
    case = agreed_on(scene, MONEY, DEED)
    assert performance_day(case) == DUE
    with on(date(2026, 6, 10)):
        case = scene.does("worker", "deed_done", case, item="2", done_on=date(2026, 6, 9))
    assert (case.step, performance_day(case)) == ("performing", date(2026, 6, 30))
    assert "开具离职证明" in happened(case.entries.get(verb="deed_done"), case.case_kind)
    with on(date(2026, 6, 29)):
        case = scene.does("worker", "part_paid", case, amount=Decimal(12000), paid_on=date(2026, 6, 29))
    assert case.step == "performed"


def test_a_deed_that_is_not_done_in_time_is_a_breach_although_the_money_came(scene):
    case = agreed_on(scene, MONEY, DEED)
    with on(date(2026, 6, 10)):
        case = proven(scene, case, 12000, date(2026, 6, 10))
    night_job(case, date(2026, 6, 16))
    case.refresh_from_db()
    assert case.step == "unpaid"
    said = " ".join(title_and_text(Notice.objects.get(person=scene.worker, kind="dispute_mediation.not_kept")))
    assert "0.00" not in said


def test_nobody_closes_it_while_a_deed_is_open(scene):
    case = agreed_on(scene, DEED)
    with on(date(2026, 6, 2)):
        with pytest.raises(Refused, match="开具离职证明"):
            scene.does("mediator", "close_performed", case)
        form = DeedProofForm({"item": "1", "done_on": "2026-06-02"}, case=case, actor=scene.actor("mediator"))
        assert set(form.errors) == {"proof"}
        case = scene.does(
            "mediator", "prove_deed", case, item="1", done_on=date(2026, 6, 2), proof=an_upload("证明.pdf")
        )
        assert case.step == "performed"


def test_what_is_done_already_is_not_asked_for_again(scene):
    case = agreed_on(scene, MONEY, DEED)
    with on(date(2026, 6, 10)):
        assert [
            key for key, _label in DeedForm(None, case=case, actor=scene.actor("worker")).fields["item"].choices
        ] == ["2"]
        case = scene.does("worker", "deed_done", case, item="2", done_on=date(2026, 6, 9))
        with pytest.raises(Refused):
            scene.does("worker", "deed_done", case, item="2", done_on=date(2026, 6, 9))


def test_the_worker_objects_to_a_closing_that_is_not_true(scene):
    case = in_force(scene, "12000")
    with on(DUE):
        case = proven(scene, case, 12000, DUE)
    with on(date(2026, 6, 17)):
        case = scene.does("worker", "object", case, text="回单上的账户不是我的。")
    assert (case.step, case.closed_on, case.current_step.holder) == ("unpaid", None, "officer")
    assert Notice.objects.filter(person=scene.officer, kind="cases.arrived").exists()
    assert Notice.objects.filter(person=scene.mediator, kind="cases.moved").exists()
    assert case.dues.running().get(rule="agreement.urge").due_on == date(2026, 6, 25)


def test_whoever_said_it_themselves_does_not_object(scene):
    case = in_force(scene, "12000")
    with on(DUE):
        case = scene.does("worker", "all_performed", case, paid_on=DUE)
        with pytest.raises(Refused):
            scene.does("worker", "object", case, text="")


def test_the_union_has_a_clock_of_its_own_until_it_is_paid(scene):
    """Not kept on Monday 15 June; the union urges within five working days, and again five later."""
    case = in_force(scene, "12000")
    night_job(case, date(2026, 6, 16))
    case.refresh_from_db()
    assert (case.step, case.current_step.holder) == ("unpaid", "officer")
    assert Notice.objects.filter(
        person=scene.officer, kind="cases.arrived", created_at__date=date(2026, 6, 16)
    ).exists()
    assert Notice.objects.filter(person=scene.mediator, kind="cases.moved", created_at__date=date(2026, 6, 16)).exists()
    assert case.dues.running().get(rule="agreement.urge").due_on == date(2026, 6, 24)  # 19 June is a holiday
    with on(date(2026, 6, 18)):
        case = scene.does("officer", "urge", case, text="周经理说下周一付。")
    assert case.dues.running().get(rule="agreement.urge").due_on == date(2026, 6, 26)
    night_job(case, date(2026, 6, 27))
    assert case.dues.running().get(rule="agreement.urge").escalated_to == scene.tree["prefecture"]


def test_the_worker_says_it_on_the_page(scene):
    case = agreed_on(scene, MONEY, DEED)
    worker, mediator = browser_of(scene.worker), browser_of(scene.mediator)
    with on(date(2026, 6, 10)):
        worker.moves(case, "deed_done", item="2", done_on="2026-06-09")
        assert "已做到" in worker.reads(f"/cases/{case.pk}/")
        mediator.moves(case, "prove_payment", amount="12000", paid_on="2026-06-10", proof=an_upload("回单.pdf", PDF))
        assert "不对，没有都做到" in worker.reads(f"/cases/{case.pk}/")
        worker.moves(case, "object", text="离职证明上的日期写错了。")
        assert "催单位" in worker.reads(f"/cases/{case.pk}/")
        assert "登记：已经催过单位" in mediator.reads(f"/cases/{case.pk}/desk/")
