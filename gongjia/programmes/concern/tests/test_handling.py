"""Three classes with a clock each, one answer that can be rejected once, closing on the sender's word or by time."""

from datetime import date

import pytest
from django.http import Http404

from gongjia.cases.access import cases_for
from gongjia.cases.actions.assignments import hand_over
from gongjia.cases.kinds import Refused
from gongjia.cases.tests.factories import a_respondent
from gongjia.indicators.kinds import indicator_of
from gongjia.people.tests.factories import signed_in
from gongjia.programmes.concern.forms import AcceptForm, EmployerForm, IdentityForm, TextForm, WhyNotForm, WordsForm
from gongjia.programmes.concern.intake import ConcernIntake
from gongjia.programmes.concern.papers import reply
from gongjia.programmes.concern.programme import CONCERN
from gongjia.programmes.concern.tests.factories import RAISED, night_job, on, raise_concern
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_union, an_officer

pytestmark = pytest.mark.django_db
NEXT_DAY = date(2026, 3, 3)
WORDS = "我们今天去站点看过，已要求更换充电柜。"


def clocks(case):
    return {due.rule: due.due_on for due in case.dues.running()}


def answered(scene, **how):
    case = raise_concern(scene, **how)
    with on(NEXT_DAY):
        scene.does("officer", "as_ordinary", case, text="李敏在办，三天内给您消息。")
        return scene.does("officer", "answer", case, text=WORDS)


def test_the_answer_stands_where_it_is_to_be_judged(scene):
    case = answered(scene)
    with on(NEXT_DAY):
        sender = signed_in(scene.sender.account)
        for address in ("", "moves/accept_answer", "moves/reject_answer"):
            page = sender.get(f"/cases/{case.pk}/{address}").content.decode()
            assert "演示昌邑区总工会的答复" in page
            assert WORDS in page.split("演示昌邑区总工会的答复")[1][:200]
        assert WORDS not in sender.get(f"/cases/{case.pk}/moves/withdraw").content.decode()
        case = scene.does("sender", "reject_answer", case, text="柜子还是坏的。")
        assert case.union != scene.tree["county"]
        assert "演示昌邑区总工会的答复" in sender.get(f"/cases/{case.pk}/").content.decode()


def test_somebody_writes_within_a_working_day(scene):
    case = raise_concern(scene)
    assert clocks(case) == {"concern.first_contact": NEXT_DAY}
    night_job(case, date(2026, 3, 4))
    assert case.dues.get(rule="concern.first_contact").escalated_to == scene.tree["prefecture"]


@pytest.mark.parametrize(
    ("move", "step", "due"),
    [
        ("as_ordinary", "ordinary", date(2026, 3, 9)),
        ("as_difficult", "difficult", date(2026, 3, 23)),
        ("as_very_complex", "very_complex", date(2026, 4, 14)),  # 6 April is a day off
    ],
)
def test_every_class_has_its_clock_from_the_day_it_was_raised(scene, move, step, due):
    case = raise_concern(scene)
    with on(NEXT_DAY):
        case = scene.does("officer", move, case, text="李敏在办。")
    assert case.step == step
    assert clocks(case) == {f"concern.{step}": due}


def test_a_harder_class_wins_no_second_start(scene):
    case = raise_concern(scene)
    with on(date(2026, 3, 5)):
        scene.does("officer", "as_ordinary", case, text="李敏在办。")
        case = scene.does("officer", "as_difficult", case, text="要找供电所核实。")
    assert clocks(case) == {"concern.difficult": date(2026, 3, 23)}


def test_a_question_may_be_answered_at_once(scene):
    case = raise_concern(scene, sort="consult")
    with on(RAISED):
        case = scene.does("officer", "answer", case, text="年休假满一年就有五天。")
    assert case.step == "answered"
    assert clocks(case) == {"concern.confirm": date(2026, 3, 16)}


@pytest.mark.parametrize(("word", "counts"), [("solved", True), ("explained", False), ("not_solved", False)])
def test_the_senders_word_decides(scene, word, counts):
    case = answered(scene)
    assert AcceptForm({"solved": word}).is_valid()
    with on(date(2026, 3, 5)):
        case = scene.does("sender", "accept_answer", case, solved=word)
    assert (case.step, case.outcome) == ("closed", word)
    assert bool(case.settled_on) is counts
    assert list(indicator_of("concerns_closed").rows()) == [case]
    assert indicator_of("concerns_solved").rows().exists() is counts


def test_an_officer_cannot_close_it_for_the_sender(scene):
    case = answered(scene)
    with on(date(2026, 3, 5)), pytest.raises(Refused):
        scene.does("officer", "accept_answer", case, solved="solved")


def test_a_rejected_answer_goes_to_the_union_above_once(scene):
    case = answered(scene)
    with on(date(2026, 3, 5)):
        case = scene.does("sender", "reject_answer", case, text="没有换，只是贴了一张纸。")
    assert (case.step, case.union) == ("rework", scene.tree["prefecture"])
    assert clocks(case) == {"concern.rework": date(2026, 3, 19)}
    assert case.entries.get(verb="reject_answer").facts["above"] == "演示市总工会"
    assert [held.person for held in case.assignments.filter(until=None)] == [scene.above]
    with on(date(2026, 3, 10)):
        case = scene.does("above", "answer_again", case, text="我们和站点一起换好了，照片在附件里。")
        assert case.step == "answered_again"
        with pytest.raises(Refused):
            scene.does("sender", "reject_answer", case, text="还是不满意。")
        case = scene.does("sender", "accept_answer", case, solved="solved")
    assert case.step == "closed"


def test_who_answered_badly_does_not_get_it_anew_with_an_office_above_either(scene):
    Office.objects.filter(person=scene.above).delete()
    an_officer(scene.tree["prefecture"], person=scene.officer)
    fresh = an_officer(scene.tree["province"])
    case = answered(scene)
    with on(date(2026, 3, 5)):
        case = scene.does("sender", "reject_answer", case, text="没有换。")
    assert [held.person for held in case.assignments.filter(until=None)] == [fresh]


def test_those_who_answered_badly_do_not_handle_it_anew(scene):
    case = answered(scene)
    with on(date(2026, 3, 5)):
        case = scene.does("sender", "reject_answer", case, text="没有换。")
        with pytest.raises(Http404):
            scene.does("officer", "answer_again", case, text="我再答一次，还是一样。")


def test_silence_closes_it_and_satisfies_nobody(scene):
    case = answered(scene)
    night_job(case, date(2026, 3, 17))
    case.refresh_from_db()
    assert case.step == "answered"
    night_job(case, date(2026, 3, 18))
    case.refresh_from_db()
    assert (case.step, case.outcome, case.settled_on) == ("closed", "no_word", None)


def test_withdrawn_is_not_closed_after_an_answer(scene):
    case = raise_concern(scene)
    with on(NEXT_DAY):
        case = scene.does("sender", "withdraw", case, text="")
    assert case.outcome == "withdrawn"
    assert not indicator_of("concerns_closed").rows().exists()


def test_kept_from_the_employer_means_the_employer_finds_nothing(scene):
    masked = raise_concern(scene, identity="masked")
    a_respondent(masked, scene.contact)  # even if somebody names its contact by mistake
    assert not cases_for(scene.actor("contact")).exists()
    letter = CONCERN.papers["reply-docx"]
    assert not letter.when(masked)


@pytest.mark.parametrize("identity", ["masked", "anonymous"])
@pytest.mark.parametrize(
    "columns", [{"name": "演示北山配送有限公司工会"}, {"name": "演示集团工会", "level": "township"}]
)
def test_who_is_kept_from_the_employer_is_not_handed_to_a_union_that_sits_with_one(scene, identity, columns):
    """Theirs or another: what the sender typed as its name need not be what it is called here."""
    case = raise_concern(scene, identity=identity)
    theirs = a_union(scene.tree["township"], employer=scene.employer, **columns)
    with pytest.raises(Refused, match="不想让单位知道"):
        hand_over(case.pk, scene.actor("above"), theirs, "那里更清楚情况。")
    assert hand_over(case.pk, scene.actor("above"), scene.tree["other"], "在船营区。").union == scene.tree["other"]


def test_who_names_themselves_to_the_employer_may_be_handed_to_its_union(scene):
    theirs = a_union(scene.tree["township"], employer=scene.employer)
    assert hand_over(raise_concern(scene).pk, scene.actor("above"), theirs, "那里更清楚情况。").union == theirs


def test_the_letter_carries_no_name_where_it_is_kept_back(scene):
    case = answered(scene, identity="masked")
    assert "演示金骑手" not in str(reply(case))
    assert WORDS in str(reply(case))
    assert "演示金骑手" in str(reply(answered(scene)))
    assert CONCERN.papers["reply-pdf"].make(case).content.startswith(b"%PDF")
    assert CONCERN.papers["reply-docx"].make(case).content.startswith(b"PK")


def test_a_rejected_answer_keeps_the_letterhead_of_whoever_gave_it(scene):
    case = answered(scene)
    assert "由上级工会重新办理" in str(reply(case))
    with on(date(2026, 3, 5)):
        case = scene.does("sender", "reject_answer", case, text="没有换，只是贴了一张纸。")
    assert case.union == scene.tree["prefecture"]
    letter = reply(case)
    assert letter.issuer == "演示昌邑区总工会"
    assert "演示昌邑区总工会（印章）" in str(letter)
    assert "演示市总工会" not in str(letter)
    assert "由上级工会重新办理" not in str(letter)


def test_the_last_letter_promises_no_third_answer(scene):
    case = answered(scene)
    with on(date(2026, 3, 5)):
        case = scene.does("sender", "reject_answer", case, text="没有换，只是贴了一张纸。")
    with on(date(2026, 3, 10)):
        case = scene.does("above", "answer_again", case, text="我们和站点一起换好了，照片在附件里。")
    letter = reply(case)
    assert letter.issuer == "演示市总工会"
    assert "由上级工会重新办理" not in str(letter)
    assert "12351" in str(letter)


def test_every_field_of_the_model_is_asked_and_explained():
    asked = {name for question in CONCERN.questions for name in question.form().fields}
    assert asked == set(ConcernIntake.model_fields)
    assert all(field.description for field in ConcernIntake.model_fields.values())


@pytest.mark.parametrize("form", [TextForm({"text": "坏"}), WordsForm({"text": "好"}), WhyNotForm({"text": ""})])
def test_too_few_words_get_a_sentence(form):
    assert form.errors["text"]


def test_the_employer_is_chosen_or_left_out(scene):
    assert EmployerForm({"employer_name": ""}).is_valid()
    part = EmployerForm({"employer_name": "北山配送"})
    assert part.errors["employer"]
    chosen = EmployerForm({"employer_name": "北山配送", "employer": str(scene.employer.pk)})
    assert chosen.is_valid()
    assert chosen.cleaned_data == {"employer_name": scene.employer.name, "employer": scene.employer.pk}
    none = EmployerForm({"employer_name": "北山配送", "employer": "none"})
    assert none.is_valid()
    assert none.cleaned_data["employer"] is None


def test_the_guided_way_never_pretends_to_be_anonymous():
    assert "identity" in IdentityForm({"identity": "anonymous"}).errors
