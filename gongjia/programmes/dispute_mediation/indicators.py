"""What is counted of disputes: resolved and recovered as the federation publishes them, paid beside them."""

from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongjia.cases.access import all_cases, raised_cases
from gongjia.indicators.kinds import Indicator, Nature, Unit, register

RESOLVED = ("agreed", "settled")


def disputes() -> QuerySet[Any]:
    return all_cases("dispute_mediation")


def raised() -> QuerySet[Any]:
    return raised_cases("dispute_mediation")


def accepted() -> QuerySet[Any]:
    """Each with the one clock that acceptance starts (第29条): its event is the day, and it knows who had it then."""
    acceptance = FilteredRelation("dues", condition=Q(dues__rule="mediation.finish"))
    found = disputes().annotate(acceptance=acceptance).filter(acceptance__isnull=False)
    return found.annotate(accepted_path=Coalesce("acceptance__begun_with__path", "union__path"))


def resolved() -> QuerySet[Any]:
    """有效化解: an agreement was signed, or the worker withdrew because it was settled. A hand-over takes nothing of it."""
    found = disputes().filter(outcome__in=RESOLVED, settled_on__isnull=False)
    return found.annotate(settled_path=Coalesce("settled_with__path", "union__path"))


def describe(case: Any) -> tuple[str, str]:
    return case.number, reverse("cases:case", args=[case.pk])


RECEIVED = register(
    Indicator(
        key="disputes_received",
        figure="",
        title=_("Labour disputes raised"),
        unit=Unit.CASE,
        nature=Nature.FLOW,
        definition=_("Disputes by the day they were raised and the union that they were raised with."),
        pitfall=_("Raised, not accepted and not resolved: one matter counts once however often it changes hands."),
        rows=raised,
        union_path="raised_path",
        county="county_id",
        from_day="opened_on",
        describe=describe,
    )
)

ACCEPTED = register(
    Indicator(
        key="disputes_accepted",
        figure="",
        title=_("Labour disputes accepted for mediation"),
        unit=Unit.CASE,
        nature=Nature.FLOW,
        definition=_("Disputes whose mediation began, by the day of acceptance and the union that had them then."),
        pitfall=_("Accepted is not resolved: some of these fail or are still being mediated."),
        rows=accepted,
        union_path="accepted_path",
        county="county_id",
        from_day="acceptance__event_on",
        describe=describe,
    )
)

RESOLVED_FIGURE = register(
    Indicator(
        key="disputes_resolved",
        figure="F25",
        title=_("Labour disputes resolved"),
        unit=Unit.CASE,
        nature=Nature.FLOW,
        definition=_(
            "Disputes that ended in a signed mediation agreement, or were withdrawn after a settlement, with the union "
            "that had them then."
        ),
        pitfall=_("Not every closed dispute: one that failed, was refused or simply withdrawn does not count."),
        rows=resolved,
        union_path="settled_path",
        county="county_id",
        from_day="settled_on",
        beside=("disputes_accepted", "disputes_recovered", "disputes_paid"),
        describe=describe,
    )
)

RECOVERED = register(
    Indicator(
        key="disputes_recovered",
        figure="F26",
        title=_("Money recovered for workers"),
        unit=Unit.YUAN,
        nature=Nature.FLOW,
        definition=_(
            "What the resolved disputes promise the workers, in yuan, by the day they were resolved and the union that "
            "had them then."
        ),
        pitfall=_("Agreed, not yet paid. What reached the workers stands beside it."),
        rows=resolved,
        union_path="settled_path",
        county="county_id",
        from_day="settled_on",
        amount="agreed",
        beside=("disputes_paid",),
        describe=describe,
    )
)

PAID = register(
    Indicator(
        key="disputes_paid",
        figure="",
        title=_("Money that reached the workers"),
        unit=Unit.YUAN,
        nature=Nature.FLOW,
        definition=_("Of the disputes resolved in the period, with the union that had them then: what the workers confirmed or a "
                     "document proves as paid."),
        pitfall=_("By the day the dispute was resolved, so that it compares with what was recovered; "
                  "a payment made later still counts there."),
        rows=resolved,
        union_path="settled_path",
        county="county_id",
        from_day="settled_on",
        amount="paid",
        beside=("disputes_recovered",),
        describe=describe,
    )
)  # fmt: skip
