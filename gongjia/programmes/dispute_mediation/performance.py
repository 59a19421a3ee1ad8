"""What a move changes once something is agreed: paid is what the worker confirms or a document proves, and so is done."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongjia.cases.actions.documents import keep_upload
from gongjia.cases.actions.payments import add_payment, take_back
from gongjia.cases.actions.story import link_to
from gongjia.cases.kinds import Refused, Turn
from gongjia.notices.actions import tell
from gongjia.programmes.dispute_mediation.limitation import Interruption, note
from gongjia.programmes.dispute_mediation.terms import (
    change_terms,
    done_deeds,
    entered,
    entered_with_proof,
    open_deeds,
    outstanding,
    terms_of,
)


def settlement_broken(turn: Turn) -> None:
    note(turn, Interruption.SETTLEMENT_BROKEN)


def settlement_stands(case: Any) -> bool:
    """Withdrawn after a settlement of which something is still to come."""
    return case.outcome == "settled" and outstanding(case) != 0


def takes_money(case: Any) -> bool:
    """A matter that was withdrawn takes money only where it was settled and something is still to come."""
    return case.step != "withdrawn" or settlement_stands(case)


def has_open_deeds(case: Any) -> bool:
    return bool(open_deeds(case))


def nothing_outstanding(case: Any, actor: Any) -> str | None:
    return _("All the agreed money has been confirmed.") if outstanding(case) == 0 else None


def nothing_open(case: Any, actor: Any) -> str | None:
    is_open = outstanding(case) or open_deeds(case)
    return None if is_open else _("Everything that was agreed has been confirmed.")


def still_open(case: Any, actor: Any) -> str | None:
    left, deeds = outstanding(case), open_deeds(case)
    if left:
        return _("%(left)s yuan have not been confirmed yet.") % {"left": f"{left:,.2f}"}
    if deeds:
        return _("Nobody has confirmed this yet: %(things)s. The worker does it, or enter what proves it.") % {
            "things": _("; ").join(item.what for item in deeds.values())
        }
    return None


def part_paid(turn: Turn) -> None:
    paid(turn, turn.facts["amount"], turn.facts["paid_on"])
    stay_while_open(turn)


def stay_while_open(turn: Turn) -> None:
    """The last thing that is confirmed or proven closes the matter; before that it stays where it is."""
    if still_open(turn.case, turn.actor):
        turn.entry.step_to = ""


def all_performed(turn: Turn) -> None:
    """The worker says it is all there: what was still missing is one payment of that day."""
    if left := outstanding(turn.case):
        paid(turn, left, turn.facts["paid_on"])
    for number in open_deeds(turn.case):
        done(turn.case, number, turn.facts["paid_on"])


def proven(turn: Turn) -> None:
    proof = keep_upload(turn.case, turn.facts["proof"], "payment_proof", turn.actor.account, for_employer=True)
    paid(turn, turn.facts["amount"], turn.facts["paid_on"], proof)
    stay_while_open(turn)


def paid(turn: Turn, amount: Decimal, day: Any, proof: Any = None) -> None:
    add_payment(turn.case, amount, day, turn.actor.account, proof)
    turn.entry.facts = {**turn.entry.facts, "amount": f"{amount:.2f}", "paid_on": day.isoformat()}


def deed_done(turn: Turn) -> None:
    number, day = int(turn.facts["item"]), turn.facts["done_on"]
    item = open_deeds(turn.case).get(number)
    if item is None:
        raise Refused(_("This has been confirmed already."))
    done(turn.case, number, day)
    turn.entry.facts = {**turn.entry.facts, "what": item.what, "done_on": day.isoformat()}
    stay_while_open(turn)


def deed_proven(turn: Turn) -> None:
    keep_upload(turn.case, turn.facts["proof"], "deed_proof", turn.actor.account, for_employer=True)
    deed_done(turn)


def done(case: Any, number: int, day: Any) -> None:
    items = terms_of(case).items
    items[number - 1].done_on = day
    change_terms(case, items=items)


def has_entries(case: Any) -> bool:
    return bool(entered(case))


def has_proven(case: Any) -> bool:
    return bool(entered_with_proof(case))


def take_back_entries(turn: Turn) -> None:
    """What the worker says is wrong counts no more, whoever entered it."""
    counts_no_more(turn, entered(turn.case))


def take_back_proven(turn: Turn) -> None:
    """The union mends its own slip; what the worker confirmed stays the worker's word."""
    counts_no_more(turn, entered_with_proof(turn.case))


def counts_no_more(turn: Turn, known: dict[str, str]) -> None:
    """Of what is known, what was chosen; what it had closed is open again."""
    case, wrong = turn.case, turn.facts["wrong"]
    if not set(wrong) <= known.keys():
        raise Refused(_("This has been taken back already."))
    for payment in case.payments.standing():
        if f"payment-{payment.pk}" in wrong:
            take_back(case, payment, turn.actor)
    for number in done_deeds(case):
        if f"deed-{number}" in wrong:
            done(case, number, None)
    turn.entry.facts = {**turn.entry.facts, "wrong": _("; ").join(known[key] for key in known if key in wrong)}
    if not case.is_open:
        turn.entry.step_to = "unpaid"


def not_performed(turn: Turn) -> None:
    """第31条第（四）项 and 第（八）项, and every way that is open now is told at once."""
    case = turn.case
    note(turn, Interruption.SETTLEMENT_BROKEN if case.outcome == "settled" else Interruption.AGREEMENT_BROKEN)
    left = outstanding(case)
    tell([case.applicant], "dispute_mediation.not_kept", about=case, link=link_to(case), number=case.number,
         employer=case.employer.name, left=f"{left:,.2f}" if left else "",
         is_settled=case.outcome == "settled")  # fmt: skip


def urge(turn: Turn) -> None:
    turn.case.dues.running().filter(rule="agreement.urge").update(closed_on=turn.today)


def taken_further(turn: Turn) -> None:
    turn.entry.facts = {**turn.entry.facts, "where": turn.facts["where"]}
