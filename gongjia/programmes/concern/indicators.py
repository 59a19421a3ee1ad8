"""What is counted of concerns: raised, closed, and solved by the sender's own word, each apart."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongjia.cases.access import all_cases, raised_cases
from gongjia.indicators.kinds import Indicator, Nature, Unit, register


def raised() -> QuerySet[Any]:
    return raised_cases("concern")


def closed() -> QuerySet[Any]:
    """Closed after an answer; what the sender withdrew is not among them."""
    return all_cases("concern").filter(step="closed", closed_on__isnull=False)


def solved() -> QuerySet[Any]:
    return all_cases("concern").filter(outcome="solved", settled_on__isnull=False)


def describe(case: Any) -> tuple[str, str]:
    return case.number, reverse("cases:case", args=[case.pk])


register(Indicator(
    key="concerns_raised", figure="", title=_("Concerns raised"), unit=Unit.CASE, nature=Nature.FLOW,
    definition=_("Questions, complaints and suggestions, named or not, by the day they were raised and the union "
                 "that they were raised with."),
    pitfall=_("Many concerns show trust, not trouble: this number is no reproach to a union."),
    rows=raised, union_path="raised_path", county="county_id", from_day="opened_on", describe=describe,
))  # fmt: skip

register(Indicator(
    key="concerns_closed", figure="", title=_("Concerns closed after an answer"), unit=Unit.CASE, nature=Nature.FLOW,
    definition=_("Concerns that closed after an answer, by the sender's word or by time, with the union that had them then."),
    pitfall=_("Closed is not solved; what the senders say is solved stands beside it."),
    rows=closed, union_path="union__path", county="county_id", from_day="closed_on", beside=("concerns_solved",),
    describe=describe,
))  # fmt: skip

register(Indicator(
    key="concerns_solved", figure="", title=_("Concerns solved, the senders say"), unit=Unit.CASE, nature=Nature.FLOW,
    definition=_("Concerns that their senders themselves closed as solved, with the union that had them then."),
    pitfall=_("Only the sender's own word counts; silence does not."),
    rows=solved, union_path="union__path", county="county_id", from_day="settled_on", beside=("concerns_closed",),
    describe=describe,
))  # fmt: skip
