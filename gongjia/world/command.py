"""`gongjia world`: fills an empty database with a synthetic province. The same seed, day and size give the same one."""

from random import Random
from typing import Any

import click
from django.db import connection, transaction

from gongjia.foundation.clock import today
from gongjia.foundation.walls import as_owner
from gongjia.indicators import keeping
from gongjia.people.models import Person
from gongjia.settings import PRODUCTION
from gongjia.world import advice, cast, concerns, disputes, ground, members, officers, requests


class NotEmpty(click.ClickException):
    """The demo is never mixed with people who are already there."""


def is_empty() -> bool:
    return not Person.objects.exists()


def fill(*, members: int, seed: int) -> None:
    """All of it or nothing, in one transaction. Raises NotEmpty where the database holds anybody."""
    if PRODUCTION:
        raise click.ClickException("The demo province is never put into a production database.")
    if not is_empty():
        raise NotEmpty("This database already holds people; the demo province goes into an empty one only.")
    with transaction.atomic():
        _fill(members, seed)
        keeping.fold()
    if not connection.in_atomic_block:
        with as_owner(), connection.cursor() as cursor:  # so many rows at once; only the owner of a table may
            cursor.execute("VACUUM ANALYZE")


def _fill(count: int, seed: int) -> None:
    random: Any = Random(seed)
    day = today()
    land = ground.make(random, count)
    officers.make(random, land)
    people = members.make(random, land, count, day)
    cast.make(land, day)
    disputes.make(random, land, people, day)
    advice.make()
    concerns.make(random, land, people, day)
    requests.make(random, land, day)
