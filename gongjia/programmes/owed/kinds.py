"""What happened to a worker, the claims that follow from it, and what each of them is worth: the shapes of a story."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Facts = Mapping[str, Any]  # name -> text: sums and numbers as decimals, days as ISO dates; a missing name is not known
Json = dict[str, Any]
MOST = Decimal(10**12)  # more is a slip of the pen


class Payer(models.TextChoices):
    """Who pays what a claim is worth. Sums of different payers are never added."""

    EMPLOYER = "employer", _("The employer pays")
    FUND = "fund", _("The insurance fund pays")
    WORKER = "worker", _("You may owe this to the employer")
    NOBODY = "nobody", _("A date or a length of time, no money")


class Limited(models.TextChoices):
    """From when the year of 调解仲裁法 第27条 runs, where the calculator of the claim does not say it."""

    BY_CLAIM = "by_claim", _("as the claim itself says")
    WAGES = "wages", _("from the end of the employment")
    END = "end", _("from the day the employment ended")
    NEVER = "never", _("not limited by this article")


class Way(StrEnum):
    """What the worker does before the last day of a claim. Days on which only others act have none."""

    ARBITRATION = "arbitration"
    SUIT = "suit"
    APPEAL = "appeal"
    REVIEW = "review"  # of a mediation agreement, by the commission
    RECOGNITION = "recognition"  # of an injury
    NONE = "none"


@dataclass(frozen=True)
class ClaimAsked:
    """One claim of a story, ready for the calculator.

    `key` names it within its story. `instead_of`: it can only be had in place of that claim, so it is never added to
    it. `paid`: what came already and is taken off. `taken`: a deduction was made; owed is what lies above the answer.
    `counts`: no where it depends on something that has not happened; `monthly`: a sum for each month to come.
    """

    key: str
    claim_type: str
    title: Words
    inputs: Mapping[str, Any]
    payer: Payer = Payer.EMPLOYER
    instead_of: str = ""
    paid: str | None = None
    taken: str | None = None
    counts: bool = True
    monthly: bool = False
    limited: Limited = Limited.BY_CLAIM
    way: Way = Way.ARBITRATION


@dataclass(frozen=True)
class Situation:
    """Something that happens to workers, in their words."""

    key: str
    group: str
    title: Words
    claims: Callable[[Facts], list[ClaimAsked]]
    note: Words = ""
    evidence: tuple[str, ...] = ()
    asks_dates: bool = True  # when the work began and ended
    asks_wage: bool = True
    matter: str = "wages"  # what a dispute over it is about, in the words that the engine passes on


@dataclass(frozen=True)
class Changes:
    """What a lawyer changes in one claim: inputs by name, and values in place of steps."""

    inputs: Mapping[str, Any] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    amount: str = ""  # in place of the whole sum


def known(**inputs: Any) -> Json:
    """The inputs that are known; an empty answer is an open question, never a zero."""
    return {name: value for name, value in inputs.items() if value not in (None, "", [], {})}


def number_of(value: Any) -> Decimal | None:
    """A fact as a number; None where it is not known or is none. The calculators say what is wrong with it."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < MOST else None


def day_of(text: str | None) -> date | None:
    """A fact as a day; None where it is not known or is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def whole(value: Any) -> int:
    """A count as a person gave it; nothing known is none."""
    return int(number_of(value) or 0)
