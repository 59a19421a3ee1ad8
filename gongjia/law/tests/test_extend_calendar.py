"""An administrator enters a holiday notice: it counts at once, whole years only, and it is written down."""

from datetime import date, timedelta

import pytest

from gongjia.audit.models import Event
from gongjia.law.actions import extend_calendar
from gongjia.law.calendar import load_calendar
from gongjia.law.clocks import deadline
from gongjia.law.kinds import CalendarError, DayKind
from gongjia.law.models import CalendarDay, Rule

ACCEPT = Rule(key="mediation.accept", version=1, value=3, unit="day", day_type="working", article="")
FEASTS = (date(2027, 1, 1), date(2027, 5, 1), date(2027, 10, 1))


def day(when, kind=DayKind.OFF, name="春节", source="国办发明电〔2026〕0号（演示）"):
    return CalendarDay(date=when, kind=kind, name=name, source=source)


def notice_2027():
    off = [*FEASTS, *(date(2027, 2, 5) + timedelta(days=number) for number in range(8))]
    return [*(day(when) for when in off), day(date(2027, 1, 30), DayKind.WORK)]


def test_the_calendar_without_entries_is_the_packaged_one(db):
    assert load_calendar().known_through == 2026
    assert deadline(ACCEPT, date(2027, 2, 4)).warnings == ("calendar_unknown",)


def test_a_whole_year_entered_counts_at_once_and_takes_the_warning_away(db):
    assert extend_calendar(None, notice_2027()) == 12
    calendar = load_calendar()
    assert calendar.known_through == 2027
    assert calendar.is_workday(date(2027, 1, 30))
    found = deadline(ACCEPT, date(2027, 2, 4))
    assert (found.due_on, found.warnings) == (date(2027, 2, 17), ())


def test_the_same_notice_entered_twice_changes_nothing(db):
    extend_calendar(None, notice_2027())
    assert extend_calendar(None, notice_2027()) == 0
    assert CalendarDay.objects.count() == Event.objects.filter(verb="law.calendar.extend").count() == 12


def test_an_entry_overrules_the_packaged_calendar_and_can_be_corrected(db):
    national_day = date(2026, 10, 7)
    extend_calendar(None, [day(national_day, DayKind.WORK)])
    assert load_calendar().is_workday(national_day)
    assert extend_calendar(None, [day(national_day)]) == 1
    assert not load_calendar().is_workday(national_day)
    assert Event.objects.order_by("id").last().change == {"kind": ["work", "off"]}


def test_who_entered_it_is_written_down(db):
    class Administrator:
        pk = 7

    extend_calendar(Administrator(), [day(date(2026, 11, 23))])
    event = Event.objects.get(verb="law.calendar.extend")
    assert (event.actor_id, event.object_id) == (7, "2026-11-23")


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], "holds no day"),
        ([day(date(2026, 11, 23)), day(date(2026, 11, 23))], "twice"),
        ([day(date(2026, 11, 23), "rest")], "day off or a working day"),
        ([day(date(2026, 11, 23), source=" ")], "number of the official notice"),
        ([day(date(2027, 1, 1))], "entered whole: 2027-05-01, 2027-10-01"),
        ([day(when.replace(year=2028)) for when in FEASTS], "Enter 2027 before 2028"),
    ],
)
def test_a_list_that_would_leave_the_calendar_wrong_is_refused(db, days, sentence):
    with pytest.raises(CalendarError, match=sentence):
        extend_calendar(None, days)
    assert not CalendarDay.objects.exists()


def test_two_years_may_be_entered_at_once(db):
    extend_calendar(None, [day(when.replace(year=year)) for year in (2027, 2028) for when in FEASTS])
    assert load_calendar().known_through == 2028


def test_a_day_may_be_added_to_a_year_that_was_entered(db):
    extend_calendar(None, notice_2027())
    assert extend_calendar(None, [day(date(2027, 6, 9))]) == 1
