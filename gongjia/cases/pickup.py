"""Pick-up codes of anonymous cases, e.g. 7K4-PQ2-88. The code itself is kept nowhere: only its keyed hash.

Seven random characters of 31 (no 0, 1, I, L, O, which look alike) and one to check them with: 27 billion codes, far
more than anyone can try against the limit on wrong codes.
"""

import hmac
import secrets
import uuid

from django.conf import settings

from gongjia.people.sealing import blind_index

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM = 7  # characters before the check character


def new_code(once: uuid.UUID | None = None) -> str:
    """A new code. With the token of a form the same form always gives the same code: pressed twice it is one case."""
    if once is None:
        number = secrets.randbelow(len(ALPHABET) ** RANDOM)
    else:
        digest = hmac.digest(settings.ENV.INDEX_KEY.encode(), b"pick-up code " + once.bytes, "sha256")
        number = int.from_bytes(digest) % len(ALPHABET) ** RANDOM
    characters = ""
    for _ in range(RANDOM):
        number, remainder = divmod(number, len(ALPHABET))
        characters += ALPHABET[remainder]
    return spaced(characters + _check(characters))


def normal(code: str) -> str:
    """A code as it was given, from what somebody typed: small letters, spaces and dashes do not matter."""
    return spaced("".join(character for character in code.upper() if character.isalnum()))


def is_well_formed(code: str) -> bool:
    """Whether a code can have been given at all; any one wrong or two swapped characters are found."""
    characters = normal(code).replace("-", "")
    if len(characters) != RANDOM + 1 or set(characters) - set(ALPHABET):
        return False
    return characters[-1] == _check(characters[:-1])


def pickup_index(code: str) -> bytes:
    """The keyed hash under which the case of a code is found."""
    return blind_index("pickup", normal(code))


def once_index(once: uuid.UUID) -> bytes:
    """The keyed hash of a form's whole token, under which a second press finds the case that the first one opened.

    Never the code that was made of it: that one is short enough to be met by trying tokens.
    """
    return blind_index("once", once.hex)


def spaced(characters: str) -> str:
    return "-".join(part for part in (characters[:3], characters[3:6], characters[6:]) if part)


def _check(characters: str) -> str:
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(characters, start=1))
    return ALPHABET[total % len(ALPHABET)]
