"""`gongjia calendar FILE`: enters the days of an official holiday notice from a CSV file."""

import csv
from datetime import date
from pathlib import Path

import click

from gongjia.law.actions import extend_calendar
from gongjia.law.kinds import CalendarError
from gongjia.law.models import CalendarDay

COLUMNS = ("date", "kind", "name", "source")


def enter(path: Path) -> int:
    """Enter every row (date as 2027-02-06; kind "off" or "work"; name; source) or none. Returns how many are new."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [column for column in COLUMNS if column not in (reader.fieldnames or ())]:
            raise click.ClickException(f"{path} lacks the columns {', '.join(missing)}; it needs {', '.join(COLUMNS)}")
        days = [_day(number, row) for number, row in enumerate(reader, start=2)]
    try:
        return extend_calendar(None, days)
    except CalendarError as problem:
        raise click.ClickException(str(problem)) from problem


def _day(number: int, row: dict[str, str]) -> CalendarDay:
    try:
        day = date.fromisoformat(row["date"].strip())
    except ValueError:
        raise click.ClickException(f"line {number}: {row['date']} is not a day; write it as 2027-02-06") from None
    kind = row["kind"].strip()
    if kind not in ("off", "work"):
        raise click.ClickException(f"line {number}: kind is {kind}; write off or work")
    return CalendarDay(date=day, kind=kind, name=row["name"].strip(), source=row["source"].strip())
