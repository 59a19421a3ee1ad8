"""Who calls, and what an operation needs: a scope says in one word what a token may be used for."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja.decorators import decorate_view

from gongjia.foundation.api.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])
KEY_HEADER = "Idempotency-Key"
KEY_PATTERN = r"^[A-Za-z0-9_-]{8,100}$"


@dataclass(frozen=True)
class Scope:
    """What a token may be used for. `verb`: what an office must carry for a partner's token to have it; "": never."""

    key: str
    title: str | Promise
    verb: str = ""


@dataclass(frozen=True)
class Caller:
    """Who calls. Without a token: anybody, who reads what is public.

    account  whose rights count at this very moment
    union    set for a partner's token: it acts for the offices of this union alone, never for the person's own sake
    """

    token: Any = None
    account: Any = None
    union: Any = None
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def person(self) -> Any:
        return self.account.person if self.account is not None else None

    def need(self, scope: str) -> None:
        """Raises a problem where the caller may not do what the scope names."""
        if self.token is None:
            raise Problem(
                "no-token", _("Send your token in the header: Authorization: Bearer gj_…"),
                headers={"WWW-Authenticate": 'Bearer realm="gongjia"'},
            )  # fmt: skip
        if scope not in self.scopes:
            raise Problem(
                "scope",
                _(
                    "The token does not carry “%(scope)s”, or whoever made it may no longer do this. Make a token that does."
                )
                % {"scope": scope},
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
            )


_scopes: dict[str, Scope] = {}


def register(scope: Scope) -> Scope:
    """Called once by the room whose operations need it."""
    _scopes[scope.key] = scope
    return scope


def all_scopes() -> list[Scope]:
    return list(_scopes.values())


def caller_of(request: HttpRequest) -> Caller:
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by the door before any operation runs
    return found


def needs(scope: Scope, *, writes: bool = False) -> Callable[[View], View]:
    """An operation for tokens that carry the scope. `writes`: an idempotency key must come along."""

    def mark(view: View) -> View:
        view.scope, view.writes = scope, writes  # type: ignore[attr-defined]
        return decorate_view(partial(_guard, scope, writes))(view)

    return mark


def anybody(view: View) -> View:
    """An operation that answers a stranger: what it tells is public."""
    view.scope, view.writes = None, False  # type: ignore[attr-defined]
    return view


def _guard(scope: Scope, writes: bool, run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        caller_of(request).need(scope.key)
        if writes and not request.headers.get(KEY_HEADER):
            raise Problem(
                "key-missing",
                _("Send a header Idempotency-Key with a new random value for each thing you want done, and the same value "
                  "again when you repeat the request."),
                [(KEY_HEADER, _("This is missing."))],
            )  # fmt: skip
        return run(request, *args, **kwargs)

    return guarded


def key_of(request: HttpRequest) -> str:
    """The idempotency key of a request; "" where none came. Raises a problem for one that cannot be one."""
    key = request.headers.get(KEY_HEADER, "")
    if key and not re.fullmatch(KEY_PATTERN, key):
        raise Problem(
            "unfit", _("Look at the errors, mend the request and send it again."),
            [(KEY_HEADER, _("8 to 100 letters, digits, - or _; a random UUID is best."))],
        )  # fmt: skip
    return key
