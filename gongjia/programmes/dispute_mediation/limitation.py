"""The limitation shield: every lawful contact is a dated record, and the last day for arbitration follows from them.

The worker reads both on the tracker. A lawyer's word stands above it, and the page says so.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.clock import today
from gongjia.law.access import rule
from gongjia.law.clocks import limitation
from gongjia.programmes.dispute_mediation.intake import PAY, Asked, Employment, answer_due, intake_of

FACT = "interruptions"  # key of an entry's facts: a list of [event, day]


class Interruption(models.TextChoices):
    """What begins the year anew. EMED = 企业劳动争议协商调解规定 第31条, its eight events in their order."""

    NEGOTIATION_REFUSED = "negotiation_refused", _("The employer would not negotiate, or gave no answer in time")
    NEGOTIATION_ENDED = "negotiation_ended", _("One side would not go on negotiating")
    NEGOTIATION_EXPIRED = "negotiation_expired", _("The agreed time for negotiating passed without a result")
    SETTLEMENT_BROKEN = "settlement_broken", _("A settlement was not kept in the agreed time")
    MEDIATION_REFUSED = "mediation_refused", _("Mediation was asked for, and the other side refused")
    MEDIATION_LEFT = "mediation_left", _("One side left the mediation")
    MEDIATION_EXPIRED = "mediation_expired", _("The time for mediation passed without an agreement")
    AGREEMENT_BROKEN = "agreement_broken", _("The mediation agreement was not kept in the agreed time")
    # Beside the eight: 劳动人事争议仲裁办案规则 第27条, of which they are cases.
    CLAIMED = "claimed", _("You asked the employer")
    APPLIED = "applied", _("You asked for mediation")
    CONSENTED = "consented", _("The employer agreed to pay or to perform")
    # The mediator saw no way before the time was over: no number of art. 31 names it, so to be safe it begins nothing anew.
    MEDIATION_ENDED = (
        "mediation_ended",
        _("The mediator ended the mediation; to be safe, nothing is counted from this day"),
    )

    @property
    def article(self) -> str:
        return ARTICLES[self]


_EMED = "《企业劳动争议协商调解规定》第31条第{}项"
_ARB = "《劳动人事争议仲裁办案规则》第27条第{}项"
ARTICLES: dict[str, str] = {
    event: _EMED.format(f"（{number}）") for event, number in zip(Interruption, "一二三四五六七八", strict=False)
} | {
    Interruption.CLAIMED: _ARB.format("（一）"),
    Interruption.APPLIED: _ARB.format("（一）"),
    Interruption.CONSENTED: _ARB.format("（三）"),
    Interruption.MEDIATION_ENDED: "",
}
COUNTED_FOR_NOTHING = frozenset({Interruption.MEDIATION_ENDED})


@dataclass(frozen=True)
class Record:
    """One dated event that begins the year anew."""

    on: date
    event: Interruption

    @property
    def label(self) -> str:
        return str(self.event.label)

    @property
    def article(self) -> str:
        return self.event.article


@dataclass(frozen=True)
class Shield:
    """last_day: the last day to apply for arbitration; None while none runs (pay owed during the employment).

    It is the safe one; where it is a day off, the law gives until `rolled_to`.
    """

    last_day: date | None
    counted_from: date | None
    records: tuple[Record, ...]
    article: str
    warnings: tuple[str, ...] = ()
    rolled_to: date | None = None

    @property
    def interruptions(self) -> list[Record]:
        """The records that begin the year anew."""
        return [record for record in self.records if record.event not in COUNTED_FOR_NOTHING]

    @property
    def is_over(self) -> bool:
        return self.last_day is not None and (self.rolled_to or self.last_day) < today()


def note(turn: Any, event: Interruption, on: date | None = None) -> None:
    """Write the event into the entry of the move being made."""
    noted = [*turn.entry.facts.get(FACT, []), [event.value, (on or turn.today).isoformat()]]
    turn.entry.facts = {**turn.entry.facts, FACT: noted}


def records_of(case: Any) -> tuple[Record, ...]:
    """Every event of the file in the order of its days: from the intake and from the moves made."""
    found = from_intake(case)
    for facts in case.entries.filter(facts__has_key=FACT).order_by("id").values_list("facts", flat=True):
        found += [Record(date.fromisoformat(day), Interruption(event)) for event, day in facts[FACT]]
    return tuple(sorted(set(found), key=lambda record: (record.on, record.event.value)))


def from_intake(case: Any) -> list[Record]:
    intake = intake_of(case)
    if intake.asked_on is None:
        return []
    found = [Record(intake.asked_on, Interruption.CLAIMED)]
    if intake.asked == Asked.REFUSED:
        found.append(Record(intake.asked_on, Interruption.NEGOTIATION_REFUSED))
    if intake.asked == Asked.NO_ANSWER:
        found.append(Record(answer_due(intake.asked_on), Interruption.NEGOTIATION_REFUSED))
    return found


def shield_of(case: Any, on: date | None = None) -> Shield:
    """The limitation of a case by the rule in force on a day (the day it was raised)."""
    intake = intake_of(case)
    records = records_of(case)
    year = rule("arbitration.limitation", on or case.opened_on)
    answer = limitation(
        year,
        intake.since,
        wage_arrears=intake.matter in PAY,
        employment_ended_on=intake.ended_on if intake.employment == Employment.ENDED else None,
        interruptions=[record.on for record in records if record.event not in COUNTED_FOR_NOTHING],
    )
    if answer is None:
        return Shield(None, None, records, year.article)
    rolled_to = answer.due_on if answer.rolled else None
    return Shield(
        answer.nominal, _event_before(answer.starts_on), records, answer.article, answer.warning_texts, rolled_to
    )


def _event_before(first_counted: date) -> date:
    return date.fromordinal(first_counted.toordinal() - 1)
