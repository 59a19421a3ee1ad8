"""Three working days to accept; not accepted is said in writing, with the reason."""

from datetime import date

import pytest

from gongjia.cases.actions import moves_open_to
from gongjia.cases.kinds import Refused
from gongjia.foundation.walls import seen_by
from gongjia.notices.models import Notice
from gongjia.people.tests.factories import a_person, a_phone
from gongjia.programmes.dispute_mediation.forms_desk import AcceptForm, InviteForm, RefuseForm
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.party_forms import RepresentativesForm
from gongjia.programmes.dispute_mediation.tests.factories import accept, invite, night_job, on, phone_of, raise_dispute
from gongjia.unions.models import Employer, Office
from gongjia.unions.tests.factories import an_officer

pytestmark = pytest.mark.django_db


def clocks(case):
    return {due.rule: due.due_on for due in case.dues.running()}


def test_both_fifteen_day_clocks_run_from_their_own_day(scene):
    """The worked example: received 2026-05-20, accepted 2026-05-25; arbitration after 06-04, finished by 06-09."""
    case = raise_dispute(scene)
    assert clocks(case) == {"mediation.accept": date(2026, 5, 25), "mediation.right_to_arbitrate": date(2026, 6, 4)}
    case = accept(scene, case)
    assert case.step == "mediating"
    assert clocks(case) == {"mediation.right_to_arbitrate": date(2026, 6, 4), "mediation.finish": date(2026, 6, 9)}


def test_a_right_is_nobodys_delay(scene):
    case = accept(scene, raise_dispute(scene))
    night_job(case, date(2026, 6, 5))
    assert not case.entries.filter(verb="overdue").exists()


def test_late_acceptance_goes_one_level_up(scene):
    case = raise_dispute(scene)
    night_job(case, date(2026, 5, 26))
    assert case.dues.get(rule="mediation.accept").escalated_to == scene.tree["prefecture"]


def test_accepting_names_the_mediator_and_keeps_the_consent(scene):
    case = accept(scene, raise_dispute(scene))
    held = {assignment.role: assignment.person for assignment in case.assignments.filter(until=None)}
    assert held == {"mediator": scene.mediator, "officer": scene.officer}
    assert case.terms["employer_agreed_on"] == "2026-05-25"


def test_the_form_offers_this_unions_mediators_and_no_party(scene):
    case = raise_dispute(scene)
    form = AcceptForm(case=case, actor=scene.actor("officer"))
    assert [value for value, _label in form.fields["mediator"].choices] == ["", str(scene.mediator.pk)]


def test_without_a_mediator_the_button_says_why(scene):
    Office.objects.filter(person=scene.mediator).delete()
    case = raise_dispute(scene)
    with on(date(2026, 5, 22)), pytest.raises(Refused, match=r"调解员|mediator"):
        scene.does("officer", "accept", case, mediator=str(scene.mediator.pk))


def test_the_employer_gets_a_way_in(scene):
    case = raise_dispute(scene)
    with on(date(2026, 5, 21)):
        invite(scene, case)
    party = case.parties.get(role="respondent")
    assert party.person == scene.contact
    assert case.employer.contacts.filter(person=scene.contact).exists()
    assert Notice.objects.filter(person=scene.contact, kind="dispute_mediation.invited").count() == 1


def test_a_new_contact_is_registered_and_an_old_one_is_replaced(scene):
    case = raise_dispute(scene)
    with on(date(2026, 5, 21)):
        invite(scene, case)
        case = scene.does("officer", "invite", case, name="演示孙会计", title="会计", phone=a_phone(),
                          respondent_is_head=False, head="演示周经理")  # fmt: skip
    assert [party.name for party in case.parties.filter(role="respondent")] == ["演示孙会计"]


def test_the_applicants_own_number_is_not_the_employers(scene):
    case = raise_dispute(scene)
    with on(date(2026, 5, 21)), pytest.raises(Refused):
        scene.does("officer", "invite", case, name="演示周经理", title="", phone=phone_of(scene.worker),
                   respondent_is_head=True, head="")  # fmt: skip


@pytest.mark.parametrize(("field", "typed"), [("phone", "12345"), ("phone", "abc"), ("name", "1"), ("name", "")])
def test_a_contact_that_cannot_be_reached_gets_a_sentence(scene, field, typed):
    case = raise_dispute(scene)
    good = {"name": "演示周经理", "phone": "19900000001", "title": "", "head": ""}
    form = InviteForm({**good, field: typed}, case=case, actor=scene.actor("officer"))
    assert form.errors[field]


def test_not_accepted_needs_a_reason_and_closes(scene):
    assert RefuseForm({"text": "不行"}).errors["text"]
    case = raise_dispute(scene, matter="other")
    with on(date(2026, 5, 22)):
        case = scene.does("officer", "refuse", case, text="这是邻里借款，不属于劳动争议。您可以到法院起诉。")
    assert (case.step, case.outcome, case.settled_on) == ("not_accepted", "not_accepted", None)
    assert case.closed_on == date(2026, 5, 22)
    assert case.case_kind.papers["refusal-docx"].when(case)


def test_an_unwilling_employer_ends_it_with_the_day_kept(scene):
    case = raise_dispute(scene)
    with on(date(2026, 5, 22)):
        invite(scene, case)
        case = scene.does("contact", "decline_mediation", case, text="")
    assert (case.step, case.outcome) == ("unwilling", "unwilling")
    assert [record.event.value for record in shield_of(case).records] == ["applied", "mediation_refused"]


def test_the_employer_may_agree_by_itself(scene):
    case = raise_dispute(scene)
    with on(date(2026, 5, 22)):
        invite(scene, case)
        case = scene.does("contact", "agree_to_mediation", case, text="")
    assert case.step == "applied"
    assert case.entries.filter(verb="agree_to_mediation").exists()
    with seen_by(scene.officer.pk, scene.officer.account.pk):
        shown = AcceptForm(case=case, actor=scene.actor("officer"))  # what the employer pressed is not asked for again
    assert shown["employer_agreed_on"].initial == date(2026, 5, 22)
    assert shown["how"].initial == f"{scene.contact.name}2026年5月22日在平台上表示同意"


def test_what_somebody_else_agreed_to_is_asked_of_the_officer(scene):
    case = raise_dispute(scene)
    with on(date(2026, 5, 22)):
        invite(scene, case)
        scene.does("contact", "agree_to_mediation", case, text="")
        scene.does(
            "officer", "invite", case, name="演示孙会计", title="", phone=a_phone(), respondent_is_head=False, head=""
        )
        with seen_by(scene.officer.pk, scene.officer.account.pk):
            assert AcceptForm(case=case, actor=scene.actor("officer"))["how"].initial is None


def test_who_accepts_has_it_from_then_on(scene):
    case = raise_dispute(scene)
    colleague = an_officer(scene.tree["county"], person=a_person("演示钱同事"))
    assert case.assignments.get(until=None).person == scene.officer
    scene.officer = colleague
    case = accept(scene, case)
    assert case.assignments.get(role="officer", until=None).person == colleague


def test_an_employer_that_nobody_knew_is_added(scene):
    case = raise_dispute(scene)
    assert case.employer == scene.employer
    with on(date(2026, 5, 20)):
        from gongjia.cases.actions import open_case
        from gongjia.programmes.dispute_mediation.tests.factories import KIND, answers

        intake = answers(employer=None, employer_name="演示长白面馆")
        case = open_case(KIND, scene.actor("worker"), intake=intake, union=scene.tree["county"])
    assert case.employer == Employer.objects.get(name="演示长白面馆")
    assert not case.employer.is_verified


def offered_to_worker(scene, case):
    return [move.key for move, _ in moves_open_to(case, scene.actor("worker"))]


def test_ten_workers_may_name_three_to_five_who_speak(scene):
    alone = raise_dispute(scene)
    with on(date(2026, 5, 21)), pytest.raises(Refused):
        scene.does("worker", "name_representatives", alone, names=["演示甲", "演示乙", "演示丙"])
    assert "name_representatives" not in offered_to_worker(scene, alone)  # a reason would help nobody who is alone
    together = raise_dispute(scene, workers=10)
    assert "name_representatives" in offered_to_worker(scene, together)
    assert RepresentativesForm({"names": "演示甲\n演示乙"}).errors["names"]
    assert RepresentativesForm({"names": "演示甲\n演示甲\n演示甲"}).errors["names"]
    form = RepresentativesForm({"names": "演示甲\n演示乙\n\n演示丙"})
    assert form.is_valid()
    with on(date(2026, 5, 21)):
        together = scene.does("worker", "name_representatives", together, **form.cleaned_data)
    assert together.entries.get(verb="name_representatives").facts["representatives"] == ["演示甲", "演示乙", "演示丙"]
