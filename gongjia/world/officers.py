"""Who runs the demo federations: an officer and a mediator in every county, prefecture and the province."""

from datetime import date
from random import Random

from gongjia.people.models import Person
from gongjia.people.names import grams, pinyin_key
from gongjia.unions.kinds import Role
from gongjia.unions.models import Office, Union
from gongjia.world.ground import CAST_COUNTY, Ground
from gongjia.world.names import person_name

SINCE = date(2018, 1, 1)


def make(random: Random, ground: Ground) -> None:
    federations = list(
        Union.objects.filter(kind=Union.Kind.FEDERATION).exclude(level=Union.Level.TOWNSHIP).order_by("path")
    )
    elsewhere = [union for union in federations if union.division_code != CAST_COUNTY]  # there the cast holds the posts
    posts = [(union, role) for union in elsewhere for role in (Role.OFFICER, Role.MEDIATOR, Role.LEADER)]
    posts += [(union, Role.OFFICER) for union in ground.workplaces + ground.leagues]
    people = []
    for _post in posts:
        name = person_name(random)
        people.append(Person(name=name, name_grams=grams(name), name_pinyin=pinyin_key(name), is_demo=True))
    Person.objects.bulk_create(people, 5000)
    Office.objects.bulk_create(
        [
            Office(person=person, union=union, role=role, since=max(SINCE, union.founded_on))
            for person, (union, role) in zip(people, posts, strict=True)
        ],
        5000,
    )
    for number, union in enumerate(federations):
        union.has_mediation_committee = union.level != Union.Level.PROVINCE or number == 0
        union.telephone = "12351"
        union.address = union.address or f"{union.name.removesuffix('总工会')}演示路1号"
    Union.objects.bulk_update(federations, ["has_mediation_committee", "telephone", "address"], 500)
