"""What is open in law and what a labour lawyer of the province must confirm; shown beside the results that lean on it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """`rank` 1 is the most urgent; `text` is an English msgid."""

    key: str
    rank: int
    text: str


QUESTIONS: dict[str, Question] = {}


def open_question(key: str, rank: int, text: str) -> Question:
    QUESTIONS[key] = Question(key, rank, text)
    return QUESTIONS[key]


INJURY_EXIT_MONTHS = open_question(
    "injury_exit_months",
    1,
    "How many months of 一次性工伤医疗补助金 and 一次性伤残就业补助金 does the province grant for grades 5 to 10?",
)
AVERAGE_WAGE_SERIES = open_question(
    "average_wage_series",
    2,
    "Which published average wage, and whose, sets the three-times line of 劳动合同法47条2款 here?",
)
MINIMUM_WAGE_NOW = open_question(
    "minimum_wage_now",
    3,
    "Is there a minimum wage order after 2024-10-01, and does the standard include the worker's own social insurance?",
)
DOUBLE_WAGE_LIMITATION = open_question(
    "double_wage_limitation",
    4,
    "From which day do the courts here count the year of limitation for the double wage?",
)
DOUBLE_WAGE_BASE = open_question(
    "double_wage_base",
    4,
    "Is the double wage counted on the fixed monthly pay only, or on all pay including commission and bonus?",
)
SPLIT_2008 = open_question(
    "split_2008",
    5,
    "Service before 2008: one base for both parts? is a part year after whole years a year? does the twelve-month limit"
    " cover both parts?",
)
OLD_RULE_OF_GROUND = open_question(
    "old_rule_of_ground",
    5,
    "Did the rules in force before 2008 pay compensation for this ground of termination?",
)
MATERNITY_DAYS = open_question(
    "maternity_days",
    6,
    "How many days of maternity leave does the province grant, and from which day: 158 or 180?",
)
MATERNITY_TOP_UP = open_question(
    "maternity_top_up",
    6,
    "Must the employer top up a maternity allowance that is lower than the worker's own pay, and for which days?",
)
UNEMPLOYMENT_SCHEDULE = open_question(
    "unemployment_schedule",
    7,
    "How many months of unemployment benefit does the province give for each length of contribution?",
)
HEAT_ALLOWANCE = open_question(
    "heat_allowance",
    8,
    "How much is the heat allowance here, in which months is it due, and how is the heat proved?",
)
LEAVE_LIMITATION = open_question(
    "leave_limitation",
    9,
    "Is pay for untaken annual leave wages (limitation from the end of employment) or not, and is the award final?",
)
OVERTIME_BASE = open_question(
    "overtime_base",
    10,
    "What is the base of overtime pay where the contract says little, and is overtime pay part of the base of"
    " compensation?",
)
LIVING_ALLOWANCE = open_question(
    "living_allowance",
    11,
    "How much is the living allowance (生活费) while work stands still after the first wage cycle?",
)
MEDICAL_ALLOWANCE = open_question(
    "medical_allowance",
    12,
    "Is the medical allowance (医疗补助费, six months' pay or more) still owed on termination after illness?",
)
DOUBLE_WAGE_PART_MONTH = open_question(
    "double_wage_part_month",
    13,
    "How is a part month of the double wage counted: by 21.75, by the working days of the month, and by which month?",
)
SERVICE_DAYS = open_question(
    "service_days",
    14,
    "Do both end days of service count? The answer changes the months of compensation here.",
)
LAST_MONTH_WAGE = open_question(
    "last_month_wage",
    15,
    "Which wage is the extra month's pay when the last month was not a normal one?",
)
PROBATION_PART_MONTH = open_question(
    "probation_part_month",
    16,
    "How is a part month beyond the lawful probation converted into money?",
)
PROBATION_PAY_FLOOR = open_question(
    "probation_pay_floor",
    17,
    "Is it enough to meet one of the two floors of probation pay, or must both be met?",
)
UNDER_DECLARED_WAGE = open_question(
    "under_declared_wage",
    18,
    "The employer declared too low a contribution wage: how is the difference in injury benefits claimed here?",
)
LEAVE_MONTHS_IN_AVERAGE = open_question(
    "leave_months_in_average",
    19,
    "Are months on maternity or sick leave skipped when the twelve-month average is formed?",
)
