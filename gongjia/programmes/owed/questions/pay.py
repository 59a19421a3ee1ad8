"""Money for work."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.questions.fields import YES_NO, PageForm, choose, day, money, number, yes_no
from gongjia.programmes.owed.situations.pay import Signed


class WagesForm(PageForm):
    unpaid_months = number(_("How many whole months were not paid?"), most=600)
    unpaid_days = number(_("And how many more working days?"), most=400)
    unpaid_part_paid = money(_("What was paid for that time?"), _("Nothing? Leave it empty."))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and not answers.get("unpaid_months") and not answers.get("unpaid_days"):
            self.add_error("unpaid_months", gettext("Write the months or the days that were not paid."))
        return answers


class DeductionForm(PageForm):
    taken = money(_("How much did they take off?"), _("In one month. Several months? Do it month by month."), True)
    taken_on = day(_("In which month?"), _("Any day of that month."))
    taken_for_damage = choose(
        _("Did you cause a damage, and does the contract or a rule say that you pay for it?"), YES_NO,
        _("Choose yes only where both are so. Otherwise all of it is counted as owed: the employer must prove a ground "
          "(法释〔2020〕26号第44条)."),
    )  # fmt: skip


class PaidForm(PageForm):
    paid_monthly = money(
        _("What does the employer pay a month, before tax and insurance are taken off?"),
        _("Not what arrives on your account: the sum on the payslip before anything is taken off."),
        required=True,
    )
    paid_extras = money(
        _("How much of it is overtime pay, night work, heat or cold allowance?"),
        _("These do not count towards the minimum wage (最低工资规定第12条)."),
    )


class LowMonthsForm(PageForm):
    low_from = day(_("Since when?"), _("Any day of the first month."), required=True)
    low_to = day(_("Until when?"), _("Any day of the last month. Still so? Leave it empty."))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        start, end = answers.get("low_from"), answers.get("low_to")
        if start and end and end < start:
            self.add_error("low_to", gettext("The last month lies before the first one. Correct one of them."))
        return answers


class OvertimeForm(PageForm):
    weekday_hours = number(
        _("On working days: how many hours beyond eight, all together?"),
        _("Two hours a day, 22 days a month, are 44 hours a month. A good guess is enough."), most=50_000,
    )  # fmt: skip
    rest_days = number(_("On rest days without time off: how many days?"), most=5_000)
    holidays = number(
        _("On statutory holidays: how many days?"), _("Such as 1 May, 1 to 3 October, the Spring Festival."), most=1_000
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and not any(answers.values()):
            self.add_error("weekday_hours", gettext("Write the hours or the days of overtime."))
        return answers


class OvertimePaidForm(PageForm):
    overtime_paid = money(_("What was paid for this overtime?"), _("Nothing? Leave it empty."))
    overtime_base = money(
        _("Is another wage agreed to count overtime on?"), _("Not that I know? Leave it empty: your wage is used.")
    )


class ContractForm(PageForm):
    signed = choose(_("Did you ever sign a written contract?"), Signed.choices)
    signed_on = day(_("When did you really sign it?"), _("Only if you signed one."))
    refused_to_sign = yes_no(_("Was it you who did not want to sign?"))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        signed = answers.get("signed") in (Signed.LATER, Signed.BACKDATED)
        if signed and not answers.get("signed_on") and "signed_on" not in self.errors:
            self.add_error("signed_on", gettext("Please write the day on which you signed."))
        return answers


class LeaveForm(PageForm):
    unused_leave = number(_("How many days of leave were not given?"), _("Do not know? Leave it empty."), most=400)
    years_in_all = number(
        _("For how many years have you worked in all?"),
        _("At all employers together. It decides 5, 10 or 15 days."),
        70,
    )
    leave_taken = number(_("How many days did you take this year?"), _("None? Leave it empty."), most=400)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and answers.get("unused_leave") is None and answers.get("years_in_all") is None:
            self.add_error("years_in_all", gettext("Write the days that were not given, or your years of work in all."))
        return answers


class ProbationForm(PageForm):
    contract_months = number(_("For how many months is the contract?"), _("Two years are 24."), most=600)
    probation_months = number(_("How many months of probation did you serve?"), most=60, required=True)
    second_probation = yes_no(_("Was it a second probation with this employer, or an extended one?"))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and answers.get("contract_months") is None and answers.get("second_probation") != "yes":
            self.add_error(
                "contract_months", gettext("Write the length of the contract: it decides how long a probation may be.")
            )
        return answers


class ProbationPayForm(PageForm):
    wage_after_probation = money(_("The monthly wage after probation"), _("The same as above? Leave it empty."))
    probation_paid = money(_("What did you get a month during probation?"), _("As agreed? Leave it empty."))


class HoursForm(PageForm):
    hours_per_day = number(_("How many hours a day, on average?"), most=24, required=True)
    hours_per_week = number(_("How many hours a week?"), most=168)
    hourly_paid = money(_("What do you get an hour?"), required=True)


class HoursInAllForm(PageForm):
    hours_in_all = number(
        _("For how many hours in all was too little paid?"), _("Do not know? Leave it empty."), 50_000
    )
    last_paid_on = day(_("When were you last paid?"), _("Part-time work is paid at least every 15 days (第72条)."))


class HeatForm(PageForm):
    hot_days_outside = number(_("Outdoors at 35 °C or more: how many days?"), most=2_000)
    hot_days_inside = number(_("Indoors, 33 °C or more and not cooled: how many days?"), most=2_000)
    heat_paid = money(_("What heat allowance was paid?"), _("None? Leave it empty."))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and not answers.get("hot_days_outside") and not answers.get("hot_days_inside"):
            self.add_error("hot_days_outside", gettext("Write how many hot days there were."))
        return answers


class StandstillForm(PageForm):
    stood_from = day(_("Since when does the work stand still?"), required=True)
    stood_until = day(_("Until when did it?"), _("Still so? Leave it empty."))
    worked_meanwhile = choose(_("Did you work in that time?"), YES_NO[:2])

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        start, end = answers.get("stood_from"), answers.get("stood_until")
        if start and end and end < start:
            self.add_error("stood_until", gettext("The last day lies before the first day. Correct one of them."))
        return answers


class StandstillPaidForm(PageForm):
    standstill_paid = money(_("What was paid for that time, all together?"), _("Nothing? Leave it empty."))
