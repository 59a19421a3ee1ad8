"""Sick pay 病假工资 (劳部发〔1995〕309号59条): not below 80% of the minimum wage; better agreements stand."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.inputs import Amount, Local, Month, asked
from gongjia.law.claims.numerals import PAY_DAYS_PER_MONTH
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.worksheet import Worksheet

FLOOR = rule("sick_pay_floor", "劳部发〔1995〕309号59条", "80% of the minimum wage", seen=Seen.COPY)
AGREED = rule("sick_pay_agreed", "劳部发〔1995〕309号59条", "The agreed sick pay is higher", seen=Seen.COPY)
DAYS = rule("sick_pay_days", "人社部发〔2025〕2号", "Sick pay / 21.75 × days", seen=Seen.COPY)
MONTHS = rule("sick_pay_months", "劳部发〔1995〕309号59条", "Sick pay × months", seen=Seen.COPY)


class SickPayFacts(Local):
    contract_sick_pay: Amount | None = asked(
        "Sick pay by contract or collective contract, in yuan a month.", "agreed_sick_pay"
    )
    month: Month | None = asked("For which month?")
    working_days: Amount | None = asked("For how many working days?", "sick_days")
    months: Amount | None = asked("For how many months?")


def monthly_sick_pay(facts: SickPayFacts, sheet: Worksheet) -> Fraction:
    """The floor, or the agreed pay where it is higher."""
    minimum = facts.local_min_wage
    if minimum is None:
        if facts.month is None:
            sheet.refuse(say.MONTH_NEEDED)
        minimum = sheet.require(FigureKind.MINIMUM_WAGE_MONTH, facts.month)
    sheet.minimum_wage = minimum
    floor = sheet.step(FLOOR, minimum * 4 / 5, "80% × minimum_wage", minimum_wage=minimum)
    if facts.contract_sick_pay is not None and facts.contract_sick_pay > floor:
        return sheet.step(AGREED, facts.contract_sick_pay, "max(agreed, floor)", agreed=facts.contract_sick_pay)
    return floor


def sick_pay(facts: SickPayFacts, sheet: Worksheet) -> None:
    """Sick pay of a month, of months, or of working days."""
    sheet.at(facts.region)
    pay = monthly_sick_pay(facts, sheet)
    sheet.warn(say.SICK_PAY_LOCAL)
    sheet.ask(ask.MINIMUM_WAGE_NOW)
    if facts.working_days is not None:
        due = pay / PAY_DAYS_PER_MONTH * facts.working_days
        pay = sheet.step(DAYS, due, "pay / 21.75 × days", pay=pay, days=facts.working_days)
    elif facts.months is not None:
        pay = sheet.step(MONTHS, pay * facts.months, "pay × months", pay=pay, months=facts.months)
    sheet.amount = pay
    sheet.final_within_twelve_minimum_wages()
