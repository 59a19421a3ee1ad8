"""Webhooks against a real server that refuses, hangs and comes back; addresses that lead inside are refused."""

import json
import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongjia.audit.models import Event
from gongjia.cases.actions.assignments import hand_over
from gongjia.connections import sending
from gongjia.connections.access import messages_due
from gongjia.connections.actions.webhooks import (
    add_webhook,
    deliver,
    forget_messages,
    send_again,
    stop_webhook,
    try_webhook,
)
from gongjia.connections.jobs import forget, send_due, send_to
from gongjia.connections.kinds import WAITS
from gongjia.connections.models import Message, Webhook
from gongjia.connections.tests.receiver import receiving
from gongjia.foundation.clock import now, today
from gongjia.foundation.refusals import Refused
from gongjia.notices.models import Notice
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import signed_in
from gongjia.programmes.dispute_mediation.tests.factories import a_scene, raise_dispute
from gongjia.unions.actions import end_office
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import an_officer
from tests.once import once_a_file, own

pytestmark = pytest.mark.django_db
ALL = ["case.opened", "case.moved", "case.closed"]


def a_partners_scene():
    found = a_scene()
    found.partner = an_officer(found.tree["county"])
    an_officer(found.tree["county"], Office.Role.ADMINISTRATOR, found.partner)
    return found


_scene = once_a_file(a_partners_scene)


@pytest.fixture
def scene(request, _scene, db):
    return own(request, _scene)


@pytest.fixture
def partner(scene):
    with receiving() as (receiver, url):
        receiver.webhook, receiver.secret = add_webhook(scene.partner.account, scene.tree["county"], "法院", url, ALL)
        yield receiver


def send_all():
    for message in list(messages_due()):
        deliver(message.pk)


def test_opened_moved_and_closed_are_told(scene, partner):
    case = raise_dispute(scene)
    scene.does("worker", "withdraw", case, why="other", text="")
    send_all()
    told = [json.loads(body) for _headers, body in partner.got]
    assert [one["event"] for one in told] == ALL
    closed = told[-1]["data"]
    assert closed["case"]["id"] == case.pk and closed["case"]["step"] == "withdrawn"
    assert closed["links"]["api"].endswith(f"/api/v1/cases/{case.pk}")
    assert len(partner.counted) == 3


def test_nothing_personal_leaves(scene, partner):
    raise_dispute(scene)
    send_all()
    ((_headers, body),) = partner.got
    for word in (scene.worker.name, "演示松江配送", "工资", "1990000"):
        assert word not in body


def test_the_signature_holds_for_five_minutes(scene, partner):
    raise_dispute(scene)
    send_all()
    ((headers, body),) = partner.got
    assert partner.is_genuine(partner.secret, headers, body)
    assert not partner.is_genuine(partner.secret, headers, body + " ")
    assert not partner.is_genuine("another", headers, body)
    assert not partner.is_genuine(partner.secret, headers, body, now().timestamp() + 400)
    assert headers["Host"].startswith("127.0.0.1:")


def test_a_server_that_refuses_hangs_and_comes_back_counts_each_once(scene, partner, time_machine, monkeypatch):
    monkeypatch.setattr(sending, "PATIENCE", 0.3)
    time_machine.move_to("2026-05-20T10:00+08:00")
    raise_dispute(scene)
    for mood, wait in (("refuses", WAITS[0]), ("hangs", WAITS[1]), ("redirects", WAITS[2]), ("takes", None)):
        partner.mood = mood
        send_all()
        message = Message.objects.get()
        if wait is not None:
            assert message.state == "waiting" and message.not_before - now() > wait - timedelta(seconds=20)
            send_all()  # nothing is due before its time
            time_machine.move_to(message.not_before + timedelta(seconds=1))
    assert (message.state, message.answer, message.tries) == ("sent", "200", 4)
    assert len(partner.got) == 4 and len(partner.counted) == 1
    assert len({headers["Gongjia-Delivery"] for headers, _body in partner.got}) == 1
    send_all()
    assert len(partner.got) == 4


def test_a_worker_that_dies_after_sending_is_counted_once(scene, partner, time_machine):
    time_machine.move_to("2026-05-20T10:00+08:00")
    raise_dispute(scene)
    (message,) = messages_due()
    sending.send(message.webhook.url, partner.secret, message)  # sent, and then the machine stopped before it was noted
    send_all()
    assert len(partner.got) == 2 and len(partner.counted) == 1


def test_what_is_given_up_is_told_to_its_maker_once_a_day(scene, partner, time_machine):
    time_machine.move_to("2026-05-20T09:00+08:00")
    partner.mood = "refuses"
    raise_dispute(scene)
    raise_dispute(scene)
    Message.objects.update(tries=len(WAITS), not_before=now() - timedelta(seconds=1))
    send_all()
    assert set(Message.objects.values_list("state", "answer")) == {("failed", "503")}
    notices = Notice.objects.filter(person=scene.partner, kind="connections.webhook_failed")
    assert notices.count() == 1 and notices.get().link == f"/connections/webhooks/{partner.webhook.pk}/"
    assert Event.objects.filter(verb="connections.message.failed").count() == 2
    partner.mood = "takes"
    send_again(scene.partner.account, Message.objects.first())
    send_all()
    assert Message.objects.filter(state="sent").count() == 1


def test_what_is_rolled_back_was_never_announced(scene, partner):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise_dispute(scene)
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_only_matters_in_reach(scene, partner):
    scene.tree["county"], scene.tree["other"] = scene.tree["other"], scene.tree["county"]
    raise_dispute(scene)
    assert not Message.objects.exists()


def test_a_matter_that_is_handed_over_is_told_to_the_partners_of_both_unions(scene, partner):
    """The old union's hear once where it went and then no more; the new union's follow it from there."""
    other = scene.tree["other"]
    keeper = an_officer(other)
    an_officer(other, Office.Role.ADMINISTRATOR, keeper)
    follows, _secret = add_webhook(keeper.account, other, "仲裁院", "http://127.0.0.1:9/hook", ALL)
    case = raise_dispute(scene)
    hand_over(case.pk, scene.actor("officer"), other, "用人单位在那边")
    scene.does("worker", "withdraw", case, why="other", amount=None, received=None, due_on=None)
    told = {webhook: [(row.event, json.loads(row.body)["data"]["case"]) for row in webhook.messages.order_by("created_at")]
            for webhook in (partner.webhook, follows)}  # fmt: skip
    assert [event for event, _said in told[partner.webhook]] == ["case.opened", "case.moved"]
    assert [event for event, _said in told[follows]] == ["case.moved", "case.moved", "case.closed"]
    for _event, said in (told[partner.webhook][1], told[follows][0]):
        assert (said["move"], said["union"], said["step_from"]) == ("hand_over", other.pk, said["step"])


@pytest.mark.parametrize("role", [Office.Role.OFFICER, Office.Role.ADMINISTRATOR])
def test_a_maker_whose_office_ended_hears_nothing_more(scene, partner, role):
    end_office(Office.objects.get(person=scene.partner, role=role))
    raise_dispute(scene, today())
    assert not Message.objects.exists()


def test_stopped_is_stopped(scene, partner):
    raise_dispute(scene)
    stop_webhook(scene.partner.account, partner.webhook)
    raise_dispute(scene)
    send_all()
    assert partner.got == [] and Message.objects.count() == 1


def test_a_slow_partner_holds_up_only_itself(scene, partner, monkeypatch):
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    partner.mood = "hangs"
    for _case in range(3):
        raise_dispute(scene)
    send_to(webhook_id=partner.webhook.pk)
    assert len(partner.got) == 1  # after a failure the rest waits
    partner.mood = "takes"
    send_to(webhook_id=partner.webhook.pk)
    assert len(partner.counted) == 2


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("mood", "state"), [("always continues", "waiting"), ("drips headers", "waiting"), ("drips a body", "sent")]
)
def test_an_answer_that_never_ends_is_hung_up_on(scene, partner, monkeypatch, mood, state):
    """Each byte may come in time: what counts is the whole. The status decides, whatever drips behind it."""
    monkeypatch.setattr(sending, "PATIENCE", 0.5)
    partner.mood = mood
    raise_dispute(scene)
    began = time.monotonic()
    send_all()
    assert time.monotonic() - began < 2
    message = Message.objects.get()
    assert message.state == state and message.tries == 1


def test_the_job_gives_each_partner_a_job_of_its_own(scene, partner):
    raise_dispute(scene)
    send_due(0)
    send_due(0)
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(task_name__endswith="send_to")
    assert [job.args for job in jobs] == [{"webhook_id": partner.webhook.pk}]


def test_the_log_page_and_its_buttons(scene, partner):
    browser = signed_in(scene.partner.account)
    address = f"/connections/webhooks/{partner.webhook.pk}/"
    scene.partner.account.set_password("")
    try_webhook(scene.partner.account, partner.webhook)
    send_all()
    assert json.loads(partner.got[0][1])["event"] == "ping"
    answer = browser.get(address)
    assert answer.status_code in (200, 302)  # an office at county level asks for a second factor first
    other = an_officer(scene.tree["other"], Office.Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        try_webhook(other.account, partner.webhook)


def test_the_secret_is_sealed_and_shown_once(scene, partner):
    webhook = Webhook.objects.get()
    assert partner.secret.encode() not in bytes(webhook.secret_sealed)
    assert unseal("webhook", webhook.secret_sealed) == partner.secret


def test_who_does_not_read_matters_adds_no_webhook(scene):
    pure = an_officer(scene.tree["county"], Office.Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        add_webhook(pure.account, scene.tree["county"], "法院", "https://example.org/", ALL)


def test_old_messages_are_forgotten(scene, partner, time_machine):
    time_machine.move_to("2026-05-20T10:00+08:00")
    raise_dispute(scene)
    send_all()
    assert forget_messages() == 0
    time_machine.move_to(now() + timedelta(days=31))
    forget(0)
    assert not Message.objects.exists()


# ---- addresses that lead inside -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "https://127.0.0.1/", "https://localhost/", "https://10.1.2.3/", "https://192.168.1.1/",
     "https://169.254.169.254/latest/meta-data/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/",
     "https://100.64.0.1/", "https://[fd00::1]/", "https://[fe80::1]/", "https://2130706433/", "https://0x7f000001/",
     "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://224.0.0.1/", "https://user:pw@example.org/",
     "https://no-such-name.invalid/", "ftp://example.org/", "https:///x", "https://example.org:99999/",
     "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_that_is_not_open_to_the_world_is_refused(url, settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused):
        sending.check_address(url)


def test_an_open_address_is_taken(settings):
    settings.PRODUCTION = True
    sending.check_address("https://93.184.216.34/hook")
    assert sending._target("https://93.184.216.34:8443/hook?x=1") == (
        "https://93.184.216.34:8443/hook?x=1", "93.184.216.34:8443",
    )  # fmt: skip


def test_a_name_that_moves_inside_is_not_followed(scene, partner, settings, monkeypatch):
    """What was open when it was added and leads inside when it is used (DNS rebinding) is not called."""
    raise_dispute(scene)
    settings.PRODUCTION = True
    Webhook.objects.update(url=Webhook.objects.get().url.replace("http://", "https://"))
    send_all()
    assert partner.got == [] and "内部" in Message.objects.get().answer
