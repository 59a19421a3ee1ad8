"""What day it is in Jilin. Legal periods run in calendar days of Beijing time, wherever the server stands."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def beijing_cron(minutes: str, hours: Iterable[int]) -> str:
    """The cron line of a job that runs at these minutes of these hours in Beijing: procrastinate reads it in UTC."""
    return f"{minutes} {','.join(str((hour - 8) % 24) for hour in hours)} * * *"
