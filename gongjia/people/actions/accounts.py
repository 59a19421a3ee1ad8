"""The way in: accounts, language, sessions."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.people import access
from gongjia.people.actions.records import checked_reason, set_phone
from gongjia.people.models import Account, Person
from gongjia.people.phones import is_demo


def account_for_phone(phone: str, language: str = "") -> Account:
    """The account of whoever has just proved to hold this phone; a new bare person where nobody has it yet, who
    then keeps the language of the page.

    Two first sign-ins at the same moment end in one person.
    """
    try:
        return _account_for_phone(phone, language)
    except IntegrityError:
        return _account_for_phone(phone, language)


@transaction.atomic
@as_platform("a first sign-in makes the person")
def _account_for_phone(phone: str, language: str) -> Account:
    person = access.person_by_phone(phone)
    if person is None:
        person = Person(is_demo=is_demo(phone))
        set_phone(person, phone)
        person.save()
        record(None, "people.registered", person, person=person)
    account = open_account(person, language)
    if not account.phone_verified:
        account.phone_verified = True
        account.save(update_fields=["phone_verified"])
    return account


@transaction.atomic
@as_platform("an account is opened for somebody else, too")
def open_account(person: Person, language: str = "") -> Account:
    """A person's account; made where there is none. It has no password: sign-in is by code."""
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    defaults = {"password": "!", "language": spoken}
    account, is_new = Account.objects.get_or_create(person=person, defaults=defaults)
    if is_new:
        record(account, "people.account.opened", account, person=person)
    return account


@transaction.atomic
def set_language(account: Account, language: str) -> None:
    """The language of pages and messages. Raises KeyError for one that the platform does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise KeyError(language)
    account.language = language
    account.save(update_fields=["language"])
    record(account, "people.language.set", account, person=account.person, change={"language": language})


@transaction.atomic
def set_password(account: Account, password: str, by: Account | None = None) -> None:
    """A password for an officer; every open session and personal token ends. Raises ValidationError for one too short or too common."""
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    Account.objects.filter(pk=account.pk).update(session_stamp=F("session_stamp") + 1)  # personal tokens end with it
    account.refresh_from_db(fields=["session_stamp"])
    record(by or account, "people.password.set", account, person=account.person)


@transaction.atomic
def note_sign_in(account: Account, ways: list[str]) -> None:
    """Write down that somebody signed in, and by what: "code", "password", "mfa", each as it was shown."""
    record(account, "people.signed_in", account, person=account.person, change={"ways": ways})


@transaction.atomic
def sign_out_everywhere(account: Account) -> None:
    """End every open session of the account, on every device, this one among them."""
    Account.objects.filter(pk=account.pk).update(session_stamp=F("session_stamp") + 1)
    record(account, "people.signed_out_everywhere", account, person=account.person)


@as_platform("an office that somebody else is given ends their sessions")
def end_sessions(person: Person) -> None:
    """Part of an action that changes what a person may do: no session goes on with other powers than it began with."""
    Account.objects.filter(person=person).update(session_stamp=F("session_stamp") + 1)


@transaction.atomic
def reset_second_factor(account: Account, by: Account | None, reason: str, union: Any = None) -> None:
    """Take away a lost second factor, after seeing its owner in person; a new one is enrolled at the next sign-in.

    Without `union` the administrator's offices decide; `by` None is the platform, at whose machine somebody sits.
    Nobody resets their own. Every open session ends. Raises PermissionDenied, and Refused for a reason shorter than
    four characters.
    """
    reset_from = union if union is not None or by is None else access.reach(by, "manage_offices", account.person)
    if by is not None and by.pk == account.pk:
        raise Refused(_("Nobody can take away their own second factor here. Please ask another administrator."))
    reason = checked_reason(reason, account.person)
    with as_platform("nobody else's second factor is ever seen; here one is thrown away"):
        Authenticator.objects.filter(user=account).delete()
        Account.objects.filter(pk=account.pk).update(session_stamp=F("session_stamp") + 1)
    record(by, "people.second_factor.reset", account, person=account.person, on_behalf_of=account.person,
           union=reset_from, reason=reason)  # fmt: skip


@transaction.atomic
def demo_sign_in(person: Person, password: str, totp_secret: str) -> Account:
    """Give one of the demo's named cast a password and an authenticator secret (base32) that the README prints.

    Refuses outside the demo, and for a person who is not marked as demo.
    """
    if not settings.DEMO or settings.PRODUCTION or not person.is_demo:
        raise PermissionError("sign-ins that everybody knows exist in the demo only")
    account = open_account(person)
    account.set_password(password)
    account.phone_verified = True
    account.save(update_fields=["password", "phone_verified"])
    Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
    if totp_secret:
        TOTP.activate(account, totp_secret)
    record(None, "people.demo_sign_in", account, person=person)
    return account
