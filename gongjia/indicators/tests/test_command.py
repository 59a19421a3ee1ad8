import io
import json
from datetime import date

import pytest

from gongjia.indicators.command import print_figures
from gongjia.indicators.kinds import Unit
from gongjia.indicators.tests.factories import BEGUN, MEMBERS, SCANNED, declared, memberships
from gongjia.indicators.tests.test_counting import CASES, MONEY, a_case
from gongjia.unions.tests.factories import a_tree

pytestmark = pytest.mark.django_db
KEYS = {"key", "value", "numerator", "denominator", "unit", "as_of", "definition"}


@pytest.fixture
def tree():
    tree = a_tree()
    memberships(tree["county"], 3, date(2023, 7, 15))
    memberships(tree["county"], 5, date(2018, 7, 15))
    memberships(tree["county"], 1, date(2023, 7, 16))
    a_case(tree["other"], date(2023, 7, 1), "30690000", "T1")
    with declared(SCANNED, MONEY, CASES, BEGUN, MEMBERS):
        yield tree


def printed(**asked):
    out = io.StringIO()
    assert print_figures(date(2023, 7, 15), out=out, **asked) == 0
    return out.getvalue()


def test_every_declared_figure_is_printed_in_the_order_of_the_published_list(tree):
    figures = json.loads(printed(since=date(2018, 7, 15), union_key=str(tree["province"].pk), as_json=True))
    assert all(set(figure) == KEYS for figure in figures)
    assert [figure["key"] for figure in figures] == [
        "test_members", "test_begun", "test_recovered", "test_resolved", "test_scanned_rate",
    ]  # fmt: skip
    values = {figure["key"]: figure for figure in figures}
    assert (values["test_members"]["value"], values["test_begun"]["value"]) == (8, 3)
    assert values["test_members"]["numerator"] == 8
    assert values["test_members"]["denominator"] is None
    assert values["test_recovered"]["value"] == "30690000.00"
    assert values["test_recovered"]["unit"] == Unit.YUAN.value
    rate = values["test_scanned_rate"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (1.0, 3, 3)
    assert {figure["as_of"] for figure in figures} == {"2023-07-15"}


def test_without_a_beginning_a_flow_is_counted_for_five_years(tree):
    without, given = (
        json.loads(printed(union_key=str(tree["county"].pk), as_json=True, **days))
        for days in ({}, {"since": date(2018, 7, 15)})
    )
    assert without == given


def test_as_a_table_for_people(tree):
    text = printed(since=date(2018, 7, 15), union_key=str(tree["province"].pk))
    assert "30,690,000.00" in text
    assert "演示省总工会" in text


def test_a_union_that_does_not_exist_and_days_in_the_wrong_order_are_said(capsys):
    assert print_figures(date(2023, 7, 15), union_key="nowhere") == 2
    assert "nowhere" in capsys.readouterr().err
    assert print_figures(date(2023, 7, 15), since=date(2023, 7, 15)) == 2
    assert "--since" in capsys.readouterr().err
