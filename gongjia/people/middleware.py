"""How long a session lives untouched."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from gongjia.people.access import account_of

SEEN = "seen_at"
MINUTE = 60
OFFICER_IDLE = 15 * MINUTE
MEMBER_IDLE = 30 * 24 * 60 * MINUTE
BEGAN = "began_at"
OFFICER_LONGEST = 12 * 60 * MINUTE  # a working day
MEMBER_LONGEST = 180 * 24 * 60 * MINUTE


class IdleLimit:
    """Signs an officer out after 15 minutes without a request and after 12 hours at the latest; a member after 30 days
    without one, and after half a year at the latest.

    An account with a password is an officer's. The time is written at most once a minute, so that reading pages
    costs no write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = account_of(request)
        if account is None:
            return self.get_response(request)
        seen, at = request.session.get(SEEN), time.time()
        is_officer = account.has_usable_password()
        idle, longest = (OFFICER_IDLE, OFFICER_LONGEST) if is_officer else (MEMBER_IDLE, MEMBER_LONGEST)
        began = request.session.setdefault(BEGAN, at)
        if seen is not None and (at - seen > idle or at - began > longest):
            logout(request)
            back = request.get_full_path() if request.method == "GET" else "/"
            return redirect(f"{reverse('account_login')}?{urlencode({'next': back, 'idle': 1})}")
        if seen is None or at - seen > MINUTE:
            request.session[SEEN] = at
        return self.get_response(request)
