"""What the record of doings says of a membership's end: why an officer ended it, and whether the member was told before."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from gongjia.audit.access import events_about
from gongjia.foundation.walls import as_platform
from gongjia.law.access import rule
from gongjia.law.clocks import deadline
from gongjia.people.models import Person
from gongjia.unions.access import memberships_of
from gongjia.unions.models import Membership


@dataclass(frozen=True)
class LeaveNotice:
    """That a member will be taken to have left: when they were told, why, and until when they can answer."""

    day: date
    reason: str
    until: date


@as_platform("whoever decides and whom it concerns read the same notice")
def leave_announced(membership: Membership | None) -> LeaveNotice | None:
    """The notice that the member will be taken to have left, while it stands; None where they stay."""
    if membership is None:
        return None
    said = events_about(membership).filter(verb__in=["unions.leave_announced", "unions.stays"]).last()
    if said is None or said.verb == "unions.stays":
        return None
    day = localdate(said.at)
    until = deadline(rule("membership.leave_notice", day), day).due_on
    return LeaveNotice(day, said.reason, until) if until else None


def history_of(person: Person) -> list[Membership]:
    """The person's own memberships, the newest first, each with the reason that an officer gave for its end."""
    history = memberships_of(person)
    for membership in history:
        ends = events_about(membership).filter(verb=f"unions.{membership.end_reason}")
        membership.reason_read = ends.values_list("reason", flat=True).last() or ""
    return history
