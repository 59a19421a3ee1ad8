"""That a person is who they say: by name and number online, or by an officer who saw the paper card."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.access import events_about
from gongjia.audit.actions import record
from gongjia.foundation.clock import now
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.people import access
from gongjia.people import resident_id as resident_ids
from gongjia.people.actions.consents import give_consent
from gongjia.people.actions.records import save_or_refuse, set_name, set_resident_id
from gongjia.people.kinds import IDENTITY
from gongjia.people.models import Account, Person
from gongjia.people.names import check_name

TRIES_A_DAY = 5


def prove_by_number(person: Person, name: str, resident_id: str, by: Account | None = None) -> Person:
    """Prove a person by name and resident ID. The form says what the number is used for: sending it is the consent
    to that one purpose, and is kept as such.

    Raises Refused with a sentence for what does not fit. The state decides, not the press: with the same number
    a second time nothing happens. A sound number that fails tells that somebody else has it, so sound ones
    can be tried five times a day only, and a try stays counted when it fails.
    """
    check_name(name)
    resident_ids.read(resident_id)
    _count_try(person, by)
    return _prove(person, name, resident_id, by)


@transaction.atomic
def _prove(person: Person, name: str, resident_id: str, by: Account | None) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = bytes(person.id_index) if person.id_index else None
    set_name(person, name)
    set_resident_id(person, resident_id)
    if person.is_proved and before == person.id_index:
        return person
    if person.is_proved and before is not None:
        raise Refused(_("Your identity is proved already, with another number. If that one is wrong, a workers' "
                        "service station can correct it with your card."))  # fmt: skip
    person.proof, person.proved_at, person.proved_by = Person.Proof.NUMBER, now(), by
    save_or_refuse(person)
    give_consent(person, IDENTITY.key, given_to=by)
    record(by or getattr(person, "account", None), "people.proved", person, person=person,
           on_behalf_of=person if by else None,
           change={"proof": person.proof, "needs_check": person.needs_check})  # fmt: skip
    return person


@transaction.atomic
def _count_try(person: Person, by: Account | None) -> None:
    recent = events_about(person).filter(verb="people.proof.tried", at__gt=now() - timedelta(days=1))
    if recent.count() >= TRIES_A_DAY:
        raise Refused(_("This was tried 5 times today. Please try again tomorrow, or go to any workers' service "
                        "station with your identity card."))  # fmt: skip
    record(by or getattr(person, "account", None), "people.proof.tried", person, person=person)


@transaction.atomic
def vouch(officer: Account, person: Person, *, name: str, resident_id: str, union: Any = None) -> Person:
    """An officer saw the paper card and vouches: the second way to prove, and the way to correct a wrong number.

    Without `union` the officer's offices decide. Any counter serves anybody; but in the record of somebody who is no
    member of theirs an officer must find the name that stands on the card. Raises PermissionDenied, and Refused where
    name or number do not fit or stand in another person's record.
    """
    vouched_from = union if union is not None else access.reach(officer, "vouch", person)
    with as_platform("a counter serves anybody who stands there with the card"):
        return _vouch(officer, person, name, resident_id, vouched_from)


def _vouch(officer: Account, person: Person, name: str, resident_id: str, vouched_from: Any) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if officer.person_id == person.pk:
        raise Refused(_("Nobody can vouch for themselves. Please ask a colleague."))
    if person.name and person.name != check_name(name) and not access.reaches(officer, "reveal", person):
        raise Refused(_("This name does not belong to this record. Compare it with the card, or ask the person's own "
                        "union to correct it."))  # fmt: skip
    holder = access.person_by_resident_id(resident_ids.read(resident_id).number)
    if holder is not None and holder.pk != person.pk:
        raise Refused(_("This identity number stands in another record: most likely the person's own, under an earlier mobile "
                        "number. Begin anew at the counter with the name and the identity number of the card, and change the "
                        "mobile number there. If the name does not fit there, somebody else has entered this number: confirm "
                        "nobody, and call 12351."))  # fmt: skip
    before = {"name": bool(person.name), "proof": person.proof}
    set_name(person, name)
    set_resident_id(person, resident_id)
    person.needs_check = False  # the card itself was seen: better than any table of codes
    person.proof, person.proved_at, person.proved_by = Person.Proof.VOUCHED, now(), officer
    save_or_refuse(person)
    give_consent(person, IDENTITY.key, given_to=officer)
    record(officer, "people.vouched", person, person=person, on_behalf_of=person, union=vouched_from,
           change={"before": before, "proof": person.proof})  # fmt: skip
    return person
