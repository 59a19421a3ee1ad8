"""Searching among members: by a part of the name, by the exact phone, by the exact resident ID."""

import pytest

from gongjia.people.tests.factories import a_person, a_phone, a_resident_id
from gongjia.unions import actions
from gongjia.unions.access import member_for, members_count, members_for
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def test_by_name_phone_and_number(tree):
    officer = an_officer(tree["county"])
    phone, number = a_phone(), a_resident_id()
    wanted = a_member(tree["grassroots"], a_person("演示欧阳珲春", phone=phone, resident_id=number))
    a_member(tree["grassroots"], a_person("演示王芳"))
    for text in ("珲春", "欧阳", "阳", " 欧阳珲春 ", phone, number, number.lower()):
        assert list(members_for(officer, tree["county"], text)) == [wanted], text
    for text in ("珲阳", phone[:10], phone[:10] + "x", number[:17]):
        assert list(members_for(officer, tree["county"], text)) == [], text


def test_all_in_the_order_of_the_dictionary(tree):
    officer = an_officer(tree["county"])
    for name in ("赵芳", "安吉", "单雄信"):
        a_member(tree["grassroots"], a_person(name))
    assert [person.name for person in members_for(officer, tree["county"])] == ["安吉", "单雄信", "赵芳"]


def test_whoever_left_or_went_elsewhere_is_no_longer_found(tree):
    officer = an_officer(tree["county"])
    gone, moved = a_member(tree["grassroots"]), a_member(tree["grassroots"])
    actions.leave(gone)
    actions.transfer(moved, tree["other"])
    assert list(members_for(officer, tree["county"])) == []
    assert members_count(tree["prefecture"]) == 1


def test_one_member_with_the_membership(tree):
    officer, member = an_officer(tree["county"]), a_member(tree["grassroots"])
    person, membership = member_for(officer, member.pk)
    assert person == member
    assert membership.union == tree["grassroots"]
