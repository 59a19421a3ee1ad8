import itertools
import threading
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection

from gongjia.foundation import sms
from gongjia.foundation.clock import now
from gongjia.notices import jobs
from gongjia.notices.access import deliveries_due
from gongjia.notices.actions import WAITS, deliver, tell
from gongjia.notices.jobs import deliver_due
from gongjia.notices.models import Delivery
from gongjia.people.actions import tell_email
from gongjia.people.tests.factories import a_person

NOON = "2026-03-02T12:00+08:00"
sent: list[tuple[str, str]] = []


class Collecting:
    def send(self, phone, text):
        sent.append((phone, text))


class Refusing:
    def send(self, phone, text):
        raise sms.SmsFailed


class Garbling:
    """The gateway has taken the message; its answer is a page that nobody can read."""

    def send(self, phone, text):
        sent.append((phone, text))
        raise ValueError(f"no JSON about {phone}: 王演示")


@pytest.fixture(autouse=True)
def _outside_numbers(settings, monkeypatch):
    """Demo numbers never reach a provider; these tests are about what does."""
    monkeypatch.setattr(sms, "DEMO_PREFIX", "none")
    settings.ENV = settings.ENV.model_copy(update={"SMS_BACKEND": f"{__name__}.Collecting"})
    sent.clear()


@pytest.fixture
def waiting(reader):
    with time_machine.travel(NOON, tick=False):
        tell([reader], "test", number="TJ26-1", who="李敏")
        yield Delivery.objects.get()


def test_it_is_sent_once(waiting):
    assert deliver(waiting.pk).state == Delivery.State.SENT
    assert deliver(waiting.pk) is None
    assert sent == [("19900000101", "Your matter TJ26-1 has moved It is now with 李敏.")]


def test_the_job_sends_what_is_due(waiting):
    deliver_due(0)
    assert len(sent) == 1
    assert not deliveries_due().exists()


def test_a_slow_provider_gets_a_turn_and_no_more(waiting, reader, monkeypatch):
    """Nor is a second turn begun beside it: the worker has two places, and the legal clocks need one."""
    tell([reader], "test", number="TJ26-2", who="李敏")
    tell([reader], "test", number="TJ26-3", who="李敏")
    clock = itertools.count(step=jobs.PATIENCE - 1)  # what a message takes
    monkeypatch.setattr(jobs, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    deliver_due(0)
    assert len(sent) == 1
    deliver_due(0)
    assert [text.split()[2] for _, text in sent] == ["TJ26-1", "TJ26-2"]
    assert jobs.deliver_due.lock == "notices.deliver"


def test_nothing_goes_out_before_its_time(waiting):
    Delivery.objects.update(not_before=now() + timedelta(minutes=1))
    assert deliver(waiting.pk) is None
    assert sent == []


def test_a_refusal_is_written_down_and_tried_again_until_it_is_given_up(waiting, settings):
    settings.ENV = settings.ENV.model_copy(update={"SMS_BACKEND": f"{__name__}.Refusing"})
    for wait in WAITS:
        tried = deliver(waiting.pk)
        assert tried.state == Delivery.State.WAITING
        assert tried.not_before == now() + wait
        assert tried.error == "SmsFailed"
        Delivery.objects.update(not_before=now())
    assert deliver(waiting.pk).state == Delivery.State.FAILED
    assert waiting.notice.person.notices.count() == 1


def test_a_message_that_cannot_be_made_holds_up_nobody(waiting, reader, caplog):
    tell([reader], "of-a-programme-that-is-gone")
    gone = Delivery.objects.exclude(pk=waiting.pk).get()
    Delivery.objects.filter(pk=gone.pk).update(not_before=now() - timedelta(minutes=5))
    deliver_due(0)
    assert len(sent) == 1
    gone.refresh_from_db()
    assert (gone.state, gone.tries, gone.error) == (Delivery.State.WAITING, 1, "TemplateDoesNotExist")
    assert gone.not_before == now() + WAITS[0]
    assert not deliveries_due().exists()
    assert f"delivery {gone.pk} failed" in caplog.text


def test_a_gateway_that_answers_nonsense_is_not_asked_every_five_seconds(waiting, reader, settings):
    settings.ENV = settings.ENV.model_copy(update={"SMS_BACKEND": f"{__name__}.Garbling"})
    tell([reader], "test", number="TJ26-2", who="李敏")
    for _ in range(3):
        deliver_due(0)
    assert [text.split()[2] for _, text in sent] == ["TJ26-1", "TJ26-2"]
    for wait in WAITS[1:]:
        Delivery.objects.filter(pk=waiting.pk).update(not_before=now())
        assert deliver(waiting.pk).not_before == now() + wait
    Delivery.objects.filter(pk=waiting.pk).update(not_before=now())
    assert deliver(waiting.pk).state == Delivery.State.FAILED
    assert Delivery.objects.get(pk=waiting.pk).error == "ValueError"


def test_a_row_that_cannot_even_be_kept_holds_up_nobody(waiting, reader, monkeypatch):
    tell([reader], "test", number="TJ26-2", who="李敏")

    def fails_for_the_first(actor, verb, delivery, **words):
        if delivery.pk == waiting.pk:
            raise RuntimeError

    monkeypatch.setattr("gongjia.notices.actions.record", fails_for_the_first)
    for _ in range(3):
        deliver_due(0)
    assert len(sent) == 2
    assert Delivery.objects.filter(state=Delivery.State.SENT).count() == 1


def test_a_try_in_the_quiet_hours_waits_for_the_morning(waiting, settings):
    """The provider refuses at 21:25: the tries a minute and ten minutes later are at night."""
    settings.ENV = settings.ENV.model_copy(update={"SMS_BACKEND": f"{__name__}.Refusing"})
    with time_machine.travel("2026-03-02T21:25+08:00", tick=False):
        assert deliver(waiting.pk).not_before == now() + WAITS[0]
    with time_machine.travel("2026-03-02T21:26+08:00", tick=False):
        assert deliver(waiting.pk).not_before == datetime.fromisoformat("2026-03-03T07:30+08:00")


def test_a_worker_that_comes_back_at_night_rings_nobody(waiting, reader, mailoutbox):
    tell_email(reader, "wang@example.com")
    reader.refresh_from_db()
    tell([reader], "test", number="TJ26-2", who="李敏")
    with time_machine.travel("2026-03-02T23:30+08:00", tick=False):
        deliver_due(0)
        assert sent == []
        assert len(mailoutbox) == 1
        assert not deliveries_due().exists()
    with time_machine.travel("2026-03-03T07:30+08:00", tick=False):
        deliver_due(0)
    assert len(sent) == 2


def test_demo_numbers_never_reach_the_provider(waiting, monkeypatch):
    monkeypatch.setattr(sms, "DEMO_PREFIX", "1990000")
    assert deliver(waiting.pk).state == Delivery.State.SENT
    assert sent == []
    assert "TJ26-1" in sms.demo_messages("19900000101")[0]


def test_who_gave_an_address_gets_the_same_by_email(reader, mailoutbox):
    tell_email(reader, "wang@example.com")
    reader.refresh_from_db()
    tell([reader], "test", number="TJ26-1", who="李敏")
    by_email = Delivery.objects.get(channel=Delivery.Channel.EMAIL)
    assert deliver(by_email.pk).state == Delivery.State.SENT
    assert [(mail.to, mail.subject, mail.body) for mail in mailoutbox] == [
        (["wang@example.com"], "Your matter TJ26-1 has moved", "It is now with 李敏.")
    ]


def test_an_address_taken_back_gets_nothing(reader, mailoutbox):
    tell_email(reader, "wang@example.com")
    reader.refresh_from_db()
    tell([reader], "test", number="TJ26-1", who="李敏")
    tell_email(reader, "")
    by_email = Delivery.objects.get(channel=Delivery.Channel.EMAIL)
    assert deliver(by_email.pk).error == "no address"
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once():
    with time_machine.travel(NOON, tick=False):
        tell([a_person(name="王演示", phone="19900000102")], "test", number="TJ26-1", who="李敏")
        delivery = Delivery.objects.get()
        together = threading.Barrier(2)

        def work():
            together.wait()
            deliver(delivery.pk)
            connection.close()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert len(sent) == 1
