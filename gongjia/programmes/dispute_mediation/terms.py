"""What a mediation agreement says: the model behind the draft, and what it still lacks before it may be signed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import BaseModel, ConfigDict, Field

from gongjia.foundation.clock import today
from gongjia.law.access import rule


class Way(models.TextChoices):
    """How an item is performed (履行方式)."""

    BANK = "bank", gettext_lazy("Bank transfer to the worker's account")
    PHONE = "phone", gettext_lazy("Mobile payment to the worker")
    CASH = "cash", gettext_lazy("Cash, against a receipt")
    DEED = "deed", gettext_lazy("Done, not paid")


class Item(BaseModel):
    """One thing the employer does: pay an amount, or do something, by a day."""

    model_config = ConfigDict(use_enum_values=True)

    what: str = Field(min_length=2, max_length=200)
    amount: Decimal | None = Field(None, gt=0, le=100_000_000, description="yuan; none for a deed")
    basis: str = Field("", max_length=300, description="how the amount was reached, and from what")
    due_on: date
    way: Way = Way.BANK
    done_on: date | None = Field(None, description="of a deed: the day it was done, as confirmed or proven")

    @property
    def is_open_deed(self) -> bool:
        return self.amount is None and self.done_on is None


class Terms(BaseModel):
    """The agreement (企业劳动争议协商调解规定 第26条). Who the parties are comes from the case, never typed again."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True)

    facts: str = Field("", max_length=3000, description="what both sides agree happened")
    items: list[Item] = Field(default_factory=list)
    otherwise: str = Field("", max_length=1000, description="anything else both sides agreed")
    ends_dispute: bool = Field(True, description="with these items performed nothing of this dispute remains")
    respondent_is_head: bool = Field(False, description="the employer's contact is its legal representative")
    head: str = Field("", max_length=50, description="legal representative or person in charge of the employer")
    talks_until: date | None = Field(None, description="until when both sides agreed to negotiate (第10条第2款)")
    extended_to: date | None = Field(None, description="until when both sides agreed to go on mediating (第29条)")
    employer_agreed_on: date | None = Field(None, description="the day the employer agreed to mediation (第22条)")
    settled_due_on: date | None = Field(None, description="by when a settlement outside mediation is to be paid")
    on_paper: dict[str, str] = Field(
        default_factory=dict, description="who signed on paper, and how the mediator saw it"
    )

    @property
    def total(self) -> Decimal:
        return sum((item.amount for item in self.items if item.amount is not None), Decimal(0))

    @property
    def last_due(self) -> date | None:
        return max((item.due_on for item in self.items), default=None)


def terms_of(case: Any) -> Terms:
    return Terms.model_validate(case.terms)


def change_terms(case: Any, **columns: Any) -> Terms:
    """Change single terms of a case; the engine saves the case afterwards."""
    changed = Terms.model_validate({**case.terms, **columns})
    case.terms = changed.model_dump(mode="json")
    return changed


def outstanding(case: Any) -> Decimal:
    """What of the agreed money has not reached the worker yet, in yuan."""
    agreed = case.agreed if case.agreed is not None else terms_of(case).total
    return max(Decimal(agreed) - Decimal(case.paid), Decimal(0))


def open_deeds(case: Any) -> dict[int, Item]:
    """What of the agreement is to be done, not paid, and nobody has confirmed yet, by the number of its item."""
    items = terms_of(case).items if case.outcome != "settled" else []
    return {number: item for number, item in enumerate(items, start=1) if item.is_open_deed}


def done_deeds(case: Any) -> dict[int, Item]:
    """What is to be done and was confirmed or proven as done, by the number of its item."""
    return {number: item for number, item in enumerate(terms_of(case).items, start=1) if item.done_on}


def entered(case: Any) -> dict[str, str]:
    """What is entered as paid and as done, under a key of its own: the day, and what it was."""
    deeds = {f"deed-{number}": f"{item.done_on}: {item.what}" for number, item in done_deeds(case).items()}
    return _payments(case.payments.standing()) | deeds


def entered_with_proof(case: Any) -> dict[str, str]:
    """The payments that the union entered, in the same way: what the worker confirmed is not its to take back."""
    return _payments(case.payments.standing().filter(proof__isnull=False))


def _payments(rows: Any) -> dict[str, str]:
    return {f"payment-{one.pk}": f"{one.paid_on}: ¥{one.amount:,.2f}" for one in rows.order_by("paid_on", "pk")}


def agreed_day(case: Any) -> date | None:
    """The day on which the employer must have done the next thing that is open; None once nothing is.

    That is the earliest of the instalments not covered by what is paid and of the deeds that nobody has confirmed.
    """
    covered = Decimal(0)
    for item in sorted(terms_of(case).items, key=lambda item: item.due_on):
        covered += item.amount or Decimal(0)
        if item.is_open_deed or (item.amount is not None and case.paid < covered):
            return item.due_on
    return None


def settled_day(case: Any) -> date | None:
    """By when the rest of a settlement is to be paid; None once it is."""
    return terms_of(case).settled_due_on if outstanding(case) else None


def copies(on: date | None = None) -> int:
    """How many copies are made: one for each side, one for the committee (第26条第3款)."""
    return int(rule("mediation.agreement_copies", on or today()).value)


def missing_from(terms: Terms, respondent: Any, has_authorisation: bool) -> list[str]:
    """What stands between the draft and the signatures, each as a short phrase. Empty: it can be sent to be signed."""
    lacks = []
    if respondent is None:
        lacks.append(_("who signs for the employer"))
    if not terms.facts.strip():
        lacks.append(_("what happened"))
    if not terms.items:
        lacks.append(_("what the employer will do, and by when"))
    if respondent is not None and not terms.respondent_is_head and not has_authorisation:
        lacks.append(_("the employer's power of attorney"))
    for number, item in enumerate(terms.items, start=1):
        if item.amount is not None and not item.basis.strip():
            lacks.append(_("how the amount of item %(number)s was reached") % {"number": number})
    return lacks


def lacking_sentence(lacks: list[str]) -> str:
    """还差两样才能送签：对方的委托书；第 2 项金额的依据。"""
    words = ngettext(
        "One thing is missing before it can be sent to be signed: %(things)s.",
        "%(count)s things are missing before it can be sent to be signed: %(things)s.",
        len(lacks),
    )
    return words % {"count": len(lacks), "things": _("; ").join(lacks)}
