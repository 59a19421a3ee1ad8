"""劳动争议调解: from the first question on a phone to the money in hand (劳动争议调解仲裁法; 企业劳动争议协商调解规定).

steps.py says where a dispute can stand and which clock runs, moves.py who may do what, rules.py what that changes.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongjia.cases.kinds import CaseKind, register
from gongjia.law.words import with_periods
from gongjia.programmes.dispute_mediation.intake import DisputeIntake, Matter, first_step, route
from gongjia.programmes.dispute_mediation.moves import MOVES
from gongjia.programmes.dispute_mediation.panels import PANELS
from gongjia.programmes.dispute_mediation.papers import PAPERS
from gongjia.programmes.dispute_mediation.questions import QUESTIONS, begins_with
from gongjia.programmes.dispute_mediation.rules import opened
from gongjia.programmes.dispute_mediation.steps import STEPS

OUTCOMES = {
    "agreed": _("Agreement signed"),
    "settled": _("Withdrawn after a settlement"),
    "withdrawn": _("Withdrawn"),
    "failed": _("No agreement"),
    "unwilling": _("The employer refused mediation"),
    "not_accepted": _("Not accepted"),
}


def summary(case: Any) -> Any:
    return Matter(case.intake["matter"]).label


DISPUTE = register(
    CaseKind(
        key="dispute_mediation",
        title=_("Labour dispute"),
        prefix="TJ",
        steps=STEPS,
        moves=MOVES,
        intake=DisputeIntake,
        questions=QUESTIONS,
        first_step=first_step,
        route=route,
        on_open=opened,
        outcomes=OUTCOMES,
        promises=(
            _("A person at the union reads what you wrote and calls you."),
            with_periods(
                _("Within %(days)s you know whether it is accepted. If not, you get the reason in writing."),
                days="mediation.accept",
            ),
            with_periods(
                _("The mediation takes %(days)s at most, longer only if you agree. It costs nothing."),
                days="mediation.finish",
            ),
            _("If it does not help, you get a letter for arbitration. That costs nothing either."),
        ),
        takes_payments=False,
        domain="rights",
        papers=PAPERS,
        summary=summary,
        panels=PANELS,
        begins_with=begins_with,
    )
)
