from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.people.actions import find_person
from gongjia.people.doings import tell
from gongjia.people.models import Person
from gongjia.unions import credit_code as codes
from gongjia.unions.access import has_union_within_reach, is_officer
from gongjia.unions.models import Employer, EmployerContact
from gongjia.unions.naming import check_employer_name, name_columns


@transaction.atomic
def add_employer(
    name: str, *, by: Any = None, credit_code: str = "", division_code: str = "", is_platform: bool = False
) -> Employer:
    """Add an employer that was not found. A credit code that is known already gives back its employer.

    A worker may add one by name alone; it counts as verified only with its code and from an officer (or from the
    platform, `by` None). The same name from the same account, still unverified, is a double press: once.
    Raises Refused.
    """
    name = check_employer_name(name)
    code = codes.read(credit_code) if credit_code.strip() else None
    if code is not None and (known := Employer.objects.filter(credit_code=code).first()):
        return known
    if code is None and (earlier := Employer.objects.filter(name=name, added_by=by, is_verified=False).first()):
        return earlier
    columns = name_columns(name) | {"division_code": division_code, "is_platform": is_platform, "added_by": by}
    if code is None:
        employer, is_new = Employer.objects.create(**columns), True
    else:  # two officers who add the same code at the same moment get the same row
        columns["is_verified"] = may_keep_employers(by)
        employer, is_new = Employer.objects.get_or_create(credit_code=code, defaults=columns)
    if is_new:
        change = {"name": name, "credit_code": code, "verified": employer.is_verified}
        record(by, "unions.employer_added", employer, change=change)
    return employer


@transaction.atomic
def verify_employer(employer: Employer, *, credit_code: str, name: str = "", by: Any = None) -> Employer:
    """An officer compared the employer with the public register and completes its code and name. Raises Refused."""
    if not may_keep_employers(by):
        raise PermissionDenied
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    code = codes.read(credit_code)
    if twin := Employer.objects.filter(credit_code=code).exclude(pk=employer.pk).first():
        raise Refused(_("This code belongs to %(employer)s, which is here already. Please use that one.")
                      % {"employer": twin})  # fmt: skip
    before = {"name": employer.name, "credit_code": employer.credit_code}
    for column, value in name_columns(check_employer_name(name or employer.name)).items():
        setattr(employer, column, value)
    employer.credit_code, employer.is_verified = code, True
    employer.save()
    change = {"before": before, "after": {"name": employer.name, "credit_code": code}}
    record(by, "unions.employer_verified", employer, change=change)
    return employer


def name_contact(employer: Employer, name: str, phone: str, *, by: Any) -> EmployerContact:
    """An officer of a union there names who speaks for the employer, who hears of it. Raises Refused (find_person);
    then the wrong try stays counted, so it is no transaction of its own."""
    if not has_union_within_reach(by.person, employer):
        raise PermissionDenied
    contact = add_contact(employer, find_person(by, name, phone), by=by)
    tell(contact.person, "unions.contact_added", about=contact, employer=employer.name)
    return contact


@transaction.atomic
@as_platform("any officer keeps the list of employers and of who speaks for them")
def add_contact(employer: Employer, person: Person, *, by: Any = None, since: date | None = None) -> EmployerContact:
    """Let a person speak for an employer, on an officer's word who saw the letter of authority. Twice is once."""
    if not may_keep_employers(by):
        raise PermissionDenied
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    if standing := employer.contacts.filter(person=person, until__isnull=True).first():
        return standing
    contact = employer.contacts.create(person=person, since=since or today())
    record(by, "unions.contact_added", contact, person=person, change={"employer": employer.pk})
    return contact


@transaction.atomic
@as_platform("any officer keeps the list of employers and of who speaks for them")
def end_contact(contact: EmployerContact, *, by: Any = None, on: date | None = None) -> EmployerContact:
    """The person no longer speaks for the employer. An officer may end it, and the person themselves. Twice is once."""
    contact = EmployerContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if not may_keep_employers(by) and by.person_id != contact.person_id:
        raise PermissionDenied
    if contact.until is None:
        contact.until = max(on or today(), contact.since)
        contact.save(update_fields=["until"])
        record(by, "unions.contact_ended", contact, person=contact.person, change={"employer": contact.employer_id})
    return contact


def may_keep_employers(by: Any) -> bool:
    """Whether the account is an officer's; the platform itself counts as one."""
    return by is None or is_officer(by.person)
