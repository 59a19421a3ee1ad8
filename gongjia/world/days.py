"""When things happen in the demo province: days between two days, denser where a weight says so."""

from datetime import date, timedelta
from random import Random

FIRST_DAY = date(2018, 1, 1)  # the records of the demo begin; memberships older than that are its opening stock


def day_between(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randint(0, (last - first).days))


def later(random: Random, day: date, least: int, most: int, last: date) -> date:
    """A day `least` to `most` days after `day`, but not after `last`."""
    return min(day + timedelta(days=random.randint(least, most)), last)
