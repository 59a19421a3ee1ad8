"""One year to apply for arbitration (劳动争议调解仲裁法 art. 27): start, interruption, suspension, wages."""

from datetime import date
from decimal import Decimal

import pytest

from gongjia.law.calendar import published_calendar
from gongjia.law.clocks import limitation
from gongjia.law.kinds import Pause
from gongjia.law.models import Rule

YEAR = Rule(
    key="arbitration.limitation", version=1, value=Decimal(1), unit="year", article="《劳动争议调解仲裁法》第27条"
)


def due(known_on, **facts):
    found = limitation(YEAR, known_on, calendar=published_calendar(), **facts)
    return found and found.due_on


def test_wages_owed_while_employed_are_not_barred():
    assert due(date(2024, 1, 31), wage_arrears=True) is None


def test_wages_owed_are_barred_a_year_after_the_employment_ended():
    ended = date(2025, 6, 30)
    assert due(date(2024, 1, 31), wage_arrears=True, employment_ended_on=ended) == date(2026, 6, 30)


def test_other_claims_run_from_knowledge_even_when_the_employment_ended_later():
    assert due(date(2025, 3, 3), employment_ended_on=date(2025, 6, 30)) == date(2026, 3, 3)


def test_a_refused_mediation_begins_the_year_anew():
    """Left on 30 June 2025; mediation asked for on 10 May 2026, refused on 20 May: until 20 May 2027."""
    steps = [date(2026, 5, 20), date(2026, 5, 10)]
    assert due(date(2025, 6, 30), interruptions=steps) == date(2027, 5, 20)


def test_a_claim_on_the_last_day_is_in_time():
    assert due(date(2025, 6, 30), interruptions=[date(2026, 6, 30)]) == date(2027, 6, 30)


def test_a_claim_after_the_last_day_revives_nothing():
    assert due(date(2025, 6, 30), interruptions=[date(2026, 7, 1)]) == date(2026, 6, 30)


def test_a_second_claim_counts_only_if_the_first_kept_the_year_alive():
    assert due(date(2024, 6, 28), interruptions=[date(2025, 6, 20), date(2026, 6, 18)]) == date(2027, 6, 18)
    assert due(date(2024, 6, 28), interruptions=[date(2025, 7, 20), date(2026, 6, 18)]) == date(2025, 6, 30)


def test_a_claim_before_the_beginning_changes_nothing():
    assert due(date(2025, 6, 30), interruptions=[date(2025, 3, 1), date(2025, 6, 30)]) == date(2026, 6, 30)


def test_a_suspension_lets_the_rest_run_on():
    illness = Pause(date(2026, 6, 1), date(2026, 6, 30), "不可抗力")
    assert due(date(2025, 6, 30), pauses=[illness]) == date(2026, 7, 30)


def test_a_suspension_without_end_leaves_no_date_and_a_claim_during_it_is_in_time():
    lasting = Pause(date(2026, 6, 1), None, "不可抗力")
    found = limitation(YEAR, date(2025, 6, 30), pauses=[lasting], calendar=published_calendar())
    assert found.paused
    assert found.due_on is None
    again = limitation(
        YEAR, date(2025, 6, 30), pauses=[lasting], interruptions=[date(2026, 9, 1)], calendar=published_calendar()
    )
    assert again.starts_on == date(2026, 9, 2)


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        (date(2025, 2, 17), date(2026, 2, 24)),  # Spring Festival
        (date(2024, 2, 29), date(2025, 2, 28)),  # leap day
        (date(2025, 5, 2), date(2026, 5, 6)),  # May Day
    ],
)
def test_the_last_day_follows_the_calendar(known_on, expected):
    assert due(known_on) == expected
