"""How often codes go out (T18 of a usual attack: many requests, many numbers, many networks) and how tries slow down."""

import random
import re
import threading
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gongjia.foundation.clock import now
from gongjia.people import actions, questions
from gongjia.people.actions import codes, limits
from gongjia.people.models import CodeRequest, OneTimeCode, StrangersHour, WrongTry
from gongjia.people.sealing import blind_index
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import PASSWORD, a_person, an_account, an_officer_account

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
        pytest.param(600, 60, 4, 1.5, id="every push"),
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


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_counted_one_after_the_other():
    """As many guesses as one person has one after the other, however many requests are on their way at once."""
    barrier, outcomes = threading.Barrier(8), []

    def guess():
        barrier.wait()
        try:
            with transaction.atomic():  # as a request has it: what it counts shows to others when it is over
                limits.check_try(index("me"), index("here"))
                time.sleep(0.05)
                limits.note_wrong_try(index("me"), index("here"))
            outcomes.append("tried")
        except limits.Wait:
            outcomes.append("wait")
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(outcomes) == {"tried": limits.PAIR[0] + 1, "wait": 8 - limits.PAIR[0] - 1}


OWNER = "13800000001"


@pytest.fixture
def besieged(settings, db):
    """An officer's account, at which strangers from forty networks guess passwords every few seconds, for ever."""
    gateway.use(settings)
    account = an_officer_account(a_person(phone=OWNER), with_totp=False)

    def guess(seconds=120):
        for step in range(seconds // 3):
            stranger = Client(REMOTE_ADDR=f"10.9.{step % 40}.1")
            stranger.post("/sign-in/officer/", {"phone": OWNER, "password": "a guess"})
            traveller.shift(3)

    with time_machine.travel(NOON, tick=False) as traveller:
        yield SimpleNamespace(account=account, guess=guess, traveller=traveller)


def test_strangers_who_never_stop_do_not_keep_the_owner_out_of_a_browser_that_was_theirs(besieged):
    browser, facts = Client(), {"phone": OWNER, "password": PASSWORD}
    cookie = browser.post("/sign-in/officer/", facts).cookies["browser"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and OWNER not in cookie.value
    browser.post("/sign-out/")
    besieged.guess()
    assert Client(REMOTE_ADDR="10.9.99.1").post("/sign-in/officer/", facts).status_code == 429, "the strangers wait"
    assert browser.post("/sign-in/officer/", facts).status_code == 302
    assert browser.session["_auth_user_id"] == str(besieged.account.pk)


def test_strangers_who_never_stop_do_not_keep_anybody_from_coming_in_by_code(besieged):
    """In a browser that nobody has seen: the code belongs to it and dies after five tries, so others do not count."""
    besieged.guess()
    browser = Client()
    browser.post("/sign-in/", {"phone": OWNER})
    code = re.search(r"\d{6}", gateway.sent[-1][1])[0]
    besieged.guess(30)
    assert browser.post("/sign-in/code/", {"code": code}).status_code == 302
    assert browser.session["_auth_user_id"] == str(besieged.account.pk)


def test_a_browser_that_was_somebodys_has_few_guesses_too(besieged):
    browser = Client()
    browser.post("/sign-in/officer/", {"phone": OWNER, "password": PASSWORD})
    browser.post("/sign-out/")
    wrong = {"phone": OWNER, "password": "a guess"}
    statuses = [browser.post("/sign-in/officer/", wrong, REMOTE_ADDR=f"10.8.{step}.1").status_code for step in range(6)]
    assert statuses == [200] * 4 + [429] * 2, "wherever it is carried"
    other = an_officer_account(a_person(phone="13800000002"), with_totp=False)
    besieged.traveller.shift(3600)
    for step in range(12):  # for anybody else it is a browser as any other
        stranger = Client(REMOTE_ADDR=f"10.7.{step}.1")
        stranger.post("/sign-in/officer/", {"phone": "13800000002", "password": "a guess"})
    facts = {"phone": "13800000002", "password": PASSWORD}
    assert browser.post("/sign-in/officer/", facts).status_code == 429
    assert other.has_usable_password()


def test_a_cookie_that_somebody_made_up_counts_for_nothing(besieged):
    besieged.guess()
    browser = Client()
    browser.cookies["browser"] = f"x:{blind_index('phone', OWNER).hex()}"
    assert browser.post("/sign-in/officer/", {"phone": OWNER, "password": PASSWORD}).status_code == 429


@pytest.mark.django_db
def test_strangers_cannot_use_up_the_codes_of_somebody_who_signed_in(settings):
    """Ten a day for whoever types the number; signing, and a browser that was theirs, have a count of their own."""
    sent, browser = gateway.use(settings), Client()
    with time_machine.travel(NOON, tick=False) as traveller:
        member = an_account(a_person(phone=OWNER)).person
        browser.post("/sign-in/", {"phone": OWNER})
        browser.post("/sign-in/code/", {"code": re.search(r"\d{6}", sent[-1][1])[0]})
        browser.post("/sign-out/")
        traveller.shift(24 * 3600)
        for step in range(10):
            codes.send_code(OWNER, "sign_in", f"stranger {step}", index(step))
            traveller.shift(15 * 60)
        with pytest.raises(limits.Wait):
            codes.send_code(OWNER, "sign_in", "stranger", index("another"))
        page = browser.post("/sign-in/", {"phone": OWNER})
        assert "answer" in page.context["form"].errors, "the plain question comes first"
        answer = {"phone": OWNER, "answer": str(sum(browser.session[questions.KEY]))}
        assert browser.post("/sign-in/", answer).status_code == 302
        for _ in range(5):
            codes.issue_code(member, "sign", "agreement")
            traveller.shift(61)
        with pytest.raises(limits.Wait):
            codes.issue_code(member, "sign", "agreement")
    assert len(sent) == 1 + 10 + 1 + 5


@pytest.mark.django_db
def test_a_flood_in_the_province_does_not_stop_signatures(settings):
    sent = gateway.use(settings)
    member = an_account(a_person(phone=OWNER)).person
    CodeRequest.objects.bulk_create(
        [CodeRequest(phone_index=index(n), address_index=index(-n), sent=True) for n in range(1500)]
    )
    with pytest.raises(limits.Wait):
        codes.send_code(OWNER, "sign_in", "x", index("home"))
    codes.issue_code(member, "sign", "agreement")
    assert len(sent) == 1


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
