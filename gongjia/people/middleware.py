"""With whose eyes a request looks, and how long a session lives untouched."""

import time
from collections.abc import Callable

from allauth.account.internal.stagekit import get_pending_stage
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from gongjia.foundation.walls import as_platform, look_with, seen_by
from gongjia.people.access import account_of, holds_office
from gongjia.people.models import Account
from gongjia.web.context import page_of
from gongjia.web.sign_in import SAFE, not_sent

SEEN = "seen_at"
MINUTE = 60
BROKEN = 500
OFFICER_IDLE = 15 * MINUTE
MEMBER_IDLE = 30 * 24 * 60 * MINUTE
BEGAN = "began_at"
OFFICER_LONGEST = 12 * 60 * MINUTE  # a working day
MEMBER_LONGEST = 180 * 24 * 60 * MINUTE


class OwnEyes:
    """Everything in a request is one transaction that sees what its person may see (foundation/walls.py).

    What fails is undone altogether; what is refused with a sentence is kept, wrong tries among it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with seen_by(None):
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                account = _who_asks(request)
                if account is not None:
                    look_with(account.person_id, account.pk)
            response = self.get_response(request)
            if response.status_code >= BROKEN:
                transaction.set_rollback(True)
        return response


@as_platform("who asks is found before anything else is known")
def _who_asks(request: HttpRequest) -> Account | None:
    """The account that is signed in, or has shown its first factor and is asked for the second."""
    account = account_of(request)
    if account is None and (stage := get_pending_stage(request)) is not None:
        account = stage.login.user
    return account


class IdleLimit:
    """Signs an officer out after 15 minutes without a request and after 12 hours at the latest; a member after 30 days
    without one, and after half a year at the latest.

    An account with a password is an officer's, and so is one that holds an office without having set a password. The
    time is written at most once a minute, so that reading pages costs no write, and offices are asked for only after
    a quarter of an hour's silence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = account_of(request)
        if account is None:
            return self.get_response(request)
        seen, at = request.session.get(SEEN), time.time()
        began = request.session.setdefault(BEGAN, at)
        if seen is not None and _is_over(account, at - seen, at - began):
            logout(request)
            if request.method not in SAFE:
                return not_sent(request)
            return redirect(f"{reverse('account_login')}?{urlencode({'next': page_of(request), 'idle': 'read'})}")
        if seen is None or at - seen > MINUTE:
            request.session[SEEN] = at
        return self.get_response(request)


def _is_over(account: Account, silence: float, age: float) -> bool:
    """Whether a session of this age, untouched for so many seconds, has ended."""
    if silence > MEMBER_IDLE or age > MEMBER_LONGEST:
        return True
    if silence <= MINUTE or (silence <= OFFICER_IDLE and age <= OFFICER_LONGEST):
        return False
    return account.has_usable_password() or holds_office(account.person)
