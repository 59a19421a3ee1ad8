"""`gongjia audit …`: check the chain, print a day's head, hand it over, seal now."""

import json
from datetime import date, datetime, timedelta

import click

from gongjia.operations.start import start_platform


@click.group()
def audit() -> None:
    """The record of what happened: check that nobody changed it, print and hand over its head."""


def _day(value: datetime | None) -> date:
    from gongjia.foundation.clock import today

    return value.date() if value else today()


DAY = click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="as 2026-11-22; today if not given")


@audit.command()
@click.option(
    "--anchor", "anchors", multiple=True, type=click.Path(exists=True, dir_okay=False), help="a head held outside"
)
@click.option("--since", default=1, show_default=True, help="begin with this seal, trusting those before")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object")
@click.option("--database", "address", default="", help="postgresql://… of another database, e.g. a restored one")
def verify(anchors: tuple[str, ...], since: int, as_json: bool, address: str) -> None:
    """Check every event against the chain; ends with 1 and names the first bad row if anything was changed."""
    from gongjia.audit import verify as checker
    from gongjia.foundation.postgres import Cluster
    from gongjia.operations.database import database
    from gongjia.settings import DATA, ENV

    with database():
        where = address or ENV.OWNER_DATABASE_URL or ENV.DATABASE_URL or Cluster(DATA).owner_url
        raise SystemExit(checker.main(where, *anchors, as_json=as_json, since=since))


@audit.command()
@DAY
@click.option("--json", "as_json", is_flag=True, help="print it as the file that `verify --anchor` takes")
def head(day: datetime | None, as_json: bool) -> None:
    """Print the head of the chain at the end of a day."""
    from gongjia.operations.database import database

    with database():
        start_platform()
        from gongjia.audit.access import head_of_day, seal_age

        found = head_of_day(_day(day))
        if found is None:
            raise click.ClickException("Nothing was sealed up to that day.")
        if as_json:
            click.echo(json.dumps(found, indent=2))
            return
        click.echo(f"{found['day']}  seal {found['seal']:,}  {found['events']:,} events\n{found['head']}")
        click.echo(f"The oldest event that waits to be sealed is {seal_age().total_seconds():.0f} s old.")


@audit.command()
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="one that is over, as 2026-11-22; yesterday if not given",
)
def anchor(day: datetime | None) -> None:
    """Hand the head of a day that is over to whoever AUDIT_ANCHOR names."""
    from gongjia.operations.database import database

    with database():
        start_platform()
        from gongjia.audit.anchors import AnchorFailed, hand_over
        from gongjia.foundation.clock import today

        try:
            handed = hand_over(day.date() if day else today() - timedelta(days=1))
        except AnchorFailed as problem:
            raise click.ClickException(str(problem)) from problem
        if handed is None:
            raise click.ClickException("Nothing was handed over: set AUDIT_ANCHOR, and see that something is sealed.")
        click.echo(f"Handed over: seal {handed['seal']}, {handed['head']}")


@audit.command()
def seal() -> None:
    """Seal now what waits; the worker does it every minute."""
    from gongjia.operations.database import database

    with database():
        start_platform()
        from gongjia.audit.actions import seal as seal_now

        click.echo(f"{seal_now():,} events sealed.")
