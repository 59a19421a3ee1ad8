"""What this room holds about people, for their own copy and for the closing of an account. Loaded at start."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.people.holdings import Holding, Kept, Words, call_columns, hold, on_closing
from gongjia.unions.access import membership_of, offices_of
from gongjia.unions.actions import end_contact, leave


def _obstacles(person: Any) -> Iterable[Words]:
    for office in offices_of(person):
        yield _("You hold an office in %(union)s. Whoever administers it must end the office first.") % {
            "union": office.union.label
        }


def _end(person: Any) -> None:
    """Leave the union by one's own wish, and speak for no employer any more."""
    if membership_of(person) is not None:
        leave(person, by=person.account)
    for contact in person.employer_contacts.filter(until__isnull=True):
        end_contact(contact, by=person.account)


MEMBERSHIP = Kept(
    gettext_lazy("Union, dates and kind of membership, without your name: a union must be able to say how many members it "
                 "had on a day, and whether the law was kept when they were counted."),
    gettext_lazy("Statistics Law, article 8; Archives Law, articles 9 and 14"),
)  # fmt: skip
OFFICE = Kept(
    gettext_lazy("Union, office and dates, without your name: who decided for a union must stay traceable."),
    gettext_lazy("Archives Law, articles 9 and 14"),
)

hold(
    Holding(
        "unions.Membership", "person", gettext_lazy("Your union"),
        shown=("union__name", "started_on", "ended_on", "how", "is_first", "end_reason"), kept=MEMBERSHIP,
    ),
    Holding(
        "unions.Retention", "membership__person", gettext_lazy("Kept membership"), shown=("since", "until", "reason"),
        emptied={"reason": ""}, kept=MEMBERSHIP,
    ),
    Holding(
        "unions.Office", "person", gettext_lazy("Offices you held"),
        shown=("union__name", "role", "title", "since", "until"), scrubbed=("title",), kept=OFFICE,
    ),
    Holding(
        "unions.EmployerContact", "person", gettext_lazy("Employers you spoke for"),
        shown=("employer__name", "since", "until"), kept=OFFICE,
    ),
)  # fmt: skip
on_closing(obstacles=_obstacles, end=_end)
call_columns({
    "union__name": gettext_lazy("union"), "started_on": gettext_lazy("since"), "ended_on": gettext_lazy("until"),
    "how": gettext_lazy("how you joined"), "is_first": gettext_lazy("for the first time"),
    "end_reason": gettext_lazy("why it ended"), "since": gettext_lazy("since"), "until": gettext_lazy("until"),
    "reason": gettext_lazy("reason"), "role": gettext_lazy("role"), "employer__name": gettext_lazy("employer"),
})  # fmt: skip
