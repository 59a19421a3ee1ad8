"""The only doors to tokens, calls and webhooks."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from gongjia.connections.kinds import ANSWERS_KEPT, MESSAGES_KEPT, PREFIX, WARNED
from gongjia.connections.models import Call, Hit, Message, Token, Webhook
from gongjia.foundation.api.scopes import Caller, Scope, all_scopes
from gongjia.foundation.clock import now, today
from gongjia.people.models import Account
from gongjia.unions.access import may, needs_second_factor, offices_of, union_for
from gongjia.unions.kinds import ADMINISTER
from gongjia.unions.models import Union

# ---- tokens ---------------------------------------------------------------------------------------------------------


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def token_shown(text: str) -> Token | None:
    """The standing token that somebody shows; None for anything else, in the same time."""
    prefix, _, secret = text.removeprefix(PREFIX).partition("_")
    tokens = Token.objects.standing().select_related("person__account", "union")
    is_one = bool(secret) and len(text) < 200 and text.isascii() and text.isprintable()
    token = tokens.filter(prefix=PREFIX + prefix).first() if is_one else None
    known = bytes(token.digest) if token is not None else bytes(32)
    return token if hmac.compare_digest(known, digest_of(text)) and token is not None else None


def caller_with(token: Token) -> Caller | None:
    """Who calls with a token, with what its maker may at this moment; None where its maker may not stand for it now."""
    account: Account | None = getattr(token.person, "account", None)
    if account is None or not account.is_active:
        return None
    if token.union is None:
        stands = _stands_for_its_maker(token, account)
        return Caller(token, account, None, frozenset(token.scopes)) if stands else None
    if not may(token.person, ADMINISTER, token.union):
        return None
    held = {scope.key for scope in scopes_for(token.person, token.union)}
    return Caller(token, account, token.union, frozenset(token.scopes) & held)


def _stands_for_its_maker(token: Token, account: Account) -> bool:
    """Whether a personal token may act now: under no office that began after it, and with a second factor where the
    pages would ask for one."""
    if any(office.since > timezone.localdate(token.created_at) for office in offices_of(token.person)):
        return False
    return is_mfa_enabled(account) or not needs_second_factor(token.person)


def scopes_for(person: Any, union: Union | None = None) -> list[Scope]:
    """The scopes that somebody may give to a token now: their own, or those that their offices carry in a union."""
    if union is None:
        return all_scopes()
    return [scope for scope in all_scopes() if scope.verb and may(person, scope.verb, union)]


def tokens_of(person: Any) -> QuerySet[Token]:
    """A person's own tokens, the standing first, the newest first."""
    return Token.objects.filter(person=person, union__isnull=True).select_related("person__account").order_by("-id")


def tokens_at(union: Union) -> QuerySet[Token]:
    """The partners' tokens of a union. Whoever asks was let in by `union_administered`."""
    return Token.objects.filter(union=union).select_related("person").order_by("-id")


def token_for(person: Any, token_id: int) -> Token:
    """A token that the person may revoke: their own, or a partner's of a union they administer. Else a 404."""
    token = Token.objects.select_related("union", "person").filter(pk=token_id).first()
    if token is None or not (
        token.person_id == person.pk or (token.union is not None and may(person, ADMINISTER, token.union))
    ):
        raise Http404
    return token


def token_made_with(once: Any) -> Token | None:
    return Token.objects.filter(once=once).first() if once else None


def tokens_to_warn_of() -> QuerySet[Token]:
    """Standing tokens that end within a week and of which nobody was told."""
    ending = Token.objects.standing().filter(expires_on__lte=today() + WARNED, warned_at__isnull=True)
    return ending.order_by("expires_on", "pk")


def union_administered(person: Any, union_id: int) -> Union:
    return union_for(person, ADMINISTER, union_id)


# ---- calls ----------------------------------------------------------------------------------------------------------


def calls_to_forget() -> QuerySet[Call]:
    return Call.objects.filter(at__lt=now() - ANSWERS_KEPT)


def hits_in(caller: bytes, minute: int) -> int:
    return Hit.objects.filter(caller=caller, minute=minute).count()


def hits_before(minute: int) -> QuerySet[Hit]:
    return Hit.objects.filter(minute__lt=minute)


# ---- webhooks -------------------------------------------------------------------------------------------------------


def webhooks_at(union: Union) -> QuerySet[Webhook]:
    """The webhooks of a union, the standing first. Whoever asks was let in by `union_administered`."""
    return Webhook.objects.filter(union=union).order_by("-stopped_at", "-id")


def webhook_for(person: Any, webhook_id: int) -> Webhook:
    """A webhook of a union that the person administers. Anything else is a 404."""
    webhook = Webhook.objects.select_related("union", "person").filter(pk=webhook_id).first()
    if webhook is None or not may(person, ADMINISTER, webhook.union):
        raise Http404
    return webhook


def webhook_made_with(once: Any) -> Webhook | None:
    return Webhook.objects.filter(once=once).first() if once else None


def webhooks_told(event: str, union: Union) -> list[Webhook]:
    """The standing webhooks that hear of an event in a union, and whose maker may still read and administer there."""
    above = Webhook.objects.filter(
        union__path__in=union.paths_above(), stopped_at__isnull=True, events__contains=[event]
    )
    found = above.select_related("union", "person").order_by("pk")
    return [one for one in found if may(one.person, ADMINISTER, one.union) and may(one.person, "read_cases", one.union)]


def messages_of(webhook: Webhook) -> QuerySet[Message]:
    """The delivery log, the newest first."""
    return webhook.messages.order_by("-created_at", "-pk")


def message_for(person: Any, message_id: Any) -> Message:
    message = Message.objects.select_related("webhook__union").filter(pk=message_id).first()
    if message is None or not may(person, ADMINISTER, message.webhook.union):
        raise Http404
    return message


def messages_due() -> QuerySet[Message]:
    """What the outbox has to send now, oldest first."""
    return Message.objects.due().order_by("not_before", "created_at", "pk")


def messages_to_forget() -> QuerySet[Message]:
    done = Message.objects.exclude(state=Message.State.WAITING)
    return done.filter(created_at__lt=now() - MESSAGES_KEPT)


def hour_ago_minute() -> int:
    return int((now() - timedelta(hours=1)).timestamp() // 60)
