"""The same call sent from many threads at once happens once; without the unique row it happens more often."""

import json
import threading

import pytest
from django.db import connection, connections
from django.test import Client

from gongjia.cases.models import Entry
from gongjia.connections.models import Call
from gongjia.foundation.walls import as_owner
from tests.callers import callers

THREADS = 6


def rush(api, count=THREADS, keys=("k" * 12,)):
    """The same message sent at once; the answers' statuses and bodies."""
    answers, barrier = [], threading.Barrier(count)

    def one(number):
        try:
            barrier.wait()
            answer = api.post("applicant", f"/cases/{api.waiting.pk}/messages", {"text": "请问什么时候有消息？"},
                              key=keys[number % len(keys)])  # fmt: skip
            answers.append((answer.status_code, json.loads(answer.content)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_a_rush_with_one_key_writes_once():
    api = callers()
    Client().get("/api/v1/unions")  # the address book is read once before the rush
    answers = rush(api)
    assert [status for status, _body in answers] == [201] * THREADS
    assert len({body["id"] for _status, body in answers}) == 1
    assert Entry.objects.filter(case=api.waiting, verb="message").count() == 1
    assert Call.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_unique_row_it_would_not():
    """The proof that the test above can fail: the constraint is taken away, and the rush writes more than once."""
    api = callers()
    Client().get("/api/v1/unions")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE connections_call DROP CONSTRAINT one_answer_per_key")
    try:
        rush(api)
        assert Entry.objects.filter(case=api.waiting, verb="message").count() > 1
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE connections_call")
            cursor.execute("ALTER TABLE connections_call ADD CONSTRAINT one_answer_per_key UNIQUE (token_id, key)")
