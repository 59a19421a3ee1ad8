"""Around the table: sessions, more time, the draft, the signatures, and how it can end without them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from gongjia.cases.kinds import Refused
from gongjia.foundation.clock import today
from gongjia.people.actions.codes import CodeWrong
from gongjia.programmes.dispute_mediation.forms_desk import DraftForm, ExtendForm, FailForm
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.tests import factories
from gongjia.programmes.dispute_mediation.tests.factories import (
    accept,
    draft,
    night_job,
    on,
    raise_dispute,
    sign,
    to_sign,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def case(scene):
    return accept(scene, raise_dispute(scene))


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


@pytest.mark.parametrize(("why", "event"), [("left", "mediation_left"), ("no_agreement", "mediation_expired")])
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


def test_the_text_that_is_signed_is_kept(scene):
    case = to_sign(scene)
    document = case.documents.get(kind="agreement")
    assert document.is_public
    assert document.for_employer
    with on(DAY):
        sign(scene, "worker", "sign", case)
    assert document.signatures.get().sha256 == document.sha256


def test_a_wrong_code_signs_nothing(scene):
    case = to_sign(scene)
    with on(DAY), pytest.raises(CodeWrong):
        factories.make_move(case.pk, "sign", scene.actor("worker"), code="000000")
    assert not case.documents.get(kind="agreement").signatures.exists()


def test_nobody_signs_twice(scene):
    case = to_sign(scene)
    with on(DAY):
        sign(scene, "worker", "sign", case)
        with pytest.raises(Refused):
            factories.make_move(case.pk, "sign", scene.actor("worker"), code="000000")


def test_the_mediator_signs_last(scene):
    case = to_sign(scene)
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


def test_a_changed_text_must_be_signed_anew(scene):
    case = to_sign(scene)
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
