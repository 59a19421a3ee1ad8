"""The guided intake: what is asked, what a slip is answered with, and which union it goes to."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from gongjia.foundation.clock import today
from gongjia.programmes.dispute_mediation import questions
from gongjia.programmes.dispute_mediation.intake import DisputeIntake, first_step, route
from gongjia.programmes.dispute_mediation.programme import DISPUTE
from gongjia.programmes.dispute_mediation.tests.factories import answers, on
from gongjia.unions.models import Union
from gongjia.unions.tests.factories import an_employer

pytestmark = pytest.mark.django_db


def test_every_field_of_the_model_is_asked_on_some_page_and_explained():
    asked = {name for question in DISPUTE.questions for name in question.form().fields}
    assert asked == set(DisputeIntake.model_fields)
    assert all(field.description for field in DisputeIntake.model_fields.values())


def test_no_field_is_asked_twice():
    asked = [name for question in DISPUTE.questions for name in question.form().fields]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("field", ["since", "ended_on", "asked_on"])
def test_a_day_in_the_future_is_refused(field):
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(ValidationError):
        DisputeIntake.model_validate(answers(employment="ended", asked="refused", **{
            "ended_on": today(), "asked_on": today(), field: tomorrow}))  # fmt: skip


def test_the_page_says_it_in_a_sentence_and_keeps_what_was_typed():
    tomorrow = (today() + timedelta(days=1)).isoformat()
    form = questions.HappenedForm({"since": tomorrow, "story": "工资一直没有发。"})
    assert form.errors["since"] == [str(questions.NOT_YET_COME)]
    assert form["since"].value() == tomorrow


@pytest.mark.parametrize("typed", ["很多", "-3", "0", "4500.505", "999999999999"])
def test_an_amount_that_is_none_gets_a_sentence(typed):
    form = questions.MoneyForm({"monthly_pay": typed, "claimed": ""})
    assert form.errors["monthly_pay"]
    assert "claimed" not in form.errors


@pytest.mark.parametrize("typed", ["4500", "4,500元", "4500.00", "四千五", "0.45万"])
def test_an_amount_is_read_however_it_is_written(typed):
    form = questions.MoneyForm({"monthly_pay": typed, "claimed": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"monthly_pay": 4500, "claimed": None}


def test_whoever_left_says_when():
    assert "ended_on" in questions.EmploymentForm({"employment": "ended", "ended_on": ""}).errors
    kept = questions.EmploymentForm({"employment": "still", "ended_on": "2026-01-05"})
    assert kept.is_valid()
    assert kept.cleaned_data["ended_on"] is None


def test_the_employer_is_found_by_a_part_of_its_name():
    employer = an_employer(name="演示松江配送有限公司")
    first = questions.EmployerForm({"employer_name": "松江配送"})
    assert first.errors["employer"]
    assert str(employer.pk) in dict(first.fields["employer"].choices)
    second = questions.EmployerForm({"employer_name": "松江配送", "employer": str(employer.pk)})
    assert second.is_valid()
    assert second.cleaned_data["employer"] == employer.pk


def test_the_exact_name_needs_no_choice():
    employer = an_employer(name="演示松江配送有限公司")
    form = questions.EmployerForm({"employer_name": employer.name})
    assert form.is_valid()
    assert form.cleaned_data["employer"] == employer.pk


def test_an_employer_that_nobody_entered_is_added_by_its_name():
    an_employer(name="演示松江配送有限公司")
    unknown = questions.EmployerForm({"employer_name": "演示长白面馆"})
    assert unknown.is_valid()
    assert unknown.cleaned_data == {"employer_name": "演示长白面馆", "employer": None}
    similar = questions.EmployerForm({"employer_name": "松江配送", "employer": questions.NEW_EMPLOYER})
    assert similar.is_valid()
    assert similar.cleaned_data["employer"] is None


@pytest.mark.parametrize("typed", ["", "好", "12345"])
def test_a_name_that_is_none_gets_a_sentence(typed):
    assert questions.EmployerForm({"employer_name": typed}).errors["employer_name"]


def test_silence_counts_only_after_five_days():
    asked_on = today() - timedelta(days=3)
    form = questions.NegotiationForm({"asked": "no_answer", "asked_on": asked_on.isoformat()})
    assert "asked" in form.errors


def test_the_five_days_of_the_form_are_those_of_the_clock():
    """Asked on Saturday 26 September 2026: five days end on 1 October, the clock after the holiday week."""
    typed = {"asked_on": "2026-09-26"}
    with on(date(2026, 10, 2)):
        waiting = questions.NegotiationForm({"asked": "waiting", **typed})
        assert waiting.is_valid() and waiting.cleaned_data["asked"] == "waiting"
        early = questions.NegotiationForm({"asked": "no_answer", **typed})
        assert "10月8日" in early.errors["asked"][0]
        with pytest.raises(ValidationError, match="10月8日"):
            DisputeIntake.model_validate(answers(asked="no_answer", asked_on=date(2026, 9, 26)))
    with on(date(2026, 10, 9)):
        assert questions.NegotiationForm({"asked": "no_answer", **typed}).is_valid()
        late = questions.NegotiationForm({"asked": "waiting", **typed})
        assert late.is_valid() and late.cleaned_data["asked"] == "no_answer"


def test_waiting_for_longer_than_five_days_is_silence():
    asked_on = today() - timedelta(days=20)
    form = questions.NegotiationForm({"asked": "waiting", "asked_on": asked_on.isoformat()})
    assert form.is_valid()
    assert form.cleaned_data["asked"] == "no_answer"


def test_whoever_asked_says_on_which_day():
    assert "asked_on" in questions.NegotiationForm({"asked": "refused", "asked_on": ""}).errors


def test_nobody_mediates_unknown_to_the_employer():
    assert "knows_employer_is_told" in questions.ReachForm({"reach": "any"}).errors
    with pytest.raises(ValidationError):
        DisputeIntake.model_validate(answers(knows_employer_is_told=False))


def test_the_money_page_is_asked_in_every_matter_and_may_be_left_empty():
    """A missing contract is worth money too; whoever does not know the sum leaves the page empty."""
    for matter in ("contract", "wages", "other"):
        assert "money" in [question.key for question in DISPUTE.questions_for({"matter": matter})]
    assert questions.MoneyForm({}).is_valid()


def test_what_was_calculated_fills_in_the_answers_but_not_a_story_that_is_there():
    facts = {"matter": "dismissal", "claimed": "75034.48", "monthly_pay": "8000", "story": "公司让我走", "since": None}
    assert questions.begins_with(facts, {}) == {
        "matter": {"matter": ["dismissal"]},
        "happened": {"story": ["公司让我走"]},
        "money": {"monthly_pay": ["8000"], "claimed": ["75034.48"]},
    }
    assert "happened" not in questions.begins_with(facts, {"happened": {"story": ["我自己写的"]}})


@pytest.mark.parametrize(
    ("asked", "step"),
    [("not_yet", "to_ask"), ("waiting", "negotiating"), ("refused", "applied"), ("straight", "applied")],
)
def test_the_worker_decides_whether_the_employer_is_asked_first(asked, step):
    assert first_step({"asked": asked}) == step


def test_it_goes_to_the_nearest_union_with_a_mediation_committee():
    county = Union.objects.get(division_code="220202", kind="federation")
    prefecture = county.parent
    Union.objects.filter(pk__in=[county.pk, prefecture.pk]).update(has_mediation_committee=False)
    assert route({"county_code": "220202"}) == county
    Union.objects.filter(pk=prefecture.pk).update(has_mediation_committee=True)
    assert route({"county_code": "220202"}) == prefecture
    Union.objects.filter(pk=county.pk).update(has_mediation_committee=True)
    assert route({"county_code": "220202"}) == county


def test_every_county_that_can_be_chosen_has_a_union():
    form = questions.PlaceForm()
    codes = [code for _place, counties in form.fields["county_code"].choices[1:] for code, _name in counties]
    assert len(codes) >= 60
    assert [code for code in codes if not route({"county_code": code})] == []


def test_the_worked_example_of_a_day():
    assert DisputeIntake.model_validate(answers()).since == date(2026, 3, 15)
