from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongjia.unions.access import needs_second_factor

# What stays open meanwhile: signing in and out, enrolling, and pages that show nobody's information.
OPEN_NAMES = ("mfa_", "account_")
OPEN_APPS = {"web", "api"}  # the API asks for a token and looks at no cookie
OPEN_PEOPLE = {"sign-in", "code", "code-again", "officer-sign-in", "sign-out"}


class SecondFactorRequired:
    """Whoever holds an office at county level or above works only with a second factor, enrolled and used this time.

    Who has none is sent to enrol one, who has not used it since signing in is sent to use it; then back again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or _is_open(request) or _was_used(request):
            return None
        if not needs_second_factor(request.user.person):
            return None
        page = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp"
        back = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
        return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': back})}")


def _was_used(request: HttpRequest) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    if match and match.app_names:
        return match.app_names[-1] in OPEN_APPS or (match.app_names[-1] == "people" and name in OPEN_PEOPLE)
    return name.startswith(OPEN_NAMES)
