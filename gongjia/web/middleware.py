from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from gongjia.web.errors import error_page


class ChosenLanguage:
    """The language that the reader chose at the foot of a page, else the default.

    What the browser prefers is not asked: a telephone bought abroad would hide the Chinese pages from a courier in
    Jilin. The choice is a cookie, so it holds without signing in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NotTooLarge:
    """Refuses a form with files that says beforehand how enormous it is, before a byte of it is read or kept.

    What is a little too large gets through, because the form can then say so and keep what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_files = request.META.get("CONTENT_TYPE", "").lower().startswith("multipart/")
        if has_files and _length(request) > 2 * settings.UPLOAD_LIMIT + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            response = error_page(request, 413, limit=settings.UPLOAD_LIMIT // 1024 // 1024)
            response["Connection"] = "close"  # what is still being sent belongs to no other request
            return response
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep a reader's language in the browser for as long as a member stays signed in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
