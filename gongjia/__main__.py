"""The command line: `gongjia up`, `gongjia migrate`, `gongjia world`, `gongjia figures`, `gongjia audit`, `gongjia doctor`."""

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import click

from gongjia.operations.audit import audit
from gongjia.operations.commands import COMMANDS
from gongjia.operations.first_steps import FIRST_STEPS
from gongjia.operations.start import start_platform


class Day(click.ParamType):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a day; write it as 2023-07-15", param, context)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Gongjia (工家), the platform a trade-union federation runs on."""


for command in (*COMMANDS, *FIRST_STEPS):
    main.add_command(command)

main.add_command(audit)


@main.command()
@click.option("--look", is_flag=True, help="only look something up: no job runs, nothing is sent, no backup is made")
def up(look: bool) -> None:
    """Start the database, the web server and the job worker; Ctrl-C stops them all."""
    from gongjia.operations.up import run

    raise SystemExit(run(look=look))


@main.command()
def migrate() -> None:
    """Bring the tables and the reference data (law, unions) up to this version."""
    from gongjia.operations.database import database, prepare

    with database():
        start_platform()
        prepare()


@main.command()
@click.option("--members", default=40_000, show_default=True, help="how many people have a membership")
@click.option("--seed", default=1, show_default=True, help="the same seed makes the same province")
def world(members: int, seed: int) -> None:
    """Fill an empty database with a synthetic province, plainly marked as demo."""
    from gongjia.operations.database import database, prepare

    with database():
        start_platform()
        prepare()
        from gongjia.world.command import fill

        fill(members=members, seed=seed)


@main.command()
@click.option("--as-of", type=Day(), default=None, help="the day the figures speak of; today if not given")
@click.option(
    "--since", type=Day(), default=None, help="what happened after this day counts; five years before if not given"
)
@click.option("--union", "union_key", default="jl", show_default=True, help="jl, a division code or a union's number")
@click.option("--json", "as_json", is_flag=True, help="print a JSON list")
def figures(as_of: date | None, since: date | None, union_key: str, as_json: bool) -> None:
    """Print every declared figure, computed from the records."""
    from gongjia.operations.database import database

    with database():
        start_platform()
        from gongjia.indicators.command import print_figures

        raise SystemExit(print_figures(as_of=as_of, since=since, union_key=union_key, as_json=as_json))


@main.command()
@click.argument("file")
def claims(file: str) -> None:
    """Work out the labour claims of a JSON FILE ("-" reads standard input), step by step, with the articles."""
    from gongjia.law.claims.__main__ import main as calculate

    raise SystemExit(calculate([file]))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def calendar(file: Path) -> None:
    """Enter the holidays and make-up workdays of an official notice from a CSV FILE (date, kind, name, source)."""
    from gongjia.operations.database import database

    with database():
        start_platform()
        from gongjia.operations.holidays import enter

        click.echo(f"{enter(file)} days entered or changed.")


@main.group()
def law() -> None:
    """The law at hand: import statutes, find the articles that answer a question."""


@law.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def import_law(files: tuple[Path, ...]) -> None:
    """Import statutes from JSON FILES or folders of them; a version or an article that is there is never changed."""
    from gongjia.operations.database import database, prepared

    with database():
        start_platform()
        prepared()
        from gongjia.law.library.command import import_files

        import_files(files)


@law.command()
@click.argument("question", required=False)
@click.option(
    "--file", type=click.File(encoding="utf-8"), default=None, help="many questions, one a line; - is standard input"
)
@click.option("--json", "as_json", is_flag=True, help="print a JSON list of {law, article, score, text}")
def search(question: str | None, file: Any, as_json: bool) -> None:
    """Print the 3 to 5 articles nearest to a QUESTION, best first. Information, not advice."""
    from gongjia.operations.database import database, prepared

    questions = [line.strip() for line in file if line.strip()] if file else [question or ""]
    if not all(questions) or not questions:
        raise click.UsageError("Write a question, or name a file with --file.")
    with database():
        start_platform()
        prepared()
        from gongjia.law.library.command import print_answers

        print_answers(questions, as_json=as_json, many=file is not None)


@main.group()
def keys() -> None:
    """Make keys, and bring everything that is sealed under a new one while the platform runs."""


@keys.command("new")
def keys_new() -> None:
    """Print fresh random values for SECRET_KEY, SEALING_KEYS and INDEX_KEY."""
    from gongjia.operations.keys import new_keys

    click.echo("\n".join(new_keys()))


@keys.command("rotate")
def keys_rotate() -> None:
    """Add a new sealing key and seal everything anew with it; see docs/how-to/rotate-keys.md."""
    from gongjia.operations.database import database

    with database():
        start_platform()
        from gongjia.operations.keys import rotate

        raise SystemExit(rotate(click.echo))


@keys.command("reseal")
def keys_reseal() -> None:
    """Seal everything under the newest key; after a stop it goes on where it was."""
    from gongjia.operations.database import database

    with database():
        start_platform()
        from gongjia.operations.keys import reseal

        raise SystemExit(reseal(click.echo))


@main.command()
def doctor() -> None:
    """Check this machine and its configuration, and say in plain words what to mend."""
    from gongjia.operations.doctor import examine

    raise SystemExit(examine())


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1)
def django(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands on this database."""
    from gongjia.operations.database import database

    with database():
        start_platform()
        from django.core.management import execute_from_command_line

        from gongjia.foundation.walls import as_owner, grant

        with as_owner() if arguments[:1] == ("migrate",) else nullcontext():
            execute_from_command_line(["gongjia django", *arguments])
            if arguments[:1] == ("migrate",):
                grant()


if __name__ == "__main__":
    main(prog_name="gongjia")
