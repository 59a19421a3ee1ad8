"""The pages of the calculator, in their order, each asked only where the story needs it. Three questions at most."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.kinds import Words
from gongjia.programmes.owed.questions import body, ending, other, pay, shared
from gongjia.programmes.owed.questions.fields import PageForm, plain
from gongjia.programmes.owed.situations import SITUATIONS
from gongjia.programmes.owed.situations.ending import BY_EMPLOYER_ALONE, WITH_NOTICE, ground_of

Answers = Mapping[str, Mapping[str, list[str]]]  # page -> field -> the values as typed, right or wrong


@dataclass(frozen=True)
class Page:
    key: str
    title: Words
    form: type[PageForm]
    asked_if: Callable[[dict[str, Any]], bool]
    help: Words = ""


def happened(*keys: str) -> Callable[[dict[str, Any]], bool]:
    return lambda facts: bool(set(keys) & set(facts.get("situations", ())))


def needs(what: str) -> Callable[[dict[str, Any]], bool]:
    return lambda facts: any(getattr(SITUATIONS[key], what) for key in facts.get("situations", ()))


def needs_place(facts: dict[str, Any]) -> bool:
    return bool(set(facts.get("situations", ())) - {"in_time", "paper", "ordered", "training"})


def ground_in(*grounds: str) -> Callable[[dict[str, Any]], bool]:
    return lambda facts: ending.ended(facts) and ground_of(facts) in grounds


def has_grade(facts: dict[str, Any]) -> bool:
    return happened("injury")(facts) and facts.get("grade", "0") not in ("0", None)


PAGES = (
    Page("happened", _("What happened to you?"), shared.HappenedForm, lambda facts: True),
    Page("place", _("Where do you work?"), shared.PlaceForm, needs_place),
    Page("work", _("From when to when?"), shared.WorkForm, needs("asks_dates")),
    Page("wage", _("What do you earn?"), shared.WageForm, needs("asks_wage")),
    Page("dismissed", _("How did they let you go?"), ending.DismissedForm, happened("dismissed")),
    Page("left", _("Why did you leave?"), ending.LeftForm, happened("left")),
    Page("union-told", _("Was the union told?"), ending.UnionToldForm, ground_in(*BY_EMPLOYER_ALONE)),
    Page("notice", _("Were you told 30 days before?"), ending.NoticeForm, ground_in(*WITH_NOTICE)),
    Page("end-paid", _("What has been paid?"), ending.EndPaidForm, ending.ended),
    Page("wages", _("What was not paid?"), pay.WagesForm, happened("wages")),
    Page("overtime", _("How much overtime was it?"), pay.OvertimeForm, happened("overtime"),
         _("Write what you remember. Photos of the rota or the door log help to prove it later.")),
    Page("overtime-paid", _("Was any of it paid?"), pay.OvertimePaidForm, happened("overtime")),
    Page("paid", _("What does the employer pay you?"), pay.PaidForm, happened("minimum_wage")),
    Page("low-months", _("In which months?"), pay.LowMonthsForm, happened("minimum_wage")),
    Page("deduction", _("What was taken off?"), pay.DeductionForm, happened("deduction")),
    Page("leave", _("Your annual leave"), pay.LeaveForm, happened("annual_leave")),
    Page("heat", _("The hot days"), pay.HeatForm, happened("heat")),
    Page("standstill", _("The standstill"), pay.StandstillForm, happened("standstill")),
    Page("standstill-paid", _("What was paid?"), pay.StandstillPaidForm, happened("standstill")),
    Page("contract", _("The contract"), pay.ContractForm, happened("no_contract")),
    Page("probation", _("The probation"), pay.ProbationForm, happened("probation")),
    Page("probation-pay", _("Pay during probation"), pay.ProbationPayForm, happened("probation")),
    Page("hours", _("Your hours"), pay.HoursForm, happened("part_time")),
    Page("hours-in-all", _("For how long?"), pay.HoursInAllForm, happened("part_time")),
    Page("accident", _("The accident"), body.AccidentForm, happened("injury")),
    Page("stoppage", _("The months without work"), body.StoppageForm, happened("injury")),
    Page("graded", _("Work and care"), body.GradedForm, has_grade),
    Page("sick", _("Your illness"), body.SickForm, happened("sick")),
    Page("sick-pay", _("Pay during the illness"), body.SickPayForm, happened("sick")),
    Page("birth", _("The birth"), body.BirthForm, happened("pregnancy")),
    Page("birth-pay", _("Insurance and pay"), body.BirthPayForm, happened("pregnancy")),
    Page("death", _("What happened there"), body.DeathForm, happened("death")),
    Page("survivors", _("The accident, and who lived on the wage"), body.SurvivorsForm, happened("death")),
    Page("unemployment", _("Your insurance"), other.UnemploymentForm, happened("unemployment")),
    Page("covenant", _("The ban on competition"), other.CovenantForm, happened("non_compete")),
    Page("covenant-paid", _("What has been paid?"), other.CovenantPaidForm, happened("non_compete")),
    Page("training", _("The training"), other.TrainingForm, happened("training")),
    Page("penalty", _("The agreement"), other.PenaltyForm, happened("training")),
    Page("ordered", _("The order to pay"), other.OrderedForm, happened("ordered")),
    Page("order", _("Days of the order"), other.OrderForm, happened("ordered")),
    Page("in-time", _("Your time limit"), other.InTimeForm, happened("in_time")),
    Page("paper", _("The paper"), other.PaperForm, happened("paper")),
)  # fmt: skip


def form_of(
    page: Page, answers: Answers, facts: dict[str, Any], typed: Any = None, known: dict[str, str] | None = None
) -> PageForm:
    """A page's form: bound to what was just typed, else to what was kept, else filled in with what is known."""
    if typed is not None:
        return page.form(typed, facts=facts)
    kept = answers.get(page.key)
    return page.form(_as_data(kept), facts=facts) if kept is not None else page.form(facts=facts, initial=known)


def walk(answers: Answers) -> tuple[dict[str, Any], list[Page], Page | None]:
    """The facts that are answered rightly, the pages of this story, and the first page that is still open."""
    facts: dict[str, Any] = {}
    asked: list[Page] = []
    open_page = None
    for page in PAGES:
        if not page.asked_if(facts):
            continue
        asked.append(page)
        form = form_of(page, answers, facts) if page.key in answers else None
        if form is None or not form.is_valid():
            open_page = open_page or page
        if form is not None:
            said = {name: plain(value) for name, value in getattr(form, "cleaned_data", {}).items()}
            facts.update({name: value for name, value in said.items() if value is not None})
    return facts, asked, open_page


def _as_data(kept: Mapping[str, list[str]]) -> Any:
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, values)
    return data
