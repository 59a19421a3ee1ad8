"""Nobody learns from the platform whether a phone, an identity number or a person's number is known to it.

Known and unknown get the same status, the same body, as many queries and as much cryptography; at night also the same
time, over 2,000 samples (test_same_time.py). What cannot be the same says so: whoever proves an identity number that is somebody
else's is refused, and may try five times a day (test_proof.py).
"""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from gongjia.foundation import same_time
from gongjia.people import sealing
from gongjia.people.actions import limits
from gongjia.people.models import Account, CodeRequest, OneTimeCode, Person, WrongTry
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import a_person, an_officer_account, check_digit, signed_in
from gongjia.unions.actions import appoint, join
from gongjia.unions.models import Membership, Office
from gongjia.unions.tests.factories import FOUNDED, a_tree, a_union, an_account, an_employer


def phone_of(number: int, known: bool) -> str:
    return f"13{'1' if known else '2'}{number:08d}"


def id_of(number: int, known: bool) -> str:
    first = f"220102{1970 + number % 30}{1 + number % 12:02d}{1 + number % 28:02d}{number % 500 + (0 if known else 500):03d}"
    return first + check_digit(first)


def a_crowd(size: int) -> Any:
    """Members of a union that the asking officer does not reach: for that officer they are nobody. Gives their tree."""
    tree = a_tree()
    phones = [phone_of(number, known=True) for number in range(size)]
    numbers = list(dict.fromkeys(id_of(number, known=True) for number in range(size)))
    people = Person.objects.bulk_create(
        Person(
            name="演示某某", phone_sealed=sealing.seal("phone", phone), phone_index=sealing.blind_index("phone", phone),
            id_sealed=sealing.seal("resident_id", numbers[n]) if n < len(numbers) else None,
            id_index=sealing.blind_index("resident_id", numbers[n]) if n < len(numbers) else None, is_demo=True,
        )
        for n, phone in enumerate(phones)
    )  # fmt: skip
    some = an_officer_account(with_totp=False).password
    Account.objects.bulk_create(
        Account(person=person, password=some if number % 2 else "!", phone_verified=True)
        for number, person in enumerate(people)
    )
    Membership.objects.bulk_create(
        Membership(person=person, union=tree["grassroots"], county=tree["county"], started_on=FOUNDED, how="scan",
                   is_first=True)
        for person in people
    )  # fmt: skip
    return tree


class Ways:
    """The ways to ask about somebody: each sends one request about the nth known or unknown one."""

    def __init__(self, tree: Any) -> None:
        self.officer = officer_browser(tree["other"])
        self.leader = officer_browser(tree["other"], Office.Role.LEADER)
        self.union = tree["other"].pk
        self.employer = a_union(tree["other"], employer=an_employer()).employer_id
        self.last = Person.objects.order_by("-pk").values_list("pk", flat=True).first()
        self.ids = list(Person.objects.filter(name="演示某某").order_by("pk").values_list("pk", flat=True))

    def sign_in(self, number: int, known: bool) -> Any:
        return self._visitor(number).post("/sign-in/", {"phone": phone_of(number, known)})

    def wrong_code(self, number: int, known: bool) -> Any:
        browser = self._visitor(number)
        browser.post("/sign-in/", {"phone": phone_of(number, known)})
        return lambda: browser.post("/sign-in/code/", {"code": "000000"})

    def officer_sign_in(self, number: int, known: bool) -> Any:
        return self._visitor(number).post(
            "/sign-in/officer/", {"phone": phone_of(number, known), "password": "not this one"}
        )

    def search_by_phone(self, number: int, known: bool) -> Any:
        return self.officer.post(f"/unions/members/?union={self.union}", {"q": phone_of(number, known)})

    def search_by_number(self, number: int, known: bool) -> Any:
        return self.officer.post(f"/unions/members/?union={self.union}", {"q": id_of(number % 400, known)})

    def member_page(self, number: int, known: bool) -> Any:
        return self.officer.get(f"/unions/members/{self._id(number, known)}/")

    def reset(self, number: int, known: bool) -> Any:
        return self.officer.post(f"/people/{self._id(number, known)}/second-factor/", {"reason": "手机丢失了"})

    def reveal(self, number: int, known: bool) -> Any:
        return self.officer.post(f"/people/{self._id(number, known)}/reveal/", {"field": "phone", "reason": "核对号码"})

    def name_contact(self, number: int, known: bool) -> Any:
        return self.officer.post(
            f"/unions/employers/{self.employer}/contacts/",
            {"contact-name": "演示另一个", "contact-phone": phone_of(number, known)},
        )

    def appoint(self, number: int, known: bool) -> Any:
        return self.leader.post(
            f"/unions/{self.union}/offices/",
            {"name": "演示另一个", "phone": phone_of(number, known), "role": Office.Role.OFFICER},
        )

    def _visitor(self, number: int) -> Client:
        """Somebody from a network of their own. What a web process loads once at its start is loaded once here, too."""
        browser = visitor(number)
        browser.handler = self.officer.handler
        return browser

    def _id(self, number: int, known: bool) -> int:
        return self.ids[number % len(self.ids)] if known else self.last + 1 + number


WAYS = [name for name in vars(Ways) if not name.startswith("_")]


def officer_browser(union: Any, role: Any = Office.Role.OFFICER) -> Client:
    """An officer with a second factor, far away from the crowd."""
    person = a_person("演示远方")
    appoint(person, union, role, since=FOUNDED)
    return signed_in(an_officer_account(person))


def visitor(number: int) -> Client:
    """Somebody from a network of their own, so that no limit but that of the phone is in play."""
    return Client(REMOTE_ADDR=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")


def ask(ways: Ways, way: str, number: int, known: bool) -> Any:
    """The response; of a way in two steps the first is done beforehand."""
    answer = getattr(ways, way)(number, known)
    return answer() if callable(answer) else answer


def plain(response: Any) -> str:
    """A body without what is drawn anew each time, and without what was typed."""
    text = response.content.decode()
    text = re.sub(r'csrf[^>]*value="[^"]*"|data-csrf="[^"]*"|name="once" value="[^"]*"', "", text)
    return re.sub(r"1\d\d\*{4}\d{4}|13[12]\d{8}|\d{17}[\dX]|/\d+/", "#", text)


@pytest.fixture
def quiet(settings, db, monkeypatch):
    gateway.use(settings)
    monkeypatch.setattr(limits, "NORMAL_AT_LEAST", 10**9)  # the province's breaker belongs to another test


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_get_one_answer_for_one_price(way, quiet, monkeypatch, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ways, done = Ways(a_crowd(4)), []
    counted = dict.fromkeys(("index", "seal", "open", "hash"), 0)
    count_calls(monkeypatch, counted)
    ask(ways, way, 0, known=False)  # what is only made once is made now
    for number, known in ((1, True), (1, False), (2, True), (2, False)):
        action = (
            getattr(ways, way)(number, known)
            if way == "wrong_code"
            else (lambda n=number, k=known: ask(ways, way, n, k))
        )
        counted.update(dict.fromkeys(counted, 0))
        with CaptureQueriesContext(connection) as queries:
            response = action()
        done.append(
            (response.status_code, response.headers.get("Location"), plain(response), len(queries), dict(counted))
        )
    assert done[0] == done[1]
    assert done[2] == done[3]


def count_calls(monkeypatch, counted) -> None:
    def counting(key, real):
        def call(*args, **kwargs):
            counted[key] += 1
            return real(*args, **kwargs)

        return call

    monkeypatch.setattr(sealing.hmac, "digest", counting("index", sealing.hmac.digest))
    monkeypatch.setattr(MD5PasswordHasher, "encode", counting("hash", MD5PasswordHasher.encode))
    monkeypatch.setattr(sealing, "seal_many", counting("seal", sealing.seal_many))
    monkeypatch.setattr(sealing, "unseal_bytes", counting("open", sealing.unseal_bytes))


@pytest.fixture
def waits(quiet, settings, monkeypatch):
    """The waits of answers that hide their time (foundation/same_time.py), in seconds, without waiting."""
    settings.SAME_TIME_SECONDS, found = 60, []
    monkeypatch.setattr(same_time, "sleep", found.append)
    return found


@pytest.mark.parametrize("way", WAYS)
def test_the_answer_of_each_way_hides_its_time(way, waits, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ways = Ways(a_crowd(2))
    for known in (True, False):
        action = getattr(ways, way)(1, known) if way == "wrong_code" else lambda k=known: ask(ways, way, 1, k)
        waits.clear()
        action()
        assert len(waits) == 1


def about_a_person() -> dict[str, str]:
    """Every address that names a person by number, with a number that nobody has."""
    found = {}
    for rooms in get_resolver().url_patterns:
        for one in getattr(rooms, "url_patterns", ()):
            if "person_id" in one.pattern.converters:
                found[f"{rooms.app_name}:{one.name}"] = "/" + str(rooms.pattern) + str(one.pattern)
    return {name: route.replace("<int:person_id>", "987654321") for name, route in found.items()}


def test_wherever_a_person_is_asked_for_by_number_nobody_found_hides_its_time(waits):
    browser, addresses = officer_browser(a_tree()["other"]), about_a_person()
    assert {"people:reveal", "people:vouch", "unions:member", "unions:end-membership"} <= set(addresses)
    for name, address in addresses.items():
        asked = [one for one in (browser.get(address), browser.post(address)) if one.status_code == 404]
        assert asked and len(waits) == len(asked), name
        waits.clear()


def test_what_an_officer_does_find_is_there_at_once(waits):
    tree = a_tree()
    browser, member = officer_browser(tree["other"]), a_person("演示李明", phone="19900009999")
    join(member, tree["other"], "scan", by=None)
    assert "演示李明" in browser.post("/unions/members/", {"q": "19900009999"}).content.decode()
    assert browser.get(f"/unions/members/{member.pk}/").status_code == 200
    assert not waits


def test_a_new_number_that_is_somebodys_already_takes_as_long_as_a_free_one(waits):
    a_crowd(2)
    member = signed_in(an_account(a_person("演示李明")))
    for known in (True, False):
        assert member.post("/me/phone/", {"phone": phone_of(1, known)}).status_code == 302
        assert len(waits) == 1
        waits.clear()
        forget_the_limits()


def forget_the_limits() -> None:
    for table in (CodeRequest, OneTimeCode, WrongTry):
        table.objects.all().delete()


def test_a_form_that_is_not_in_order_looks_nobody_up_and_does_not_wait(waits):
    for address, typed in (("/sign-in/", {"phone": "12"}), ("/sign-in/officer/", {"phone": "12", "password": "x"})):
        assert visitor(1).post(address, typed).status_code == 200
    assert not waits


def test_whoever_asks_too_often_is_refused_at_once(waits):
    statuses = [visitor(1).post("/sign-in/", {"phone": phone_of(1, known=False)}).status_code for _time in range(2)]
    assert statuses == [302, 429] and len(waits) == 1
