"""Who must be signed in, and the way back for whoever was and is not any more."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from gongjia.web.context import page_of

SAFE = ("GET", "HEAD")


def login_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """As Django's, but a form that comes too late leads back to the page it stood on: its own address may have none."""

    @wraps(view)
    def asked(request: HttpRequest, *place: Any, **named: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *place, **named)
        return redirect_to_login(page_of(request)) if request.method in SAFE else not_sent(request)

    return asked


def not_sent(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, which says that the form was not sent and keeps what was typed."""
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': page_of(request), 'idle': 'sent'})}")
