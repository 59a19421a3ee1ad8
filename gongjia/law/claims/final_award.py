"""Whether an award is final, 一裁终局 (调解仲裁法47-49条; 人社部令33号50条; 法释〔2020〕26号18-21条).

Item by item, not by the total: wages, medical costs of an injury, compensation and damages up to twelve local
monthly minimum wages each; disputes over working time, rest and social insurance whatever the sum.
"""

from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.figures import FigureKind
from gongjia.law.claims.inputs import Amount, Day, Local, asked, needed
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

LINE = rule("final_line", "调解仲裁法47条1项", "Twelve local monthly minimum wages")
ITEM = rule("final_item", "调解仲裁法47条1项；人社部令33号50条", "Each item is measured by itself", Unit.TEXT)
STANDARDS = rule(
    "final_standards", "调解仲裁法47条2项", "Working time, rest, social insurance: final whatever the sum", Unit.TEXT
)
NOT_ELIGIBLE = rule("final_not_eligible", "调解仲裁法47条", "Not a kind of dispute that can be final", Unit.TEXT)
ONE_AWARD = rule(
    "final_one_award", "法释〔2020〕26号18-21条", "Final and other items in one award: treated as not final", Unit.TEXT
)

LABOUR_STANDARDS = (
    "annual_leave",
    "annual_leave_pay",
    "working_time",
    "working_hours",
    "rest",
    "social_insurance",
    "maternity_leave",
)
NEVER_FINAL = ("employment_relationship", "reinstatement", "continue_contract", "certificate")
MONEY = (
    "wages",
    "overtime",
    "work_injury_medical",
    "medical_costs",
    "economic_compensation",
    "compensation",
    "damages_2n",
    "2N",
    "N",
    "unlawful_termination",
    "payment_in_lieu",
    "no_written_contract",
    "double_wage",
    "second_wage",
    "probation",
    "non_compete",
    "minimum_wage",
    "sick_pay",
)


class FinalAwardFacts(Local):
    items: dict[str, Amount] = needed("What is claimed, item by item, in yuan.")
    award_date: Day | None = asked("On which day is or was the award made?", "date")
    one_award: bool | None = asked("Do all items stand in one award?", "single_award", "combined")


def line_of(facts: FinalAwardFacts, on: date | None, sheet: Worksheet) -> Fraction:
    """12 × the monthly minimum wage of the place on the day."""
    minimum = facts.local_min_wage
    if minimum is None:
        if on is None:
            sheet.refuse(say.AWARD_DATE_NEEDED)
        minimum = sheet.require(FigureKind.MINIMUM_WAGE_MONTH, on)
    return sheet.step(LINE, 12 * minimum, "12 × minimum_wage", minimum_wage=minimum)


def item_is_final(name: str, amount: Fraction, line: Fraction, sheet: Worksheet) -> bool:
    """47条 for one item; exactly twelve minimum wages is still final."""
    if name in NEVER_FINAL:
        sheet.step(NOT_ELIGIBLE, "not final", "", item=name)
        return False
    if name in LABOUR_STANDARDS:
        if name.startswith("annual_leave"):
            sheet.ask(ask.LEAVE_LIMITATION)
        sheet.step(STANDARDS, "final", "", item=name)
        return True
    if name not in MONEY:
        sheet.warn(say.ITEM_NOT_KNOWN, item=name)
    final = amount <= line
    sheet.step(ITEM, "final" if final else "not final", "amount ≤ line", item=name, amount=amount, line=line)
    return final


def final_award(facts: FinalAwardFacts, sheet: Worksheet) -> None:
    """One answer where all items agree; otherwise one for each, because separate awards must be made."""
    sheet.at(facts.region)
    if not facts.items:
        sheet.refuse(say.ITEMS_NEEDED)
    line = line_of(facts, facts.award_date, sheet)
    answers = {name: item_is_final(name, amount, line, sheet) for name, amount in sorted(facts.items.items())}
    if len(set(answers.values())) == 1:
        sheet.final = next(iter(answers.values()))
    elif facts.one_award:
        sheet.step(ONE_AWARD, "not final", "")
        sheet.final = False
    else:
        sheet.warn(say.SEPARATE_AWARDS)
        sheet.final = answers
