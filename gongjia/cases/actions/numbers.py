"""Case numbers: short, easy to read over the telephone, random, so that nothing can be read from them."""

import secrets

from gongjia.cases.access import number_is_taken
from gongjia.foundation.clock import today


def new_number(prefix: str) -> str:
    """A number that no case has, e.g. TJ26-4839-1725: the kind's prefix, the year, eight random digits.

    There is no counter: two offices never wait for each other, and a number does not tell how many cases there are.
    """
    while True:
        digits = f"{secrets.randbelow(10**8):08}"
        number = f"{prefix}{today():%y}-{digits[:4]}-{digits[4:]}"
        if not number_is_taken(number):
            return number
