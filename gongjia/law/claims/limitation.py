"""Until when one may ask: limitation of arbitration and three clocks beside it.

调解仲裁法27条; 民法典201-203条; 法释〔2025〕12号20条; 工伤保险条例17条; 劳动保障监察条例20条; 民事诉讼法250条.
"""

from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from gongjia.law.claims import messages as say
from gongjia.law.claims.dates import add_months
from gongjia.law.claims.figures import Seen
from gongjia.law.claims.inputs import Day, Inputs, Word, asked
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.workdays import rolled
from gongjia.law.claims.worksheet import Worksheet

START = rule(
    "limitation_start",
    "民法典201条；调解仲裁法27条",
    "The day from which the period runs; it is not counted itself",
    Unit.DATE,
)
WAGES_START = rule(
    "limitation_wages", "调解仲裁法27条4款", "Wages: no limit while employed, then one year from the end", Unit.DATE
)
RESTART = rule(
    "limitation_restart", "调解仲裁法27条2款", "Claim, complaint or acknowledgement: the year begins anew", Unit.DATE
)
YEAR = rule("limitation_year", "调解仲裁法27条1款；民法典202条", "One year later, the corresponding day", Unit.DATE)
SUSPENDED = rule(
    "limitation_suspended", "调解仲裁法27条3款", "Force majeure: the rest of the period continues afterwards", Unit.DATE
)
ROLLED = rule(
    "limitation_rolled",
    "民法典203条；人社部令33号19条",
    "A period that ends on a holiday ends on the next working day",
    Unit.DATE,
)
NO_LIMIT_YET = rule("limitation_none_yet", "调解仲裁法27条4款", "Wages while employed: no limitation", Unit.TEXT)
NOT_PLEADED = rule(
    "limitation_not_pleaded", "法释〔2025〕12号20条", "Not pleaded in the arbitration: not heard in court", Unit.TEXT
)
INJURY_WORKER = rule(
    "injury_recognition_worker",
    "工伤保险条例17条2款",
    "Worker, relatives or union: one year from the accident",
    Unit.DATE,
)
INJURY_EMPLOYER = rule(
    "injury_recognition_employer", "工伤保险条例17条1款", "Employer: 30 days from the accident", Unit.DATE
)
INSPECTION = rule(
    "labour_inspection",
    "劳动保障监察条例20条",
    "Complaint to labour inspection: two years from the end of the breach",
    Unit.DATE,
)
ENFORCEMENT = rule(
    "enforcement", "民事诉讼法250条", "Enforcement: two years from the last day to perform", Unit.DATE, seen=Seen.MEMORY
)
IOU = rule(
    "limitation_iou",
    "法释〔2020〕26号15条；民法典188条",
    "Signed note of the wages owed: three years, straight to the court",
    Unit.DATE,
    Seen.TEXT,
)

WAGE_CLAIMS = ("wages", "overtime", "minimum_wage", "sick_pay", "heat_allowance", "工资", "加班费", "劳动报酬")


class Applicant(StrEnum):
    """Who asks for the recognition of an injury."""

    WORKER = "worker"
    RELATIVES = "relatives"
    UNION = "union"
    EMPLOYER = "employer"


class LimitationFacts(Inputs):
    claim: Word | None = asked("What is claimed: wages, overtime, 2N, …?")
    known: Day | None = asked("On which day did you know, or should you have known?", "knew", "known_on")
    terminated: Day | None = asked("On which day were you dismissed?", "termination_date")
    employment_last_day: Day | None = asked("What was the last day of the employment?", "service_end")
    still_employed: bool | None = asked("Do you still work there?")
    filed: Day | None = asked("On which day did you file (or will you file) for arbitration?", "claim_filed")
    interrupted_on: Day | None = asked(
        "On which day did you last claim from the employer, complain to an office, or get a promise to pay?",
        "interruption",
        "claimed_on",
        "claim_to_employer",
        "complaint_filed",
        "complaint",
        "interruption_date",
        "interrupted",
    )
    interruptions: list[Day] | None = asked("All such days.")
    interruption_start: Day | None = asked("On which day did an earlier proceeding begin?")
    interruption_end: Day | None = asked("On which day did that earlier proceeding end?")
    suspended_from: Day | None = asked("From which day could you not claim, by force majeure?")
    suspended_to: Day | None = asked("Until which day?")
    accident: Day | None = asked("On which day was the accident?", "accident_date", "injury_date")
    applicant: Applicant = Field(default=Applicant.WORKER, description="Who asks for the recognition of the injury?")
    violation_ended: Day | None = asked(
        "On which day did the breach end? (labour inspection)", "violation_end", "violation", "breach_ended"
    )
    performance_due: Day | None = asked(
        "Until which day was the award to be performed? (enforcement)",
        "performance_deadline",
        "enforcement_from",
        "award_effective",
    )
    iou_due: Day | None = asked("When was the signed note of the wages owed due?")
    pleaded_in_arbitration: bool | None = asked(
        "Did the employer plead limitation in the arbitration?",
        "limitation_pleaded_in_arbitration",
        "limitation_pleaded",
    )


def one_year(facts: LimitationFacts, sheet: Worksheet) -> date | None:
    """27条: one year from knowledge, or for wages from the end; None for wages while employed."""
    start = starting_day(facts, sheet)
    if start is None:
        return None
    start = after_interruptions(start, facts, sheet)
    end = sheet.step(YEAR, add_months(start, 12), "start + 1 year", start=start)
    if facts.suspended_from and facts.suspended_to and start <= facts.suspended_from <= end:
        end += max(facts.suspended_to - facts.suspended_from, timedelta(0))
        sheet.step(
            SUSPENDED, end, "end + (to - from)", suspended_from=facts.suspended_from, suspended_to=facts.suspended_to
        )
    return end


def after_interruptions(start: date, facts: LimitationFacts, sheet: Worksheet) -> date:
    """27条2款: each interruption within the running year begins it anew; a proceeding does so when it ends."""
    days = [*(facts.interruptions or []), *([facts.interrupted_on] if facts.interrupted_on else [])]
    events = [(day, day) for day in days]
    if facts.interruption_end:
        events.append((facts.interruption_start or start, facts.interruption_end))
    for began, ended in sorted(events):
        if began > add_months(start, 12):
            sheet.warn(say.INTERRUPTED_TOO_LATE, day=began)
        elif ended > start:
            start = sheet.step(RESTART, ended, "")
    return start


def starting_day(facts: LimitationFacts, sheet: Worksheet) -> date | None:
    """The day of knowledge; for wages the end of employment. None where wages are claimed by one who still works."""
    if facts.claim in WAGE_CLAIMS:
        end = facts.employment_last_day or facts.terminated
        if end:
            return sheet.step(WAGES_START, end, "", claim=facts.claim)
        if facts.still_employed or facts.known is None:
            sheet.step(NO_LIMIT_YET, "no limit yet", "", claim=facts.claim)
            return None
    start = facts.known or facts.terminated or facts.employment_last_day
    if start is None and facts.interruption_end is not None:
        start = facts.interruption_end
    if start is None:
        sheet.refuse(say.KNOWN_DAY_NEEDED)
    return sheet.step(START, start, "")


def injury_recognition(accident: date, applicant: Applicant, sheet: Worksheet) -> date:
    """工伤保险条例17条: the employer has 30 days, the worker, relatives and union one year; both are shown."""
    by_employer, by_worker = accident + timedelta(days=30), add_months(accident, 12)
    if applicant is Applicant.EMPLOYER:
        sheet.otherwise(say.IF_WORKER_APPLIES, deadline=by_worker)
        return sheet.step(INJURY_EMPLOYER, by_employer, "accident + 30 days", accident=accident)
    sheet.otherwise(say.IF_EMPLOYER_APPLIES, deadline=by_employer)
    return sheet.step(INJURY_WORKER, by_worker, "accident + 1 year", accident=accident)


def end_of_period(facts: LimitationFacts, sheet: Worksheet) -> date | None:
    """The unrolled last day of the clock that the facts set running."""
    if facts.accident:
        return injury_recognition(facts.accident, facts.applicant, sheet)
    if facts.violation_ended:
        return sheet.step(
            INSPECTION, add_months(facts.violation_ended, 24), "end of breach + 2 years", ended=facts.violation_ended
        )
    if facts.performance_due:
        return sheet.step(
            ENFORCEMENT, add_months(facts.performance_due, 24), "due + 2 years", due=facts.performance_due
        )
    if facts.iou_due:
        return sheet.step(IOU, add_months(facts.iou_due, 36), "due + 3 years", due=facts.iou_due)
    return one_year(facts, sheet)


def limitation(facts: LimitationFacts, sheet: Worksheet) -> None:
    """The last day (rolled over holidays) and, beside it, the unrolled one, which is the safe one."""
    end = end_of_period(facts, sheet)
    if end is None:
        sheet.in_time = True
        return
    sheet.limitation_date = end
    if sheet.calendar.is_known(end):
        sheet.deadline = sheet.step(ROLLED, rolled(end, sheet.calendar), "next working day", end=end)
    else:
        sheet.deadline = end
        sheet.warn(say.CALENDAR_UNKNOWN, day=end)
    sheet.limitation_rolled = sheet.deadline
    if sheet.deadline != end:
        sheet.warn(say.FILE_BEFORE, day=end)
    if facts.filed is not None:
        sheet.in_time = facts.filed <= sheet.deadline
    if sheet.in_time is False and facts.pleaded_in_arbitration is False:
        sheet.step(NOT_PLEADED, "the claim goes on", "")
        sheet.in_time = True
