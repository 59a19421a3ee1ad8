from datetime import date

import click
import pytest

from gongjia.law.calendar import load_calendar
from gongjia.operations.holidays import enter

FEASTS = ("01-01", "05-01", "10-01", "10-02", "10-03")


def a_file(tmp_path, rows, head="date,kind,name,source"):
    path = tmp_path / "holidays.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def next_year():
    return load_calendar().known_through + 1


def test_a_whole_year_is_entered_and_then_known(db, tmp_path):
    year = next_year()
    rows = [f"{year}-{feast},off,节,国办发明电〔{year - 1}〕1号" for feast in FEASTS] + [f"{year}-01-03,work,元旦,国办"]
    assert enter(a_file(tmp_path, rows)) == len(rows)
    assert load_calendar().known_through == year
    assert not load_calendar().is_workday(date(year, 5, 1))
    assert load_calendar().is_workday(date(year, 1, 3))
    assert enter(a_file(tmp_path, rows)) == 0


@pytest.mark.parametrize(
    ("rows", "head", "says"),
    [
        (["2027-13-01,off,元旦,国办"], "date,kind,name,source", "line 2: 2027-13-01 is not a day"),
        (["2027-01-01,free,元旦,国办"], "date,kind,name,source", "line 2: kind is free"),
        (["2027-01-01,off"], "date,kind", "lacks the columns name, source"),
        (["2027-01-01,off,元旦,国办"], "date,kind,name,source", "2027-05-01"),
    ],
)
def test_a_bad_file_changes_nothing_and_says_where(db, tmp_path, rows, head, says):
    before = load_calendar().known_through
    with pytest.raises(click.ClickException, match=says):
        enter(a_file(tmp_path, rows, head))
    assert load_calendar().known_through == before
