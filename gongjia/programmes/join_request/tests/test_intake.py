"""The guided choice: which questions are asked, where the application goes, and at most three facts typed."""

import re

import pytest
from django import forms

from gongjia.cases.actions import make_move
from gongjia.cases.kinds import Refused
from gongjia.cases.models import Case
from gongjia.cases.tests.factories import a_case, an_actor
from gongjia.people.actions import account_for_phone
from gongjia.people.tests.factories import a_person, a_phone, signed_in
from gongjia.programmes.join_request.programme import JOIN_REQUEST
from gongjia.unions.access import membership_of
from gongjia.unions.models import Union
from gongjia.unions.tests.factories import a_member, a_tree, a_union, an_account, an_employer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def fill_in(person, answers: dict[str, dict[str, str]]) -> tuple[Case, list[str]]:
    """Walk the questions in a browser, answering each from `answers`; gives the case and the questions asked."""
    browser, asked = signed_in(person.account), []
    address = browser.get("/cases/new/join_request/").url
    while "check" not in address:
        key = address.rstrip("/").rsplit("/", 1)[1]
        asked.append(key)
        assert len(asked) < 8
        answer = browser.post(address, answers[key])
        assert answer.status_code == 302, answer.content.decode()
        address = answer.url
    once = re.search(r'name="once" value="([0-9a-f-]+)"', browser.get(address).content.decode())[1]
    assert browser.post(address, {"once": once}).status_code == 302
    return Case.objects.latest("pk"), asked


def typed_facts(asked: list[str]) -> int:
    """How many lines a person has to type into, the phone of the sign-in among them."""
    questions = [question for question in JOIN_REQUEST.questions if question.key in asked]
    fields = [field for question in questions for field in question.form.base_fields.values()]
    return 1 + sum(isinstance(field.widget, forms.TextInput) and not field.widget.is_hidden for field in fields)


def test_through_the_workplace(tree):
    employer = an_employer(name="演示长白山物流有限公司")
    union = a_union(tree["county"], "grassroots", employer=employer)
    person = account_for_phone(a_phone()).person
    case, asked = fill_in(person, {
        "way": {"way": "workplace"}, "workplace": {"employer_name": employer.name}, "name": {"name": "演示李雷"},
    })  # fmt: skip
    assert (case.union, case.employer, asked) == (union, employer, ["way", "workplace", "name"])
    assert typed_facts(asked) == 3
    person.refresh_from_db()
    assert person.name == "演示李雷"


def test_a_courier_whose_platform_has_no_union_belongs_to_the_street(tree):
    person = an_account(a_person()).person
    case, asked = fill_in(person, {
        "way": {"way": "platform"}, "platform": {"employer_name": "演示吉速外卖"},
        "street": {"union_name": "演示街道"},
    })  # fmt: skip
    assert (case.union, case.employer, asked) == (tree["township"], None, ["way", "platform", "street"])
    assert case.intake["employer_name"] == "演示吉速外卖"
    assert typed_facts(asked) == 3
    person.refresh_from_db()
    assert person.is_new_form_worker


def test_where_one_lives_and_by_trade(tree):
    league = a_union(tree["prefecture"], "township", kind=Union.Kind.LEAGUE, name="演示市快递行业工会联合会")
    home, _asked = fill_in(an_account(a_person()).person, {
        "way": {"way": "residence"}, "street": {"union_name": "演示街道"}})  # fmt: skip
    assert home.union == tree["township"]
    by_trade, asked = fill_in(an_account(a_person()).person, {
        "way": {"way": "league"}, "league": {"union_name": "演示市快递"}})  # fmt: skip
    assert (by_trade.union, asked) == (league, ["way", "league"])


def test_a_code_from_the_poster_however_it_is_typed(tree):
    code = tree["grassroots"].join_code
    case, asked = fill_in(an_account(a_person()).person, {
        "way": {"way": "code"}, "code": {"code": f" {code[:4].lower()} {code[4:]}"}})  # fmt: skip
    assert (case.union, asked) == (tree["grassroots"], ["way", "code"])


def test_an_unknown_code_is_said_and_stays_typed(tree):
    browser = signed_in(an_account(a_person()))
    browser.post("/cases/new/join_request/way/", {"way": "code"})
    page = browser.post("/cases/new/join_request/code/", {"code": "XXXX 2222"}).content.decode()
    assert "没有工会用这个码" in page
    assert "XXXX 2222" in page
    answer = browser.get("/join/XXXX2222/")
    assert answer.status_code == 404
    assert "没有工会用这个码" in answer.content.decode()


def test_a_member_is_led_to_a_transfer(tree):
    member = a_member(tree["grassroots"])
    page = signed_in(member.account).get(f"/join/{tree['other'].join_code}/").content.decode()
    assert f"/transfer/{tree['other'].join_code}/" in page
    assert "/cases/new/membership_transfer/" in signed_in(member.account).get("/join/").content.decode()
    with pytest.raises(Refused, match="接转"):
        a_case("join_request", tree["other"], member, {"way": "code", "union": tree["other"].pk})
    assert not Case.objects.exists()


def test_one_application_at_a_time(tree):
    person = an_account(a_person()).person
    first = a_case("join_request", tree["grassroots"], person, {"way": "code"})
    with pytest.raises(Refused, match=first.number):
        a_case("join_request", tree["other"], person, {"way": "code"})
    assert membership_of(person) is None


def test_whoever_has_applied_is_led_to_the_application_and_not_to_the_questions(tree):
    person = an_account(a_person()).person
    browser = signed_in(person.account)
    assert 'href="/join/"' in browser.get("/").content.decode()
    case = a_case("join_request", tree["grassroots"], person, {"way": "code"})
    assert 'href="/join/"' not in browser.get("/").content.decode()
    for address in ("/join/", f"/join/{tree['other'].join_code}/", "/cases/new/join_request/"):
        assert browser.get(address).url == f"/cases/{case.pk}/"
        assert (
            f"{case.number}）正在{tree['grassroots'].label}办理" in browser.get(f"/cases/{case.pk}/").content.decode()
        )
    make_move(case.pk, "withdraw", an_actor(person))
    assert browser.get("/join/").status_code == 200
    assert browser.get("/cases/new/join_request/").url == "/cases/new/join_request/way/"


def test_a_bad_name_is_said_and_stays_typed(tree):
    browser = signed_in(account_for_phone(a_phone()))
    address = f"/join/{tree['grassroots'].join_code}/"
    for typed, words in [("", "id_name_error"), ("李", "全名"), ("李雷123", "数字")]:
        page = browser.post(address, {"name": typed, "employer_name": ""}).content.decode()
        assert words in page
        assert f'value="{typed}"' in page or not typed
    assert not Case.objects.exists()


def test_the_union_of_one_employer_asks_for_no_employer(tree):
    union = a_union(tree["county"], "grassroots", employer=an_employer())
    browser = signed_in(an_account(a_person()))
    page = browser.get(f"/join/{union.join_code}/").content.decode()
    assert 'name="employer_name"' not in page
    assert 'name="name"' not in page  # known from before
    browser.post(f"/join/{union.join_code}/", {"once": "6f2a1f5e-0a4c-4a5e-9f0b-3d1f0a6f4f11"})
    assert Case.objects.get().employer == union.employer


def test_a_visitor_signs_in_first_and_comes_back(tree):
    from django.test import Client

    answer = Client().post(f"/join/{tree['grassroots'].join_code}/", {"name": "演示李雷"})
    assert answer.url == f"/sign-in/?next=%2Fjoin%2F{tree['grassroots'].join_code}%2F"


def test_an_officer_whose_visit_was_cut_off_is_asked_before_the_poster_enters_anybody(tree):
    from gongjia.cases.actions.counter import start_visit
    from gongjia.cases.tests.factories import an_actor, an_upload
    from gongjia.unions.tests.factories import an_officer

    officer = an_officer(tree["grassroots"])
    start_visit(an_actor(officer), an_account(a_person()).person, tree["grassroots"], an_upload())
    address = f"/join/{tree['grassroots'].join_code}/"
    assert signed_in(officer.account).post(address, {"name": "演示李雷"}).url.startswith("/cases/counter/?next=%2Fjoin")
    assert not Case.objects.exists()
