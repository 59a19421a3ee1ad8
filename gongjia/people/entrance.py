"""A sign-in by phone and code on its way: what the browser's session remembers between the two pages.

The phone lies sealed there too. The code belongs to the session that asked for it, so that nobody else can try
digits against it; whether the phone is known plays no part until the code was right.
"""

import base64
import secrets

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import look_with
from gongjia.people.actions import account_for_phone, codes, limits
from gongjia.people.addresses import place_of
from gongjia.people.display import mask_phone
from gongjia.people.models import Account
from gongjia.people.sealing import blind_index, seal, unseal
from gongjia.web.middleware import remember_language

KEY = "entrance"
PURPOSE = "sign_in"


def next_url(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_ours and not url.startswith(reverse("people:sign-in")) else settings.LOGIN_REDIRECT_URL


def begin(request: HttpRequest, phone: str) -> None:
    """Send a code to this phone and remember it. Raises Refused (limits.Wait)."""
    about = secrets.token_urlsafe(16)
    _send(request, phone, about)
    sealed = base64.b64encode(seal("phone", phone)).decode()
    request.session[KEY] = {"phone": sealed, "about": about, "next": next_url(request)}


def send_again(request: HttpRequest) -> None:
    """Another code to the same phone; the first stops working. Raises Refused (limits.Wait)."""
    _send(request, _phone(request), request.session[KEY]["about"])


def is_begun(request: HttpRequest) -> bool:
    return KEY in request.session


def shown_phone(request: HttpRequest) -> str:
    return mask_phone(_phone(request))


def finish(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Sign in with the code; a first sign-in keeps the language that the page had. Raises Refused with a sentence;
    a wrong code makes the next try wait."""
    phone, begun = _phone(request), request.session[KEY]
    subject = blind_index("phone", phone)
    address = place_of(request, subject).index
    limits.check_try(subject, address, alone=True)  # a code belongs to this session and dies after five tries
    try:
        codes.use_code(subject, PURPOSE, begun["about"], code)
    except codes.CodeWrong:
        limits.note_wrong_try(subject, address)
        raise
    limits.forget_wrong_tries(subject, address)
    del request.session[KEY]
    return enter(request, account_for_phone(phone, language), "code", begun["next"])


def enter_by_password(request: HttpRequest, phone: str, password: str) -> HttpResponse:
    """Sign an officer in. One sentence for an unknown phone and a wrong password. Raises Refused (limits.Wait)."""
    account = get_adapter(request).authenticate(request, phone=phone, password=password)
    if account is None:
        raise Refused(_("This number and password do not belong together. Please check both."))
    return enter(request, account, "password", next_url(request))


def enter(request: HttpRequest, account: Account, method: str, redirect_url: str) -> HttpResponse:
    """Sign the account in, through its second factor where it has one. The session gets a new key."""
    look_with(account.person_id, account.pk)
    record_authentication(request, account, method=method)
    response = perform_login(request, account, redirect_url=redirect_url)
    remember_language(response, account.language)
    return response


def _send(request: HttpRequest, phone: str, about: str) -> None:
    index = blind_index("phone", phone)
    place = place_of(request, index)
    own = limits.own_count(index, place.index) if place.is_theirs else None
    codes.send_code(phone, PURPOSE, about, place.index, counted=own)


def _phone(request: HttpRequest) -> str:
    return unseal("phone", base64.b64decode(request.session[KEY]["phone"]))
