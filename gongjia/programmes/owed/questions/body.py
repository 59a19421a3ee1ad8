"""Hurt, ill, with child, dead at work."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.questions.fields import YES_NO, PageForm, choose, day, money, number, yes_no
from gongjia.programmes.owed.situations.body import Birth, Care, Insured

GRADES = [("0", _("None yet")), *((str(grade), str(grade)) for grade in range(1, 11))]


class AccidentForm(PageForm):
    accident_on = day(_("On which day was the accident?"), required=True)
    insured = choose(
        _("Was the employer paying work-injury insurance for you?"), Insured.choices, initial=Insured.UNKNOWN
    )
    grade = forms.ChoiceField(
        label=_("Which grade of disability was found?"), help_text=_("From 1, the worst, to 10."), choices=GRADES
    )


class StoppageForm(PageForm):
    months_off = number(
        _("For how many months could you not work?"), _("Until now, or until the grade was found."), 120
    )
    stoppage_paid = money(_("What did the employer pay for these months?"), _("Nothing? Leave it empty."))
    contribution_wage = money(
        _("On which wage was insurance paid for you?"),
        _("It stands on the insurance record. Do not know? Leave it empty."),
    )


class GradedForm(PageForm):
    no_work = yes_no(_("Grades 5 and 6: has the employer no work for you?"))
    care = choose(_("Do you need care at home?"), Care.choices, initial=Care.NONE)


class DeathForm(PageForm):
    died_on = day(
        _("On which day did your relative die?"), _("We are sorry. You may also telephone 12351."), required=True
    )
    relative_wage = money(_("What did your relative earn a month?"), _("Do not know? Leave it empty."))
    insured = choose(_("Was the employer paying work-injury insurance?"), Insured.choices, initial=Insured.UNKNOWN)


class SurvivorsForm(PageForm):
    fatal_accident_on = day(_("On which day was the accident?"), _("The day of the death? Leave it empty."))
    spouse = choose(_("Did a husband or wife live on the wage?"), YES_NO[:2], initial="no")
    dependants = number(_("How many others did: children, parents?"), _("Nobody? Leave it empty."), most=20)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        accident, died = answers.get("fatal_accident_on"), self.facts.get("died_on")
        if accident and died and accident.isoformat() > died:
            self.add_error("fatal_accident_on", gettext("The accident lies after the death. Correct one of them."))
        return answers


class SickForm(PageForm):
    sick_from = day(_("What was the first day of sick leave?"), required=True)
    years_in_all = number(_("For how many years have you worked in all?"), _("At all employers together."), 70, True)
    years_here = number(_("For how many of them here?"), most=70)

    def prepare(self) -> None:
        if self.facts.get("years_in_all"):
            del self.fields["years_in_all"]
        if self.facts.get("started_on"):
            del self.fields["years_here"]
        else:
            self.fields["years_here"].required = True

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        here, in_all = answers.get("years_here"), answers.get("years_in_all", self.facts.get("years_in_all"))
        if here is not None and in_all is not None and here > Decimal(in_all):
            self.add_error("years_here", gettext("This is more than all your years of work. Check both."))
        return answers


class SickPayForm(PageForm):
    sick_months = number(
        _("For how many whole months were you ill?"), _("Less than a month? Leave it empty."), most=120
    )
    sick_days = number(_("Or for how many working days?"), most=400)
    sick_paid = money(_("What was paid for that time?"), _("Nothing? Leave it empty."))


class BirthForm(PageForm):
    birth = choose(_("What was it?"), Birth.choices)
    born_on = day(_("On which day?"), _("Not yet? The day it is expected."), future=True)
    babies = number(_("How many children?"), _("One? Leave it empty."), most=9)


class BirthPayForm(PageForm):
    maternity_insured = choose(
        _("Was the employer paying maternity insurance for you?"), Insured.choices, initial=Insured.UNKNOWN
    )
    months_pregnant = number(_("After a miscarriage: how many months had it lasted?"), most=10)
    maternity_paid = money(_("What was paid for the leave so far?"), _("Nothing? Leave it empty."))

    def prepare(self) -> None:
        if self.facts.get("birth") != Birth.MISCARRIAGE:
            del self.fields["months_pregnant"]
        else:
            self.fields["months_pregnant"].required = True
