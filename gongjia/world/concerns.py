"""The concerns of the demo: questions, complaints and suggestions, most of them answered."""

from datetime import date, timedelta
from random import Random

from gongjia.cases.kinds import Identity, Role
from gongjia.cases.models import Case
from gongjia.law.calendar import load_calendar
from gongjia.people.models import Person
from gongjia.programmes.concern.intake import ConcernIntake
from gongjia.world.copying import copy
from gongjia.world.days import FIRST_DAY, day_between
from gongjia.world.ground import Ground
from gongjia.world.histories import History, concern
from gongjia.world.rows import Clock, assignments_of, dues_of, entries_of, give_numbers, moment_of

MEMBERS_PER_CONCERN = 250
TEXTS = (
    ("consult", "加班费是按基本工资算还是按实发工资算？"),
    ("consult", "试用期单位可以不交社保吗？"),
    ("complaint", "食堂卫生不好，反映过几次没有人管。"),
    ("complaint", "冬天配送没有发防寒用品。"),
    ("suggestion", "希望服务站晚上也开门，下班以后才有时间去。"),
    ("suggestion", "希望多办一些技能培训班。"),
)
CLOCKS = (
    Clock("concern.first_contact", Role.OFFICER, "received", "opened", ("as_ordinary",)),
    Clock("concern.ordinary", Role.OFFICER, "ordinary", "as_ordinary", ("answer",)),
    Clock("concern.confirm", Role.APPLICANT, "answered", "answer", ("accept_answer", "no_word")),
)


def make(random: Random, ground: Ground, people: list[Person], today: date) -> None:
    count = max(len(people) // MEMBERS_PER_CONCERN, 10)
    days = [day_between(random, FIRST_DAY, today - timedelta(days=40)) for _n in range(count)]
    days += [day_between(random, today - timedelta(days=6), today - timedelta(days=1)) for _n in range(count // 10 + 3)]
    histories = [concern(random, day, today) for day in sorted(days)]
    cases = [_case(random, ground, random.choice(people), history) for history in histories]
    give_numbers("SQ", cases)
    copy(cases)
    calendar = load_calendar()
    pairs = list(zip(cases, histories, strict=True))
    copy([entry for pair in pairs for entry in entries_of(random, *pair)])
    copy([due for pair in pairs for due in dues_of(*pair, CLOCKS, calendar)])
    copy(assignments_of(pairs, Role.OFFICER, "opened"))


def _case(random: Random, ground: Ground, person: Person, history: History) -> Case:
    union = random.choice(ground.counties)
    sort, text = random.choice(TEXTS)
    intake = ConcernIntake.model_construct(
        sort=sort, text=text, county_code=union.division_code, identity=Identity.NAMED
    )
    return Case(
        kind="concern", union=union, county=union.county or union,
        applicant=person, step=history.step, step_since=history.step_since or history.opened_on,
        intake=intake.model_dump(mode="json", warnings=False), outcome=history.outcome if history.closed_on else "",
        opened_at=moment_of(random, history.opened_on), opened_on=history.opened_on,
        settled_on=history.closed_on, closed_on=history.closed_on, is_demo=True,
    )  # fmt: skip
