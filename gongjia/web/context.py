"""What every page needs to draw itself. Reads nothing but the request and the settings: error pages use it too."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from .look import chosen


def page_of(request: HttpRequest) -> str:
    """The page that somebody reads or writes on: a form may be sent to an address that has no page of its own."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    form = urlsplit(request.headers.get("Referer", ""))
    try:
        is_ours = form.netloc == request.get_host()
    except DisallowedHost:  # whose error page is drawn just now
        is_ours = False
    return urlunsplit(("", "", form.path, form.query, "")) if is_ours else "/"


def look(request: HttpRequest) -> dict[str, Any]:
    """`look`, `site_name`, `human_phone`, `languages`, and `here`: the address to come back to after a choice."""
    return {
        "look": chosen(request),
        "site_name": getattr(settings, "SITE_NAME", "") or gettext("Gongjia"),
        "human_phone": getattr(settings, "HUMAN_PHONE", "12351"),
        "languages": settings.LANGUAGES,
        "language": get_language() or settings.LANGUAGE_CODE,
        "here": page_of(request),
        "has_gallery": settings.DEBUG or getattr(settings, "DEMO", False),
    }
