"""Around the table: sessions, more time, the draft, the signatures, and how it can end without them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from gongjia.cases.access import holders_of
from gongjia.cases.actions.messages import why_no_chase
from gongjia.cases.kinds import Refused
from gongjia.cases.words import sentence
from gongjia.foundation.clock import today
from gongjia.notices.models import Notice
from gongjia.people.actions.codes import CodeWrong
from gongjia.programmes.dispute_mediation.forms_desk import DraftForm, ExtendForm, FailForm
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.tests import factories
from gongjia.programmes.dispute_mediation.tests.factories import (
    a_scene_with,
    accept,
    draft,
    night_job,
    on,
    raise_dispute,
    sign,
    to_sign,
)
from tests.once import once_a_file, own

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


_accepted = once_a_file(lambda: a_scene_with(lambda scene: accept(scene, raise_dispute(scene))))
_to_be_signed = once_a_file(lambda: a_scene_with(to_sign))


@pytest.fixture
def accepted(request, _accepted, db):
    return own(request, _accepted)


@pytest.fixture
def scene(accepted):
    return accepted[0]


@pytest.fixture
def case(accepted):
    return accepted[1]


@pytest.fixture
def to_be_signed(request, _to_be_signed, db):
    return own(request, _to_be_signed)


def last_event(case):
    return shield_of(case).records[-1].event.value


def test_a_session_becomes_part_of_the_record(scene, case):
    with on(DAY):
        scene.does(
            "mediator",
            "session",
            case,
            held_on=DAY,
            place="区总工会调解室",
            present="双方当事人",
            text="单位同意分两次发。",
        )
    entry = case.entries.get(verb="session")
    assert entry.facts["place"] == "区总工会调解室"
    assert entry.is_public
    assert entry.for_respondent


def test_longer_only_where_both_agree(scene, case):
    with on(DAY):
        typed = {"extended_to": "2026-06-24", "text": "双方都想再谈一次，当面同意。"}
        assert "both_agree" in ExtendForm(typed, case=case, actor=scene.actor("mediator")).errors
        short = ExtendForm(
            {**typed, "extended_to": "2026-06-05", "both_agree": "on"}, case=case, actor=scene.actor("mediator")
        )
        assert "extended_to" in short.errors
        scene.does("mediator", "extend", case, extended_to=date(2026, 6, 24), text="双方当面同意。")
    assert case.dues.get(rule="mediation.finish").due_on == date(2026, 6, 24)
    night_job(case, date(2026, 6, 10))
    case.refresh_from_db()
    assert case.step == "mediating"
    night_job(case, date(2026, 6, 25))
    case.refresh_from_db()
    assert case.step == "failed"


def test_without_an_agreement_in_time_it_has_failed(scene, case):
    night_job(case, date(2026, 6, 10))
    case.refresh_from_db()
    assert (case.step, case.outcome, case.settled_on) == ("failed", "failed", None)
    assert last_event(case) == "mediation_expired"
    assert not case.dues.running().exists()


@pytest.mark.parametrize(("why", "event"), [("left", "mediation_left"), ("no_agreement", "mediation_ended")])
def test_the_mediator_may_end_it(scene, case, why, event):
    form = FailForm({"why": why, "text": "谈了三次，金额差得太远。"})
    assert form.is_valid()
    with on(DAY):
        case = scene.does("mediator", "fail", case, **form.cleaned_data)
    assert case.outcome == "failed"
    assert last_event(case) == event


def test_the_draft_says_what_is_missing(scene, case):
    with on(DAY):
        case.parties.update(title="会计")
        case.terms = {**case.terms, "respondent_is_head": False}
        case.save()
        items = [
            {"what": "支付工资", "amount": "9000", "basis": "两个月", "due_on": DAY, "way": "bank"},
            {"what": "支付加班费", "amount": "800", "basis": "", "due_on": DAY, "way": "bank"},
        ]
        scene.does("mediator", "draft", case, facts="双方确认。", items=items, otherwise="", ends_dispute=True)
        with pytest.raises(Refused) as refused:
            scene.does("mediator", "send_to_sign", case)
    assert "2" in str(refused.value)
    assert "；" in str(refused.value) or "; " in str(refused.value)


def test_a_power_of_attorney_mends_it(scene, case):
    from gongjia.cases.tests.factories import an_upload

    with on(DAY):
        case.terms = {**case.terms, "respondent_is_head": False}
        case.save()
        draft(scene, case)
        with pytest.raises(Refused):
            scene.does("mediator", "send_to_sign", case)
        scene.does("contact", "hand_in_authorisation", case, sheet=an_upload("委托书.pdf"))
        assert scene.does("mediator", "send_to_sign", case).step == "signing"


def typed_draft(**changes):
    later = (today() + timedelta(days=20)).isoformat()
    return {"facts": "双方确认三个月工资未发。", "what_1": "支付工资", "amount_1": "9000", "basis_1": "两个月",
            "due_on_1": later, "way_1": "bank"} | changes  # fmt: skip


def test_the_draft_form_reads_lines_and_leaves_blank_ones_out(scene, case):
    later = (today() + timedelta(days=20)).isoformat()
    form = DraftForm(
        typed_draft(what_3="开具离职证明", due_on_3=later, way_3="deed"), case=case, actor=scene.actor("mediator")
    )
    assert form.is_valid(), form.errors
    assert [item["what"] for item in form.cleaned_data["items"]] == ["支付工资", "开具离职证明"]
    assert form.cleaned_data["items"][1]["amount"] is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on_1": ""}, "due_on_1"),
        ({"amount_1": ""}, "amount_1"),
        ({"what_1": ""}, "what_1"),
        ({"due_on_1": "2020-01-01"}, "due_on_1"),
        ({"what_1": "", "amount_1": "", "basis_1": "", "due_on_1": ""}, "what_1"),
    ],
)
def test_a_line_that_could_not_be_enforced_gets_a_sentence(scene, case, changes, field):
    form = DraftForm(typed_draft(**changes), case=case, actor=scene.actor("mediator"))
    assert field in form.errors


def test_the_draft_is_the_mediators_own_until_it_is_sent(scene, case):
    with on(DAY):
        draft(scene, case)
    assert not case.entries.get(verb="draft").is_public


def test_the_text_that_is_signed_is_kept(to_be_signed):
    scene, case = to_be_signed
    document = case.documents.get(kind="agreement")
    assert document.is_public
    assert document.for_employer
    with on(DAY):
        sign(scene, "worker", "sign", case)
    assert document.signatures.get().sha256 == document.sha256


def test_a_wrong_code_signs_nothing(to_be_signed):
    scene, case = to_be_signed
    with on(DAY), pytest.raises(CodeWrong):
        factories.make_move(case.pk, "sign", scene.actor("worker"), code="000000")
    assert not case.documents.get(kind="agreement").signatures.exists()


def test_nobody_signs_twice(to_be_signed):
    scene, case = to_be_signed
    with on(DAY):
        sign(scene, "worker", "sign", case)
        with pytest.raises(Refused):
            factories.make_move(case.pk, "sign", scene.actor("worker"), code="000000")


def test_the_mediator_signs_last(to_be_signed):
    scene, case = to_be_signed
    with on(DAY):
        sign(scene, "worker", "sign", case)
        with pytest.raises(Refused):
            factories.make_move(case.pk, "conclude", scene.actor("mediator"), code="000000")


def test_in_force_it_counts_as_resolved(scene):
    case = factories.in_force(scene, "8000", "4000")
    assert (case.step, case.outcome, case.settled_on, case.agreed) == ("performing", "agreed", DAY, Decimal(12000))
    clocks = {due.rule: due.due_on for due in case.dues.running()}
    assert clocks == {
        "agreement.performance": date(2026, 6, 15),
        "mediation.arbitral_review": date(2026, 6, 16),
        "mediation.judicial_confirmation": date(2026, 7, 1),
    }


def test_whoever_has_no_phone_signs_on_paper(scene):
    from gongjia.cases.tests.factories import an_upload

    case = to_sign(scene)
    with on(DAY):
        sign(scene, "worker", "sign", case)
        scene.does(
            "mediator",
            "sign_on_paper",
            case,
            side="respondent",
            sheet=an_upload("盖章页.pdf"),
            text="6月1日在调解室当面盖章",
        )
        case = sign(scene, "mediator", "conclude", case)
    assert case.step == "performing"
    assert case.documents.filter(kind="signed_sheet").count() == 1


def test_a_changed_text_must_be_signed_anew(to_be_signed):
    scene, case = to_be_signed
    with on(DAY):
        sign(scene, "worker", "sign", case)
        case = scene.does("contact", "change_text", case, text="第一笔日期不对。")
        assert case.step == "mediating"
        draft(scene, case, "11000")
        case = scene.does("mediator", "send_to_sign", case)
        with pytest.raises(Refused):
            factories.make_move(case.pk, "conclude", scene.actor("mediator"), code="000000")


def test_after_the_signatures_nobody_walks_away(scene):
    case = factories.in_force(scene)
    with on(DAY), pytest.raises(Refused):
        scene.does("worker", "withdraw", case, why="other", amount=None, received=None, due_on=None)


LAST_DAY = date(2026, 6, 9)  # of the mediation that began on 25 May


def arrived(person):
    return Notice.objects.filter(person=person, kind="cases.arrived").count()


def both_sign(scene, day=LAST_DAY):
    case = to_sign(scene, day=day)
    with on(day, hour=22):
        sign(scene, "worker", "sign", case)
        return sign(scene, "contact", "sign", case)


def test_the_mediator_is_told_when_both_have_signed(to_be_signed):
    scene, case = to_be_signed
    told = arrived(scene.mediator)
    with on(DAY):
        case = sign(scene, "worker", "sign", case)
        assert (case.step, arrived(scene.mediator)) == ("countersigning", told)
        case = sign(scene, "contact", "sign", case)
    assert (case.step, arrived(scene.mediator)) == ("signed", told + 1)
    assert holders_of(case, case.current_step.holder) == [scene.mediator]


def test_what_both_have_signed_does_not_fail_at_midnight(scene):
    """An agreement was reached in time (第29条); only the mediator's own signature is missing."""
    case = both_sign(scene)
    night_job(case, date(2026, 6, 10))
    case.refresh_from_db()
    assert (case.step, case.outcome) == ("signed", "")
    assert case.dues.get(rule="mediation.finish").escalated_to == scene.tree["prefecture"]
    with on(date(2026, 6, 10)):
        with pytest.raises(Refused):
            scene.does("mediator", "fail", case, why="no_agreement", text="忘了签。")
        case = sign(scene, "mediator", "conclude", case)
    assert (case.step, case.outcome) == ("performing", "agreed")


def test_a_matter_that_both_signed_before_there_was_a_step_for_it_is_kept_too(scene):
    case = both_sign(scene)
    case.step = "signing"
    case.save()
    night_job(case, date(2026, 6, 10))
    case.refresh_from_db()
    assert case.step == "signing"
    with on(date(2026, 6, 10)):
        with pytest.raises(Refused):
            scene.does("mediator", "fail", case, why="no_agreement", text="忘了签。")
        assert sign(scene, "mediator", "conclude", case).step == "performing"


def test_one_signature_is_no_agreement(to_be_signed):
    scene, case = to_be_signed
    with on(LAST_DAY):
        sign(scene, "worker", "sign", case)
    night_job(case, date(2026, 6, 10))
    case.refresh_from_db()
    assert case.step == "failed"


def test_whoever_has_signed_reads_whose_turn_it_is_and_can_ask_to_get_on(to_be_signed):
    scene, case = to_be_signed
    with on(DAY):
        assert why_no_chase(case)  # the worker's own turn
        case = sign(scene, "worker", "sign", case)
        assert case.current_step.holder == "respondent"
        assert why_no_chase(case) is None
        assert "您已经签" in sentence(case)
        case = sign(scene, "contact", "sign", case)
        assert why_no_chase(case) is None


def test_the_employer_may_sign_first(to_be_signed):
    scene, case = to_be_signed
    with on(DAY):
        case = sign(scene, "contact", "sign", case)
        assert (case.step, case.current_step.holder) == ("signing", "applicant")
        assert sign(scene, "worker", "sign", case).step == "signed"


def test_a_text_that_both_signed_can_still_go_back_to_the_table(scene):
    case = both_sign(scene, DAY - timedelta(days=1))
    with on(DAY):
        case = scene.does("worker", "change_text", case, text="账号写错了。")
        assert case.step == "mediating"
        assert case.dues.running().get(rule="mediation.finish").due_on == LAST_DAY
        case = scene.does("mediator", "send_to_sign", case)
    with on(DAY, hour=15):
        assert sign(scene, "worker", "sign", case).step == "countersigning"
