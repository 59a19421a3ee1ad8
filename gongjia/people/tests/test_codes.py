import re

import pytest
import time_machine
from django.utils import translation

from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import seen_by
from gongjia.people.actions import codes, limits
from gongjia.people.models import CodeRequest, OneTimeCode
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import a_person, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(settings):
    return gateway.use(settings)


@pytest.fixture
def person(sent):
    return an_account(a_person(phone="13800000001")).person


def digits(sent):
    return re.search(r"\d{6}", sent[-1][1]).group()


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_works_once_for_its_own_thing(person, sent):
    codes.issue_code(person, "sign", person)
    code = digits(sent)
    for purpose, about in (("sign", "another"), ("other", f"people.person:{person.pk}")):
        with pytest.raises(codes.CodeWrong):
            codes.check_code(person, purpose, about, code)
    codes.check_code(person, "sign", person, f" {code[:3]} {code[3:]} ")
    with translation.override("en"), pytest.raises(codes.CodeWrong, match="ask for a code first"):
        codes.check_code(person, "sign", person, code)


def test_a_code_lives_five_minutes(person, sent):
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False) as traveller, translation.override("en"):
        codes.issue_code(person, "sign", "x")
        traveller.shift(299)
        with pytest.raises(codes.CodeWrong, match="6 digits"):
            codes.check_code(person, "sign", "x", "123")
        traveller.shift(1)
        with pytest.raises(codes.CodeWrong, match="older than 5 minutes"):
            codes.check_code(person, "sign", "x", digits(sent))


def test_five_wrong_tries_use_a_code_up(person, sent):
    codes.issue_code(person, "sign", "x")
    right = digits(sent)
    with translation.override("en"):
        for left in (4, 3, 2, 1):
            with pytest.raises(codes.CodeWrong, match=f"{left} more"):
                codes.check_code(person, "sign", "x", other_than(right))
        for attempt in (other_than(right), right, right):
            with pytest.raises(codes.CodeWrong, match="tried 5 times"):
                codes.check_code(person, "sign", "x", attempt)


def test_a_newer_code_replaces_the_older(person, sent):
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False) as traveller:
        codes.issue_code(person, "sign", "x")
        first = digits(sent)
        traveller.shift(61)
        codes.issue_code(person, "sign", "x")
        if digits(sent) != first:
            with pytest.raises(codes.CodeWrong):
                codes.check_code(person, "sign", "x", first)
        codes.check_code(person, "sign", "x", digits(sent))


def test_a_wrong_try_stays_counted_where_a_request_ends_in_a_refusal(person, sent):
    codes.issue_code(person, "sign", "x")
    with seen_by(person.pk), pytest.raises(codes.CodeWrong):
        codes.check_code(person, "sign", "x", "000000")
    assert OneTimeCode.objects.get().tries == 1


def test_only_a_keyed_hash_is_kept(person, sent):
    codes.issue_code(person, "sign", "x")
    row = OneTimeCode.objects.get()
    assert digits(sent).encode() not in bytes(row.code_hash)
    assert digits(sent) not in str(vars(row))


def test_without_a_phone_there_is_a_sentence_not_a_code(sent):
    person = a_person(phone="")
    for attempt in (lambda: codes.issue_code(person, "sign", "x"), lambda: codes.check_code(person, "sign", "x", "1")):
        with translation.override("en"), pytest.raises(Refused, match="no mobile number"):
            attempt()


def test_the_message_speaks_the_readers_language(sent):
    korean = an_account(a_person(phone="13800000002"), language="ko").person
    codes.issue_code(korean, "sign", "x")
    assert "인증번호" in sent[-1][1]
    codes.issue_code(a_person(phone="13800000003"), "sign", "x")
    assert "验证码" in sent[-1][1]


@pytest.mark.parametrize("provider", ["FailingSms", "GarbledSms"])
def test_a_failing_provider_is_said_and_still_counted(person, settings, provider):
    gateway.use(settings, provider)
    with translation.override("en"), pytest.raises(Refused, match="could not be sent"):
        codes.issue_code(person, "sign", "x")
    assert CodeRequest.objects.count() == 1
    with pytest.raises(limits.Wait):
        codes.issue_code(person, "sign", "x")
    assert len(gateway.sent) == 1


def test_a_stranger_sends_once_where_the_provider_takes_the_message_and_answers_nonsense(client, settings):
    gateway.use(settings, "GarbledSms")
    for _ in range(3):
        assert client.post("/sign-in/", {"phone": "13800000001"}).status_code < 500
    assert len(gateway.sent) == CodeRequest.objects.count() == 1
