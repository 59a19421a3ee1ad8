"""What day it is in Jilin. Legal periods run in calendar days of Beijing time, wherever the server stands."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()
