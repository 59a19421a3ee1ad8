"""Penalty for leaving within a service period after training 服务期违约金 (劳动合同法22条; 实施条例16, 26条)."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims.grounds import ART_38, Ground
from gongjia.law.claims.inputs import Amount, Inputs, Word, asked
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.worksheet import Worksheet

COST = rule("training_cost", "实施条例16条", "Cost of the training with vouchers, travel and what else it caused")
UNSERVED = rule("penalty_unserved", "劳动合同法22条2款", "Cost / months of the service period × months not served")
AGREED = rule("penalty_agreed", "劳动合同法22条2款", "The agreed penalty is lower")
NO_BREACH = rule("penalty_no_breach", "实施条例26条", "Leaving under article 38 is no breach: no penalty")
NO_GROUND = rule(
    "penalty_no_ground", "劳动合同法22、25条", "Only training or a non-compete covenant can carry a penalty"
)


class ServicePeriodPenaltyFacts(Inputs):
    training_cost: Amount | None = asked("What did the training cost, in yuan, by vouchers?")
    travel_cost: Amount | None = asked("And the travel for it, in yuan?")
    service_months: Amount | None = asked("Agreed service period in months.")
    served_months: Amount | None = asked("Months served of it.")
    agreed_penalty: Amount | None = asked("Agreed penalty in yuan.")
    termination_ground: Ground | None = asked("How did the employment end?")
    basis: Word | None = asked("What was the penalty agreed for: training or household registration (户口)?", "reason")


def most_owed(facts: ServicePeriodPenaltyFacts, sheet: Worksheet) -> Fraction:
    """22条2款: at most the cost, and at most its share of the months not served."""
    if facts.training_cost is None or not facts.service_months or facts.served_months is None:
        sheet.refuse(say.TRAINING_NEEDED)
    cost = facts.training_cost
    if facts.travel_cost is not None:
        cost = sheet.step(COST, cost + facts.travel_cost, "cost + travel", cost=cost, travel=facts.travel_cost)
    left = max(facts.service_months - facts.served_months, ZERO)
    return sheet.step(
        UNSERVED,
        cost / facts.service_months * left,
        "cost / months × unserved",
        cost=cost,
        months=facts.service_months,
        unserved=left,
    )


def service_period_penalty(facts: ServicePeriodPenaltyFacts, sheet: Worksheet) -> None:
    """The most that the worker owes; nothing on an exit under article 38 or without training."""
    if facts.termination_ground in ART_38:
        sheet.amount = sheet.step(NO_BREACH, ZERO, "", ground=facts.termination_ground)
        return
    if (facts.basis or "").lower() in ("hukou", "household_registration", "户口", "落户"):
        sheet.amount = sheet.step(NO_GROUND, ZERO, "", basis=facts.basis)
        return
    most = most_owed(facts, sheet)
    sheet.warn(say.WORKER_OWES)
    if facts.agreed_penalty is not None and facts.agreed_penalty < most:
        most = sheet.step(AGREED, facts.agreed_penalty, "min(agreed, most)", agreed=facts.agreed_penalty)
    sheet.amount = most
