"""Taking a person out of words, and keeping them out of words that stay for good."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongjia.foundation.refusals import Refused
from gongjia.people.holdings import ERASED
from gongjia.people.sealing import unseal

# What is no words in a JSON of answers: a key, a number, a day, but nothing as long as a telephone number.
_NO_WORDS = re.compile(r"(?!.*\d{9})[A-Za-z0-9_.:+\-]{0,64}")


def identifiers(person: Any) -> tuple[str, ...]:
    """What a person can be recognised by in the words of others: name, phone, resident ID, e-mail."""
    sealed = (("phone", person.phone_sealed), ("resident_id", person.id_sealed), ("email", person.email_sealed))
    return tuple(filter(None, [person.name, *(unseal(kind, value) for kind, value in sealed if value is not None)]))


def check_nameless(reason: str, person: Any) -> None:
    """A reason goes into the record of doings, which nobody can change, not even to erase somebody. Raises Refused."""
    if person is not None and Blotter(identifiers(person)).scrub(reason) != reason:
        raise Refused(_("The reason is kept for good and cannot be changed later. Please write it without the person's name "
                        "and numbers; whom it is about is recorded anyway."))  # fmt: skip


@dataclass(frozen=True)
class Blotter:
    """Blots a person out. `identifiers`: their name and numbers in clear."""

    identifiers: Sequence[str]

    def scrub(self, value: Any) -> Any:
        """The value without the person's name and numbers; keys of JSON stay."""
        return _each_text(value, self._scrubbed)

    def wipe(self, value: Any) -> Any:
        """The value without any words at all: an empty text stays empty; in JSON keys, numbers and days stay."""
        if isinstance(value, str):
            return ERASED if value else value
        return _each_text(value, lambda text: text if _NO_WORDS.fullmatch(self._scrubbed(text)) else ERASED)

    def _scrubbed(self, text: str) -> str:
        for identifier in self.identifiers:
            text = re.sub(re.escape(identifier), ERASED, text, flags=re.IGNORECASE)
        return text


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(part, change) for part in value]
    if isinstance(value, dict):
        return {key: _each_text(part, change) for key, part in value.items()}
    return value
