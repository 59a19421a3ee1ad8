"""What the reader chose about the look: kept in one cookie, so that it works signed out and with scripts off."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie
CHOICES = {"skin": ("normal", "elder"), "size": ("1", "2", "3"), "theme": ("light", "dark")}


@dataclass(frozen=True)
class Look:
    """One reader's choice. `size` counts in the elder skin only: 20, 24 or 30 px."""

    skin: str = "normal"
    size: str = "1"
    theme: str = "light"

    @property
    def cookie(self) -> str:
        return f"{self.skin}.{self.size}.{self.theme}"


def chosen(request: HttpRequest) -> Look:
    """The look of this request; what the cookie does not say, or says wrongly, is the default."""
    parts = request.COOKIES.get(settings.LOOK_COOKIE_NAME, "").split(".")
    return with_choices(Look(), dict(zip(CHOICES, parts, strict=False)))


def with_choices(look: Look, wanted: Any) -> Look:
    """`look` with those of `wanted` (a mapping) that exist; the others stay as they were."""
    known = {name: wanted.get(name) for name, allowed in CHOICES.items() if wanted.get(name) in allowed}
    return replace(look, **known)


def remember(response: HttpResponse, look: Look, *, secure: bool) -> HttpResponse:
    """Put the choice into the long-lived cookie of `response`."""
    name = settings.LOOK_COOKIE_NAME
    response.set_cookie(name, look.cookie, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=secure)
    return response
