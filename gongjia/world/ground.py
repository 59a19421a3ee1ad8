"""Employers and the unions at them, hung onto the real tree of federations."""

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db.models import QuerySet

from gongjia.unions.credit_code import LETTERS, check_digit
from gongjia.unions.models import Employer, Union
from gongjia.unions.naming import JOIN_CODE_LENGTH, JOIN_CODE_LETTERS, name_columns
from gongjia.world.days import day_between
from gongjia.world.names import MARK, PLATFORMS, employer_name

MEMBERS_PER_UNION = 30
CAST_COUNTY = "220202"  # 吉林市昌邑区
FOUNDED = (date(1998, 1, 1), date(2024, 12, 31))


@dataclass
class Ground:
    """What the people of the demo stand on."""

    province: Union
    counties: list[Union]
    workplaces: list[Union]  # grassroots unions
    leagues: list[Union]  # of couriers and drivers, one per prefecture

    @property
    def near_the_cast(self) -> list[Union]:
        """The workplaces of the county where the named cast works."""
        return [union for union in self.workplaces if union.division_code == CAST_COUNTY]


def make(random: Random, members: int) -> Ground:
    province = Union.objects.get(level=Union.Level.PROVINCE, kind=Union.Kind.FEDERATION)
    counties = list(_federations(Union.Level.COUNTY))
    prefectures = list(_federations(Union.Level.PREFECTURE))
    count = max(members // MEMBERS_PER_UNION, len(counties))
    homes = [counties[number % len(counties)] for number in range(count)]
    employers = Employer.objects.bulk_create([_employer(random, home, n) for n, home in enumerate(homes)], 2000)
    workplaces = [_workplace(random, home, employer) for home, employer in zip(homes, employers, strict=True)]
    platforms = Employer.objects.bulk_create([_platform(random, name, n) for n, name in enumerate(PLATFORMS)])
    leagues = [_league(random, home, platforms[n % len(platforms)]) for n, home in enumerate(prefectures)]
    _hang(workplaces + leagues)
    return Ground(province, counties, workplaces, leagues)


def _federations(level: str) -> QuerySet[Union]:
    return Union.objects.filter(level=level, kind=Union.Kind.FEDERATION).order_by("path")


def _employer(random: Random, home: Union, number: int) -> Employer:
    return Employer(
        **name_columns(employer_name(random, _place(home))),
        credit_code=_credit_code(home.division_code or "220000", number),
        is_verified=True,
        division_code=home.division_code,
        opened_on=day_between(random, date(1995, 1, 1), date(2024, 1, 1)),
        is_demo=True,
    )


def _platform(random: Random, name: str, number: int) -> Employer:
    return Employer(
        **name_columns(name + MARK), credit_code=_credit_code("220000", 900_000 + number), is_verified=True,
        division_code="220000", is_platform=True, opened_on=day_between(random, date(2014, 1, 1), date(2018, 1, 1)),
        is_demo=True,
    )  # fmt: skip


def _workplace(random: Random, home: Union, employer: Employer) -> Union:
    return Union(
        **name_columns(employer.name.replace(MARK, "") + "工会" + MARK),
        parent=home,
        county=home,
        kind=Union.Kind.GRASSROOTS,
        level=Union.Level.GRASSROOTS,
        method=random.choice(["", "", Union.Method.KEY, Union.Method.INDUSTRY, Union.Method.FALLBACK]),
        division_code=home.division_code,
        employer=employer,
        founded_on=day_between(random, *FOUNDED),
        join_code=_join_code(random),
        is_demo=True,
    )


def _league(random: Random, home: Union, platform: Employer) -> Union:
    return Union(
        **name_columns(_place(home) + "新就业形态劳动者工会联合会" + MARK),
        parent=home,
        county=None,
        kind=Union.Kind.LEAGUE,
        level=Union.Level.GRASSROOTS,
        method=Union.Method.INDUSTRY,
        division_code=home.division_code,
        employer=platform,
        founded_on=day_between(random, date(2016, 1, 1), date(2018, 1, 1)),
        telephone="12351",
        join_code=_join_code(random),
        is_demo=True,
    )


def _hang(unions: list[Union]) -> None:
    """Paths need ids, so rows go in with a stand-in path first."""
    for number, union in enumerate(unions):
        union.path = f"new/{number}/"
    Union.objects.bulk_create(unions, 2000)
    for union in unions:
        assert union.parent is not None  # noqa: S101 - every one was hung under a federation above
        union.path = f"{union.parent.path}{union.pk}/"
    Union.objects.bulk_update(unions, ["path"], 2000)


def _place(home: Union) -> str:
    return home.name.removesuffix("总工会")


def _credit_code(division: str, number: int) -> str:
    """A code in form, with the mark 99 where a real one names its registering office: nobody holds it."""
    digits = "".join(LETTERS[number // 31**place % 31] for place in range(9))
    first = f"99{division[:6]}{digits}"
    return first + check_digit(first)


def _join_code(random: Random) -> str:
    return "".join(random.choice(JOIN_CODE_LETTERS) for _n in range(JOIN_CODE_LENGTH))
