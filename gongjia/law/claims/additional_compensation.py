"""Additional compensation of 50% to 100%, 加付赔偿金 (劳动合同法85条; 劳动保障监察条例26条; 年休假实施办法15条)."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims.inputs import Amount, Day, Inputs, Word, asked, needed
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.worksheet import Worksheet

NO_ORDER = rule(
    "no_order",
    "劳动合同法85条；劳动保障监察条例26条",
    "No order of the labour authority to pay within a period: nothing",
)
PAID_IN_TIME = rule("paid_in_time", "劳动合同法85条", "Paid within the ordered period")
HALF_TO_WHOLE = rule("half_to_whole", "劳动合同法85条", "50% to 100% of what was still due when the period ended")
LEAVE_EQUAL = rule("leave_equal", "年休假实施办法15条", "Annual leave: an equal sum on top")


class AdditionalCompensationFacts(Inputs):
    due: Amount = needed("Which sum was due, in yuan?")
    kind: Word | None = asked(
        "For what: wages, overtime, compensation, minimum_wage or annual_leave?", "due_kind", "claim", "item", "due_for"
    )
    admin_order_issued: Day | bool | None = asked("On which day did the labour authority order the employer to pay?")
    order_deadline: Day | None = asked("Until which day was the employer to pay?")
    paid_by_deadline: Amount | None = asked("What was paid until then, in yuan?")
    paid_on: Day | None = asked("On which day was all of it paid, if it was?")


def still_due(facts: AdditionalCompensationFacts, sheet: Worksheet) -> Fraction:
    """What the employer had not paid when the ordered period ended; nothing without an order."""
    if not facts.admin_order_issued:
        sheet.warn(say.ORDER_CHECKLIST)
        return sheet.step(NO_ORDER, ZERO, "")
    if facts.paid_on and facts.order_deadline and facts.paid_on <= facts.order_deadline:
        return sheet.step(
            PAID_IN_TIME, ZERO, "paid_on ≤ deadline", paid_on=facts.paid_on, deadline=facts.order_deadline
        )
    left = max(facts.due - (facts.paid_by_deadline or ZERO), ZERO)
    if facts.order_deadline is None:
        sheet.warn(say.ORDER_DEADLINE_NEEDED)
    return left if left else sheet.step(PAID_IN_TIME, ZERO, "due - paid", due=facts.due, paid=facts.paid_by_deadline)


def additional_compensation(facts: AdditionalCompensationFacts, sheet: Worksheet) -> None:
    """A range, because the labour authority chooses; a sum only where nothing or the whole is owed."""
    left = still_due(facts, sheet)
    for_leave = any(word in (facts.kind or "").lower() for word in ("leave", "年休假"))
    low = left if for_leave else left / 2
    if left:
        sheet.step(
            LEAVE_EQUAL if for_leave else HALF_TO_WHOLE, (low, left), "100%" if for_leave else "50%..100%", due=left
        )
    sheet.amount_range = (low, left)
    if low == left:
        sheet.amount = left
