"""How often codes go out (T18 of a usual attack: many requests, many numbers, many networks) and how tries slow down."""

import random
import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gongjia.foundation.clock import now
from gongjia.people import actions
from gongjia.people.actions import codes, limits
from gongjia.people.models import CodeRequest, OneTimeCode, StrangersHour, WrongTry
from gongjia.people.sealing import blind_index
from gongjia.people.tests import gateway

NOON = "2026-11-20 12:00+08:00"


def index(text):
    return blind_index("test", str(text))


def requests(phone, address, *ages):
    """Requests already served, `ages` ago."""
    made = CodeRequest.objects.bulk_create(
        [CodeRequest(phone_index=phone, address_index=address, sent=True) for _ in ages]
    )
    for row, age in zip(made, ages, strict=True):
        row.at = now() - age
    CodeRequest.objects.bulk_update(made, ["at"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ages", "seconds"),
    [
        ([timedelta(seconds=20)], 40),
        ([timedelta(seconds=61)], 0),
        ([timedelta(minutes=2 + n) for n in range(5)], 54 * 60),
        ([timedelta(minutes=10 * n + 2) for n in range(4)], 0),
        ([timedelta(hours=1 + 2 * n, minutes=1) for n in range(10)], 4 * 3600 + 59 * 60),
    ],
)
def test_one_phone_gets_one_a_minute_five_an_hour_ten_a_day(ages, seconds):
    with time_machine.travel(NOON, tick=False):
        requests(index("phone"), index("here"), *ages)
        if seconds == 0:
            limits.check_sending(index("phone"), index("elsewhere"))
            return
        with pytest.raises(limits.Wait) as wait:
            limits.check_sending(index("phone"), index("elsewhere"))
        assert wait.value.seconds == seconds


@pytest.mark.django_db
def test_one_network_gets_twenty_an_hour_and_the_sentence_says_how_long():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        for number in range(20):
            requests(index(number), index("network"), timedelta(minutes=30))
        with pytest.raises(limits.Wait, match="try again in 30 minutes"):
            limits.check_sending(index("new phone"), index("network"))
        limits.check_sending(index("new phone"), index("other network"))


@pytest.mark.django_db
def test_the_province_stops_sending_at_five_times_the_normal_hour():
    with time_machine.travel(NOON, tick=False):
        rows = [CodeRequest(phone_index=index(n), address_index=index(-n), sent=True) for n in range(999)]
        CodeRequest.objects.bulk_create(rows)
        limits.check_sending(index("a"), index("b"))
        assert limits.load().is_unusual
        CodeRequest.objects.create(phone_index=index("x"), address_index=index("y"), sent=True)
        with pytest.raises(limits.Wait):
            limits.check_sending(index("a"), index("b"))


@pytest.mark.django_db
def test_the_normal_hour_grows_with_the_province():
    with time_machine.travel(NOON, tick=False):
        rows = CodeRequest.objects.bulk_create(
            [CodeRequest(phone_index=b"p", address_index=b"", sent=True) for _ in range(167 * 4)]
        )
        CodeRequest.objects.filter(pk__in=[row.pk for row in rows]).update(at=now() - timedelta(days=3))
        assert limits.load().normal_hour == limits.NORMAL_AT_LEAST
        limits_before = limits.NORMAL_AT_LEAST
        try:
            limits.NORMAL_AT_LEAST = 1
            assert 3.9 < limits.load().normal_hour < 4.1
        finally:
            limits.NORMAL_AT_LEAST = limits_before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wishes", "numbers", "networks", "hours"),
    [
        pytest.param(1500, 150, 8, 1.5, id="every push"),
        pytest.param(10_000, 1000, 50, 2, id="full", marks=pytest.mark.nightly),
    ],
)
def test_under_attack_the_gateway_never_sees_more_than_the_limits(wishes, numbers, networks, hours, settings):
    """Every limit holds at every moment, and the province stops at five times its normal hour."""
    sent, dice, log = gateway.use(settings), random.Random(1), []
    phones = [f"138{n:08d}" for n in range(numbers)]
    with time_machine.travel(NOON, tick=False) as traveller:
        for _ in range(wishes):
            traveller.shift(dice.uniform(0, 2 * hours * 3600 / wishes))
            phone, network = dice.choice(phones), dice.randrange(networks)
            try:
                codes.send_code(phone, "sign_in", "x", index(network))
                log.append((now(), phone, network))
            except limits.Wait:
                pass
    assert len(sent) == len(log)
    assert 0 < len(log) < wishes
    assert most_within([row[0] for row in log], limits.HOUR) <= limits.BREAKER * limits.NORMAL_AT_LEAST
    for key, limit in ((1, limits.PER_PHONE), (2, limits.PER_ADDRESS)):
        times = defaultdict(list)
        for row in log:
            times[row[key]].append(row[0])
        for span, most in limit:
            assert max(most_within(moments, span) for moments in times.values()) <= most
    assert max(Counter(network for _, _, network in log).values()) <= 20 * (hours + 1)


def most_within(moments, span):
    """The largest number of these moments, in order, that fall into one span."""
    return max(bisect_left(moments, start + span) - first for first, start in enumerate(moments))


@pytest.mark.django_db
def test_no_message_goes_out_before_the_question_is_answered(settings):
    """Asked for again and again, a code is sent only after the plain question: to one phone, and from one address."""
    sent = gateway.use(settings)
    with time_machine.travel(NOON, tick=False) as traveller:
        for number in range(10):
            page = Client().post("/sign-in/", {"phone": f"138000010{number:02d}"})
            traveller.shift(61)
        assert len(sent) == 4
        assert "answer" in page.context["form"].errors
        wrong = Client().post("/sign-in/", {"phone": "13800001020", "answer": "1000"})
        assert "answer" in wrong.context["form"].errors
        assert len(sent) == 4


@pytest.mark.django_db(transaction=True)
def test_two_wishes_at_the_same_moment_send_one_message(settings):
    sent, barrier, outcomes = gateway.use(settings), threading.Barrier(2), []

    def wish(network):
        barrier.wait()
        try:
            codes.send_code("13800000001", "sign_in", f"browser {network}", index(network))
            outcomes.append("sent")
        except limits.Wait:
            outcomes.append("wait")
        finally:
            connection.close()

    threads = [threading.Thread(target=wish, args=[n]) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["sent", "wait"]
    assert len(sent) == 1


@given(st.integers(0, 2000), st.integers(1, 40), st.integers(1, 900))
def test_the_wait_only_grows_and_never_locks(tries, free, most):
    assert limits.delay_after(tries, free, most) <= limits.delay_after(tries + 1, free, most) <= most
    assert limits.delay_after(free, free, most) == 0


@pytest.mark.django_db
def test_wrong_tries_slow_down_the_next_and_a_right_one_forgets_them():
    with time_machine.travel(NOON, tick=False) as traveller, translation.override("en"):
        for _ in range(3):
            limits.check_try(index("me"), index("here"))
            limits.note_wrong_try(index("me"), index("here"))
        limits.check_try(index("me"), index("here"))
        limits.note_wrong_try(index("me"), index("here"))
        with pytest.raises(limits.Wait, match="2 seconds"):
            limits.check_try(index("me"), index("here"))
        limits.check_try(index("me"), index("elsewhere"))
        traveller.shift(2)
        limits.check_try(index("me"), index("here"))
        limits.forget_wrong_tries(index("me"), index("here"))
        assert not WrongTry.objects.exists()


@pytest.mark.django_db
def test_a_stranger_cannot_keep_somebody_out():
    with time_machine.travel(NOON, tick=False) as traveller:
        WrongTry.objects.bulk_create(
            [WrongTry(subject_index=index("me"), address_index=index(n)) for n in range(500)]
        )  # fmt: skip
        traveller.shift(limits.SUBJECT[1])
        limits.check_try(index("me"), index("my own home"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (59, "59 seconds"), (90, "2 minutes"), (5400, "2 hours"), (86400, "24 hours")],
)
def test_waiting_times_are_said_as_people_say_them(seconds, words):
    with translation.override("en"):
        assert limits.spoken(timedelta(seconds=seconds)) == words


@pytest.mark.django_db
def test_traces_are_forgotten_in_time():
    with time_machine.travel(NOON, tick=False) as traveller:
        requests(index("p"), index("a"), timedelta(0))
        limits.note_wrong_try(index("p"), index("a"))
        OneTimeCode.objects.create(phone_index=index("p"), purpose="x", about="y", code_hash=b"h", expires_at=now())
        traveller.shift(24 * 3600 + 1)
        actions.forget_traces()
        assert bytes(CodeRequest.objects.get().address_index) == b""
        assert not WrongTry.objects.exists()
        assert not OneTimeCode.objects.exists()
        traveller.shift(7 * 24 * 3600)
        actions.forget_traces()
        assert not CodeRequest.objects.exists()


@pytest.mark.django_db
def test_strangers_are_counted_by_network_and_hour_and_forgotten_after_it():
    with time_machine.travel(NOON, tick=False) as traveller:
        for _time in range(limits.STRANGERS["concern"]):
            limits.count_stranger("concern", index("a"))
        with pytest.raises(limits.Wait) as wait:
            limits.count_stranger("concern", index("a"))
        assert wait.value.seconds == 3600
        limits.count_stranger("draft", index("a"))
        limits.count_stranger("concern", index("b"))
        traveller.shift(59 * 60)
        actions.forget_traces()
        assert StrangersHour.objects.count() == 3
        traveller.shift(60)
        limits.count_stranger("concern", index("a"))
        actions.forget_traces()
        assert [row.hour for row in StrangersHour.objects.all()] == [now()]


def test_the_job_forgets(transactional_db):
    from gongjia.people.jobs import forget

    requests(index("p"), index("a"), timedelta(days=9))
    forget(timestamp=0)
    assert not CodeRequest.objects.exists()
