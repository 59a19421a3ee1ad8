"""After the signatures: paid is what the worker confirms or a document proves."""

from datetime import date
from decimal import Decimal

import pytest

from gongjia.audit.models import Event
from gongjia.cases.actions import make_move
from gongjia.cases.kinds import SYSTEM, Refused
from gongjia.cases.tests.factories import PDF, an_upload
from gongjia.cases.words import happened
from gongjia.indicators.kinds import indicator_of
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.programmes.dispute_mediation.advice import ways_when_not_kept
from gongjia.programmes.dispute_mediation.forms_desk import DeedProofForm, ProofForm, SlipForm
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.party_forms import DeedForm, PartPaidForm, WrongForm
from gongjia.programmes.dispute_mediation.terms import agreed_day, open_deeds, outstanding
from gongjia.programmes.dispute_mediation.tests.browsing import browser_of
from gongjia.programmes.dispute_mediation.tests.factories import (
    DEED,
    MONEY,
    a_scene_with,
    accept,
    agreed_on,
    in_force,
    night_job,
    on,
    raise_dispute,
)
from tests.once import once_a_file, own

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 15)

_agreed = once_a_file(lambda: a_scene_with(lambda scene: in_force(scene, "12000")))
_both_agreed = once_a_file(lambda: a_scene_with(lambda scene: agreed_on(scene, MONEY, DEED)))


@pytest.fixture
def agreed(request, _agreed, db):
    return own(request, _agreed)


@pytest.fixture
def both_agreed(request, _both_agreed, db):
    """Money and a deed."""
    return own(request, _both_agreed)


def test_the_worker_confirms_and_it_closes(agreed):
    scene, case = agreed
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


def test_more_than_was_agreed_is_a_slip(agreed):
    scene, case = agreed
    with on(DUE):
        typed = {"amount": "13000", "paid_on": "2026-06-10"}
        assert "amount" in PartPaidForm(typed, case=case, actor=scene.actor("worker")).errors
        assert "amount" in ProofForm(typed, case=case, actor=scene.actor("officer")).errors
        assert "proof" in ProofForm(typed, case=case, actor=scene.actor("officer")).errors


def test_a_document_proves_it_too(agreed):
    scene, case = agreed
    with on(DUE):
        with pytest.raises(Refused):
            scene.does("mediator", "close_performed", case)
        case = scene.does(
            "mediator", "prove_payment", case, amount=Decimal(12000), paid_on=DUE, proof=an_upload("回单.pdf")
        )
    assert (case.step, case.closed_on) == ("performed", DUE)
    assert case.payments.get().proof.kind == "payment_proof"


def test_a_day_that_passes_is_kept_and_told(agreed):
    scene, case = agreed
    night_job(case, DUE)
    case.refresh_from_db()
    assert case.step == "performing"
    night_job(case, date(2026, 6, 16))
    case.refresh_from_db()
    assert case.step == "unpaid"
    assert ("agreement_broken", date(2026, 6, 16)) in [(r.event.value, r.on) for r in shield_of(case).records]
    assert Notice.objects.filter(person=scene.worker, kind="dispute_mediation.not_kept").count() == 1
    assert case.outcome == "agreed"
    assert ["支付令" in line for line in ways_when_not_kept(case)][:2] == [True, False]
    with on(date(2026, 6, 20)):
        case = scene.does("worker", "all_performed", case, paid_on=date(2026, 6, 19))
    assert case.step == "performed"


def test_the_worker_may_take_it_further(agreed):
    scene, case = agreed
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


def wrong(scene, case, payment, text=""):
    return scene.does("worker", "object", case, wrong=[f"payment-{payment.pk}"], text=text)


def test_an_employer_that_paid_in_full_is_never_in_breach(agreed):
    """Also not one whose matter nobody has closed, as it could stand before the last proof did that."""
    scene, case = agreed
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


def test_the_last_part_that_the_worker_confirms_closes_it(agreed):
    scene, case = agreed
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


def test_the_earliest_thing_that_is_open_is_watched(both_agreed):
    scene, case = both_agreed
    assert performance_day(case) == DUE
    with on(date(2026, 6, 10)):
        case = scene.does("worker", "deed_done", case, item="2", done_on=date(2026, 6, 9))
    assert (case.step, performance_day(case)) == ("performing", date(2026, 6, 30))
    assert "开具离职证明" in happened(case.entries.get(verb="deed_done"), case.case_kind)
    with on(date(2026, 6, 29)):
        case = scene.does("worker", "part_paid", case, amount=Decimal(12000), paid_on=date(2026, 6, 29))
    assert case.step == "performed"


def test_a_deed_that_is_not_done_in_time_is_a_breach_although_the_money_came(both_agreed):
    scene, case = both_agreed
    with on(date(2026, 6, 10)):
        case = proven(scene, case, 12000, date(2026, 6, 10))
    night_job(case, date(2026, 6, 16))
    case.refresh_from_db()
    assert case.step == "unpaid"
    said = " ".join(title_and_text(Notice.objects.get(person=scene.worker, kind="dispute_mediation.not_kept")))
    assert "0.00" not in said
    ways = "".join(ways_when_not_kept(case))
    assert "支付令" not in ways and "仲裁" in ways and "二、" not in ways  # a court orders payment, and no certificate


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


def test_what_is_done_already_is_not_asked_for_again(both_agreed):
    scene, case = both_agreed
    with on(date(2026, 6, 10)):
        assert [
            key for key, _label in DeedForm(None, case=case, actor=scene.actor("worker")).fields["item"].choices
        ] == ["2"]
        case = scene.does("worker", "deed_done", case, item="2", done_on=date(2026, 6, 9))
        with pytest.raises(Refused):
            scene.does("worker", "deed_done", case, item="2", done_on=date(2026, 6, 9))


def test_the_worker_objects_to_a_closing_that_is_not_true(agreed):
    scene, case = agreed
    with on(DUE):
        case = proven(scene, case, 12000, DUE)
    with on(date(2026, 6, 17)):
        case = wrong(scene, case, case.payments.get())
    assert (case.step, case.closed_on, case.current_step.holder) == ("unpaid", None, "officer")
    assert (case.paid, outstanding(case)) == (0, Decimal(12000))
    assert Notice.objects.filter(person=scene.officer, kind="cases.arrived").exists()
    assert Notice.objects.filter(person=scene.mediator, kind="cases.moved").exists()
    assert case.dues.running().get(rule="agreement.urge").due_on == date(2026, 6, 25)


def test_what_was_entered_wrongly_counts_no_more_and_the_true_sum_can_be_entered(scene):
    """A slip of 3,000 entered as 30,000: the matter would be closed, and the figure would count ten times the money."""
    case = in_force(scene, "30000")
    with on(DUE):
        case = proven(scene, case, 30000, DUE)
    payment = case.payments.get()
    with on(date(2026, 6, 17)):
        case = wrong(scene, case, payment, text="只到了3000元。")
        with pytest.raises(Refused, match="30,000"):
            scene.does("mediator", "close_performed", case)
        case = proven(scene, case, 3000, DUE)
    assert (case.step, case.paid, outstanding(case)) == ("unpaid", Decimal(3000), Decimal(27000))
    payment.refresh_from_db()
    assert (payment.amount, payment.taken_back_by) == (Decimal(30000), scene.worker.account)
    assert payment.taken_back_at.date() == date(2026, 6, 17)
    event = Event.objects.get(verb="cases.payment_taken_back")
    assert (event.actor_id, event.change["payment"], event.change["paid"]) == (
        scene.worker.account.pk,
        payment.pk,
        "0.00",
    )
    row = indicator_of("disputes_paid").rows().get(pk=case.pk)
    assert row.paid == Decimal(3000)


def test_the_worker_objects_to_one_part_and_the_other_stands(scene):
    """Before the last of it closes the matter too: it stays where it is, and the day of what is open again runs."""
    case = in_force(scene, "8000", "4000")
    with on(date(2026, 6, 8)):
        case = scene.does("worker", "part_paid", case, amount=Decimal(2000), paid_on=date(2026, 6, 8))
    with on(date(2026, 6, 10)):
        case = proven(scene, case, 6000, date(2026, 6, 9))
    assert performance_day(case) == date(2026, 7, 15)
    with on(date(2026, 6, 11)):
        case = wrong(scene, case, case.payments.get(amount=6000))
    assert (case.step, case.paid, performance_day(case)) == ("performing", Decimal(2000), DUE)
    entry = case.entries.get(verb="object")
    assert "2026-06-09: ¥6,000.00" in happened(entry, case.case_kind)
    assert entry.for_respondent
    for person in (scene.contact, scene.mediator, scene.officer):
        assert "¥6,000.00" in "".join(
            title_and_text(Notice.objects.filter(person=person, kind="cases.moved").latest("pk"))
        )


def test_the_worker_mends_a_slip_of_the_own(agreed):
    scene, case = agreed
    with on(DUE):
        case = scene.does("worker", "part_paid", case, amount=Decimal(12000), paid_on=DUE)
        assert case.step == "performed"
        case = wrong(scene, case, case.payments.get())
        assert (case.step, case.paid, case.closed_on) == ("unpaid", 0, None)
        case = scene.does("worker", "part_paid", case, amount=Decimal(1200), paid_on=DUE)
    assert (case.step, case.paid) == ("unpaid", Decimal(1200))


def test_a_settlement_that_was_said_to_be_paid_is_opened_again(scene):
    case = accept(scene, raise_dispute(scene))
    with on(DUE):
        case = scene.does("worker", "withdraw", case, why="settled", amount=Decimal(800), received=Decimal(800), text="",
                          due_on=None)  # fmt: skip
        assert (case.step, case.paid) == ("withdrawn", Decimal(800))
        case = wrong(scene, case, case.payments.get())
    assert (case.step, case.paid, case.outcome) == ("unpaid", 0, "settled")


def test_a_thing_that_was_not_done_is_open_again(both_agreed):
    scene, case = both_agreed
    with on(date(2026, 6, 10)):
        scene.does("mediator", "prove_deed", case, item="2", done_on=date(2026, 6, 9), proof=an_upload("证明.pdf"))
        case = proven(scene, case, 12000, date(2026, 6, 10))
        assert case.step == "performed"
        case = scene.does("worker", "object", case, wrong=["deed-2"], text="")
    assert (case.step, case.paid, list(open_deeds(case))) == ("unpaid", Decimal(12000), [2])


def test_what_was_taken_back_is_not_taken_back_again(agreed):
    scene, case = agreed
    with on(DUE):
        with pytest.raises(Refused):
            scene.does("worker", "object", case, wrong=["payment-1"], text="")
        case = proven(scene, case, 5000, DUE)
        proven(scene, case, 1000, DUE)
        payment = case.payments.get(amount=5000)
        case = wrong(scene, case, payment)
        with pytest.raises(Refused, match="已经撤回"):
            wrong(scene, case, payment)
        for side in ("mediator", "contact"):
            with pytest.raises(Refused):
                scene.does(side, "object", case, wrong=[f"payment-{payment.pk}"], text="")


def test_the_union_mends_its_own_slip_and_nothing_of_the_workers(agreed):
    scene, case = agreed
    with on(DUE):
        case = scene.does("worker", "part_paid", case, amount=Decimal(1000), paid_on=DUE)
        confirmed = case.payments.get()
        case = proven(scene, case, 11000, DUE)
        assert case.step == "performed"
        slip = case.payments.get(amount=11000)
        form = SlipForm({"wrong": [f"payment-{confirmed.pk}"]}, case=case, actor=scene.actor("mediator"))
        assert set(form.errors) == {"wrong", "text"}
        with pytest.raises(Refused, match="已经撤回"):
            scene.does("mediator", "mend_payment", case, wrong=[f"payment-{confirmed.pk}"], text="记错了。")
        with pytest.raises(Refused):
            scene.does("worker", "mend_payment", case, wrong=[f"payment-{slip.pk}"], text="记错了。")
        case = scene.does("mediator", "mend_payment", case, wrong=[f"payment-{slip.pk}"], text="多写了一个零。")
        assert (case.step, case.paid, case.closed_on) == ("unpaid", Decimal(1000), None)
        case = proven(scene, case, 1100, DUE)
    assert case.paid == Decimal(2100)
    entry = case.entries.get(verb="mend_payment")
    assert "2026-06-15: ¥11,000.00" in happened(entry, case.case_kind) and entry.for_respondent
    for person in (scene.worker, scene.contact):
        assert Notice.objects.filter(person=person, kind="cases.moved").exists()


def test_the_form_lists_what_is_entered_and_wants_one_of_it(agreed):
    scene, case = agreed
    with on(DUE):
        case = proven(scene, case, 5000, DUE)
        proven(scene, case, 1000, DUE)
        form = WrongForm({"text": ""}, case=case, actor=scene.actor("worker"))
        assert [label for _key, label in form.fields["wrong"].choices] == [
            "2026-06-15: ¥5,000.00",
            "2026-06-15: ¥1,000.00",
        ]
        assert set(form.errors) == {"wrong"}
        assert "wrong" in WrongForm({"wrong": ["payment-0"]}, case=case, actor=scene.actor("worker")).errors


def test_the_union_has_a_clock_of_its_own_until_it_is_paid(agreed):
    """Not kept on Monday 15 June; the union urges within five working days, and again five later."""
    scene, case = agreed
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


def test_the_worker_says_it_on_the_page(both_agreed):
    scene, case = both_agreed
    worker, mediator = browser_of(scene.worker), browser_of(scene.mediator)
    with on(date(2026, 6, 10)):
        worker.moves(case, "deed_done", item="2", done_on="2026-06-09")
        assert "已做到" in worker.reads(f"/cases/{case.pk}/")
        mediator.moves(case, "prove_payment", amount="12000", paid_on="2026-06-10", proof=an_upload("回单.pdf", PDF))
        assert "不对，有一项记错了" in worker.reads(f"/cases/{case.pk}/")
        worker.moves(case, "object", wrong=["deed-2", f"payment-{case.payments.get().pk}"], text="一样都没有。")
        page = worker.reads(f"/cases/{case.pk}/")
        assert "催单位" in page
        assert "2026-06-10: ¥12,000.00；2026-06-09: 开具离职证明" in page
        assert "登记：已经催过单位" in mediator.reads(f"/cases/{case.pk}/desk/")
