"""Somebody who stands before an officer, found by what they say: name and mobile number together."""

from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.foundation.refusals import Refused
from gongjia.people import access, names
from gongjia.people.actions import limits
from gongjia.people.models import Account, Person
from gongjia.people.sealing import blind_index


def find_person(by: Account, name: str, phone: str) -> Person:
    """The one person of this name with this number, digits as phones.read gives them. They read that it was done.

    Raises Refused with one sentence for another's name and for a number that nobody has: an officer turns no number
    into a name. Wrong tries make the next one wait.
    """
    subject, officer = blind_index("found_by_phone", phone), blind_index("account", str(by.pk))
    limits.check_try(subject, officer)
    person = access.person_by_phone(phone)
    if person is None or not person.name or person.name != names.tidy(name):
        limits.note_wrong_try(subject, officer)
        raise Refused(_("Nobody here has this name and this number together. Please compare both with the person; whoever "
                        "is new signs in once first and tells their name."))  # fmt: skip
    record(by, "people.found.looked", person, person=person)
    return person
