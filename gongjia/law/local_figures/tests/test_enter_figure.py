"""Figures that are entered, ended and taken back; what the table of the claims then answers."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from gongjia.audit.models import Event
from gongjia.law.claims.figures import FigureKind
from gongjia.law.claims.places import place_of
from gongjia.law.kinds import FigureError
from gongjia.law.local_figures.access import local_figures
from gongjia.law.local_figures.actions import end_figure, enter_figure, take_back_figure
from gongjia.law.local_figures.tests.factories import a_figure, a_row, of_year
from gongjia.law.models import LocalFigure
from gongjia.people.tests.factories import a_person, an_account

pytestmark = pytest.mark.django_db


def found(on, place="吉林·长春市区", kind=FigureKind.AVERAGE_WAGE_YEAR):
    row = local_figures().find(kind, place_of(place), on)
    return row and (str(row.value), row.source)


def test_an_entered_figure_answers_and_says_who_entered_it():
    account = an_account(a_person())
    assert found(date(2025, 12, 31)) is None
    row = a_figure(account, **of_year(2025, "110000", source="演示公报"))
    assert found(date(2025, 12, 31)) == ("110000", "演示公报")
    assert found(date(2024, 12, 31)) is None
    event = Event.objects.get(verb="law.figure.enter", object_id=str(row.pk))
    assert (row.entered_by, event.actor_id, event.change["value"]) == (account.pk, account.pk, "110000")


def test_an_entered_figure_comes_before_a_packaged_one_for_its_own_days_only():
    a_figure(kind="minimum_wage.month", place="长春市区", value="2300", valid_from=date(2025, 10, 1), source="演示函")
    kind = FigureKind.MINIMUM_WAGE_MONTH
    assert found(date(2025, 10, 1), kind=kind) == ("2300", "演示函")
    assert found(date(2025, 9, 30), kind=kind) == ("2120", "吉政函〔2024〕66号")
    assert found(date(2025, 10, 1), "吉林·吉林市区", kind) == ("1920", "吉政函〔2024〕66号")


def test_an_earlier_entered_figure_still_comes_before_a_packaged_one_that_began_later():
    a_figure(kind="minimum_wage.month", place="长春市区", value="2200", valid_from=date(2020, 1, 1), source="演示函")
    assert found(date(2025, 1, 1), kind=FigureKind.MINIMUM_WAGE_MONTH) == ("2200", "演示函")


def test_two_for_the_same_days_are_refused_and_the_standing_one_is_named():
    a_figure(**of_year(2025, "110000"))
    with pytest.raises(FigureError, match=r"110000.*2025-01-01.*2025-12-31"):
        a_figure(**of_year(2025, "120000"))
    open_row = a_figure()
    with pytest.raises(FigureError, match=r"0\.7.*2020-01-01"):
        a_figure(value="0.8", valid_from=date(2026, 1, 1))
    assert end_figure(None, open_row.pk, date(2025, 12, 31)).valid_to == date(2025, 12, 31)
    a_figure(value="0.8", valid_from=date(2026, 1, 1))


def test_the_same_one_twice_is_once():
    assert a_figure() == a_figure()
    assert Event.objects.filter(verb="law.figure.enter").count() == 1


def test_the_database_itself_refuses_two_for_one_day_and_what_is_not_above_zero():
    a_figure(valid_to=date(2020, 12, 31))
    for wrong in (
        a_row(value="0.8", valid_from=date(2020, 12, 31)),
        a_row(place="x", value="0"),
        a_row(place="x", source=""),
    ):
        wrong.entered_at = LocalFigure.objects.latest("pk").entered_at
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_at_once_one_hears_why_not():
    heard, ready = [], threading.Barrier(2)

    def enter(value):
        try:
            with transaction.atomic():
                ready.wait(5)
                enter_figure(None, a_row(value=value))
        except FigureError as refusal:
            heard.append(str(refusal))
        finally:
            connection.close()

    both = [threading.Thread(target=enter, args=(value,)) for value in ("0.6", "0.8")]
    [one.start() for one in both]
    [one.join() for one in both]
    assert LocalFigure.objects.count() == 1
    assert len(heard) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "0"},
        {"value": "70"},
        {"place": "长春"},
        {"province": ""},
        {"grade": 5},
        {"kind": "injury_medical.months", "value": "9"},
        {"kind": "injury_medical.months", "value": "9", "grade": 4},
        {"source": "  "},
        {"valid_to": date(2019, 12, 31)},
        of_year(2025, "110000", valid_to=None),
        of_year(2025, "110000", place="长春市区"),
    ],
)
def test_what_no_order_can_have_said_is_refused(wrong):
    with pytest.raises(FigureError):
        a_figure(**wrong)
    assert not LocalFigure.objects.exists()


def test_a_figure_taken_back_speaks_no_more_and_keeps_its_reason():
    row = a_figure(**of_year(2025, "11000"))
    with pytest.raises(FigureError):
        take_back_figure(None, row.pk, " ")
    take_back_figure(None, row.pk, "少写一个零")
    assert take_back_figure(None, row.pk, "又一次").taken_back_because == "少写一个零"
    assert found(date(2025, 12, 31)) is None
    assert Event.objects.get(verb="law.figure.take_back").reason == "少写一个零"
    a_figure(**of_year(2025, "110000"))
    assert found(date(2025, 12, 31))[0] == "110000"


def test_an_end_is_written_once():
    row = a_figure()
    with pytest.raises(FigureError):
        end_figure(None, row.pk, date(2019, 12, 31))
    assert end_figure(None, row.pk, date(2025, 6, 30)) == end_figure(None, row.pk, date(2025, 6, 30))
    with pytest.raises(FigureError):
        end_figure(None, row.pk, date(2025, 7, 31))
    assert Event.objects.get(verb="law.figure.end").change == {"valid_to": ["", "2025-06-30"]}


def test_the_table_costs_one_query(django_assert_num_queries):
    a_figure()
    with django_assert_num_queries(1):
        local_figures()


def test_what_the_database_refuses_for_another_reason_is_not_hidden(monkeypatch):
    a_figure(**of_year(2025, "110000"))
    monkeypatch.setattr("gongjia.law.local_figures.actions.in_the_way_of", lambda row: None)
    with pytest.raises(IntegrityError):
        a_figure(**of_year(2025, "120000"))
