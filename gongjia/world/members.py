"""The people of the demo and their memberships: an opening stock, years of joins, some leaves, transfers, retentions."""

from datetime import date, timedelta
from random import Random

from gongjia.people.models import Person
from gongjia.people.names import grams, pinyin_key
from gongjia.people.resident_id import check_digit
from gongjia.people.sealing import blind_indexes, seal_many
from gongjia.unions.models import Membership, Retention, Union
from gongjia.world.copying import copy
from gongjia.world.days import FIRST_DAY, day_between, later
from gongjia.world.ground import Ground
from gongjia.world.names import person_name

JOINED_SINCE = 0.28  # part of today's members who joined after the records begin
LEFT = 0.06  # former members, on top
TRANSFERRED = 0.03
RETAINED = 0.04
GIG = 0.08  # couriers and drivers, members of a league
BATCH = 5000
How, End = Membership.How, Membership.End


def make(random: Random, ground: Ground, members: int, today: date) -> list[Person]:
    """`members` people with an open membership, and some who left. Returns those with an open one."""
    former = int(members * LEFT)
    people = _people(random, members + former)
    rows = [_membership(random, person, ground, today) for person in people]
    for row in rows[members:]:
        row.ended_on = later(random, max(row.started_on, FIRST_DAY), 30, 2500, today)
        row.end_reason = random.choices([End.LEFT, End.DECEASED, End.AUTO_LEFT], [85, 12, 3])[0]
    copy(rows)
    _transfer(random, rows[:members], ground, today)
    _retain(random, rows[:members], today)
    return people[:members]


def _people(random: Random, count: int) -> list[Person]:
    identities = [_identity(random, number) for number in range(count)]
    phones = [f"100{number:08d}" for number in range(count)]  # no mobile number begins with 10
    sealed = zip(
        seal_many("resident_id", identities), blind_indexes("resident_id", identities),
        seal_many("phone", phones), blind_indexes("phone", phones), strict=True,
    )  # fmt: skip
    people = []
    for identity, (id_sealed, id_index, phone_sealed, phone_index) in zip(identities, sealed, strict=True):
        name = person_name(random)
        people.append(
            Person(
                name=name, name_grams=grams(name), name_pinyin=pinyin_key(name), id_sealed=id_sealed, id_index=id_index,
                phone_sealed=phone_sealed, phone_index=phone_index, proof=Person.Proof.NUMBER, is_demo=True,
                sex=Person.Sex.MALE if int(identity[16]) % 2 else Person.Sex.FEMALE,
                birth_date=date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14])),
                is_new_form_worker=random.random() < GIG, is_migrant_worker=random.random() < 0.2,
            )
        )  # fmt: skip
    copy(people)
    return people


def _identity(random: Random, number: int) -> str:
    """A resident ID in form, of divisions (2299.., 2298.., …) that never were: it is nobody's."""
    born = day_between(random, date(1962, 1, 1), date(2004, 12, 31))
    division = f"22{99 - number // 100_000:02d}{number // 1000 % 100:02d}"
    first = f"{division}{born:%Y%m%d}{number % 1000:03d}"
    return first + check_digit(first)


def _membership(random: Random, person: Person, ground: Ground, today: date) -> Membership:
    union = random.choice(ground.leagues if person.is_new_form_worker else ground.workplaces)
    recent = random.random() < (0.9 if person.is_new_form_worker else JOINED_SINCE)
    first, last = (FIRST_DAY, today) if recent else (date(1990, 1, 1), FIRST_DAY - timedelta(days=1))
    day = max(day_between(random, first, last), union.founded_on if union.founded_on < today else first)
    how = random.choice([How.SCAN, How.PLATFORM, How.LEAGUE]) if person.is_new_form_worker else random.choice(
        [How.WORKPLACE, How.WORKPLACE, How.SCAN, How.COUNTER]
    )  # fmt: skip
    return Membership(person=person, union=union, county=union.county, started_on=day, how=how, is_first=True)


def _transfer(random: Random, rows: list[Membership], ground: Ground, today: date) -> None:
    """Some changed jobs: the old row ends and the next begins on the same day."""
    moved = [row for row in rows if random.random() < TRANSFERRED and (today - row.started_on).days > 90]
    following = []
    for row in moved:
        union: Union = random.choice(ground.workplaces)
        row.ended_on = later(random, max(row.started_on, FIRST_DAY), 60, 2000, today)
        row.end_reason = End.TRANSFER
        following.append(
            Membership(person=row.person, union=union, county=union.county, started_on=row.ended_on, how=How.TRANSFER,
                       is_first=False, transferred_from=row)
        )  # fmt: skip
    Membership.objects.bulk_update(moved, ["ended_on", "end_reason"], BATCH)
    copy(following)


def _retain(random: Random, rows: list[Membership], today: date) -> None:
    kept = [row for row in rows if row.ended_on is None and random.random() < RETAINED]
    Retention.objects.bulk_create(
        [
            Retention(
                membership=row, since=later(random, max(row.started_on, FIRST_DAY), 30, 2500, today),
                reason=random.choice(["退休", "失业", "单位撤销"]),
            )
            for row in kept
        ],
        BATCH,
    )  # fmt: skip
