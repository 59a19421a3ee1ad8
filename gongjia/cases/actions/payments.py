"""Money that reached the worker. Claimed, agreed and paid are three figures; `paid` is the sum of the rows that stand."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases.access import case_for
from gongjia.cases.actions import clocks
from gongjia.cases.actions.story import is_anonymous, roles_among, tell_applicant, tell_union, write_entry
from gongjia.cases.kinds import Actor, Refused, Role
from gongjia.cases.models import Case, Document, Payment
from gongjia.foundation.clock import now, today

WHO_CONFIRMS = (Role.APPLICANT, Role.OFFICER, Role.MEDIATOR)
MOST = Decimal(1_000_000_000)  # yuan; the column holds no more than ten digits before the point


@transaction.atomic
def pay(
    case_id: int, actor: Actor, amount: Decimal, paid_on: date, proof: Document | None = None,
    once: uuid.UUID | None = None,
) -> Case:  # fmt: skip
    """Confirm that an amount (yuan) reached the worker on a day. Raises Refused with a sentence."""
    case = case_for(actor, case_id, lock=True)
    roles = roles_among(case, actor, WHO_CONFIRMS)
    if once is not None and case.entries.filter(once=once).exists():
        return case
    if not case.case_kind.takes_payments:
        raise Refused(
            _("In this matter money is confirmed step by step. Choose the button for it on the page of the matter.")
        )
    by = None if is_anonymous(case, roles) else actor.account
    payment = add_payment(case, amount, paid_on, by, proof)
    clocks.start(case)  # an agreed day may have moved on to the next instalment
    case.version += 1
    case.save(update_fields=["paid", "version"])
    facts = {"amount": str(payment.amount), "paid_on": paid_on.isoformat()}
    write_entry(case, actor, "paid", roles, facts=facts, for_respondent=True, once=once)
    record(by, "cases.paid", case, union=case.union, person=case.applicant, on_behalf_of=actor.on_behalf_of,
           change={"paid": str(case.paid), **facts})  # fmt: skip
    tell_applicant(case, actor, "cases.paid", **facts)
    if Role.APPLICANT in roles:
        tell_union(case, actor, "cases.paid", **facts)
    return case


def add_payment(case: Case, amount: Decimal, paid_on: date, by: Any, proof: Document | None = None) -> Payment:
    """Write one payment and set the case's sum, inside the move that confirms it; the case's row is locked there."""
    amount = Decimal(amount)
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise Refused(_("The amount must be more than zero, in yuan with at most two decimals."))
    if paid_on > today():
        raise Refused(_("This day has not come yet. Confirm the money once it is there."))
    payment = Payment.objects.create(case=case, amount=amount, paid_on=paid_on, confirmed_by=by, proof=proof)
    case.paid = _sum(case)
    if case.paid >= MOST:
        raise Refused(_("The sum would be impossibly large. Check the amount."))
    return payment


def take_back(case: Case, payment: Payment, actor: Actor) -> None:
    """A payment that was entered wrongly counts no more; inside the move that says so, where the case's row is locked."""
    payment.taken_back_at, payment.taken_back_by = now(), actor.account
    payment.save(update_fields=["taken_back_at", "taken_back_by"])
    case.paid = _sum(case)
    record(actor.account, "cases.payment_taken_back", case, union=case.union, person=case.applicant,
           on_behalf_of=actor.on_behalf_of,
           change={"payment": payment.pk, "amount": str(payment.amount), "paid": str(case.paid)})  # fmt: skip


def _sum(case: Case) -> Decimal:
    total: Decimal | None = case.payments.standing().aggregate(total=Sum("amount"))["total"]
    return total or Decimal("0.00")
