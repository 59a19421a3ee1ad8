"""What an officer decides about a membership is told to the member."""

from typing import Any

from gongjia.people import doings


def tell_member(membership: Any, kind: str, by: Any, **facts: Any) -> None:
    """Tell the member what somebody else did; nobody needs to hear of their own doing. Part of the caller's transaction."""
    if by is not None and by.person_id != membership.person_id:
        doings.tell(membership.person, f"unions.{kind}", membership, link="/unions/membership/",
                    union=membership.union.name, **facts)  # fmt: skip
