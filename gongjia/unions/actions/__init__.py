"""Every write to unions, offices, employers and memberships, split by noun."""

from gongjia.unions.actions.employers import add_contact, add_employer, end_contact, name_contact, verify_employer
from gongjia.unions.actions.membership import (
    announce_leave,
    end_membership,
    join,
    leave,
    lock_person,
    look_at,
    resume,
    retain,
    stay,
    transfer,
)
from gongjia.unions.actions.offices import appoint, end_office
from gongjia.unions.actions.tree import found_union, load_tree

__all__ = [
    "add_contact",
    "add_employer",
    "announce_leave",
    "appoint",
    "end_contact",
    "end_membership",
    "end_office",
    "found_union",
    "join",
    "leave",
    "load_tree",
    "lock_person",
    "look_at",
    "name_contact",
    "resume",
    "retain",
    "stay",
    "transfer",
    "verify_employer",
]
