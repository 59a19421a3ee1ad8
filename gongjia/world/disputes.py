"""The disputes of the demo: raised by its members, handled by its federations, most of them resolved and paid."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from gongjia.cases.kinds import Role, kind_of
from gongjia.cases.models import Case, Due, Payment, Rating
from gongjia.law.calendar import load_calendar
from gongjia.people.models import Person
from gongjia.programmes.dispute_mediation.intake import DisputeIntake
from gongjia.programmes.dispute_mediation.terms import Item, Terms, terms_of
from gongjia.unions.models import Union
from gongjia.world.copying import copy
from gongjia.world.days import FIRST_DAY, day_between
from gongjia.world.ground import Ground
from gongjia.world.histories import History, dispute
from gongjia.world.rows import Clock, assignments_of, dues_of, entries_of, give_numbers, holders_of, moment_of

MEMBERS_PER_DISPUTE = 100
MEMBERS_PER_OPEN_DISPUTE = 1000
MATTERS = {
    "wages": (55, "从{month}月起工资没有发全，多次去问都说再等等。", "补发拖欠的工资"),
    "overtime": (18, "经常周末加班，加班费一直没有算。", "支付加班工资"),
    "dismissal": (14, "单位口头通知不用再来了，没有给任何补偿。", "支付解除劳动合同的经济补偿"),
    "contract": (7, "工作了几个月，单位一直没有签劳动合同。", "支付未签书面劳动合同的二倍工资差额"),
    "injury": (6, "上班时受了伤，医药费和停工期间的工资没有给。", "支付停工留薪期工资和医药费"),
}
RIGHT_ENDS = ("conclude", "withdraw", "fail", "refuse", "employer_unwilling")
CLOCKS = (
    Clock("mediation.accept", Role.OFFICER, "applied", "opened", ("accept", "refuse", "employer_unwilling")),
    Clock("mediation.right_to_arbitrate", Role.MEDIATOR, "applied", "opened", RIGHT_ENDS, is_duty=False),
    Clock("mediation.finish", Role.MEDIATOR, "mediating", "accept", ("conclude", "withdraw", "fail")),
    Clock("mediation.arbitral_review", Role.APPLICANT, "performing", "conclude", ("all_performed",), is_duty=False),
    Clock(
        "mediation.judicial_confirmation", Role.APPLICANT, "performing", "conclude", ("all_performed",), is_duty=False
    ),
)


def make(random: Random, ground: Ground, people: list[Person], today: date) -> None:
    calendar = load_calendar()
    counties = {county.pk: county for county in ground.counties}
    histories = [dispute(random, day, today) for day in _days(random, len(people), today)]
    cases = [_case(random, ground, counties, random.choice(people), history) for history in histories]
    give_numbers("TJ", cases)
    copy(cases)
    pairs = list(zip(cases, histories, strict=True))
    mediators = holders_of(Role.MEDIATOR)
    copy([entry for pair in pairs for entry in entries_of(random, *pair, _said_of(pair[0], mediators))])
    copy([due for pair in pairs for due in [*dues_of(*pair, CLOCKS, calendar), *_agreed_dues(*pair)]])
    copy([*assignments_of(pairs, Role.OFFICER, "opened"), *assignments_of(pairs, Role.MEDIATOR, "accept")])
    copy([one for pair in pairs for one in _payments(*pair)])
    copy([one for pair in pairs for one in _ratings(random, *pair)])


def _days(random: Random, members: int, today: date) -> list[date]:
    """When they were raised: all through the years, and enough in the last weeks that every desk has work."""
    count = max(members // MEMBERS_PER_DISPUTE, 20)
    recent = max(members // MEMBERS_PER_OPEN_DISPUTE, 10)
    days = [day_between(random, FIRST_DAY, today - timedelta(days=60)) for _n in range(count)]
    days += [day_between(random, today - timedelta(days=25), today - timedelta(days=1)) for _n in range(recent)]
    return sorted(days)


def _workplace(random: Random, ground: Ground, history: History) -> Union:
    """Every other open one lies in the county where the named cast works."""
    if history.closed_on is None and random.random() < 0.5:
        return random.choice(ground.near_the_cast)
    return random.choice(ground.workplaces)


def _case(random: Random, ground: Ground, counties: dict[int, Union], person: Person, history: History) -> Case:
    workplace = _workplace(random, ground, history)
    union = counties[workplace.parent_id or 0]
    claimed = Decimal(int(random.lognormvariate(8.6, 0.85) / 10) * 10 + 200)
    is_money = history.outcome in ("agreed", "settled")
    agreed = (claimed * Decimal(random.randint(75, 100)) / 100).quantize(Decimal("0.01")) if is_money else None
    return Case(
        kind="dispute_mediation", union=union, county=union.county or union, applicant=person,
        employer=workplace.employer, step=history.step, step_since=history.step_since or history.opened_on,
        intake=_intake(random, workplace, claimed, history.opened_on), outcome=history.outcome,
        terms=_terms(agreed, history) if history.outcome == "agreed" else {}, claimed=claimed, agreed=agreed,
        paid=agreed if agreed is not None and history.step in ("performed", "withdrawn") else Decimal(0),
        opened_at=moment_of(random, history.opened_on), opened_on=history.opened_on, settled_on=history.settled_on,
        closed_on=history.closed_on, is_demo=True,
    )  # fmt: skip


def _intake(random: Random, workplace: Union, claimed: Decimal, day: date) -> dict[str, Any]:
    matter = random.choices(list(MATTERS), [share for share, _story, _request in MATTERS.values()])[0]
    since = day - timedelta(days=random.randint(20, 200))
    return DisputeIntake.model_construct(
        matter=matter, story=MATTERS[matter][1].format(month=since.month), since=since, claimed=claimed,
        monthly_pay=Decimal(random.randrange(2500, 9000, 100)), employment="still", ended_on=None,
        employer=workplace.employer_id, employer_name=workplace.employer.name if workplace.employer else "",
        county_code=workplace.division_code, asked="straight", asked_on=None, evidence=["payslip", "chat"],
        request=MATTERS[matter][2], workers=1, knows_employer_is_told=True, reach="any", address="",
    ).model_dump(mode="json", warnings=False)  # fmt: skip


def _terms(agreed: Decimal | None, history: History) -> dict[str, Any]:
    settled = history.settled_on or history.opened_on
    item = Item(what="补发拖欠的款项", amount=agreed, basis="双方核对工资条后确认", due_on=settled + timedelta(days=30))
    return Terms(facts="双方对拖欠的事实没有争议。", items=[item], respondent_is_head=True).model_dump(mode="json")


def _said_of(case: Case, mediators: dict[int, Person]) -> dict[str, dict[str, str]]:
    mediator = mediators.get(case.union_id)
    return {"accept": {"mediator": mediator.name}} if mediator else {}


def _agreed_dues(case: Case, history: History) -> list[Due]:
    """The day that both sides agreed on, which no rule of law gives."""
    concluded = history.day_of("conclude")
    if concluded is None:
        return []
    step = kind_of(case.kind).step("performing")
    limit = next(limit for limit in step.limits if limit.agreed is not None)
    return [
        Due(
            case=case, rule=limit.rule, rule_version=0, article=str(limit.article), holder=limit.holder, step=step.key,
            event_on=concluded, due_on=terms_of(case).last_due,
            closed_on=history.day_of("all_performed") or history.day_of("not_performed"),
        )
    ]  # fmt: skip


def _payments(case: Case, history: History) -> list[Payment]:
    if not case.paid:
        return []
    return [Payment(case=case, amount=case.paid, paid_on=history.closed_on)]


def _ratings(random: Random, case: Case, history: History) -> list[Rating]:
    if history.closed_on is None or random.random() > 0.4:
        return []
    grade = random.choices([5, 4, 3], [60, 30, 10])[0]
    return [Rating(case=case, grade=grade, solved=history.outcome in ("agreed", "settled"))]
