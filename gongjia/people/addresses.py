"""Where a request comes from, for limits only: kept as a keyed hash, and not longer than a day."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from gongjia.people.sealing import blind_index


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
