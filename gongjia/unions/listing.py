"""Memberships in a list that an officer opens, those among them whose people are members here no more."""

from collections.abc import Sequence

from gongjia.people.access import people_by_name
from gongjia.people.models import Person
from gongjia.unions.access import open_in_reach
from gongjia.unions.models import Membership, MembershipChange


def name_members(viewer: Person | None, rows: Sequence[Membership | MembershipChange]) -> None:
    """Give rows that the viewer sees their people, to be shown masked, and say whose page opens for the viewer.

    A membership that ended is seen where it was; its person is not seen there any more.
    """
    numbers = {row.person_id for row in rows}
    people = people_by_name(numbers)
    here = set(open_in_reach(viewer).filter(person__in=numbers).values_list("person", flat=True))
    for row in rows:
        row.person = people[row.person_id]
        row.page_opens = row.person_id in here
