"""注销账号: asked with a one-time code, taken back until its day, then everything personal goes from every room."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import F

from gongjia.audit.actions import record
from gongjia.foundation.clock import now, today
from gongjia.foundation.refusals import Refused
from gongjia.law.access import rule
from gongjia.people.access import open_closing
from gongjia.people.actions import codes
from gongjia.people.actions.consents import withdraw_consent
from gongjia.people.actions.limits import own_count
from gongjia.people.addresses import second_factor_subject
from gongjia.people.erasing import Blotter, identifiers
from gongjia.people.holdings import Holding, all_holdings, end_all, obstacles_of
from gongjia.people.models import Account, Closing, CodeRequest, OneTimeCode, Person, WrongTry

PURPOSE = "close_account"  # of the one-time code


def waiting_days() -> int:
    """Days in which a closing can be taken back: the rule account.closing."""
    return int(rule("account.closing", today()).value)


def send_closing_code(person: Person, address: bytes | None = None) -> None:
    """Send the code that confirms the closing. Raises Refused where something stands in the way, or limits.Wait."""
    _check_nothing_stands_in_the_way(person)
    codes.issue_code(person, PURPOSE, person, address)


def confirm_closing(person: Person, code: str) -> Closing:
    """Use up the code, then begin the waiting days. Raises Refused with a sentence; a wrong try stays counted."""
    if (standing := open_closing(person)) is not None:
        return standing
    codes.check_code(person, PURPOSE, person, code)
    return ask_to_close(person)


@transaction.atomic
def ask_to_close(person: Person) -> Closing:
    """Begin the waiting days, after the code was right. One that runs already is given back. Raises Refused."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if (standing := open_closing(person)) is not None:
        return standing
    _check_nothing_stands_in_the_way(person)
    at = now()
    closing = Closing.objects.create(person=person, asked_at=at, due_at=at + timedelta(days=waiting_days()))
    record(person.account, "people.closing.asked", closing, person=person)
    return closing


@transaction.atomic
def cancel_closing(person: Person) -> None:
    """Take the wish back before its day. Where none runs nothing happens."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    closing = open_closing(person)
    if closing is None:
        return
    closing.cancelled_at = now()
    closing.save(update_fields=["cancelled_at"])
    record(person.account, "people.closing.cancelled", closing, person=person)


@transaction.atomic
def close_account(closing_id: int) -> bool:
    """Erase a person whose waiting days are over. False where something new stands in the way: it is tried again.

    Rooms end what their own verbs end, then every declared table loses its words, then the traces of the phone, the
    sessions and the sign-in go. What stays is a number, and the rows that the law wants kept (people.holdings).
    """
    closing = Closing.objects.select_for_update().select_related("person").get(pk=closing_id)
    person = Person.objects.select_for_update().get(pk=closing.person_id)
    if closing.cancelled_at or closing.done_at or closing.due_at > now() or obstacles_of(person):
        return False
    blotter, account = Blotter(identifiers(person)), Account.objects.filter(person=person).first()
    end_all(person)
    for consent in person.consents.filter(withdrawn_at__isnull=True):
        withdraw_consent(person, consent.purpose)
    _forget_the_phone(person)
    if account is not None:
        _end_sign_ins(account)
    for holding in reversed(all_holdings()):
        _erase(holding, person, blotter)
    Person.objects.filter(pk=person.pk).update(erased_at=now())
    Closing.objects.filter(pk=closing.pk).update(done_at=now())
    record(None, "people.erased", person, person=person)
    return True


def _check_nothing_stands_in_the_way(person: Person) -> None:
    if reasons := obstacles_of(person):
        raise Refused(" ".join(str(reason) for reason in reasons))


def _forget_the_phone(person: Person) -> None:
    if person.phone_index is None:
        return
    index = bytes(person.phone_index)
    CodeRequest.objects.filter(phone_index__in=[index, own_count(index)]).delete()
    OneTimeCode.objects.filter(phone_index=index).delete()
    WrongTry.objects.filter(subject_index=index).delete()


def _end_sign_ins(account: Account) -> None:
    """Every session goes at once, and what it remembers: a session may hold a name on its way to being proved."""
    WrongTry.objects.filter(subject_index=second_factor_subject(account)).delete()
    Authenticator.objects.filter(user=account).delete()
    Account.objects.filter(pk=account.pk).update(session_stamp=F("session_stamp") + 1)
    theirs = [
        session.pk
        for session in Session.objects.iterator(chunk_size=2000)
        if session.get_decoded().get("_auth_user_id") == str(account.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def _erase(holding: Holding, person: Person, blotter: Blotter) -> None:
    model = apps.get_model(holding.table)
    reached = model._base_manager.filter(**{holding.whose: person.pk})
    rows = model._base_manager.filter(pk__in=reached.values("pk"))
    if holding.removed:
        rows.delete()
        return
    columns = {**dict.fromkeys(holding.scrubbed, blotter.scrub), **dict.fromkeys(holding.wiped, blotter.wipe)}
    if columns:
        _rewrite(rows.only("pk", *columns).order_by("pk"), columns)
    if holding.emptied:
        rows.update(**holding.emptied)


def _rewrite(rows: Iterable[models.Model], columns: dict[str, Any]) -> None:
    for row in rows:
        before = {name: getattr(row, name) for name in columns}
        after = {name: columns[name](value) for name, value in before.items()}
        if after != before:
            for name, value in after.items():
                setattr(row, name, value)
            row.save(update_fields=list(columns))
