"""People for tests: plain functions, shared freely upward. Names, phones and numbers are made up."""

import time
from itertools import count

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from gongjia.people.actions.records import set_name, set_phone, set_resident_id
from gongjia.people.models import Account, Person
from gongjia.people.resident_id import check_digit

PASSWORD = "long enough for an officer"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


def a_phone() -> str:
    """A number of the reserved demo range that no other test person has."""
    return f"1990000{next(_numbers) % 10000:04d}"


def a_resident_id(born: str = "19900307", division: str = "220102", sequence: int | None = None) -> str:
    """A sound number that no other test person has; an odd sequence is a man's."""
    sequence = next(_numbers) % 1000 if sequence is None else sequence
    first = f"{division}{born}{sequence:03d}"
    return first + check_digit(first)


def a_person(name: str = "演示王芳", phone: str | None = None, resident_id: str = "", **fields) -> Person:
    """A person with a phone of their own; `phone=""` for one without."""
    person = Person(is_demo=True, **fields)
    set_name(person, name)
    if phone != "":
        set_phone(person, phone or a_phone())
    if resident_id:
        set_resident_id(person, resident_id)
        person.proof = fields.get("proof", Person.Proof.NUMBER)
    person.save()
    return person


def an_account(person: Person | None = None, **fields) -> Account:
    """A member's account: sign-in by phone and code, no password."""
    return Account.objects.create(person=person or a_person(), password="!", phone_verified=True, **fields)


def an_officer_account(person: Person | None = None, password: str = PASSWORD, with_totp: bool = True) -> Account:
    """An account with a password and, if wanted, an authenticator on TOTP_SECRET. Offices come from unions."""
    account = an_account(person or a_person("演示李敏"))
    account.set_password(password)
    account.save()
    if with_totp:
        totp.TOTP.activate(account, TOTP_SECRET)
    return account


def totp_code(secret: str = TOTP_SECRET) -> str:
    """The six digits that the authenticator shows now."""
    counter = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter[len(counter) // 2]))


def signed_in(account: Account, client: Client | None = None) -> Client:
    """A browser that is signed in, without walking through the pages. An officer counts as having a second factor
    in this session where the account has one."""
    client = client or Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    types = list(Authenticator.objects.filter(user=account).values_list("type", flat=True))

    entered = "password" if account.has_usable_password() else "code"
    records = [{"method": entered, "at": time.time(), "reauthenticated": True}]
    records += [{"method": "mfa", "at": time.time(), "type": kind, "reauthenticated": True} for kind in types]
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return client
