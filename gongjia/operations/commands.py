"""The commands of whoever runs an installation: serving, backups, and coming back from them."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click


class Moment(click.ParamType):
    """A time of day in the federation's time zone, unless it says another one."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value} is not a time; write it as 2027-02-06T15:30 or 2027-02-06T15:30:20+08:00", param, context
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


class Failure(click.ClickException):
    exit_code = 1


FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
def web() -> None:
    """Serve the pages only; the database and the workers run elsewhere (systemd, containers)."""
    from gongjia.operations.serving import serve

    raise SystemExit(serve("web"))


@click.command()
def worker() -> None:
    """Work off the jobs only, but for those of partners; the database and the pages run elsewhere (systemd, containers)."""
    from gongjia.operations.serving import serve

    raise SystemExit(serve("worker"))


@click.command()
def partners() -> None:
    """Tell partners only, in a queue of its own: however slow they are, no clock and no notice waits for them."""
    from gongjia.operations.serving import serve

    raise SystemExit(serve("partners"))


@click.command()
@click.option("--nightly", is_flag=True, help="also make a backup each night at three")
def archive(nightly: bool) -> None:
    """Receive the write-ahead log and new uploads into BACKUP_FOLDER, until stopped."""
    from gongjia.operations.archive import follow
    from gongjia.operations.source import BackupFailed, configured
    from gongjia.settings import DATA

    try:
        raise SystemExit(follow(configured(), _folder(None), DATA / "files", nightly=nightly))
    except BackupFailed as problem:
        raise Failure(str(problem)) from problem


@click.command()
@click.option("--to", type=FOLDER, default=None, help="folder of the backups; BACKUP_FOLDER if not given")
@click.option("--keep", type=click.IntRange(1), default=None, help="how many are kept; BACKUP_KEEP if not given")
def backup(to: Path | None, keep: int | None) -> None:
    """Copy the database and the uploads, never the keys, into a folder, and verify the copy."""
    from gongjia.operations.backup import take
    from gongjia.operations.source import BackupFailed, configured
    from gongjia.settings import DATA, ENV

    folder = _folder(to)
    try:
        made = take(configured(), folder, DATA / "files", keep=keep or ENV.BACKUP_KEEP)
    except BackupFailed as problem:
        raise Failure(str(problem)) from problem
    click.echo(
        f"{folder / made.name}: {made.bytes / 1024**2:.0f} MB and {made.files} uploads in {made.seconds:.1f} s, verified"
    )
    if ENV.BACKUP_FOLDER and folder == _folder(None):  # one put elsewhere is not the one that is watched for
        _remember(made.name)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", type=Moment(), default=None, help="the moment to come back to; the end of the log if not given")
@click.option("--into", type=FOLDER, default=None, help="the new data folder; GONGJIA_DATA if not given")
@click.option("--yes", is_flag=True, help="do not ask")
def restore(folder: Path, to: datetime | None, into: Path | None, yes: bool) -> None:
    """Make a new installation folder from the backups in FOLDER, as it was at a moment of the past."""
    from gongjia.operations.restore import plan, restored
    from gongjia.operations.source import BackupFailed
    from gongjia.settings import DATA

    target = (into or DATA).absolute()
    try:
        planned = plan(folder.absolute(), to, target)
        click.echo(planned.says())
        if not yes:
            click.confirm("Go on?", abort=True)
        began = datetime.now(UTC)
        with restored(planned) as (_cluster, last):
            seconds = (datetime.now(UTC) - began).total_seconds()
    except BackupFailed as problem:
        raise Failure(str(problem)) from problem
    click.echo(f"Restored in {seconds:.1f} s; the last transaction is of {last or planned.backup.ended}.")
    click.echo(f"Start it with its keys:  GONGJIA_DATA={target} gongjia up   (docs/how-to/restore.md: outside servers)")


@click.command()
@click.option("--members", type=click.IntRange(1), default=None, help="drill on a made-up province of this size")
@click.option("--scratch", type=FOLDER, default=None, help="folder with room for three times the database")
@click.option("--json", "as_json", is_flag=True, help="print only the last line, as JSON")
def drill(members: int | None, scratch: Path | None, as_json: bool) -> None:
    """Back up, write on, lose everything, restore elsewhere and compare: prints lost seconds and duration."""
    from gongjia.operations.drill import run
    from gongjia.operations.source import BackupFailed

    try:
        raise SystemExit(run(members=members, scratch=scratch, as_json=as_json))
    except BackupFailed as problem:
        raise Failure(str(problem)) from problem


def _folder(given: Path | None) -> Path:
    from gongjia.settings import ENV

    if given is None and not ENV.BACKUP_FOLDER:
        raise Failure("There is no folder for backups: set BACKUP_FOLDER, or name one with --to.")
    return (given or Path(ENV.BACKUP_FOLDER)).absolute()


def _remember(name: str) -> None:
    """For /metrics and `gongjia doctor`. A backup that cannot be noted down is still a backup."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjia.settings")
    import django
    from django.db import DatabaseError

    django.setup()
    from gongjia.operations.gauges import keep

    try:
        keep("backup", {"name": name})
    except DatabaseError as problem:
        click.echo(f"It could not be noted in the database ({type(problem).__name__}).", err=True)


COMMANDS = (web, worker, partners, archive, backup, restore, drill)
