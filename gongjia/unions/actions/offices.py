from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.people.actions import end_sessions
from gongjia.people.doings import tell
from gongjia.people.models import Person
from gongjia.unions.access import may
from gongjia.unions.kinds import MANAGE_OFFICES
from gongjia.unions.models import Office, Union


@transaction.atomic
def appoint(
    person: Person,
    union: Union,
    role: str,
    *,
    title: str = "",
    by: Any = None,
    since: date | None = None,
    until: date | None = None,
) -> Office:
    """Give a person an office in a union. An open one of the same role is given back: twice is once.

    Every open session of the person ends: the office begins with a sign-in of its own.
    `by` is the account that appoints; None is the platform (set-up). Nobody appoints themselves. Raises Refused.
    """
    union = Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    if by is not None and not may(by.person, MANAGE_OFFICES, union):
        raise PermissionDenied
    if by is not None and by.person_id == person.pk:
        raise Refused(_("Nobody appoints themselves. Please ask another administrator or the union above."))
    day = since or today()
    if not union.is_standing:
        raise Refused(_("%(union)s no longer exists.") % {"union": union})
    if until is not None and until <= day:
        raise Refused(_("An office must end after the day it begins."))
    if standing := Office.objects.filter(person=person, union=union, role=role, until__isnull=True).first():
        return standing
    office = Office.objects.create(
        person=person, union=union, role=Office.Role(role), title=title.strip(), since=day, until=until, appointed_by=by
    )
    end_sessions(person)
    change = {"role": office.role, "title": office.title, "since": day.isoformat()}
    record(by, "unions.appointed", office, union=union, person=person, change=change)
    if by is not None:
        tell(person, "unions.appointed", about=office, union=union.name)
    return office


@transaction.atomic
def end_office(office: Office, *, by: Any = None, on: date | None = None) -> Office:
    """End an office from a day on (today): its holder may do nothing with it any more. Twice is once.

    Whoever manages offices may, and the holder themselves. Every open session of the holder ends.
    """
    office = Office.objects.select_for_update(of=("self",)).select_related("union").get(pk=office.pk)
    if by is not None and by.person_id != office.person_id and not may(by.person, MANAGE_OFFICES, office.union):
        raise PermissionDenied
    day = max(on or today(), office.since)
    if office.until is not None and office.until <= day:
        return office
    office.until = day
    office.save(update_fields=["until"])
    end_sessions(office.person)
    change = {"role": office.role, "until": day.isoformat()}
    record(by, "unions.office_ended", office, union=office.union, person=office.person, change=change)
    return office
