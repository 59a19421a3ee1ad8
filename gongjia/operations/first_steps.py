"""What no page can do, since nobody is there yet who may: the first office, the first unions, and the way back in of an
administrator who alone could have let themselves in.

Names and numbers are asked for where they are not given: what stands behind a command is kept by the shell.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from gongjia.operations.start import start_platform

if TYPE_CHECKING:
    from gongjia.people.models import Person
    from gongjia.unions.models import Employer, Union

KEY = "jl, a division code or a union's number"
NAME = click.option("--name", prompt="Name", help="the person's name; asked for if not given")
PHONE = click.option("--phone", prompt="Mobile number", help="the number they sign in with; asked for if not given")


@click.command()
@click.option("--union", "key", required=True, help=KEY)
@click.option(
    "--role", default="administrator", show_default=True, help="leader, officer, … as the page of offices has them"
)
@click.option("--title", default="", help="as people are to read it")
@NAME
@PHONE
def appoint(key: str, role: str, title: str, name: str, phone: str) -> None:
    """Give somebody an office: the first administrator, who then appoints everybody else on the pages."""
    with _at_the_machine():
        from gongjia.unions import actions
        from gongjia.unions.kinds import Role

        _among(role, Role.values)
        office = actions.appoint(_person(name, phone), _union(key), role, title=title)
        click.echo(f"{office.person.name}: {office.get_role_display()}, {office.union.name}, since {office.since}.")
        click.echo("They sign in anew; at county level or above they are then asked for a second factor.")


@click.command()
@click.option("--reason", prompt="Reason", help="why; the person reads it, and it names nobody")
@NAME
@PHONE
def reset_second_factor(reason: str, name: str, phone: str) -> None:
    """Take away a lost second factor where no other administrator can; a new one is enrolled at the next sign-in."""
    with _at_the_machine():
        from gongjia.people import actions

        person = _person(name, phone)
        actions.reset_second_factor(actions.open_account(person), None, reason)
        click.echo(f"{person.name} enrols a new second factor at the next sign-in; every open session has ended.")


@click.command()
@click.option("--under", "key", required=True, help=f"the union that approves it: {KEY}")
@click.option("--name", required=True, help="the whole name of the union")
@click.option("--kind", default="grassroots", show_default=True, help="grassroots, joint or league")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="when it was founded; today if not given")
@click.option("--employer", default="", help="the employer whose workers it is for")
@click.option("--credit-code", default="", help="the employer's 18 places; an employer that is known is found by it")
@click.option("--telephone", default="", help="where members reach it")
@click.option("--address", default="", help="where it is")
def found(
    key: str, name: str, kind: str, day: datetime | None, employer: str, credit_code: str, telephone: str, address: str
) -> None:
    """Found a grassroots union, which people can then join: it stands under the union that approved it."""
    with _at_the_machine():
        from gongjia.unions.actions.tree import FOUNDED, found_union
        from gongjia.unions.naming import spaced

        _among(kind, FOUNDED)
        parent = _union(key)
        union = found_union(
            parent, name, kind=kind, founded_on=day.date() if day else None, telephone=telephone, address=address,
            employer=_employer(employer, credit_code, parent),
        )  # fmt: skip
        click.echo(f"{union.name}, under {parent.name}: number {union.pk}, join code {spaced(union.join_code)}.")
        click.echo(
            f"Give it its officers with `gongjia appoint --union {union.pk} --role officer`, or on its page of offices."
        )


@contextmanager
def _at_the_machine() -> Iterator[None]:
    """The installation's database in one transaction. What is refused is said in its sentence, and nothing was done."""
    from gongjia.operations.database import database, is_prepared

    with database():
        start_platform()
        from django.db import transaction

        from gongjia.foundation.refusals import Refused

        if not is_prepared():
            raise click.ClickException(
                "This database has no tables of this version: `gongjia migrate` makes them. Where the services run already, "
                "this command was not given their environment (docs/how-to/deploy.md)."
            )
        try:
            with transaction.atomic():
                yield
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal


def _among(word: str, words: Sequence[str]) -> None:
    if word not in words:
        raise click.ClickException(f"{word} is not among: {', '.join(words)}")


def _union(key: str) -> "Union":
    from django.core.exceptions import ObjectDoesNotExist
    from django.http import Http404

    from gongjia.indicators.access import union_of

    try:
        return union_of(key)
    except (ObjectDoesNotExist, Http404) as nothing:
        raise click.ClickException(f"There is no union “{key}”; write {KEY}.") from nothing


def _person(name: str, phone: str) -> "Person":
    """Whoever signs in with this number, under this name; told here where they have not told it yet.

    Nobody is entered: behind a mistyped number an office would wait for whoever has it.
    """
    from gongjia.people import actions, names, phones
    from gongjia.people.access import person_by_phone

    name, person = names.check_name(name), person_by_phone(phones.read(phone))
    if person is None:
        raise click.ClickException("Nobody has signed in with this number yet. They sign in once first, with a code.")
    if not person.name:
        person = actions.tell_name(person, name)
    if person.name != name:
        raise click.ClickException("The record of this number has another name. Compare both with the person.")
    return person


def _employer(name: str, credit_code: str, parent: "Union") -> "Employer | None":
    from gongjia.unions.actions import add_employer

    if not name and not credit_code:
        return None
    return add_employer(name, credit_code=credit_code, division_code=parent.division_code)


FIRST_STEPS = (appoint, found, reset_second_factor)
