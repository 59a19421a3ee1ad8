"""Who a person is: name, phone, and the unmasking of sealed fields."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.audit.actions import record
from gongjia.foundation import sms
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.people import access, names, phones
from gongjia.people import resident_id as resident_ids
from gongjia.people.erasing import check_nameless
from gongjia.people.models import Account, Person
from gongjia.people.sealing import blind_index, seal, unseal

SEALED = {"resident_id": "id_sealed", "phone": "phone_sealed"}
SHORTEST_REASON = 4
# What a number reads that was given up: it names nobody, since a stranger may have it by now.
CHANGED = gettext_lazy("An account of the workers' platform that this number signed in to has another number from now on. If "
                       "that was not your wish, call 12351 at once, or go to any workers' service station with your identity "
                       "card.")  # fmt: skip
CHANGED_AT_COUNTER = gettext_lazy("%(union)s has taken this number out of an account of the workers' platform and entered "
                                  "another one. If that was not your wish, call 12351 at once, or go to any workers' service "
                                  "station with your identity card.")  # fmt: skip


@transaction.atomic
@as_platform("whoever is entered is not a member of anything yet")
def register_person(
    name: str,
    *,
    phone: str = "",
    resident_id: str = "",
    by: Account | None = None,
    is_new_form_worker: bool = False,
    is_migrant_worker: bool = False,
    is_demo: bool = False,
) -> Person:
    """Enter a person whom somebody else speaks for: an officer at the counter, an employer's list, the demo.

    The name is not yet proved (prove_by_number, vouch). With a phone the person has a way in. Raises Refused with
    a sentence for a bad name, phone or number, and where the phone or number belongs to somebody entered before.
    """
    person = Person(is_new_form_worker=is_new_form_worker, is_migrant_worker=is_migrant_worker, is_demo=is_demo)
    set_name(person, name)
    if phone:
        set_phone(person, phone)
    if resident_id:
        set_resident_id(person, resident_id)
    save_or_refuse(person)
    if phone:
        Account.objects.create(person=person, password="!")  # noqa: S106  no password: sign-in by code
    record(by, "people.registered", person, person=person)
    return person


@transaction.atomic
def change_phone(person: Person, phone: str) -> Person:
    """Give oneself another phone. The caller has had a code from the new phone (codes.use_code). Every open session
    ends but the caller's own, if the view renews it. The number given up is told by message.

    Raises Refused where the number is bad or is somebody else's; by then its holder has proved to hold it, so
    that the answer tells nobody else anything.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    given_up = unseal("phone", person.phone_sealed) if person.phone_sealed else phone
    set_phone(person, phone)
    save_or_refuse(person)
    _end_sessions(person, phone_verified=True)
    told = given_up != phone and _tell_number(given_up, person, CHANGED)
    record(getattr(person, "account", None), "people.phone.changed", person, person=person,
           change={"old_number_told": told})  # fmt: skip
    return person


@transaction.atomic
def move_phone(officer: Account, person: Person, phone: str, resident_id: str) -> Person:
    """Give somebody at the counter another phone. The caller has had a code from that phone (codes.use_code);
    `resident_id` is the number on the card in the officer's hands.

    A number that stands in another record leaves it. The number given up is told by message; whoever is concerned
    reads in their own log who did it. Open sessions of both end. Raises PermissionDenied, and Refused where the card
    does not fit, or where the other record would be lost without its number.
    """
    digits = phones.read(phone)
    moved_from = access.reach(officer, "vouch", person)
    with as_platform("a counter serves anybody who stands there with the card"):
        among = Q(pk=person.pk) | Q(phone_index=blind_index("phone", digits))
        found = {one.pk: one for one in Person.objects.select_for_update().filter(among).order_by("pk")}
        person = found.pop(person.pk)
        check_card(officer, person, resident_id)
        for holder in found.values():
            _give_up_phone(officer, holder, moved_from)
        given_up = unseal("phone", person.phone_sealed) if person.phone_sealed else digits
        set_phone(person, digits)
        save_or_refuse(person)
        _end_sessions(person, phone_verified=True)
        union = access.union_name(moved_from.path)
        told = given_up != digits and _tell_number(given_up, person, CHANGED_AT_COUNTER, union=union)
        record(officer, "people.phone.changed", person, person=person, on_behalf_of=person, union=moved_from,
               change={"old_number_told": told})  # fmt: skip
    return person


def check_card(officer: Account, person: Person, resident_id: str) -> None:
    """Whether this is the record of whoever shows this card, and one that a counter may open to another phone.

    Whoever gets another's phone number gets their way in, so the number must have been on the card and in the record;
    an officer's powers are given by who appoints them, and by no counter. Raises Refused.
    """
    if officer.person_id == person.pk:
        raise Refused(_("Your own number you change yourself, under “My information”."))
    if access.holds_office(person):
        raise Refused(_("This person holds an office, so no counter changes their number. They sign in with their password "
                        "and change it under “My information”; without a password, whoever appointed them ends the office "
                        "first."))  # fmt: skip
    if person.id_index is None:
        raise Refused(_("There is no identity number in this record yet. Check the identity card first."))
    if bytes(person.id_index) != blind_index("resident_id", resident_ids.read(resident_id).number):
        raise Refused(_("This is not the identity number in this record. Compare it with the card; where the record is wrong, "
                        "correct it first with “Check the identity card”."))  # fmt: skip


def _give_up_phone(officer: Account, holder: Person, union: Any) -> None:
    """Take the number out of a record: one whose owner any counter finds by their card, or where nothing is lost."""
    if access.holds_office(holder):
        raise Refused(_("This number is the way in of somebody who holds an office. They change it themselves first."))
    if holder.id_index is None and not access.is_bare(holder):
        raise Refused(_("This number has a record of its own, with a membership or something begun in it, and no identity "
                        "number by which its owner could be found again. If it is this person's too, they sign in with the "
                        "number, finish what is there and close that account. Until then, enter another number."))  # fmt: skip
    holder.phone_sealed = holder.phone_index = None
    holder.save(update_fields=["phone_sealed", "phone_index"])
    _end_sessions(holder, phone_verified=False)
    record(officer, "people.phone.given_up", holder, person=holder, on_behalf_of=holder, union=union)


def _end_sessions(person: Person, *, phone_verified: bool) -> None:
    Account.objects.filter(person=person).update(phone_verified=phone_verified, session_stamp=F("session_stamp") + 1)


def _tell_number(phone: str, person: Person, sentence: Any, **words: str) -> bool:
    """Whether the provider took the message: a failing one holds up nobody."""
    account = getattr(person, "account", None)
    with translation.override(account.language if account else translation.get_language()):
        text = sentence % words
    try:
        sms.send(phone, text)
    except sms.SmsFailed:
        return False
    return True


@transaction.atomic
def tell_name(person: Person, name: str, by: Account | None = None) -> Person:
    """What a person says their name is, as long as it is not proved. A proved name is left as it stands: it changes
    with the card (vouch). Raises Refused for a bad name."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_proved or person.name == names.tidy(name):
        return person
    set_name(person, name)
    person.save(update_fields=["name", "name_pinyin", "name_grams"])
    record(by or getattr(person, "account", None), "people.name.told", person, person=person,
           on_behalf_of=person if by else None)  # fmt: skip
    return person


@transaction.atomic
def tell_about_work(person: Person, *, is_new_form_worker: bool, is_migrant_worker: bool) -> Person:
    """What a person says about their own work: courier, driver and the like; working away from home."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.is_new_form_worker, person.is_migrant_worker = is_new_form_worker, is_migrant_worker
    person.save(update_fields=["is_new_form_worker", "is_migrant_worker"])
    record(getattr(person, "account", None), "people.work.told", person, person=person,
           change={"is_new_form_worker": is_new_form_worker, "is_migrant_worker": is_migrant_worker})  # fmt: skip
    return person


@transaction.atomic
def tell_email(person: Person, address: str) -> Person:
    """Where a person also wants their messages; empty takes it back. The form has checked that it is an address."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.email_sealed = seal("email", address) if address else None
    person.save(update_fields=["email_sealed"])
    record(
        getattr(person, "account", None), "people.email.told", person, person=person, change={"given": bool(address)}
    )
    return person


@transaction.atomic
def look(account: Account, person: Person) -> None:
    """Record that an officer saw a person's name and masked numbers. Raises PermissionDenied."""
    record(account, "people.looked", person, person=person, union=access.reach(account, "reveal", person))


@transaction.atomic
def reveal(account: Account, person: Person, field: str, reason: str, union: Any = None) -> str:
    """Show an officer a sealed field in clear, once. It stands at once in the person's own 谁看过我的信息.

    `field` is "resident_id" or "phone". Without `union` the officer's offices decide (access.reach); a room that let
    the officer to the person by a door of its own, such as a case, names the union in whose name they look.
    Raises PermissionDenied, and Refused for a reason shorter than four characters or an empty field.
    """
    looked_from = union if union is not None else access.reach(account, "reveal", person)
    reason = checked_reason(reason, person)
    sealed = getattr(Person.objects.get(pk=person.pk), SEALED[field])
    if sealed is None:
        raise Refused(_("There is nothing to show: this has not been given yet."))
    record(account, f"people.{field}.looked", person, person=person, union=looked_from, reason=reason)
    return unseal(field, sealed)


def checked_reason(reason: str, person: Person) -> str:
    """The tidy reason. Raises Refused for one shorter than four characters, or one that names the person."""
    check_nameless(reason, person)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise Refused(_("Please write in a few words why you need it. The person can read your reason."))
    return reason


def set_name(person: Person, name: str) -> None:
    """Not a write by itself: fills the fields that a name is found and ordered by. Raises Refused."""
    person.name = names.check_name(name)
    person.name_pinyin = names.pinyin_key(person.name)[:200]
    person.name_grams = names.grams(person.name)


def set_phone(person: Person, phone: str) -> None:
    """Not a write by itself. Raises Refused for a bad number."""
    digits = phones.read(phone)
    person.phone_sealed, person.phone_index = seal("phone", digits), blind_index("phone", digits)


def set_resident_id(person: Person, number: str) -> None:
    """Not a write by itself: the number, and what it says of birth date and sex. Raises Refused."""
    found = resident_ids.read(number)
    person.id_sealed, person.id_index = seal("resident_id", found.number), blind_index("resident_id", found.number)
    person.birth_date, person.sex = found.birth_date, found.sex
    person.needs_check = not found.is_code_known


def save_or_refuse(person: Person) -> None:
    """Save; a phone or number that is somebody else's becomes a sentence, whoever was faster."""
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as problem:
        if "one_person_per_phone" in str(problem):
            raise Refused(_("This mobile number belongs to another person's record. If it is yours now, a workers' "
                            "service station can move it to you.")) from None  # fmt: skip
        if "one_person_per_resident_id" in str(problem):
            raise Refused(_("This could not be confirmed online. Please go to any workers' service station with your "
                            "identity card; it takes a minute there.")) from None  # fmt: skip
        raise
