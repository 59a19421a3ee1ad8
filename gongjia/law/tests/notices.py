"""The official holiday notices of 2023-2026, typed from the State Council's documents, and an oracle for clocks.

The oracle shares no code with the room: it lays out every day in a list, strikes out what does not count and picks
by position. The room walks and counts down.
"""

from datetime import date, timedelta

# year -> (number of the notice, days off as (first, last), made-up working days)
NOTICES = {
    2023: (
        "国办发明电〔2022〕16号",
        [("2022-12-31", "2023-01-02"), ("2023-01-21", "2023-01-27"), ("2023-04-05", "2023-04-05"),
         ("2023-04-29", "2023-05-03"), ("2023-06-22", "2023-06-24"), ("2023-09-29", "2023-10-06")],
        ["2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08"],
    ),
    2024: (
        "国办发明电〔2023〕7号",
        [("2024-01-01", "2024-01-01"), ("2024-02-10", "2024-02-17"), ("2024-04-04", "2024-04-06"),
         ("2024-05-01", "2024-05-05"), ("2024-06-10", "2024-06-10"), ("2024-09-15", "2024-09-17"),
         ("2024-10-01", "2024-10-07")],
        ["2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29",
         "2024-10-12"],
    ),
    2025: (
        "国办发明电〔2024〕12号",
        [("2025-01-01", "2025-01-01"), ("2025-01-28", "2025-02-04"), ("2025-04-04", "2025-04-06"),
         ("2025-05-01", "2025-05-05"), ("2025-05-31", "2025-06-02"), ("2025-10-01", "2025-10-08")],
        ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    ),
    2026: (
        "国办发明电〔2025〕7号",
        [("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"),
         ("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"),
         ("2026-10-01", "2026-10-07")],
        ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    ),
}  # fmt: skip


def span(first: str | date, last: str | date) -> list[date]:
    first, last = (date.fromisoformat(day) if isinstance(day, str) else day for day in (first, last))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


OFF = {day for _, ranges, _ in NOTICES.values() for first, last in ranges for day in span(first, last)}
WORK = {date.fromisoformat(day) for _, _, days in NOTICES.values() for day in days}


def works(day: date, off: set[date] = frozenset(), work: set[date] = frozenset()) -> bool:
    """Whether people work; `off` and `work` are entries of an administrator."""
    if day in off or day in work:
        return day in work
    return day in WORK or (day.isoweekday() <= 5 and day not in OFF)


def month_later(day: date, months: int) -> date:
    """The same day so many months on, found by trying days backwards until one exists."""
    count = day.year * 12 + (day.month - 1) + months
    for number in range(day.day, 0, -1):
        try:
            return date(count // 12, count % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError


def expected_after(value, unit, working, start, pauses, off=frozenset(), work=frozenset()):
    """The due date, or None when the clock stands still. `pauses` are (first, last or None)."""
    days = span(start + timedelta(days=1), start + timedelta(days=400 + 400 * (unit == "year") * value + 31 * value))
    opened = [first for first, last in pauses if last is None]
    if opened:
        days = [day for day in days if day < min(opened)]
    paused = {day for first, last in pauses if last for day in span(first, last)}
    length = value if unit == "day" else (month_later(start, value * (12 if unit == "year" else 1)) - start).days
    running = [day for day in days if day not in paused]
    counted = [day for day in running if works(day, off, work)] if working else running
    if len(counted) < length:
        return None
    ends = [day for day in running if day >= counted[length - 1] and works(day, off, work)]
    return ends[0] if ends else None


def expected_before(value, unit, working, event, off=frozenset(), work=frozenset()):
    if unit == "day" and working:
        return [day for day in span(event - timedelta(days=200), event)[-2::-1] if works(day, off, work)][value - 1]
    nominal = event - timedelta(days=value) if unit == "day" else month_later(event, -value)
    return max(day for day in span(nominal - timedelta(days=30), nominal) if works(day, off, work))
