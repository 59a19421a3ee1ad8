"""What every page needs to draw itself. Reads nothing but the request and the settings: error pages use it too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from .look import chosen


def look(request: HttpRequest) -> dict[str, Any]:
    """`look`, `site_name`, `human_phone`, `languages`, and `here`: the address to come back to after a choice."""
    return {
        "look": chosen(request),
        "site_name": getattr(settings, "SITE_NAME", "") or gettext("Gongjia"),
        "human_phone": getattr(settings, "HUMAN_PHONE", "12351"),
        "languages": settings.LANGUAGES,
        "language": get_language() or settings.LANGUAGE_CODE,
        "here": request.get_full_path() if request.method == "GET" else "",
        "has_gallery": settings.DEBUG or getattr(settings, "DEMO", False),
    }
