"""Figures that exist in tests only, and rows for them to count."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from gongjia.indicators import kinds
from gongjia.indicators.kinds import Indicator, Nature, Unit
from gongjia.people.models import Person
from gongjia.people.tests.factories import TOTP_SECRET, signed_in
from gongjia.unions.models import Membership, Retention, Union

RETAINED = Indicator(
    key="test_retained",
    figure="",
    title="演示：保留会籍",
    unit=Unit.PERSON,
    nature=Nature.STOCK,
    definition="会籍被保留的人",
    pitfall="",
    rows=lambda: Retention.objects.all(),
    union_path="membership__union__path",
    county="membership__county_id",
    from_day="since",
    to_day="until",
    opened_by="read_members",
)
MEMBERS = Indicator(
    key="test_members",
    figure="F1",
    title="演示：会员",
    unit=Unit.PERSON,
    nature=Nature.STOCK,
    definition="会籍未结束的人",
    pitfall="不是入会的人次",
    rows=lambda: Membership.objects.select_related("person"),
    union_path="union__path",
    county="county_id",
    from_day="started_on",
    to_day="ended_on",
    beside=("test_retained", "a_figure_that_is_switched_off"),
    describe=lambda row: (f"{row.how} {row.started_on}", f"/members/{row.person_id}/"),
    opened_by="read_members",
)
BEGUN = Indicator(
    key="test_begun",
    figure="F2",
    title="演示：会籍开始",
    unit=Unit.PERSON,
    nature=Nature.FLOW,
    definition="期间开始的会籍",
    pitfall="",
    rows=lambda: Membership.objects.all(),
    union_path="union__path",
    county="county_id",
    from_day="started_on",
    opened_by="read_members",
)
ENDED = Indicator(
    key="test_ended",
    figure="",
    title="演示：会籍结束",
    unit=Unit.PERSON,
    nature=Nature.FLOW,
    definition="期间结束的会籍",
    pitfall="",
    rows=lambda: Membership.objects.all(),
    union_path="union__path",
    county="county_id",
    from_day="ended_on",
    opened_by="read_members",
)
SCANNED = Indicator(
    key="test_scanned_rate",
    figure="",
    title="演示：扫码入会占比",
    unit=Unit.RATE,
    nature=Nature.FLOW,
    definition="扫码开始的会籍除以全部开始的会籍",
    pitfall="",
    rows=lambda: Membership.objects.filter(how="scan"),
    union_path="union__path",
    county="county_id",
    from_day="started_on",
    denominator="test_begun",
    opened_by="read_members",
)


@contextmanager
def declared(*indicators: Indicator) -> Iterator[None]:
    """Only these figures exist inside."""
    before = dict(kinds._indicators)
    kinds._indicators.clear()
    for indicator in indicators:
        kinds.register(indicator)
    try:
        yield
    finally:
        kinds._indicators.clear()
        kinds._indicators.update(before)


def memberships(
    union: Union, count: int, started_on: date, ended_on: date | None = None, how: str = "scan"
) -> list[Membership]:
    """So many people whose membership began on a day, each a person of their own."""
    people = Person.objects.bulk_create(Person(name=f"演示{n}", is_demo=True) for n in range(count))
    return Membership.objects.bulk_create(
        Membership(
            person=person,
            union=union,
            county=union.county,
            started_on=started_on,
            ended_on=ended_on,
            end_reason="left" if ended_on else "",
            how=how,
            is_first=True,
        )
        for person in people
    )


def sign_in(client: Client, person: Person) -> None:
    """Signed in with a second factor, as officers of counties and above must be."""
    totp.TOTP.activate(person.account, TOTP_SECRET)
    signed_in(person.account, client)
