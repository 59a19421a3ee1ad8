"""The pages of the room, as members, officers and strangers see them."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import signing
from django.test import Client

from gongjia.audit.access import events_about, looks_at
from gongjia.foundation.clock import now
from gongjia.notices.models import Notice
from gongjia.people.tests.factories import TOTP_SECRET, a_person, a_phone, signed_in
from gongjia.unions import actions
from gongjia.unions.access import membership_of, retention_of
from gongjia.unions.cards import SALT
from gongjia.unions.kinds import Role
from gongjia.unions.models import Employer
from gongjia.unions.tests.factories import a_contact, a_member, a_tree, a_union, an_account, an_employer, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def browser_of(person) -> Client:
    """A signed-in browser; whoever holds an office has used a second factor."""
    account = an_account(person)
    if person.offices.exists() and not Authenticator.objects.filter(user=account).exists():
        totp.TOTP.activate(account, TOTP_SECRET)
    return signed_in(account)


# ---- members --------------------------------------------------------------------------------------------------------


def test_my_membership_shows_where_since_when_and_how(tree):
    member = a_member(tree["grassroots"])
    page = browser_of(member).get("/unions/membership/").content.decode()
    for words in (tree["grassroots"].name, "扫码入会", "我的会员证", "/cases/new/membership_transfer/", "退会"):
        assert words in page


def test_whoever_is_no_member_is_led_to_the_three_steps(tree):
    page = browser_of(a_person()).get("/unions/membership/").content.decode()
    assert 'href="/join/"' in page
    assert browser_of(a_person()).get("/unions/membership/card.svg").status_code == 404


def test_a_card_shows_surname_and_union_for_ten_minutes(tree):
    member = a_member(tree["grassroots"], a_person("演示王小芳"))
    membership = membership_of(member)
    token = signing.dumps(membership.pk, salt=SALT, compress=True)
    page = Client().get(f"/unions/card/{token}/").content.decode()
    assert tree["grassroots"].name in page
    assert "演*" in page
    assert "王小芳" not in page
    assert "已经失效" in Client().get(f"/unions/card/{token}x/").content.decode()
    import time_machine

    with time_machine.travel(now() + timedelta(minutes=11)):
        assert "已经失效" in Client().get(f"/unions/card/{token}/").content.decode()
    actions.leave(member)
    assert "已经失效" in Client().get(f"/unions/card/{token}/").content.decode()


def test_leaving_takes_a_tick_and_one_press_and_a_second_press_does_no_harm(tree):
    member = a_member(tree["grassroots"])
    browser = browser_of(member)
    assert "不用谁同意" in browser.get("/unions/membership/leave/").content.decode()
    page = browser.post("/unions/membership/leave/", {}).content.decode()
    assert "请先勾选" in page
    assert membership_of(member) is not None
    for _ in range(2):
        assert browser.post("/unions/membership/leave/", {"sure": "on"}).url == "/unions/membership/"
    assert member.memberships.get().end_reason == "left"


def test_keeping_and_coming_back(tree):
    member = a_member(tree["grassroots"])
    browser = browser_of(member)
    assert "id_reason_error" in browser.post("/unions/membership/retain/", {"reason": ""}).content.decode()
    browser.post("/unions/membership/retain/", {"reason": "退休"})
    assert retention_of(membership_of(member)).reason == "退休"
    assert "退休" in browser.get("/unions/membership/").content.decode()
    browser.post("/unions/membership/resume/")
    assert retention_of(membership_of(member)) is None


def test_a_visitor_finds_a_union_and_the_way_in(tree):
    page = Client().get("/unions/?q=配送站").content.decode()
    assert f"/unions/{tree['grassroots'].pk}/" in page
    page = Client().get(f"/unions/{tree['grassroots'].pk}/").content.decode()
    assert f"/join/{tree['grassroots'].join_code}/" in page
    assert "/desk/" not in page.split("<main")[1]
    assert "没有找到" in Client().get("/unions/?q=不存在的").content.decode()
    assert Client().get("/unions/99999999/").status_code == 404


def test_the_poster_carries_the_code_in_two_ways(tree):
    union = tree["grassroots"]
    page = Client().get(f"/unions/{union.pk}/poster/").content.decode()
    assert f"{union.join_code[:4]} {union.join_code[4:]}" in page
    image = Client().get(f"/unions/{union.pk}/code.svg")
    assert image["Content-Type"] == "image/svg+xml"
    assert b"<svg" in image.content


# ---- officers -------------------------------------------------------------------------------------------------------


def test_the_desk_of_a_union(tree):
    member = a_member(tree["grassroots"])
    actions.retain(member, "退休")
    officer = an_officer(tree["county"])
    browser = browser_of(officer)
    assert tree["county"].name in browser.get("/unions/mine/").content.decode()
    page = browser.get(f"/unions/{tree['county'].pk}/desk/").content.decode()
    for words in (officer.name, tree["township"].name, "保留会籍"):
        assert words in page
    assert "任命或者结束" not in page
    assert browser.get(f"/unions/{tree['other'].pk}/desk/").status_code == 404
    assert browser.get(f"/unions/{tree['prefecture'].pk}/desk/").status_code == 404


def test_members_are_searched_masked_and_every_look_is_told(tree):
    phone = a_phone()
    member = a_member(tree["grassroots"], a_person("演示欧阳珲春", phone=phone))
    browser = browser_of(an_officer(tree["county"]))
    for text in ("珲春", phone):
        page = browser.post("/unions/members/", {"q": text}).content.decode()
        assert f"/unions/members/{member.pk}/" in page
        assert phone not in page.split("<tbody")[1]  # but in the line it was typed into
    assert looks_at(member.pk).count() == 0
    page = browser.get(f"/unions/members/{member.pk}/").content.decode()
    assert phone not in page
    assert f"/people/{member.pk}/reveal/" in page
    look = looks_at(member.pk).get()
    assert (look.verb, look.union_path) == ("people.looked", tree["grassroots"].path)
    assert "没有找到会员" in browser.post("/unions/members/", {"q": "不存在"}).content.decode()


def test_another_county_sees_nothing(tree):
    member = a_member(tree["grassroots"])
    employer, other = an_employer(), browser_of(an_officer(tree["other"], Role.ADMINISTRATOR))
    office = an_officer(tree["county"]).offices.get()
    for address in (f"members/{member.pk}/", f"members/?union={tree['county'].pk}", f"{tree['county'].pk}/offices/"):
        assert other.get(f"/unions/{address}").status_code == 404, address
    for verb in ("retain", "resume", "end"):
        assert other.post(f"/unions/members/{member.pk}/{verb}/", {}).status_code == 404
    assert other.post(f"/unions/offices/{office.pk}/end/").status_code == 404
    assert membership_of(member) is not None
    assert browser_of(member).get("/unions/members/").status_code == 404
    assert browser_of(member).get(f"/unions/employers/{employer.pk}/").status_code == 404
    assert Client().get("/unions/members/").status_code == 302


def test_an_officer_keeps_resumes_and_ends(tree):
    member = a_member(tree["grassroots"])
    browser, address = browser_of(an_officer(tree["county"])), f"/unions/members/{member.pk}"
    page = browser.post(f"{address}/retain/", {"retain-reason": ""}).content.decode()
    assert 'id="id_retain-reason_error"' in page
    browser.post(f"{address}/retain/", {"retain-reason": "失业"})
    assert retention_of(membership_of(member)).reason == "失业"
    browser.post(f"{address}/resume/")
    assert retention_of(membership_of(member)) is None
    page = browser.post(f"{address}/end/", {"end-end": "expelled", "end-reason": " "}).content.decode()
    assert 'id="id_end-reason_error"' in page
    page = browser.post(f"{address}/end/", {"end-end": "left", "end-reason": "有人说他想走"}).content.decode()
    assert "有人说他想走" in page  # what was typed stays
    browser.post(f"{address}/end/", {"end-end": "expelled", "end-reason": "会员大会决议"})
    assert member.memberships.get().end_reason == "expelled"


def test_a_reason_that_names_the_member_is_a_sentence_on_the_page(tree):
    member = a_member(tree["grassroots"], a_person("演示王小芳"))
    browser, address = browser_of(an_officer(tree["county"])), f"/unions/members/{member.pk}"
    for verb, form in (("retain", {}), ("announce", {}), ("end", {"end-end": "expelled"})):
        answer = browser.post(f"{address}/{verb}/", {**form, f"{verb}-reason": "演示王小芳退休"})
        assert answer.status_code == 200, verb
        assert "不要写当事人的姓名" in answer.content.decode(), verb
        assert "演示王小芳退休" in answer.content.decode(), "what was typed stays"


def test_a_member_who_was_warned_says_that_they_stay(tree):
    member, officer = a_member(tree["grassroots"]), browser_of(an_officer(tree["county"]))
    address = f"/unions/members/{member.pk}"
    assert "六个月不交会费" in officer.get(f"{address}/").content.decode()
    officer.post(f"{address}/announce/", {"announce-reason": "六个月没有参加活动"})
    assert "本人要留下" in officer.get(f"{address}/").content.decode()
    browser = browser_of(member)
    page = browser.get("/unions/membership/").content.decode()
    assert "我要留下" in page
    assert "六个月没有参加活动" in page
    browser.post("/unions/membership/stay/")
    assert "我要留下" not in browser.get("/unions/membership/").content.decode()
    officer.post(f"{address}/announce/", {"announce-reason": "六个月没有参加活动"})
    officer.post(f"{address}/stay/")
    assert "本人要留下" not in officer.get(f"{address}/").content.decode()
    assert "不是" in browser_of(a_person()).post("/unions/membership/stay/", follow=True).content.decode()


def test_offices_are_given_and_ended(tree):
    administrator = an_officer(tree["county"], Role.ADMINISTRATOR)
    browser, address = browser_of(administrator), f"/unions/{tree['county'].pk}/offices/"
    phone = a_phone()
    new = a_person("演示新干部", phone=phone)
    office = {"role": "officer", "title": "权益部干事"}
    wrong = [
        ("演示新干部", "1990000", "11"),
        ("演示新干部", a_phone(), "没有同时符合"),
        ("演示别人", phone, "没有同时符合"),
    ]
    for name, typed, words in wrong:
        page = browser.post(address, office | {"name": name, "phone": typed}).content.decode()
        assert words in page
        assert "权益部干事" in page  # what was typed stays
    assert not new.offices.exists() and not looks_at(new.pk).exists()
    for _ in range(2):
        browser.post(address, office | {"name": "演示新干部", "phone": phone})
    office = new.offices.get()
    assert looks_at(new.pk).last().actor_id == administrator.account.pk
    assert Notice.objects.get(person=new).kind == "unions.appointed"
    assert "权益部干事" in browser.get(address).content.decode()
    browser.post(f"/unions/offices/{office.pk}/end/")
    office.refresh_from_db()
    assert office.until is not None
    assert "演示新干部" in browser.get(address).content.decode()  # among the earlier ones


def test_nobody_appoints_themselves(tree):
    phone = a_phone()
    leader = an_officer(tree["county"], Role.LEADER, a_person("演示主席", phone=phone))
    page = browser_of(leader).post(
        f"/unions/{tree['county'].pk}/offices/", {"name": "演示主席", "phone": phone, "role": "auditor"}
    )
    assert "不能自己任命自己" in page.content.decode()
    assert leader.offices.count() == 1


# ---- employers ------------------------------------------------------------------------------------------------------


def test_an_employer_is_found_while_typing(tree):
    employer = an_employer(name="演示长白山物流有限公司")
    page = Client().get("/unions/employers/found/", {"employer_name": "白山物"}).content.decode()
    assert employer.name in page
    assert employer.credit_code in page
    assert Client().get("/unions/employers/found/", {"q": "白"}).content.decode().strip() == ""


def test_an_officer_adds_checks_and_names_who_speaks(tree):
    officer = an_officer(tree["county"])
    browser = browser_of(officer)
    page = browser.post("/unions/employers/add/", {"name": "演示一汽集团", "credit_code": "912201011239989158"})
    assert "最后一位对不上" in page.content.decode()
    assert "912201011239989158" in page.content.decode()
    added = browser.post("/unions/employers/add/", {"name": "演示一汽集团", "credit_code": ""})
    employer = Employer.objects.get()
    assert added.url == f"/unions/employers/{employer.pk}/"
    known = an_employer(name="演示另一家公司")
    page = browser.post(added.url, {"name": "演示一汽集团", "credit_code": known.credit_code}).content.decode()
    assert "演示另一家公司" in page
    browser.post(added.url, {"name": "演示一汽集团", "credit_code": "912201011239989159"})
    employer.refresh_from_db()
    assert employer.is_verified
    phone = a_phone()
    speaker = a_person("演示人事经理", phone=phone)
    typed = {"contact-name": speaker.name, "contact-phone": phone}
    assert browser.post(f"{added.url}contacts/", typed).status_code == 404, "no union there is within reach"
    a_union(tree["township"], employer=employer)
    for wrong in ({"contact-phone": a_phone()}, {"contact-name": "演示别人"}):
        page = browser.post(f"{added.url}contacts/", typed | wrong).content.decode()
        assert "没有同时符合" in page and not employer.contacts.exists()
    browser.post(f"{added.url}contacts/", typed)
    assert speaker.name in browser.get(added.url).content.decode()
    assert looks_at(speaker.pk).get().actor_id == officer.account.pk
    assert Notice.objects.get(person=speaker).kind == "unions.contact_added"
    other = browser_of(an_officer(tree["other"]))
    assert speaker.name not in other.get(added.url).content.decode()
    assert other.post(f"/unions/contacts/{employer.contacts.get().pk}/end/").status_code == 404
    browser.post(f"/unions/contacts/{employer.contacts.get().pk}/end/")
    assert speaker.name not in browser.get(added.url).content.decode().split("<main")[1]
    assert "演示一汽集团" in browser.get("/unions/employers/", {"q": "一汽"}).content.decode()
    assert browser.post("/unions/contacts/999999/end/").status_code == 404
    assert browser.get("/unions/employers/999999/").status_code == 404


def test_whoever_speaks_for_an_employer_is_no_officer(tree):
    contact = a_contact(an_employer())
    assert browser_of(contact).get("/unions/employers/").status_code == 404


def test_streets_of_one_name_are_told_apart(tree):
    """Shown with their county where somebody must choose."""
    from gongjia.unions.ways import StreetForm

    first = a_union(tree["county"], "township", name="演示站前街道总工会")
    second = a_union(tree["other"], "township", name="演示站前街道总工会")
    form = StreetForm({"union_name": "演示站前"})
    assert not form.is_valid()
    labels = dict(form.fields["union"].widget.choices)
    assert labels == {
        str(first.pk): f"{first.name} · {tree['county'].name}",
        str(second.pk): f"{second.name} · {tree['other'].name}",
    }
    form = StreetForm({"union_name": "演示站前", "union": str(second.pk)})
    assert form.is_valid()
    assert form.cleaned_data["union"] == second.pk
    assert not StreetForm({"union_name": "没有这条街"}).is_valid()
    assert re.search("没有找到", str(StreetForm({"union_name": "没有这条街"}).errors))


# ---- founding a union -----------------------------------------------------------------------------------------------


def founding(**other):
    return {
        "name": "演示快递配送站工会",
        "kind": "grassroots",
        "founded_on": "2026-03-01",
        "employer_name": "演示快递有限公司",
    } | other


def test_an_administrator_founds_a_union_under_their_own_and_people_find_it(tree):
    browser = browser_of(an_officer(tree["county"], Role.ADMINISTRATOR))
    page = f"/unions/{tree['township'].pk}/found/"
    assert f'href="{page}"' in browser.get(f"/unions/{tree['township'].pk}/desk/").content.decode()
    desk = browser.post(page, founding(), follow=True).content.decode()
    union = tree["township"].children.get(name="演示快递配送站工会")
    assert f"{union.name}已成立" in desk and union.join_code[:4] in desk
    assert (union.county, union.employer.name, f"{union.founded_on}") == (
        tree["county"],
        "演示快递有限公司",
        "2026-03-01",
    )
    [event] = events_about(union)
    assert (event.verb, event.union_path) == ("unions.founded", union.path)
    again = browser.post(page, founding())
    assert "已经有" in again.content.decode() and tree["township"].children.filter(name=union.name).count() == 1


@pytest.mark.parametrize("change", [
    {"kind": "federation"}, {"founded_on": "2126-03-01"}, {"name": "工会"}, {"credit_code": "1"},
    {"employer_name": "", "credit_code": "91220101123998915X"},
])  # fmt: skip
def test_what_is_no_union_is_refused_with_what_was_typed_kept(tree, change):
    browser = browser_of(an_officer(tree["county"], Role.ADMINISTRATOR))
    page = browser.post(f"/unions/{tree['county'].pk}/found/", founding(address="演示路1号", **change)).content.decode()
    assert "演示路1号" in page
    assert not tree["county"].children.filter(kind="grassroots").exists()


def test_nobody_founds_a_union_above_or_beside_their_own_or_without_the_right(tree):
    for role, home, under in [
        (Role.ADMINISTRATOR, "county", "prefecture"), (Role.ADMINISTRATOR, "county", "other"), (Role.LEADER, "county", "county"),
    ]:  # fmt: skip
        browser, under = browser_of(an_officer(tree[home], role)), tree[under]
        assert browser.get(f"/unions/{under.pk}/found/").status_code == 404
        assert browser.post(f"/unions/{under.pk}/found/", founding()).status_code == 404
        assert not under.children.filter(name="演示快递配送站工会").exists()
