"""Agent mode: an officer acts for a person at the counter, with the person's signed consent slip.

Everything done meanwhile names the person in the audit (`on_behalf_of`), and the person reads it in their own log.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.audit.actions import record
from gongjia.cases.actions import documents
from gongjia.cases.kinds import Actor, Refused
from gongjia.cases.models import CounterVisit
from gongjia.foundation.clock import now
from gongjia.foundation.walls import as_platform
from gongjia.notices.actions import tell
from gongjia.people import actions as people
from gongjia.people.access import person_by_phone, person_by_resident_id
from gongjia.people.actions import codes, limits
from gongjia.people.kinds import AGENT
from gongjia.people.models import Person
from gongjia.people.sealing import blind_index
from gongjia.unions.access import may
from gongjia.unions.kinds import ACT_AT_COUNTER

NEW_PHONE = "counter_phone"  # purpose of the code
MESSAGE = gettext_lazy("%(code)s enters this number in your record on the workers' platform. Tell it to the officer only while "
                       "you stand at the counter yourself. It works for 5 minutes.")  # fmt: skip


def find_or_register(actor: Actor, union: Any, name: str, phone: str = "", resident_id: str = "") -> Person:
    """The person at the counter: found by telephone or resident ID together with the name, else entered now.

    Raises Refused: a number that is known under another name does not say under which.
    """
    if not may(actor.person, ACT_AT_COUNTER, union):
        raise Refused(_("You hold no office at this counter."))
    found = person_by_resident_id(resident_id) if resident_id else None
    found = found or (person_by_phone(phone) if phone else None)
    if found is None:
        return people.register_person(name, phone=phone, resident_id=resident_id, by=actor.account)
    if found.name and found.name != name.strip():
        raise Refused(_("Name and number do not belong together. Compare both with the card."))
    return found


@transaction.atomic
def start_visit(actor: Actor, person: Person, union: Any, slip: Any) -> CounterVisit:
    """Begin to act for a person, who consents by the signed slip; `slip` is its uploaded photo or scan. Raises Refused."""
    if not may(actor.person, ACT_AT_COUNTER, union):
        raise Refused(_("You hold no office at this counter."))
    if person.pk == actor.person.pk:
        raise Refused(_("You need no counter for your own matters. A colleague can act for you."))
    with as_platform("whoever stands at the counter gives their own consent with the slip"):
        people.give_consent(person, AGENT.key, given_to=actor.account)
    CounterVisit.objects.select_for_update().filter(officer=actor.account, ended_at__isnull=True).update(ended_at=now())
    visit = CounterVisit.objects.create(
        person=person, officer=actor.account, union=union, started_at=now(),
        slip=documents.keep_slip(slip, actor.account),
    )  # fmt: skip
    record(actor.account, "cases.counter_started", visit, union=union, person=person, on_behalf_of=person)
    tell([person], "cases.counter_started", about=visit, union=union.name, name=actor.person.name)
    return visit


def send_phone_code(visit: CounterVisit, phone: str, resident_id: str, address: bytes) -> None:
    """Send a code to the new phone of the person at the counter, once their card fits their record. `address` is the
    keyed hash of where the wish comes from. Raises Refused; a number that does not fit makes the next try wait."""
    subject = blind_index("card", str(visit.person_id))
    limits.check_try(subject, address)
    try:
        people.check_card(visit.officer, visit.person, resident_id)
    except Refused:
        limits.note_wrong_try(subject, address)
        raise
    codes.send_code(phone, NEW_PHONE, visit, address, words=MESSAGE)


@transaction.atomic
def move_phone(visit: CounterVisit, phone: str, resident_id: str) -> None:
    """Enter the new phone of the person at the counter, whose code was right. Raises Refused."""
    people.move_phone(visit.officer, visit.person, phone, resident_id)
    tell([Person.objects.get(pk=visit.person_id)], "cases.phone_moved", about=visit, union=visit.union.name,
         name=visit.officer.person.name)  # fmt: skip


@transaction.atomic
def end_visit(visit: CounterVisit) -> None:
    """The person has left the counter."""
    changed = CounterVisit.objects.filter(pk=visit.pk, ended_at__isnull=True).update(ended_at=now())
    if changed:
        record(visit.officer, "cases.counter_ended", visit, union=visit.union, person=visit.person,
               on_behalf_of=visit.person)  # fmt: skip
