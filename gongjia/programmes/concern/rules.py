"""What a move of a concern changes."""

from typing import Any

from django.utils.translation import gettext as _

from gongjia.cases.access import who_had_a_hand_in
from gongjia.cases.actions.assignments import give_to_somebody, leave_for
from gongjia.cases.kinds import Identity, Turn, Words
from gongjia.foundation.clock import now
from gongjia.programmes.concern.intake import employer_of
from gongjia.unions.models import Union


def latest_answer(case: Any) -> Any:
    """The entry of the latest answer; None where there is none yet."""
    return case.entries.filter(verb__in=("answer", "answer_again")).order_by("-id").first()


def answered_by(case: Any, answer: Any) -> str:
    """The union that gave an answer; another may have the matter since."""
    left = case.entries.filter(verb__in=("reject_answer", "hand_over"), pk__gt=answer.pk).order_by("id").first()
    return str(left.facts["from"] if left is not None else case.union.name)


def answer_to_read(case: Any) -> dict[str, Any] | None:
    """The answer for whoever is asked whether it helps; it stays to be read afterwards."""
    if (answer := latest_answer(case)) is None:
        return None
    return {
        "title": _("The answer of %(union)s") % {"union": answered_by(case, answer)},
        "text": answer.text,
        "at": answer.at,
    }


def first_step(intake: Any) -> str:
    return "received"


def opened(turn: Turn) -> None:
    """The employer as a column, so that its own people never read a concern about it that is kept from them."""
    if turn.case.employer is None:
        turn.case.employer = employer_of(turn.case.intake)


def why_not_with(case: Any, union: Any) -> Words | None:
    """A sender who is kept from the employer is kept from every union that sits with one.

    Which employer it is about need not be known: its name was typed, or left out.
    """
    sits_with_an_employer = union.level == Union.Level.GRASSROOTS or union.employer_id is not None
    if case.identity == Identity.NAMED or not sits_with_an_employer:
        return None
    return _(
        "The sender wants to stay unknown to the employer, and %(union)s sits with an employer. Hand it to a federation."
    ) % {"union": union.name}


def closed_by_sender(turn: Turn) -> None:
    """Solved is what the sender says is solved, nothing else."""
    turn.case.outcome = turn.facts["solved"]
    if turn.case.outcome == "solved":
        turn.case.settled_on = turn.today


def closed_by_time(turn: Turn) -> None:
    turn.case.outcome = "no_word"


def withdrawn(turn: Turn) -> None:
    turn.case.outcome = "withdrawn"


def to_union_above(turn: Turn) -> None:
    """A rejected answer is looked into by others: the union above takes it, whoever had it lets go."""
    case, before = turn.case, turn.case.union
    above = before.parent or before
    case.assignments.filter(until__isnull=True).update(until=now())
    leave_for(case, above)
    give_to_somebody(case, besides=who_had_a_hand_in(case))
    turn.entry.facts = {**turn.entry.facts, "from": before.name, "above": above.name}
