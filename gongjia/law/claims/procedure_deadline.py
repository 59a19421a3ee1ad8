"""Deadlines of mediation, arbitration and suit (调解仲裁法29, 30, 43, 48-50条; 人社部令33号19, 80条; 民诉法85, 171条).

人社部令33号80条: three, five and ten days are working days, fifteen and forty-five are natural days. The ten days to
appeal against a court's ruling are natural days all the same.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import Field

from gongjia.law.claims import messages as say
from gongjia.law.claims.inputs import Day, Inputs, asked
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.workdays import add_working_days, rolled
from gongjia.law.claims.worksheet import Worksheet

Kind = Literal["working", "natural"]

FIRST_DAY = rule(
    "deadline_first_day", "民事诉讼法85条2款", "The day of service is not counted: first day of the period", Unit.DATE
)
LAST_DAY = rule("deadline_last_day", "人社部令33号80条", "Last day of the natural days", Unit.DATE)
ROLLED = rule(
    "deadline_rolled", "民事诉讼法85条3款", "A period that ends on a holiday ends on the next working day", Unit.DATE
)
WORKING = rule("deadline_working", "人社部令33号80条", "Last of the working days", Unit.DATE)


class Act(StrEnum):
    """What must be done within the period."""

    ACCEPT = "accept_or_refuse"
    SERVE_RESPONDENT = "serve_respondent"
    DEFENCE = "defence"
    AWARD = "award"
    SUIT = "suit_after_award"
    SUIT_AFTER_FINAL_AWARD = "worker_suit_after_final_award"
    SET_ASIDE = "employer_sets_aside_final_award"
    SUIT_AFTER_SET_ASIDE = "suit_after_award_set_aside"
    REVIEW_OF_MEDIATION = "review_of_mediation_agreement"
    MEDIATION = "mediation"
    APPEAL_JUDGMENT = "appeal_judgment"
    APPEAL_RULING = "appeal_ruling"


PERIODS: dict[Act, tuple[int, Kind, str]] = {
    Act.ACCEPT: (5, "working", "调解仲裁法29条"),
    Act.SERVE_RESPONDENT: (5, "working", "调解仲裁法30条"),
    Act.DEFENCE: (10, "working", "调解仲裁法30条"),
    Act.AWARD: (45, "natural", "调解仲裁法43条"),
    Act.SUIT: (15, "natural", "调解仲裁法50条"),
    Act.SUIT_AFTER_FINAL_AWARD: (15, "natural", "调解仲裁法48条"),
    Act.SET_ASIDE: (30, "natural", "调解仲裁法49条"),
    Act.SUIT_AFTER_SET_ASIDE: (15, "natural", "调解仲裁法49条3款"),
    Act.REVIEW_OF_MEDIATION: (15, "natural", "人社部令33号74条"),
    Act.MEDIATION: (15, "natural", "调解仲裁法14条3款"),
    Act.APPEAL_JUDGMENT: (15, "natural", "民事诉讼法171条1款"),
    Act.APPEAL_RULING: (10, "natural", "民事诉讼法171条2款"),
}
EXTENSION_OF_AWARD = 15  # 调解仲裁法43条


class ProcedureDeadlineFacts(Inputs):
    served: Day | None = asked(
        "On which day was the paper served, or the application accepted?", "received", "accepted", "effective"
    )
    act: Act | None = asked("What must be done?")
    days: int | None = Field(default=None, ge=1, le=3660, description="Days of the period, if the act is not listed.")
    kind: Kind | None = asked("Working days or natural days?")
    extended: bool | None = asked("Was the period for the award extended by 15 days?")


def period(facts: ProcedureDeadlineFacts, sheet: Worksheet) -> tuple[int, Kind, str]:
    """Days, their kind and the article, from the table of acts or as stated."""
    if facts.act is not None:
        days, kind, article = PERIODS[facts.act]
        if facts.extended and facts.act is Act.AWARD:
            days += EXTENSION_OF_AWARD
        return facts.days or days, facts.kind or kind, article
    if facts.days is None or facts.kind is None:
        sheet.refuse(say.PERIOD_OF_ACT_NEEDED)
    return facts.days, facts.kind, "人社部令33号80条"


def natural(served: date, days: int, article: str, sheet: Worksheet) -> date:
    """The day of service is not counted; the end rolls over holidays."""
    sheet.step(FIRST_DAY, served + timedelta(days=1), "", served=served)
    end = sheet.step(LAST_DAY, served + timedelta(days=days), article, days=days)
    if not sheet.calendar.is_known(end):
        sheet.warn(say.CALENDAR_UNKNOWN, day=end)
        return end
    sheet.limitation_date = end
    sheet.limitation_rolled = sheet.step(ROLLED, rolled(end, sheet.calendar), "", end=end)
    return sheet.limitation_rolled


def working(served: date, days: int, article: str, sheet: Worksheet) -> date:
    end = sheet.step(WORKING, add_working_days(served, days, sheet.calendar), article, served=served, days=days)
    if not sheet.calendar.is_known(end):
        sheet.warn(say.CALENDAR_UNKNOWN, day=end)
    return end


def procedure_deadline(facts: ProcedureDeadlineFacts, sheet: Worksheet) -> None:
    """The last day of the period."""
    if facts.served is None:
        sheet.refuse(say.SERVED_DAY_NEEDED)
    days, kind, article = period(facts, sheet)
    count = working if kind == "working" else natural
    sheet.deadline = count(facts.served, days, article, sheet)
