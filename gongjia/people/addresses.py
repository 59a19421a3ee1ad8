"""Where a request comes from, for limits only: kept as a keyed hash, and not longer than a day.

A browser that somebody signed in with is a place of its own for them (place_of), so that strangers, however many and
from wherever, hold up nobody but themselves. It gives no right but that: it is counted like any other place.
"""

import ipaddress
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongjia.people.models import Account
from gongjia.people.sealing import blind_index

REMEMBERED = timedelta(days=365)


@dataclass(frozen=True)
class Place:
    index: bytes  # keyed hash
    is_theirs: bool  # a browser in which the one who is asked about signed in before; else it is a network


def address_of(request: HttpRequest) -> str:
    """The network address, or the /64 network of an IPv6 address, since one line has all of it.

    Behind a proxy that ends TLS it is the last entry of X-Forwarded-For, which is the proxy's own; what stands
    before it anybody can write.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.ENV.BEHIND_TLS:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if parsed.version == 6 else address


def address_index(request: HttpRequest) -> bytes:
    return blind_index("address", address_of(request))


def place_of(request: HttpRequest, subject: bytes) -> Place:
    """Where somebody is asked about, by the keyed hash of their phone or account. Nobody is looked up for it."""
    name = settings.BROWSER_COOKIE_NAME
    kept = request.get_signed_cookie(name, default="", salt=name, max_age=REMEMBERED) or ""
    browser, *subjects = kept.split(":")
    if subject.hex() in subjects:
        return Place(blind_index("browser", browser), is_theirs=True)
    return Place(address_index(request), is_theirs=False)


def remember_browser(response: HttpResponse, account: Account) -> None:
    """After a sign-in with everything that it asks for: from now on this browser is a place of the account's own."""
    subjects = [second_factor_subject(account), bytes(account.person.phone_index or b"")]
    value = ":".join([secrets.token_urlsafe(16), *(subject.hex() for subject in subjects if subject)])
    name = settings.BROWSER_COOKIE_NAME
    response.set_signed_cookie(
        name, value, salt=name, max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def second_factor_subject(account: Account) -> bytes:
    return blind_index("second_factor", str(account.pk))
