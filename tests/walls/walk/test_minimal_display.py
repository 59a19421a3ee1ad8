"""What is shown of a person: never a whole number, and no look without a line in the person's own 「谁看过我的信息」."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction

from gongjia.foundation.clock import today
from gongjia.people.resident_id import check_digit
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import signed_in
from tests.walls.matrix import NOWHERE, Seen, address, form, may, walk
from tests.walls.table import ROWS, Row
from tests.walls.world import OFFICES, OWN, ROLES, World, phone_of

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


def open_ones(row: Row, role: str, relation: str, method: str) -> bool:
    """Every page and every export that the role may see, and the answer to what it may send; one's own and one below."""
    reached, done = may(row, role, relation, method)
    return reached and relation in {NOWHERE, OWN} and (method == "GET" or done)


_walked: dict[tuple[int, str], list[Seen]] = {}


def shown(world: World, role: str) -> list[Seen]:
    """What a role is shown; asked once for all tests of this file."""
    if (id(world), role) not in _walked:
        how = {"roles": [role], "methods": ("GET", "POST"), "choose": open_ones, "known": world.answers}
        _walked[id(world), role] = list(walk(world.client_for, world, **how))
    return _walked[id(world), role]


def typed(world: World, seen: Seen) -> str:
    """What the reader has just sent: it stays in the form."""
    return str(form(seen.row, world.ids(seen.role, OWN))) if seen.method == "POST" else ""


def own_numbers(world: World, role: str) -> set[str]:
    person = world.people.get(role)
    if person is None:
        return set()
    return {phone_of(person), unseal("resident_id", person.id_sealed)}


def showing(world: World, role: str) -> list[str]:
    """The answers that show this role a whole number that is neither its own nor just typed."""
    found = []
    for seen in shown(world, role):
        numbers = whole_numbers(seen.body) - own_numbers(world, role) - whole_numbers(typed(world, seen))
        if numbers and seen.row.route not in EXCEPTIONS:
            found.append(f"{seen} shows {sorted(numbers)}")
    return found


@pytest.mark.parametrize("role", LOOKED_AT)
def test_no_page_and_no_export_shows_a_whole_number(world, role):
    found = showing(world, role)
    assert len(shown(world, role)) > 20
    assert not found, "Whole numbers are shown to nobody but their owner:\n" + "\n".join(found)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_no_page_shows_a_whole_number_to_any_role(world, record_property):
    found = [line for role in ROLES for line in showing(world, role)]
    pages = sum(len(shown(world, role)) for role in ROLES)
    record_property("counts", {"pages": pages, "faults": len(found)})
    print(f"minimal display: {pages} answers, {len(found)} with a whole number")
    assert not found, "\n".join(found)


def test_a_whole_number_is_shown_once_for_a_reason(world):
    rows = [row for row in ROWS if row.route == "people/<int:person_id>/reveal/"]
    worker = world.bundles["county"].people["worker"]
    [get, post] = walk(
        world.client_for, world, rows=rows, roles=["county officer"], methods=("GET", "POST"), choose=open_ones
    )
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


def unrecorded(world: World, role: str) -> Iterator[tuple[str, bool]]:
    """Each look of an officer at a person, and whether it is missing from the record."""
    account = world.people[role].account.pk
    for seen in shown(world, role):
        if seen.row.route in LISTS or seen.status >= 300:
            continue
        sent = typed(world, seen)
        for person, name in people_in(world, seen.body):
            if name not in sent:
                yield f"{seen} shows {name}", (account, person) not in seen.looks


@pytest.mark.parametrize("role", [role for role in LOOKED_AT if role in OFFICES])
def test_every_look_at_a_person_is_recorded(world, role):
    looks = list(unrecorded(world, role))
    missing = [line for line, is_missing in looks if is_missing]
    assert looks, "The matrix no longer finds the pages that show a person."
    assert not missing, "A page about one person records the look, or stands in LISTS with a reason:\n" + "\n".join(
        missing
    )


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_every_look_of_any_officer_is_recorded(world, record_property):
    looks = [look for role in OFFICES for look in unrecorded(world, role)]
    missing = [line for line, is_missing in looks if is_missing]
    record_property("counts", {"looks": len(looks), "unrecorded": len(missing)})
    print(f"looks at people: {len(looks)}, unrecorded {len(missing)}")
    assert not missing, "\n".join(missing)


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
