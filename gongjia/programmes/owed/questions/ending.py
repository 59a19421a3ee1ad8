"""How the job ended."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.questions.fields import YES_NO, PageForm, choose, money
from gongjia.programmes.owed.situations.ending import Dismissal, Leaving, UnionTold


class DismissedForm(PageForm):
    dismissal = choose(_("How did they put it?"), Dismissal.choices)


class LeftForm(PageForm):
    leaving = choose(_("Why did you leave?"), Leaving.choices)


class UnionToldForm(PageForm):
    union_told = choose(
        _("Was the union told before they dismissed you?"), UnionTold.choices,
        _("An employer with a union that did not tell it beforehand dismissed you unlawfully (劳动合同法第43条)."),
        initial=UnionTold.UNKNOWN,
    )  # fmt: skip


class NoticeForm(PageForm):
    notice = choose(_("Did you get written notice 30 days before?"), YES_NO, initial="unknown")
    last_wage = money(_("What was your wage in the last full month?"), _("The same as the average? Leave it empty."))


class EndPaidForm(PageForm):
    end_paid = money(
        _("Has the employer paid anything for the end of the job?"), _("Nothing yet? Leave it empty. It is taken off.")
    )


def ended(facts: dict[str, Any]) -> bool:
    return bool({"dismissed", "left"} & set(facts.get("situations", ())))
