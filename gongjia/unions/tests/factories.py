"""Made-up unions, employers, offices and members, for the tests of this room and of every room above."""

from datetime import date
from itertools import count
from typing import Any

from gongjia.people.models import Account, Person
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.credit_code import check_digit
from gongjia.unions.models import Employer, EmployerContact, Membership, Office, Union
from gongjia.unions.naming import name_columns, new_join_code

FOUNDED = date(2015, 1, 1)
_numbers = count(1)
_LEVELS = list(Union.Level)


def a_union(parent: Union | None = None, level: str = "", **columns: Any) -> Union:
    """A standing union. Without a parent it is a province; without a level it stands one level below its parent."""
    number = next(_numbers)
    level = level or (_LEVELS[min(_LEVELS.index(parent.level) + 1, 4)] if parent else Union.Level.PROVINCE)
    kind = Union.Kind.GRASSROOTS if level == Union.Level.GRASSROOTS else Union.Kind.FEDERATION
    columns = {"kind": kind, "founded_on": FOUNDED, "join_code": new_join_code(), "is_demo": True} | columns
    name = columns.pop("name", f"演示{Union.Level(level).label}工会{number}")
    union = Union.objects.create(parent=parent, level=level, path=f"new-{number}/", **name_columns(name), **columns)
    union.path = f"{parent.path if parent else ''}{union.pk}/"
    union.county = union if level == Union.Level.COUNTY else parent.county if parent else None
    union.save()
    return union


def a_tree() -> dict[str, Union]:
    """A line of unions, one a level, keyed by level, and `other`, a second county."""
    tree: dict[str, Union] = {}
    parent = None
    names = ["演示省总工会", "演示市总工会", "演示昌邑区总工会", "演示街道总工会", "演示配送站工会"]
    for level, name in zip(Union.Level, names, strict=True):
        parent = tree[level.value] = a_union(parent, level, name=name)
    tree["other"] = a_union(tree["prefecture"], Union.Level.COUNTY, name="演示船营区总工会")
    return tree


def an_employer(**columns: Any) -> Employer:
    """A verified employer with a sound credit code."""
    number = next(_numbers)
    first = f"91220200DEM{number:06d}"
    columns = {"credit_code": first + check_digit(first), "is_verified": True, "is_demo": True} | columns
    return Employer.objects.create(**name_columns(columns.pop("name", f"演示第{number}商贸有限公司")), **columns)


def an_account(person: Person) -> Account:
    """A member's account: sign-in by code, no password."""
    return Account.objects.get_or_create(person=person, defaults={"password": "!"})[0]


def an_officer(union: Union, role: str = Office.Role.OFFICER, person: Person | None = None, **columns: Any) -> Person:
    """A person with an office in a union, and an account (`person.account`)."""
    person = person or a_person(name=f"演示干部{'甲乙丙丁戊己庚辛壬癸'[next(_numbers) % 10]}")
    actions.appoint(person, union, role, since=columns.pop("since", FOUNDED), **columns)
    person.account = an_account(person)  # as it is now: an office ends the sessions from before
    return person


def a_member(union: Union, person: Person | None = None, how: str = Membership.How.SCAN, **columns: Any) -> Person:
    """A person with an open membership, and an account. `on`: since when."""
    person = person or a_person(name=f"演示会员{'赵钱孙李周吴郑王冯陈'[next(_numbers) % 10]}")
    an_account(person)
    actions.join(person, union, how, **columns)
    return person


def a_contact(employer: Employer, person: Person | None = None) -> Person:
    """A person who speaks for an employer, with an account."""
    person = person or a_person(name="演示单位联系人")
    an_account(person)
    EmployerContact.objects.create(person=person, employer=employer, since=FOUNDED)
    return person
