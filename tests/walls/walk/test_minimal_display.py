"""What is shown of a person: never a whole number, and no look without a line in the person's own 「谁看过我的信息」.

The pages are those of the walk in test_matrix.py, which asks `showing` and `unrecorded` about its answers.
"""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.db import transaction

from gongjia.foundation.clock import today
from gongjia.people.resident_id import check_digit
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import signed_in
from tests.walls.matrix import NOWHERE, Seen, address, form, may, walk
from tests.walls.table import ROWS
from tests.walls.world import OWN, World, phone_of

pytestmark = pytest.mark.django_db
LOOKED_AT = ["applicant", "county officer", "analyst"]  # on every push; the others in the night

ALONE_BEFORE, ALONE_AFTER = r"(?<![0-9A-Za-z.\-_])", r"(?![0-9A-Za-z.\-_])"
RESIDENT_ID = re.compile(rf"{ALONE_BEFORE}(\d{{17}})([\dXx]){ALONE_AFTER}")
PHONE = re.compile(rf"{ALONE_BEFORE}1[3-9]\d{{9}}{ALONE_AFTER}")
BANK = re.compile(rf"{ALONE_BEFORE}\d{{16,19}}{ALONE_AFTER}")
GAPS = re.compile(r"(?<=\d)[ \u00a0\-](?=\d)")  # 199 0000 0001 is the same number

# Where whole numbers stand on purpose.
EXCEPTIONS = {
    "demo/": "the demo's made-up sign-ins, on a machine that holds nobody else",
    "demo/phone/": "the messages to a made-up telephone, in the demo alone",
    "look/": "samples of the look, in the demo alone",
    "look/<slug:page>/": "samples of the look, in the demo alone",
    "people/<int:person_id>/reveal/": "one number, once, with a reason, and the person reads who it was",
}


def whole_numbers(text: str) -> set[str]:
    """Resident IDs that pass their check, mobile numbers, and bank cards that pass theirs."""
    text = GAPS.sub("", text)
    ids = {match[0] for match in RESIDENT_ID.finditer(text) if check_digit(match[1]) == match[2].upper()}
    cards = {match[0] for match in BANK.finditer(text) if _luhn(match[0])} - ids
    return ids | cards | {match[0] for match in PHONE.finditer(text)}


def _luhn(number: str) -> bool:
    """Whether a card's last digit fits the others."""
    digits = [int(one) for one in reversed(number)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * one, 10)) for one in digits[1::2])) % 10 == 0


@pytest.mark.parametrize(("text", "found"), [
    ("证号 220102199003070012。", set()), ("220102199003078137", {"220102199003078137"}), ("电话19900000001。", {"19900000001"}),
    ("199 0000 0001", {"19900000001"}), ("199****0001", set()), ("6222021234567890128", {"6222021234567890128"}),
    ("6222021234567890127", set()), ("0d19900000001f", set()), ("1990000000", set()),
])  # fmt: skip
def test_a_whole_number_is_seen_and_another_is_not(text, found):
    assert whole_numbers(text) == found


def open_ones(answers: Iterable[Seen]) -> Iterator[Seen]:
    """Every page and every export that the role may see, and the answer to what it may send; one's own and one below."""
    for seen in answers:
        reached, done = may(seen.row, seen.role, seen.relation, seen.method)
        if reached and seen.relation in {NOWHERE, OWN} and (seen.method == "GET" or done):
            yield seen


def typed(world: World, seen: Seen) -> str:
    """What the reader has just sent: it stays in the form."""
    return str(form(seen.row, world.ids(seen.role, OWN))) if seen.method == "POST" else ""


def own_numbers(world: World, role: str) -> set[str]:
    person = world.people.get(role)
    if person is None:
        return set()
    return {phone_of(person), unseal("resident_id", person.id_sealed)}


def showing(world: World, role: str, answers: Iterable[Seen]) -> list[str]:
    """The answers that show this role a whole number that is neither its own nor just typed."""
    found = []
    for seen in open_ones(answers):
        numbers = whole_numbers(seen.body) - own_numbers(world, role) - whole_numbers(typed(world, seen))
        if numbers and seen.row.route not in EXCEPTIONS:
            found.append(f"{seen} shows {sorted(numbers)}")
    return found


def test_a_whole_number_is_shown_once_for_a_reason(world):
    rows = [row for row in ROWS if row.route == "people/<int:person_id>/reveal/"]
    worker = world.bundles["county"].people["worker"]
    [get, post] = open_ones(walk(world.client_for, world, rows=rows, roles=["county officer"], methods=("GET", "POST")))
    assert (whole_numbers(get.body), whole_numbers(post.body)) == (set(), {phone_of(worker)})
    assert post.looks == {(world.people["county officer"].account.pk, worker.pk)}


# ---- who looked -----------------------------------------------------------------------------------------------------

# Where the names of several people stand, as a list must. No number stands there whole, and opening one is recorded.
LISTS = {
    "desk/": "the matters in one's hands, by name",
    "unions/members/": "names and masked numbers; the page says that opening one is recorded",
    "figures/<slug:key>/records/": "the rows behind a figure; that the list was opened is recorded",
    "figures/<slug:key>/records.csv": "the same as a file",
    "api/v1/cases": "the matters that one handles",
}


def people_in(world: World, body: str) -> Iterator[tuple[int, str]]:
    for bundle in world.bundles.values():
        for who in ("worker", "mover", "rater"):
            person = bundle.people[who]
            if person.name in body:
                yield person.pk, person.name


def unrecorded(world: World, role: str, answers: Iterable[Seen]) -> list[tuple[str, bool]]:
    """Each look of an officer at a person, and whether it is missing from the record."""
    account, found = world.people[role].account.pk, []
    for seen in open_ones(answers):
        if seen.row.route in LISTS or seen.status >= 300:
            continue
        sent = typed(world, seen)
        for person, name in people_in(world, seen.body):
            if name not in sent:
                found.append((f"{seen} shows {name}", (account, person) not in seen.looks))
    return found


READS = {
    "unions/members/<int:person_id>/": "会员",
    "cases/<int:case_id>/desk/": "事项",
    "people/<int:person_id>/reveal/": "手机号",
}


@pytest.mark.parametrize("route", READS)
def test_the_person_reads_who_looked_when_and_at_what(world, route):
    """In the same second, on a page of their own: the name, the union, the day and what it was."""
    officer, worker = world.people["county officer"], world.bundles["county"].people["worker"]
    [row] = [row for row in ROWS if row.route == route]
    method = "POST" if row.do else "GET"
    with transaction.atomic():
        data = form(row, world.ids("county officer", OWN)) if method == "POST" else None
        client, path = world.client_for("county officer"), address(row, world.ids("county officer", OWN))
        assert (client.post(path, data) if data else client.get(path)).status_code == 200
        page = signed_in(worker.account).get("/me/looks/").content.decode()
        transaction.set_rollback(True)
    for words in (officer.name, world.unions["county"].name, f"{today().month}月{today().day}日", READS[route]):
        assert words in page, f"{words} does not stand on the person's own page"
    if data:
        assert data["reason"] in page
