"""Errors as `application/problem+json` (RFC 9457), in the caller's language, each with what to do about it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from ninja import Schema
from pydantic import Field

CONTENT_TYPE = "application/problem+json"
Words = str | Promise


@dataclass(frozen=True)
class Kind:
    status: int
    title: Words


# A key, once published, keeps its meaning: programs branch on `type`.
KINDS: dict[str, Kind] = {
    "malformed": Kind(400, gettext_lazy("The request cannot be read")),
    "key-missing": Kind(400, gettext_lazy("An idempotency key is missing")),
    "no-token": Kind(401, gettext_lazy("A token is needed")),
    "bad-token": Kind(401, gettext_lazy("This token is not valid")),
    "scope": Kind(403, gettext_lazy("The token may not do this")),
    "not-found": Kind(404, gettext_lazy("There is no such thing here for you")),
    "method": Kind(405, gettext_lazy("This address does not take this method")),
    "refused": Kind(409, gettext_lazy("This cannot be done now")),
    "stale": Kind(412, gettext_lazy("It has changed meanwhile")),
    "too-large": Kind(413, gettext_lazy("The request is too large")),
    "unfit": Kind(422, gettext_lazy("Something in the request does not fit")),
    "key-reused": Kind(422, gettext_lazy("This idempotency key was used for another request")),
    "version-missing": Kind(428, gettext_lazy("Say which version you have seen")),
    "too-many": Kind(429, gettext_lazy("Too many requests")),
    "broken": Kind(500, gettext_lazy("The platform made a mistake")),
}


class FieldProblem(Schema):
    """One thing that does not fit: a place in the body, or a parameter by its name."""

    pointer: str | None = Field(None, description="JSON pointer into the body, e.g. `#/story`")
    parameter: str | None = Field(None, description="name of a parameter in the address or of a header")
    detail: str = Field(description="what is wrong and what fits, in the caller's language")


class ProblemDetail(Schema):
    """An error as RFC 9457 describes it. Branch on `type` or `status`; show `title` and `detail` to people."""

    type: str = Field(description="address of the kind of problem; it never changes its meaning")
    title: str = Field(description="the kind in words, in the caller's language")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what happened and what to do, in the caller's language")
    errors: list[FieldProblem] = Field(default_factory=list, description="which fields do not fit, where any do not")


class Problem(Exception):
    """An answer that is a problem. `errors` are pairs of a place ("#/story" or a parameter's name) and a sentence."""

    def __init__(
        self,
        key: str,
        detail: Words,
        errors: Iterable[tuple[str, Words]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(key)
        self.key, self.detail, self.errors, self.headers = key, detail, list(errors), dict(headers or {})

    def response(self) -> HttpResponse:
        kind = KINDS[self.key]
        body: dict[str, Any] = {
            "type": f"/api/docs/#problem-{self.key}",
            "title": str(kind.title),
            "status": kind.status,
            "detail": str(self.detail),
            "errors": [_field(place, words) for place, words in self.errors],
        }
        content = json.dumps(body, ensure_ascii=False)
        return HttpResponse(content, status=kind.status, content_type=CONTENT_TYPE, headers=self.headers)


def _field(place: str, words: Words) -> dict[str, str | None]:
    is_pointer = place.startswith("#")
    return {
        "pointer": place if is_pointer else None,
        "parameter": None if is_pointer else place,
        "detail": str(words),
    }


def not_found() -> Problem:
    return Problem("not-found", _("It does not exist, or it is not yours to see. Check the address and the number."))


def pointer(parts: Iterable[Any]) -> str:
    """A JSON pointer as a URI fragment (RFC 6901): "#/items/0/what"."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "#" + "".join(f"/{part}" for part in escaped)


# ---- what pydantic says, in the caller's language -----------------------------------------------------------------


def unfit(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """The problem for what pydantic found. `loc` begins with where it stood: body, query, path or header."""
    return Problem("unfit", _("Look at the errors, mend the request and send it again."), map(_said, errors))


def _said(error: Mapping[str, Any]) -> tuple[str, str]:
    source, *rest = error["loc"]
    place = pointer(rest[1:] if rest else []) if source == "body" else str(rest[-1] if rest else source)
    return place, sentence(error)


def sentence(error: Mapping[str, Any]) -> str:
    """One finding of pydantic as a sentence that says what fits."""
    kind, facts = str(error["type"]), error.get("ctx") or {}
    if kind in ("value_error", "assertion_error"):  # a validator of ours, which spoke the caller's language already
        return re.sub(r"^(Value error|Assertion failed), ", "", str(error["msg"]))
    written = _BOUNDS.get(kind) or _SHAPES.get(kind) or next(
        (words for start, words in _FAMILIES.items() if kind.startswith(start)), gettext_lazy("This does not fit.")
    )  # fmt: skip
    if kind in _COUNTED:
        least, most = facts.get("min_length", 0), facts.get("max_length", 0)
        return _counted(kind, int(least or most))
    return str(written) % {name: value for name, value in facts.items() if f"%({name})s" in str(written)}


_COUNTED = ("string_too_short", "string_too_long", "too_short", "too_long")


def _counted(kind: str, number: int) -> str:
    counted = {"count": number}
    if kind == "string_too_short":
        return ngettext("At least %(count)d character.", "At least %(count)d characters.", number) % counted
    if kind == "string_too_long":
        return ngettext("At most %(count)d character.", "At most %(count)d characters.", number) % counted
    if kind == "too_short":
        return ngettext("At least %(count)d entry.", "At least %(count)d entries.", number) % counted
    return ngettext("At most %(count)d entry.", "At most %(count)d entries.", number) % counted


_BOUNDS: dict[str, Words] = {
    "greater_than": gettext_lazy("It must be more than %(gt)s."),
    "greater_than_equal": gettext_lazy("It must be %(ge)s or more."),
    "less_than": gettext_lazy("It must be less than %(lt)s."),
    "less_than_equal": gettext_lazy("It must be %(le)s or less."),
    "enum": gettext_lazy("It must be one of: %(expected)s."),
    "literal_error": gettext_lazy("It must be one of: %(expected)s."),
}
_SHAPES: dict[str, Words] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("Nothing of this name is known here. Leave it out or check the spelling."),
    "string_pattern_mismatch": gettext_lazy("It is not written the way it must be. See its description."),
    "none_required": gettext_lazy("This must be left empty."),
    "json_invalid": gettext_lazy("This is not JSON."),
}
_FAMILIES: dict[str, Words] = {
    "bool": gettext_lazy("It must be true or false."),
    "int": gettext_lazy("It must be a whole number."),
    "float": gettext_lazy("It must be a number."),
    "decimal": gettext_lazy("It must be a number, for money with at most two places."),
    "string": gettext_lazy("It must be a text."),
    "datetime": gettext_lazy("It must be a moment like 2026-11-27T09:00:00+08:00."),
    "date": gettext_lazy("It must be a day like 2026-11-27."),
    "list": gettext_lazy("It must be a list."),
    "dict": gettext_lazy("It must be an object."),
    "model": gettext_lazy("It must be an object."),
    "uuid": gettext_lazy("It must be a UUID."),
}
