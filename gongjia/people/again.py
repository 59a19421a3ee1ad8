"""Before something is made that outlives the session, its maker shows once more that it is them.

Whoever has a password or a second factor is asked for it by django-allauth. It asks nothing of an account that has
neither, which is every ordinary member's: such a person types a new code that is sent to their telephone.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongjia.web.sign_in import login_required

View = Callable[..., HttpResponse]


def proof_required(view: View) -> View:
    """For somebody signed in, who has shown within the last minutes who they are; others are sent to do so first."""
    guarded = reauthentication_required(view)

    @login_required
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not get_reauthentication_flows(request.user) and not _typed_a_code(request):
            return redirect(f"{reverse('people:code-again')}?{urlencode({'next': request.get_full_path()}, safe='/')}")
        answer: HttpResponse = guarded(request, *args, **kwargs)
        return answer

    return shown


def _typed_a_code(request: HttpRequest) -> bool:
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    shown = get_authentication_records(request, request.user)
    return any(record["method"] == "code" and record["at"] > since for record in shown)
