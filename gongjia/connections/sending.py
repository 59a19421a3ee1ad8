"""The one place that calls out to partners: checked addresses, signed bodies, short patience.

The signature: header `Gongjia-Signature: t=<seconds since 1970>,v1=<hex>`, where hex is HMAC-SHA256 under the webhook's
secret over `<t>.<body>`. A receiver compares it in constant time and refuses a t more than five minutes away.
"""

import asyncio
import hmac
import ipaddress
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from gongjia.foundation.refusals import Refused

if TYPE_CHECKING:
    from gongjia.connections.models import Message

PATIENCE = 10  # seconds from the first packet to the status of the answer


@dataclass(frozen=True)
class Outcome:
    is_taken: bool
    words: str  # for the delivery log: "200", or why nothing came back


class ClosedAddress(Exception):
    """The address leads nowhere that a webhook may lead."""


def check_address(url: str) -> None:
    """Refuse what may not be a webhook's address, in a sentence for the page. Asked again before every sending."""
    try:
        _target(url)
    except ClosedAddress as problem:
        raise Refused(str(problem)) from problem


def signature(secret: str, moment: int, body: str) -> str:
    digest = hmac.new(secret.encode(), f"{moment}.{body}".encode(), "sha256").hexdigest()
    return f"t={moment},v1={digest}"


def send(url: str, secret: str, message: "Message") -> Outcome:
    """Post one message. Taken is what is answered with 2xx; a redirection is not followed."""
    moment = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Gongjia-Webhook/1",
        "Gongjia-Event": message.event,
        "Gongjia-Delivery": str(message.pk),
        "Gongjia-Signature": signature(secret, moment, message.body),
    }
    try:
        address, host = _target(url)
        request = httpx.Request(
            "POST", address, content=message.body.encode(), headers={**headers, "Host": host},
            extensions={"sni_hostname": urlsplit(url).hostname},
        )  # fmt: skip
        with ThreadPoolExecutor(1) as apart:  # a loop of its own, whether or not one runs in the caller's thread
            return apart.submit(asyncio.run, _exchange(request)).result()
    except ClosedAddress as problem:
        return Outcome(False, str(problem))
    except TimeoutError:
        return Outcome(False, _("There was no answer within %(seconds)d seconds.") % {"seconds": PATIENCE})
    except httpx.HTTPError as problem:
        return Outcome(False, type(problem).__name__)


async def _exchange(request: httpx.Request) -> Outcome:
    """One deadline around the whole of it: a limit for each read alone is met by whoever sends a byte now and then.

    The status decides. What comes behind it is not read.
    """
    async with (
        asyncio.timeout(PATIENCE),
        httpx.AsyncClient(timeout=None, follow_redirects=False, trust_env=False) as client,  # noqa: S113 - the line above
    ):
        response = await client.send(request, stream=True)
        await response.aclose()
    return Outcome(response.is_success, str(response.status_code))


def _target(url: str) -> tuple[str, str]:
    """The address to connect to, with the name resolved once and for all, and the Host to ask for.

    What was checked is what is called: the name is not looked up a second time, when it could say something else.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise ClosedAddress(_("The port is not a number.")) from None
    host = parts.hostname or ""
    if not host or parts.username or parts.password or parts.fragment:
        raise ClosedAddress(_("Write the address like https://example.org/path, without a name or a password in it."))
    if parts.scheme != "https" and not (parts.scheme == "http" and not settings.PRODUCTION):
        raise ClosedAddress(_("The address must begin with https://."))
    found = _resolved(host, port or (443 if parts.scheme == "https" else 80))
    shown = f"[{found}]" if found.version == 6 else str(found)
    netloc = f"{shown}:{port}" if port else shown
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")), parts.netloc


def _resolved(host: str, port: int) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The first address of a name. Refused where any of them lies inside a network that is not open to the world."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ClosedAddress(_("There is no machine of this name.")) from None
    addresses = [ipaddress.ip_address(str(answer[4][0]).split("%")[0]) for answer in answers]
    if settings.PRODUCTION and not all(is_open(address) for address in addresses):
        raise ClosedAddress(_("This address lies inside a private network. A webhook must be reachable from outside."))
    return addresses[0]


def is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address belongs to the open internet: not loopback, private, link-local, multicast or reserved."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return is_open(inner)
        if address in ipaddress.ip_network("64:ff9b::/96"):  # translated to IPv4 by a gateway
            return is_open(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified
