"""What hides its time leaves at a fixed moment, holds nothing meanwhile, and everything else does not wait."""

import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from gongjia.foundation import same_time
from gongjia.foundation.same_time import hide_time
from gongjia.people.models import Person
from gongjia.settings import MIDDLEWARE, Environment

FLOOR = 0.05
ENDS = {"found": HttpResponse, "missing": Http404, "forbidden": PermissionDenied}


def answer(request, end):
    """Looks somebody up, works for as many milliseconds as it is told, and ends as it is told."""
    Person.objects.first()
    time.sleep(int(request.GET.get("ms", 0)) / 1000)
    found = ENDS[end]()
    if isinstance(found, Exception):
        raise found
    return found


@csrf_exempt
def hidden(request, end):
    hide_time(request)
    return answer(request, end)


def hidden_if_missing(request, end):
    hide_time(request, only=404)
    return answer(request, end)


def too_soon(request):
    hide_time(request)
    return HttpResponse(status=429)


urlpatterns = [
    path("plain/<str:end>/", answer),
    path("hidden/<str:end>/", hidden),
    path("missing/<str:end>/", hidden_if_missing),
    path("too-soon/", too_soon),
]
handler403, handler404 = (
    (lambda request, exception: HttpResponse(status=403)),
    (lambda request, exception: HttpResponse(status=404)),
)


@pytest.fixture
def asked(settings, db):
    """Asks an address, and says how many seconds the answer took and what it was."""
    settings.ROOT_URLCONF, settings.SAME_TIME_SECONDS = __name__, FLOOR
    browser = Client()

    def ask(address):
        began = time.perf_counter()
        status = browser.get(address).status_code
        return time.perf_counter() - began, status

    ask("/plain/found/")  # what is only made once is made now
    return ask


@pytest.mark.parametrize(("end", "status"), [("found", 200), ("missing", 404), ("forbidden", 403)])
def test_it_leaves_no_sooner_than_the_floor_however_it_ends(asked, end, status):
    seconds, got = asked(f"/hidden/{end}/")
    assert got == status and seconds >= FLOOR


def test_what_takes_longer_leaves_at_a_multiple_of_it(asked):
    seconds, _status = asked("/hidden/found/?ms=60")
    assert seconds >= 2 * FLOOR


def waits(monkeypatch):
    """The waits from now on, in seconds, without waiting."""
    found = []
    monkeypatch.setattr(same_time, "sleep", found.append)
    return found


@pytest.mark.parametrize("address", ["/plain/found/", "/plain/missing/", "/missing/found/", "/missing/forbidden/"])
def test_what_tells_nothing_or_shows_itself_does_not_wait(asked, monkeypatch, address):
    found = waits(monkeypatch)
    asked(address)
    assert not found


def test_of_one_status_alone_that_one_waits(asked, monkeypatch):
    found = waits(monkeypatch)
    assert asked("/missing/missing/")[1] == 404 and len(found) == 1


def test_a_refusal_by_a_limit_leaves_at_once(asked, monkeypatch):
    found = waits(monkeypatch)
    assert asked("/too-soon/")[1] == 429 and not found


def test_the_wait_ends_at_the_floor_after_the_request_came(asked, monkeypatch, settings):
    settings.SAME_TIME_SECONDS = 100
    found = waits(monkeypatch)
    seconds, _status = asked("/hidden/found/?ms=30")
    assert 100 - seconds <= found[0] <= 100 - 0.03


@pytest.mark.django_db(transaction=True)
def test_no_transaction_and_no_connection_is_held_meanwhile(settings, monkeypatch):
    settings.ROOT_URLCONF, settings.SAME_TIME_SECONDS = __name__, FLOOR
    held = []
    monkeypatch.setattr(
        same_time, "sleep", lambda _seconds: held.append((connection.in_atomic_block, connection.connection))
    )
    assert Client().get("/hidden/found/").status_code == 200
    assert held == [(False, None)]


def test_nothing_lies_outside_it():
    assert MIDDLEWARE[0] == "gongjia.foundation.same_time.SameTime"


def test_an_installation_has_a_floor_unless_it_says_otherwise():
    assert Environment.model_fields["SAME_TIME_SECONDS"].default >= 0.2
