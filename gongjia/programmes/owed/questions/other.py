"""After the job, orders, time limits, papers."""

from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.questions.fields import PageForm, choose, day, money, number, yes_no
from gongjia.programmes.owed.situations.other import About, Act, Basis, Due


class UnemploymentForm(PageForm):
    contribution_years = number(
        _("For how many full years was unemployment insurance paid?"),
        _("At all employers together."),
        60,
        required=True,
    )
    contribution_months = number(_("And how many more months?"), most=11)
    registered = yes_no(_("Are you registered as unemployed?"))


class CovenantForm(PageForm):
    covenant_months = number(_("For how many months have you kept it?"), most=240, required=True)
    covenant_agreed = money(_("What monthly pay was agreed for it?"), _("None? Leave it empty."))
    released = yes_no(_("Did the employer end the ban before its time?"))


class CovenantPaidForm(PageForm):
    covenant_paid = money(_("What was paid for it so far?"), _("Nothing? Leave it empty."))


class TrainingForm(PageForm):
    training_cost = money(_("What did the training cost, by the receipts?"), required=True)
    bound_months = number(_("For how many months were you to stay?"), most=600, required=True)
    served_months = number(_("For how many of them did you stay?"), most=600, required=True)


class PenaltyForm(PageForm):
    agreed_penalty = money(_("Which sum does the agreement name?"), _("None? Leave it empty."))
    penalty_basis = choose(_("What is it for?"), Basis.choices)


class OrderedForm(PageForm):
    ordered_due = money(_("Which sum were they to pay?"), required=True)
    ordered_for = choose(_("For what?"), Due.choices)
    ordered_paid = money(_("What was paid in time?"), _("Nothing? Leave it empty."))


class OrderForm(PageForm):
    ordered_on = day(_("On which day did the labour inspection order it?"), _("No order yet? Leave it empty."))
    ordered_until = day(_("Until which day were they to pay?"), future=True)


class InTimeForm(PageForm):
    limit_about = choose(_("What do you want to claim?"), About.choices)
    known_on = day(_("When did you learn of it?"), _("The day it happened, or the day you first knew."))
    asked_on = day(
        _("When did you last ask the employer or an office for it?"),
        _("With that day the year begins anew, if you can show it. Never asked? Leave it empty."),
    )


class PaperForm(PageForm):
    paper_act = choose(_("Which paper is it?"), Act.choices)
    paper_on = day(
        _("On which day did you receive it?"), _("The day of service counts, not the date on it."), required=True
    )
