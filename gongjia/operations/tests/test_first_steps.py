"""`gongjia appoint`, `found` and `reset-second-factor`: what no page can do on a new installation."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner
from django.urls import reverse

from gongjia.__main__ import main
from gongjia.audit.access import done_for, events_about
from gongjia.operations import database
from gongjia.people.actions import account_for_phone
from gongjia.people.models import Account, Person
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import TOTP_SECRET, a_person, an_officer_account, signed_in
from gongjia.unions.access import may, union_by_join_code
from gongjia.unions.kinds import Role
from gongjia.unions.models import Office, Union
from gongjia.unions.tests.factories import an_officer

pytestmark = pytest.mark.django_db
PHONE = "13800000001"
FIRST = ("appoint", "--union", "jl", "--role", "administrator", "--name", "王芳", "--phone", PHONE)


@pytest.fixture
def province():
    return Union.objects.get(level="province", kind="federation")


def run(*words, typed=""):
    return CliRunner().invoke(main, words, input=typed, catch_exceptions=False)


def refused(*words):
    done = run(*words)
    assert done.exit_code == 1 and not done.output.startswith("Traceback")
    return done.output


def test_who_signed_in_first_becomes_the_first_administrator_and_appoints_the_others(province):
    account = account_for_phone(PHONE)
    done = run(*FIRST)
    assert done.exit_code == 0 and "王芳" in done.output and province.name in done.output
    office = Office.objects.get(person=account.person)
    assert (office.union, office.role, office.appointed_by) == (province, Role.ADMINISTRATOR, None)
    assert [event.verb for event in events_about(office)] == ["unions.appointed"]
    assert Account.objects.get(pk=account.pk).session_stamp > account.session_stamp
    county, officer = Union.objects.filter(level="county").first(), a_person("演示李敏")
    page = reverse("unions:offices", args=[county.pk])
    account.refresh_from_db()
    TOTP.activate(account, TOTP_SECRET)
    browser = signed_in(account)
    browser.post(
        page, {"name": officer.name, "phone": unseal("phone", officer.phone_sealed), "role": "officer", "title": ""}
    )
    assert may(officer, "handle_cases", county)


def test_names_and_numbers_are_asked_for_so_that_no_shell_keeps_them(province):
    account = account_for_phone(PHONE)
    assert run("appoint", "--union", "220000", typed=f"王芳\n{PHONE}\n").exit_code == 0
    assert may(account.person, "administer", province)


def test_twice_is_once(province):
    account_for_phone(PHONE)
    assert run(*FIRST).exit_code == run(*FIRST).exit_code == 0
    assert Office.objects.filter(union=province).count() == 1


@pytest.mark.parametrize(("change", "says"), [
    ({"--phone": "13800000002"}, "Nobody has signed in with this number"),
    ({"--phone": "138"}, "11"),
    ({"--name": "李敏"}, "another name"),
    ({"--union": "999999"}, "There is no union “999999”; write jl"),
    ({"--union": "吉林"}, "There is no union"),
    ({"--role": "king"}, "king is not among: officer"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_in_a_sentence_and_nothing_is_done(change, says):
    Person.objects.filter(pk=account_for_phone(PHONE).person_id).update(name="王芳")
    words = dict(zip(FIRST[1::2], FIRST[2::2], strict=True)) | change
    assert says in refused("appoint", *[word for pair in words.items() for word in pair])
    assert not Office.objects.exists() and not Person.objects.exclude(name="王芳").exists()


def test_a_database_that_was_not_migrated_is_left_alone(monkeypatch):
    monkeypatch.setattr(database, "is_prepared", lambda: False)
    assert "gongjia migrate" in refused(*FIRST)


def test_the_lost_second_factor_of_the_only_administrator(province):
    person = a_person("王芳", phone=PHONE)
    account = an_officer_account(person)
    an_officer(province, Role.ADMINISTRATOR, person)
    words = ("reset-second-factor", "--name", "王芳", "--phone", PHONE, "--reason")
    assert "为什么" in refused(*words, "丢")
    assert Authenticator.objects.filter(user=account).exists()
    assert run(*words, "手机丢失，已当面核对证件").exit_code == 0
    assert not Authenticator.objects.filter(user=account).exists()
    [event] = done_for(person.pk)
    assert (event.verb, event.actor_id, event.reason) == (
        "people.second_factor.reset",
        None,
        "手机丢失，已当面核对证件",
    )
    assert "Nobody has signed in" in refused(*words[:4], "13800000009", "--reason", "手机丢失")


def test_a_grassroots_union_is_founded_and_people_find_it_by_its_code():
    county = Union.objects.get(level="county", division_code="220202")
    done = run("found", "--under", county.division_code, "--name", "演示快递配送站工会", "--day", "2026-03-01",
               "--employer", "演示快递有限公司", "--telephone", "12351")  # fmt: skip
    union = Union.objects.get(name="演示快递配送站工会")
    assert done.exit_code == 0 and f"number {union.pk}" in done.output
    assert (union.parent, union.kind, union.employer.name, f"{union.founded_on}") == (
        county, "grassroots", "演示快递有限公司", "2026-03-01",
    )  # fmt: skip
    assert union_by_join_code(done.output.partition("join code ")[2][:9]) == union
    assert [event.verb for event in events_about(union)] == ["unions.founded"]
    assert "演示快递配送站工会" in refused("found", "--under", county.division_code, "--name", "演示快递配送站工会")
    assert "federation is not among: grassroots" in refused(
        "found", "--under", "jl", "--name", "演示新工会", "--kind", "federation"
    )
    assert "There is no union" in refused("found", "--under", "0", "--name", "演示新工会")
    assert "单位" in refused("found", "--under", "jl", "--name", "演示新工会", "--credit-code", "91220101123998915X")
