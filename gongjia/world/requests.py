"""People of the demo who want to join: a few open applications at each desk of the cast's county and its league."""

from datetime import date, timedelta
from random import Random

from gongjia.cases.kinds import Role
from gongjia.cases.models import Case, Due, Entry
from gongjia.law.calendar import load_calendar
from gongjia.people.models import Person
from gongjia.people.names import grams, pinyin_key
from gongjia.unions.models import Union
from gongjia.unions.ways import Way
from gongjia.world.copying import copy
from gongjia.world.days import day_between
from gongjia.world.ground import Ground
from gongjia.world.histories import History, live
from gongjia.world.names import person_name
from gongjia.world.rows import Clock, assignments_of, dues_of, entries_of, give_numbers, moment_of

EACH = 2
CLOCKS = (Clock("membership.join", Role.OFFICER, "applied", "opened", ()),)


def make(random: Random, ground: Ground, today: date) -> None:
    unions = [*ground.near_the_cast[:5], *ground.leagues]
    wanting = [(union, _person(random)) for union in unions for _n in range(EACH)]
    Person.objects.bulk_create([person for _union, person in wanting])
    recent = today - timedelta(days=2)
    histories = [live(random, "applied", (), "", day_between(random, recent, today), today) for _one in wanting]
    cases = [_case(random, union, person, history) for (union, person), history in zip(wanting, histories, strict=True)]
    give_numbers("RH", cases)
    Case.objects.bulk_create(cases)
    calendar = load_calendar()
    pairs = list(zip(cases, histories, strict=True))
    Entry.objects.bulk_create([entry for pair in pairs for entry in entries_of(random, *pair)])
    Due.objects.bulk_create([due for pair in pairs for due in dues_of(*pair, CLOCKS, calendar)])
    copy(assignments_of(pairs, Role.OFFICER, "opened"))


def _person(random: Random) -> Person:
    name = person_name(random)
    return Person(name=name, name_grams=grams(name), name_pinyin=pinyin_key(name), is_demo=True)


def _case(random: Random, union: Union, person: Person, history: History) -> Case:
    intake = {"way": Way.CODE, "code": union.join_code, "union": union.pk, "union_name": union.name, "employer": None,
              "employer_name": "", "name": person.name}  # fmt: skip
    return Case(
        kind="join_request", union=union, county=union.county,
        applicant=person, employer=union.employer, step="applied", step_since=history.opened_on, intake=intake,
        opened_at=moment_of(random, history.opened_on), opened_on=history.opened_on, is_demo=True,
    )  # fmt: skip
