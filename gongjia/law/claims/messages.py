"""Every sentence for people, as an English msgid; titles of rules and questions for fields stand with their subject.

`catalogue.msgids()` gathers them all for translation. Placeholders are filled after it; a literal percent is `%%`.
"""

# --- figures ---------------------------------------------------------------------------------------------------------
FIGURE_MISSING = (
    "No sum without a missing local figure: %(figure)s, for %(place)s on %(day)s. It is published by %(publisher)s;"
    " the officer who keeps the table of local figures must enter it with its source. Check also that the place is named"
    " as in the table, for example 长春市区 for the city itself."
)
FIGURE_NOT_CERTAIN = "Local figure to confirm: %(figure)s from %(source)s (%(certainty)s). %(note)s"
FIGURE_TITLES = {
    "minimum_wage.month": "monthly minimum wage",
    "minimum_wage.hour": "hourly minimum wage",
    "average_wage.year": "average yearly wage of the year before",
    "urban_income.year": "national disposable income of townspeople of the year before",
    "unemployment.rate": "unemployment benefit as a share of the minimum wage",
    "maternity.days": "days of maternity leave in the province",
    "heat_allowance.day": "heat allowance a day",
    "living_allowance.rate": "living allowance during suspension as a share of the minimum wage",
    "injury_medical.months": "months of the one-off medical subsidy (一次性工伤医疗补助金) of the grade",
    "injury_employment.months": "months of the one-off employment subsidy (一次性伤残就业补助金) of the grade",
}
PLACE_NAMES = {
    "*": "everywhere alike",
    "*province": "the whole province",
    "*other": "all other places",
}
PUBLISHERS = {
    "average_wage.year": "the statistics bureau (统计局)",
    "urban_income.year": "the National Bureau of Statistics (国家统计局)",
    "maternity.days": "the provincial people's congress and health commission (省人大、卫健委)",
    "injury_medical.months": "the provincial government (省政府)",
    "injury_employment.months": "the provincial government (省政府)",
}
PUBLISHER = "the department of human resources and social security (人社厅)"
CALENDAR_UNKNOWN = "The State Council's holiday arrangement for %(day)s is not known yet; holidays were not considered."
HOLIDAYS_UNKNOWN = "The statutory holidays of the year of %(day)s are not in the table. Say whether it was a holiday."

# --- what is missing -------------------------------------------------------------------------------------------------
SERVICE_NEEDED = "Give the first and the last day of the employment, or the years of service."
END_BEFORE_START = "The last day %(end)s lies before the first day %(start)s. Correct one of them."
DATES_NEEDED_FOR_2008 = (
    "Service that may reach back before 2008-01-01 must be split on that day. Give the first and the last day."
)
AVERAGE_NEEDED = "Give the average monthly pay of the last twelve months, or the pay of each month."
TWELVE_MONTHS_AT_MOST = "The average is formed over at most twelve months. Give the last twelve only."
WAGE_NEEDED = "Give the monthly wage."
LAST_MONTH_NEEDED = "Give the wage standard of the month before the termination."
REINSTATEMENT_NEEDS = "Give the monthly wage and the months from the termination to the reinstatement."
END_OF_WINDOW_NEEDED = "Give the last day of the employment, the day of signing or the day of the claim."
OVERTIME_BASE_NEEDED = "Give the monthly wage on which overtime is counted, or the daily or hourly wage."
OVERTIME_NEEDED = "Give the overtime: hours or days with their rate, or the days on which you worked."
RATE_NEEDED = "Say for each entry its date, its rate, or whether it was a working day, rest day or holiday."
PERIOD_NEEDED = "Give the hours worked in the period and its year."
SYSTEM_NOT_APPROVED = (
    "A special working-time system without approval does not count. Give the overtime under standard hours."
)
YEARS_OF_WORK_NEEDED = "Give the years of work at all employers together."
CONTRACT_NEEDED = "Give the first and last day of the contract, its months, or its type."
PROBATION_NEEDED = "Give the months of probation served, or its days, and the contract."
PERIOD_UNREADABLE = "Write the period as 2021-06-07..2021-09-06; %(text)s cannot be read."
PAY_NEEDED = "Give what was paid in the month."
MONTH_NEEDED = "Give the month, so that the local figure of that time is used."
MINIMUM_WAGE_NEEDED = "Give the local minimum wage, or the place and a day, so that it can be looked up."
INJURY_FACTS_NEEDED = "Say which injury benefit is asked for: give the grade, the level of care, or the survivors."
OWN_WAGE_NEEDED = "Give the average monthly contribution wage of the twelve months before the injury."
GRADE_NEEDED = "Give the grade of disability, from %(low)s to %(high)s for this benefit."
CARE_NEEDS = "Give the level of care (完全, 大部分 or 部分不能自理) and the regional average wage."
REGIONAL_WAGE_NEEDED = "Give the regional average wage of the year before."
DEATH_DATE_NEEDED = "Give the day of death, or the national disposable income of the year before."
EXIT_DATE_NEEDED = "Give the day on which the employment ended, so that the province's months of that time are used."
STOPPAGE_NEEDED = "Give the months without work, or its first day and the day on which the grade was fixed."
CONTRIBUTIONS_NEEDED = "Give the years of contributions, or the month for the monthly sum."
BIRTH_NEEDED = "Say whether it was a birth or a miscarriage, or give the days of leave."
PREGNANCY_NEEDED = "Give the months of pregnancy."
OWN_PAY_NEEDED = "Give your own monthly wage before the leave."
BEFORE_MATERNITY_RULES = "For a birth before 2012-04-28 older rules apply, which are not in here."
COVENANT_MONTHS_NEEDED = "Give the months for which the covenant was kept, or its agreed length."
TRAINING_NEEDED = "Give the cost of the training, the agreed months of service and the months served."
KNOWN_DAY_NEEDED = "Give the day on which you knew, or on which the employment ended."
SERVED_DAY_NEEDED = "Give the day on which the paper was served."
PERIOD_OF_ACT_NEEDED = "Say what must be done, or give the days and whether they are working or natural days."
AWARD_DATE_NEEDED = "Give the day of the award, so that the minimum wage of that time is used."
ITEMS_NEEDED = "Give at least one item with its sum."
HOT_DAYS_NEEDED = "Give the days of work in the heat."
PART_TIME_NEEDS = "Give the last pay day, the hours, or the pay an hour."

# --- what cannot be read: filled into INPUT_WRONG -----------------------------------------------------------------------
NUMBER_NOT_YES_OR_NO = "type a number, not yes or no"
NUMBER_LIKE_THIS = "type a number such as 5200 or 5200.50"
NUMBER_BELOW_ZERO = "the number cannot be below zero"
NUMBER_TOO_LARGE = "the number is too large; check the digits"
DATE_LIKE_THIS = "type a date such as 2025-06-30"
YEAR_OUT_OF_RANGE = "the year must lie between 1950 and 2100"
MONTH_LIKE_THIS = "type a month such as 2025-06"
STEP_CANNOT_BE_REPLACED = "this step cannot be replaced; change an input or the sum"

# --- the law is open -------------------------------------------------------------------------------------------------
OLD_RULE_OPEN = (
    "Whether service before 2008 counts for this ground is not settled. The range shows both; a lawyer may choose."
)
LIMITATION_METHOD_OPEN = (
    "How the courts of this place count limitation for the double wage is not settled. The range shows every way."
)
METHOD_UNKNOWN = "The way of counting %(method)s is not known. Choose one of: %(methods)s."
PROBATION_PART_MONTH_OPEN = (
    "The law does not say how a part month of unlawful probation becomes money. The range shows the whole months."
)

# --- warnings --------------------------------------------------------------------------------------------------------
INPUT_NOT_USED = "This input was not used: %(name)s. Check its name."
ANSWER_NEEDED = "Please answer: %(question)s (%(name)s)"
INPUT_WRONG = "%(name)s: %(problem)s."
LAST_DAY_ASSUMED = "%(day)s was taken as the last day. “Terminated on 1 January” may mean 31 December: check it."
CAP_NOT_TESTED = (
    "The limit of three times the local average wage was not tested: give the average wage of the year before."
)
FLOOR_NOT_TESTED = "The floor of the local minimum wage was not tested: give the place or the minimum wage."
TWELVE_MONTHS_REACHED = "Pay above three times the local average wage: at most twelve months count (劳动合同法47条2款)."
CLIFF = "With pay of exactly %(line)s or a little less all %(months)s months would count: %(amount)s."
BOUNDARY_OF_SERVICE = (
    "The service ends within a day of a full year or half-year (%(end)s): the way of counting days decides."
)
CLAIM_DAMAGES_INSTEAD = "An unlawful termination is paid by damages (2N) instead; N is the alternative plea."
ONLY_IF_UNLAWFUL = "2N is owed only if the termination is found unlawful; plead N in the alternative."
TAX_NOTE = "Up to three times the local average yearly wage is free of income tax (财税〔2018〕164号, to confirm); tax is not computed."
BASE_ONLY = "Only the base was worked out: no ground and no service were given."
NO_EXTRA_MONTH_WITH_DAMAGES = "The extra month is not paid on top of 2N."
LAST_MONTH_DIFFERS = "Last month's wage %(last)s differs from the average %(average)s; an abnormal month is disputed."
STRICT_DAYS_SHIFT = "Counted strictly by the Civil Code the window begins on %(start)s; both ends move by a day."
BACKDATED = "Back-dated signing: places differ on whether consent ends the claim to the double wage."
EXPIRED_CONTRACT = (
    "An earlier contract ran out on %(day)s: places differ on whether the first month afterwards is free."
)
LIMITATION_MUST_BE_PLEADED = "Limitation counts only if the employer pleads it in the arbitration."
LIMITATION_NOT_PLEADED = "The employer did not plead limitation: the full sum stands (法释〔2025〕12号20条)."
LIMITATION_OF_WAGES = (
    "Wages may be claimed within one year after the employment ended; while employed there is no limit."
)
RATE_DOES_NOT_FIT = "%(day)s is a day of %(rate)s%%; the stated rate is another one. Check the calendar."
IRREGULAR_HOURS = "Irregular hours need the approval of the labour authority; without it the ordinary rules apply."
SILENCE_IS_NO_WAIVER = "It was assumed that you did not give up the leave in writing; silence is no waiver."
LEAVE_MAY_STILL_BE_GIVEN = (
    "Leave of the running year can still be given until the year ends; ask for it first. Pay in its place is owed for"
    " what is not given by then."
)
EXTENSION_CONTESTED = "Courts differ on an extension that stays within the longest lawful probation."
ORDER_FIRST = (
    "50%% to 100%% on top are due only after the labour authority has ordered payment in vain (劳动合同法85条)."
)
ORDER_CHECKLIST = (
    "First: complain to labour inspection; it orders payment within a period; the period must have passed."
)
ORDER_DEADLINE_NEEDED = "Give the last day that the order set; the range holds only if it has passed."
DEDUCTION_NEEDS_GROUND = "A deduction also needs a ground in the contract and proof of the damage."
RULES_MAY_LOWER_PAY = (
    "A term of the contract, or a rule that the workers' congress approved, may lower pay lawfully (劳部发〔1995〕226号3条);"
    " ask to see it."
)
SUSPENSION_DAYS_LEFT = "Days beyond whole months were not converted into money."
OWN_WAGE_NOT_BOUNDED = "The limits of 60%% and 300%% of the regional average wage were not tested: give that wage."
SURVIVORS_SHARE_CUT = "Shares above own pay are cut; the regulation does not say how (pro rata is usual)."
UNLICENSED_DEATH_BASE = (
    "The regional average wage was used; the order on unlicensed employers may mean national income."
)
EXIT_SUBSIDIES_TOO = (
    "On leaving, grades 5 to 10 also get the one-off medical and employment subsidies; ask for them too."
)
EXTENSION_TO_CONFIRM = "More than twelve months need the confirmation of the appraisal committee."
HIGHER_ROW_USED = "At exactly %(years)s years two rows of the table fit; the higher one was used."
SPECIAL_DISEASE = (
    "A grave disease that is not cured within 24 months: an extension needs approval and is not automatic."
)
SICK_PAY_LOCAL = "80%% of the minimum wage is the national floor; a provincial rule or an agreement may give more."
CONDITIONS_ASSUMED = "It was assumed that the work ended against your will."
REGISTER_FIRST = "Register as unemployed first; the benefit begins then."
MAXIMUM_ONLY = "This is the legal maximum; the province fixes the months."
PROVINCE_DAYS_NOT_TESTED = "Days that the province adds were not considered: give the province and the day of birth."
MAY_END_COVENANT = "Three months without pay: you may ask the court to end the covenant (法释〔2020〕26号38条)."
COVENANT_STAFF_ONLY = "A covenant binds managers, senior technical staff and keepers of secrets only (劳动合同法24条)."
WORKER_OWES = "This is the most that the worker owes the employer, not a claim of the worker."
INTERRUPTED_TOO_LATE = "%(day)s came after the year had passed and does not begin it anew."
FILE_BEFORE = "File by %(day)s, the safe day; the later date rests on the rule for holidays."
NOT_PART_TIME = "Beyond these hours the work counts as full-time: compensation and a written contract are owed."
PAY_OVERDUE = "Pay was due on %(day)s and is overdue."
ITEM_NOT_KNOWN = "%(item)s was measured as a claim of money; check whether it is one of 调解仲裁法47条."
SEPARATE_AWARDS = (
    "Final and other items: the commission must make separate awards; in one award all count as not final."
)

# --- other readings --------------------------------------------------------------------------------------------------
IF_CORRESPONDING_DAY = "if a month completes only on the corresponding day (民法典201、202条)"
IF_INCLUSIVE_DAY = "if the first day counts, so that the period ends a day earlier"
IF_OLD_REMAINDER_HALF = "if a part year after whole years before 2008 counts as half a month"
IF_OLD_REMAINDER_NOTHING = "if only whole years before 2008 count"
IF_ENTERPRISE_AVERAGE = "if the part before 2008 is paid on the average wage of the enterprise (劳部发〔1994〕481号)"
IF_ONE_SPAN = "if all service is counted in one span, as some calculators do against 劳动合同法97条3款"
IF_CAP_NOT_CONFIRMED = (
    "if the average wage that sets the three-times line is not confirmed and the limit does not apply"
)
IF_TWELVE_FOR_ALL = "if the limit of twelve months covers all service"
IF_OLD_PART_UNCAPPED = "if the part before 2008 is paid on the uncapped average"
IF_TERMINATION_LAWFUL = "if the termination is found lawful but compensation is owed (N, the alternative plea)"
IF_WORKING_DAYS_OF_MONTH = "if the part month is divided by the working days of that month of employment"
IF_CALENDAR_MONTHS = "if the window is split by calendar months, with 21.75"
IF_LIMITATION_NOT_PLEADED = "if the employer does not plead limitation in the arbitration"
IF_LIMITATION_METHOD = "if limitation is counted so: %(method)s"
LIMITATION_METHODS = {
    "BJ_DAILY_LOOKBACK": "one year back from the claim, day by day (as in Beijing)",
    "GD_MONTHLY_LOOKBACK": "one year back from the claim, month by month (as in Guangdong)",
    "SD_SINGLE_DEBT": "one debt, a year from the signing or from the open-ended contract by law (as in Shandong)",
}
IF_LEAVE_UNPAID_WAGE = "if the normal wage of these days was not paid either (300%%)"
IF_WHOLE_MONTHS_ONLY = "if only whole months beyond the lawful probation are paid"
IF_BY_CALENDAR_DAYS = "if the part month is paid by calendar days"
IF_DAMAGE_IS_PROVED = (
    "if the employer proves a damage by you and a term or rule that you pay for it: at most 20%% of the wage, and"
    " the rest not below the minimum wage"
)
IF_WORKER_APPLIES = "if the worker, relatives or the union apply"
IF_EMPLOYER_APPLIES = "if the employer applies"

# --- failures --------------------------------------------------------------------------------------------------------
NOT_A_CASE = "A case is an object with id, claim_type, jurisdiction and inputs."
CLAIM_TYPE_UNKNOWN = "The claim type %(claim_type)s is not known. Known are: %(known)s."
COULD_NOT_COUNT = "The facts lead outside the calendar or the numbers that can be counted. Check the dates."
