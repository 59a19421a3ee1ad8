"""Making a token, taking it back, and saying in time that it ends."""

import secrets
import uuid
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.connections.access import digest_of, scopes_for, token_made_with
from gongjia.connections.kinds import LIVES, MOST_TOKENS, PREFIX
from gongjia.connections.models import Token
from gongjia.foundation.clock import now, today
from gongjia.foundation.refusals import Refused
from gongjia.notices.actions import tell
from gongjia.people.models import Account, Person
from gongjia.unions.access import may
from gongjia.unions.kinds import ADMINISTER
from gongjia.unions.models import Union


@transaction.atomic
def make_token(
    by: Account, name: str, scopes: list[str], days: int, union: Union | None = None, once: uuid.UUID | None = None
) -> tuple[Token, str]:
    """A new token and its text, which exists only in this answer: "" when the same form is sent a second time.

    Without a union it acts as its maker; with one for that union's offices, and its maker must administer it.
    Raises Refused and PermissionDenied.
    """
    Person.objects.select_for_update().get(pk=by.person_id)  # two presses at once are counted one after the other
    if (earlier := token_made_with(once)) is not None:
        return earlier, ""
    if union is not None and not may(by.person, ADMINISTER, union):
        raise PermissionDenied
    if not scopes or days not in LIVES or set(scopes) - {scope.key for scope in scopes_for(by.person, union)}:
        raise Refused(_("A token can be given only what you may do yourself. Please choose again."))
    if Token.objects.standing().filter(person=by.person, union=union).count() >= MOST_TOKENS:
        raise Refused(
            _("You have %(count)d tokens already. Revoke one that is no longer used.") % {"count": MOST_TOKENS}
        )
    prefix = PREFIX + secrets.token_hex(6)
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        person=by.person, union=union, name=name.strip(), scopes=sorted(set(scopes)), prefix=prefix,
        digest=digest_of(text), created_at=now(), expires_on=today() + timedelta(days=days), once=once,
        session_stamp=by.session_stamp,
    )  # fmt: skip
    change = {"prefix": prefix, "scopes": token.scopes, "expires_on": token.expires_on.isoformat()}
    record(by, "connections.token.made", token, union=union, person=by.person, change=change)
    return token, text


@transaction.atomic
def revoke_token(by: Account, token: Token) -> Token:
    """From now on it opens nothing. Twice is once."""
    token = Token.objects.select_for_update(of=("self",)).select_related("union", "person").get(pk=token.pk)
    if token.person_id != by.person_id and not (token.union is not None and may(by.person, ADMINISTER, token.union)):
        raise PermissionDenied
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        record(
            by,
            "connections.token.revoked",
            token,
            union=token.union,
            person=token.person,
            change={"prefix": token.prefix},
        )
    return token


@transaction.atomic
def warn(token_id: int) -> None:
    """Tell the maker of a token, once, that it ends within a week."""
    token = Token.objects.select_for_update(of=("self",)).select_related("union", "person").get(pk=token_id)
    if token.warned_at is not None or not token.is_standing:
        return
    token.warned_at = now()
    token.save(update_fields=["warned_at"])
    link = f"/connections/unions/{token.union_id}/" if token.union_id else "/connections/tokens/"
    tell([token.person], "connections.token_ends", about=token, link=link, name=token.name,
         ends_on=token.expires_on.isoformat())  # fmt: skip
    record(None, "connections.token.warned", token, union=token.union, person=token.person)


def note_use(token: Token) -> None:
    """The day a token was last used, written once a day; not an action of anybody's."""
    if token.last_used_on != today():
        Token.objects.filter(pk=token.pk).update(last_used_on=today())
