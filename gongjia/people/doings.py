"""What a person reads in their own logs: who looked at what, and what was done for them at the counter.

The audit keeps verbs; this says them. A room above adds its own with `say` when it is loaded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongjia.audit.models import Event
from gongjia.people import access

_words: dict[str, str | Promise] = {
    "people.resident_id.looked": _("Your full identity number"),
    "people.phone.looked": _("Your full mobile number"),
    "cases.looked": _("One of your matters"),
    "people.found.looked": _("Found you by your name and mobile number"),
    "people.vouched": _("Saw your identity card and confirmed who you are"),
    "people.proved": _("Checked your name and identity number"),
    "people.phone.changed": _("Changed your mobile number"),
    "people.phone.given_up": _(
        "Took your mobile number out of your record: whoever holds it now has shown a code sent to it"
    ),
    "people.second_factor.reset": _("Took away your lost second factor"),
    "people.consent.given": _("Took your consent slip"),
    "people.consent.withdrawn": _("Took your consent back for you"),
}


@dataclass(frozen=True)
class Doing:
    """One line of a log: when, who with their union, what, and the reason they gave."""

    when: datetime
    who: str
    title: str | Promise
    text: str


def say(verb: str, words: str | Promise) -> None:
    """Give a verb of the audit its words, as its person reads them."""
    _words[verb] = words


class Teller(Protocol):
    def __call__(self, people: Iterable[Any], kind: str, about: Any = None, link: str = "", **facts: Any) -> None: ...


_teller: Teller | None = None


def install_teller(teller: Teller) -> None:
    """Called once at start by the room that tells people things, which lies on a higher floor."""
    global _teller
    _teller = teller


def tell(person: Any, kind: str, about: Any, **facts: Any) -> None:
    """Tell one person what was done with them: notices.actions.tell, for rooms below it."""
    if _teller is not None:
        _teller([person], kind, about=about, **facts)


def lines(events: Iterable[Event]) -> list[Doing]:
    """The events in the order given, each said in words."""
    events = list(events)
    officers = access.names_of_accounts({event.actor_id for event in events if event.actor_id})
    unions = {path: access.union_name(path) for path in {event.union_path for event in events}}
    return [
        Doing(
            when=event.at,
            who=" · ".join(filter(None, (officers.get(event.actor_id, ""), unions[event.union_path])))
            or str(_("The platform")),
            title=_words.get(
                event.verb, _("Your information") if event.verb.endswith(".looked") else _("A step for you")
            ),
            text=event.reason,
        )
        for event in events
    ]
