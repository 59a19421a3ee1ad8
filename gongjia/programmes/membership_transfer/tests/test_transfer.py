"""The new union decides; the old one may question the identity and nothing else."""

import pytest
from django.http import Http404

from gongjia.cases.actions import make_move
from gongjia.cases.kinds import Refused
from gongjia.cases.models import Case
from gongjia.cases.tests.factories import a_case, an_actor
from gongjia.notices.access import notices_of
from gongjia.people.tests.factories import a_person, signed_in
from gongjia.unions import actions
from gongjia.unions.access import membership_of
from gongjia.unions.tests.factories import a_member, a_tree, a_union, an_account, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def new(tree):
    return a_union(tree["other"], "grassroots", name="演示船营仓储工会")


def ask(member, union) -> Case:
    return a_case("membership_transfer", union, member, {"way": "code", "union": union.pk})


def test_the_old_union_has_no_move(tree, new):
    member, old = a_member(tree["grassroots"]), an_officer(tree["grassroots"])
    case = ask(member, new)
    for move in ("take_in", "refuse", "question_identity", "withdraw"):
        with pytest.raises(Http404):
            make_move(case.pk, move, an_actor(old))
    make_move(case.pk, "take_in", an_actor(an_officer(new)))
    assert membership_of(member).union == new
    assert notices_of(old).count() == 2  # told when it was asked and when it was done


def test_the_identity_can_be_questioned_once_and_only_before_it_is_decided(tree, new):
    member, old = a_member(tree["grassroots"]), an_officer(tree["grassroots"])
    case = ask(member, new)
    desk = signed_in(old.account)
    address = f"/transfer/{case.pk}/identity/"
    assert "id_text_error" in desk.post(address, {"text": ""}).content.decode()
    desk.post(address, {"text": "手机号不是本人登记的。"})
    desk.post(address, {"text": "还是怀疑。"})
    assert case.entries.filter(verb="question_identity").count() == 1
    with pytest.raises(Refused):
        make_move(case.pk, "take_in", an_actor(an_officer(new)))  # first it is made sure
    make_move(case.pk, "take_in_checked", an_actor(an_officer(new)), facts={"text": "看过身份证原件"})
    assert membership_of(member).union == new
    assert desk.get(address).status_code == 200  # the old union may still read what became of it


def test_only_the_old_union_reads_its_page(tree, new):
    case = ask(a_member(tree["grassroots"]), new)
    for person in (an_officer(new), a_member(tree["grassroots"])):
        assert signed_in(person.account).get(f"/transfer/{case.pk}/identity/").status_code == 404
    assert signed_in(an_officer(tree["grassroots"]).account).get("/transfer/999999/identity/").status_code == 404


def test_what_cannot_be_moved_is_said(tree, new):
    with pytest.raises(Refused):
        ask(an_account(a_person()).person, new)
    with pytest.raises(Refused, match="已经是"):
        ask(a_member(new), new)
    member = a_member(tree["grassroots"])
    first = ask(member, new)
    with pytest.raises(Refused, match=first.number):
        ask(member, tree["other"])


def test_whoever_left_meanwhile_must_join(tree, new):
    member = a_member(tree["grassroots"])
    case = ask(member, new)
    actions.leave(member)
    with pytest.raises(Refused, match="入会申请"):
        make_move(case.pk, "take_in", an_actor(an_officer(new)))


def test_refused_or_withdrawn_everything_stays_as_it_was(tree, new):
    member = a_member(tree["grassroots"])
    case = ask(member, new)
    facts = {"ground": "elsewhere", "text": "您的单位在龙潭区。"}
    make_move(case.pk, "refuse", an_actor(an_officer(new)), facts=facts)
    case.refresh_from_db()
    assert case.outcome == "refused"
    again = ask(member, new)
    make_move(again.pk, "withdraw", an_actor(member))
    again.refresh_from_db()
    assert again.outcome == "withdrawn"
    assert membership_of(member).union == tree["grassroots"]


def test_whoever_has_asked_is_led_to_the_request_and_not_to_the_questions(tree, new):
    member = a_member(tree["grassroots"])
    case = ask(member, new)
    for address in (f"/transfer/{tree['other'].join_code}/", "/cases/new/membership_transfer/"):
        assert signed_in(member.account).get(address).url == f"/cases/{case.pk}/"


def test_the_poster_of_the_new_union(tree, new):
    stranger = signed_in(an_account(a_person()))
    assert f"/join/{new.join_code}/" in stranger.get(f"/transfer/{new.join_code}/").content.decode()
    here = signed_in(a_member(new).account)
    assert "已经是这里的会员" in here.get(f"/transfer/{new.join_code}/").content.decode()
    assert stranger.get("/transfer/XXXX2222/").status_code == 404
    page = stranger.post(f"/transfer/{new.join_code}/", {"once": ""}).content.decode()
    assert "没有会籍可以转" in page
