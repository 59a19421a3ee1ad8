"""How often codes are sent and how soon a wrong try may be repeated. Nobody is ever locked out; the wait only grows.

Counted from rows of the database, so that every web process sees the same, and never from what an account is: the
answer for a number that nobody has is the answer for one that somebody has (docs/why/sign-in.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongjia.foundation.clock import now
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.people.models import CodeRequest, StrangersHour, WrongTry
from gongjia.people.sealing import blind_index

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PER_PHONE = ((MINUTE, 1), (HOUR, 5), (DAY, 10))
PER_ADDRESS = ((HOUR, 20),)
QUESTION_AFTER = ((HOUR, 2), (HOUR, 4))  # codes to one phone, from one address, before a plain question is asked
BREAKER = 5  # times the normal hour of the whole province
QUESTION_FOR_ALL = 2  # times the normal hour: then everybody is asked the question first
NORMAL_AT_LEAST = 200  # codes an hour; a young installation has no week to compare with
WEEK = timedelta(days=7)
# Wrong tries that cost nothing, and the longest wait: for one subject from one address, for one subject from
# anywhere, from one address for anybody. A stranger can renew the second and the third for ever, so they do not hold for
# the browsers of the subject's own (addresses.place_of), nor the second for codes, which belong to one browser.
PAIR, SUBJECT, ADDRESS = (3, 900), (10, 30), (30, 60)
# What people who are not signed in may do from one network within an hour of the clock; a factory's hall is one network.
STRANGERS = {"concern": 20, "draft": 20, "file": 40}


class Wait(Refused):
    """Too soon. The sentence says how long to wait; `seconds` is the same as a number."""

    def __init__(self, sentence: str, seconds: int):
        super().__init__(sentence)
        self.seconds = seconds


@dataclass(frozen=True)
class Load:
    """Codes sent in the last hour in the whole province, and what is normal."""

    last_hour: int
    normal_hour: float

    @property
    def is_broken(self) -> bool:
        return self.last_hour >= BREAKER * self.normal_hour

    @property
    def is_unusual(self) -> bool:
        return self.last_hour >= QUESTION_FOR_ALL * self.normal_hour


def lock(*indexes: bytes) -> None:
    """Let two requests about the same phone or address go one after the other, until the transaction ends."""
    keys = sorted(int.from_bytes(index[:8], "big", signed=True) for index in indexes if index)
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def own_count(phone_index: bytes, browser: bytes = b"") -> bytes:
    """What codes are counted under that somebody signed in asks for, or a browser that was theirs: apart from those that
    anybody may ask for who types the number. Otherwise strangers would use up the day's codes of whom they please."""
    return blind_index("own_codes", phone_index.hex() + browser.hex())


def check_sending(phone_index: bytes, address_index: bytes, is_own: bool = False) -> None:
    """Raises Wait where no further code may be sent to this phone or from this address now. Codes that have a count of
    their own (own_count) also go out while the province is flooded: strangers can ask for none of them."""
    at = now()
    sent = CodeRequest.objects.filter(sent=True, at__gt=at - DAY)
    to_phone = sent.filter(phone_index=phone_index).values_list("at", flat=True)
    if until := _free_at(to_phone, PER_PHONE, at):
        raise _wait(_("A code was sent to this number already."), until - at)
    from_address = sent.filter(address_index=address_index).values_list("at", flat=True) if address_index else ()
    if until := _free_at(from_address, PER_ADDRESS, at):
        raise _wait(_("Very many codes were asked for from this network."), until - at)
    if not is_own and load().is_broken:
        raise _wait(_("Far more codes than usual are being asked for, so the platform sends none for the moment. "
                      "A workers' service station or the line 12351 can help you now."), 10 * MINUTE)  # fmt: skip


@as_platform("what the limits count is nobody's to read")
def question_needed(phone_index: bytes, address_index: bytes) -> bool:
    """Whether a plain question comes before the code: this phone or address asked repeatedly, or everybody does."""
    (phone_span, phone_most), (address_span, address_most) = QUESTION_AFTER
    sent = CodeRequest.objects.filter(sent=True)
    return (
        sent.filter(phone_index=phone_index, at__gt=now() - phone_span).count() >= phone_most
        or sent.filter(address_index=address_index, at__gt=now() - address_span).count() >= address_most
        or load().is_unusual
    )


def load() -> Load:
    at = now()
    sent = CodeRequest.objects.filter(sent=True)
    counts = sent.filter(at__gt=at - WEEK).aggregate(hour=Count("id", filter=Q(at__gt=at - HOUR)), week=Count("id"))
    earlier = (counts["week"] - counts["hour"]) / (WEEK / HOUR)
    return Load(counts["hour"], max(earlier, NORMAL_AT_LEAST))


@as_platform("what the limits count is nobody's to read")
def check_try(subject: bytes, address: bytes, alone: bool = False) -> None:
    """Raises Wait where a wrong password, code or second factor was given too short a time ago.

    With `alone` what others try elsewhere does not count. Tries about one subject go one after the other: those of a
    request show to the next when its transaction is over.
    """
    lock(subject)
    at = now()
    since = WrongTry.objects.filter(at__gt=at - DAY)
    waits = [
        _wait_after(since.filter(subject_index=subject, address_index=address), *PAIR),
        None if alone else _wait_after(since.filter(subject_index=subject), *SUBJECT),
        _wait_after(since.filter(address_index=address), *ADDRESS),
    ]
    until = max((one for one in waits if one is not None), default=at)
    if until > at:
        raise _wait(_("That was wrong several times."), until - at)


@as_platform("what the limits count is nobody's to read")
def note_wrong_try(subject: bytes, address: bytes) -> None:
    WrongTry.objects.create(subject_index=subject, address_index=address)


@as_platform("what the limits count is nobody's to read")
def forget_wrong_tries(subject: bytes, address: bytes) -> None:
    """After a right one from the same place. Tries from elsewhere stay counted."""
    WrongTry.objects.filter(subject_index=subject, address_index=address).delete()


@as_platform("what the limits count is nobody's to read")
def count_stranger(what: str, address: bytes) -> None:
    """Count one thing that somebody does without being signed in, or without a name. Raises Wait after very many."""
    at = now()
    hour = at.replace(minute=0, second=0, microsecond=0)
    index = blind_index("strangers", f"{what} {address.hex()} {hour.isoformat()}")
    counted, is_first = StrangersHour.objects.get_or_create(index=index, defaults={"hour": hour, "count": 1})
    if not is_first:
        StrangersHour.objects.filter(pk=counted.pk).update(count=F("count") + 1)  # the next one waits for this row
        counted.refresh_from_db()
    if counted.count > STRANGERS[what]:
        raise _wait(_("Very much came from this network within the hour. By telephone 12351 helps you at once."),
                    hour + HOUR - at)  # fmt: skip


def delay_after(wrong_tries: int, free: int, most: int) -> int:
    """Seconds to wait after so many wrong tries: 0 while they are free, then 2, 4, 8 … up to `most`."""
    return 0 if wrong_tries <= free else min(2 ** min(wrong_tries - free, 20), most)


def spoken(span: timedelta) -> str:
    """A waiting time as people say it, rounded up."""
    seconds = max(1, ceil(span.total_seconds()))
    if seconds < 90:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = ceil(seconds / 60)
    if minutes < 90:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = ceil(seconds / 3600)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def _wait(reason: str, span: timedelta) -> Wait:
    sentence = _("%(reason)s Please try again in %(time)s.") % {"reason": reason, "time": spoken(span)}
    return Wait(sentence, max(1, ceil(span.total_seconds())))


def _wait_after(tries: QuerySet[WrongTry], free: int, most: int) -> datetime | None:
    found = tries.aggregate(count=Count("id"), last=Max("at"))
    delay = delay_after(found["count"], free, most)
    return found["last"] + timedelta(seconds=delay) if delay else None


def _free_at(times: Iterable[datetime], limits: Iterable[tuple[timedelta, int]], at: datetime) -> datetime | None:
    """When the next code may go out under all limits; none where it may go now."""
    sent = sorted(times)
    held = []
    for span, most in limits:
        recent = [one for one in sent if one > at - span]
        if len(recent) >= most:
            held.append(recent[-most] + span)
    return max(held, default=None)
