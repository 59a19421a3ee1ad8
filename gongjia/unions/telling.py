"""What an officer decides about a membership is told to the member. Notices lie on a higher floor: they hand in the way."""

from collections.abc import Callable
from typing import Any

_tell: Callable[..., None] | None = None


def install(tell: Callable[..., None]) -> None:
    """Called once at start by the room that sends messages. Until then nobody is told."""
    global _tell
    _tell = tell


def tell_member(membership: Any, kind: str, by: Any, **facts: Any) -> None:
    """Tell the member what somebody else did; nobody needs to hear of their own doing. Part of the caller's transaction."""
    if _tell is not None and by is not None and by.person_id != membership.person_id:
        _tell([membership.person], f"unions.{kind}", about=membership, link="/unions/membership/",
              union=membership.union.name, **facts)  # fmt: skip
