"""Leaving is free and at once; what an officer decides needs a reason."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from gongjia.audit.access import events_about
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.people.tests.factories import signed_in
from gongjia.unions import actions
from gongjia.unions.access import membership_of
from gongjia.unions.leaving import history_of, leave_announced
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def test_leaving_needs_nobody(tree):
    person = a_member(tree["grassroots"])
    actions.retain(person, "退休")
    membership = actions.leave(person, by=person.account)
    assert (membership.ended_on, membership.end_reason) == (today(), "left")
    assert membership.retentions.get().until == today()
    assert membership_of(person) is None
    assert events_about(membership).last().verb == "unions.left"
    with pytest.raises(Refused, match="不是"):
        actions.leave(person, by=person.account)


def test_nobody_leaves_for_another(tree):
    person, colleague = a_member(tree["grassroots"]), a_member(tree["grassroots"])
    with pytest.raises(PermissionDenied):
        actions.leave(person, by=colleague.account)
    assert actions.leave(person, by=an_officer(tree["county"]).account).end_reason == "left"


def test_a_leave_lies_between_the_start_and_today(tree):
    person = a_member(tree["grassroots"], on=today() - timedelta(days=5))
    for day in (today() - timedelta(days=6), today() + timedelta(days=1)):
        with pytest.raises(Refused):
            actions.leave(person, on=day)
    assert actions.leave(person, on=today() - timedelta(days=5)).ended_on == today() - timedelta(days=5)


@pytest.mark.parametrize("end", ["expelled", "deceased"])
def test_an_officer_ends_a_membership_with_a_reason(tree, end):
    person, officer = a_member(tree["grassroots"]), an_officer(tree["county"])
    with pytest.raises(Refused, match="理由"):
        actions.end_membership(person, end, " ", by=officer.account)
    with pytest.raises(PermissionDenied):
        actions.end_membership(person, end, "会员大会决议", by=person.account)
    membership = actions.end_membership(person, end, "会员大会决议", by=officer.account)
    assert membership.end_reason == end
    event = events_about(membership).last()
    assert (event.verb, event.reason) == (f"unions.{end}", "会员大会决议")


def test_the_member_hears_of_what_an_officer_decides_and_reads_the_reason(tree):
    person, officer = a_member(tree["grassroots"]), an_officer(tree["county"])
    actions.end_membership(person, "expelled", "会员大会决议", by=officer.account)
    notice = Notice.objects.get(person=person)
    assert title_and_text(notice)[0] == f"您在{tree['grassroots'].name}的会籍已经终止"
    assert [row.reason_read for row in history_of(person)] == ["会员大会决议"]
    assert "会员大会决议" in signed_in(person.account).get("/unions/membership/").content.decode()


def test_nobody_is_told_of_their_own_doings_or_of_their_death(tree):
    person, other, officer = a_member(tree["grassroots"]), a_member(tree["grassroots"]), an_officer(tree["county"])
    actions.leave(person, by=person.account)
    actions.end_membership(other, "deceased", "家属来电", by=officer.account)
    assert not Notice.objects.exists()
    third = a_member(tree["grassroots"])
    actions.leave(third, by=officer.account)
    assert Notice.objects.get().person == third


def test_nobody_is_taken_to_have_left_before_they_heard_of_it(tree):
    person, officer = a_member(tree["grassroots"], on=date(2025, 1, 6)), an_officer(tree["county"])
    with time_machine.travel("2026-03-02 09:00+08:00", tick=False) as clock:
        with pytest.raises(Refused, match="先提醒本人"):
            actions.end_membership(person, "auto_left", "六个月没有参加活动", by=officer.account)
        actions.announce_leave(person, " 六个月没有交会费 ", by=officer.account)
        announced = leave_announced(membership_of(person))
        assert (announced.day, announced.reason, announced.until) == (today(), "六个月没有交会费", date(2026, 4, 1))
        assert "打算按自动退会" in title_and_text(Notice.objects.get(person=person))[0]
        clock.move_to("2026-04-01 23:00+08:00")
        with pytest.raises(Refused, match="2026-04-01以前"):
            actions.end_membership(person, "auto_left", "没有答复", by=officer.account)
        clock.move_to("2026-04-02 09:00+08:00")
        assert actions.end_membership(person, "auto_left", "没有答复", by=officer.account).end_reason == "auto_left"


def test_whoever_says_that_they_stay_stays(tree):
    person, officer = a_member(tree["grassroots"]), an_officer(tree["county"])
    actions.announce_leave(person, "六个月没有交会费", by=officer.account)
    for _press in range(2):
        actions.stay(person, by=person.account)
    assert leave_announced(membership_of(person)) is None
    assert events_about(membership_of(person)).filter(verb="unions.stays").count() == 1
    with pytest.raises(Refused, match="先提醒本人"):
        actions.end_membership(person, "auto_left", "没有答复", by=officer.account)
    actions.announce_leave(person, "又过了六个月", by=officer.account)
    actions.stay(person, by=officer.account)
    assert Notice.objects.filter(person=person, kind="unions.stays").exists()
    assert leave_announced(None) is None


def test_who_may_announce_and_what_it_needs(tree):
    person, officer = a_member(tree["grassroots"]), an_officer(tree["county"])
    with pytest.raises(PermissionDenied):
        actions.announce_leave(person, "六个月没有交会费", by=person.account)
    with pytest.raises(Refused, match="理由"):
        actions.announce_leave(person, " ", by=officer.account)
    with pytest.raises(Refused, match="姓名"):
        actions.announce_leave(person, f"{person.name}没有交会费", by=officer.account)
    actions.retain(person, "失业", by=person.account)
    with pytest.raises(Refused, match="保留"):
        actions.announce_leave(person, "六个月没有交会费", by=officer.account)


def test_own_wish_and_transfer_are_no_officers_decision(tree):
    for end in ("left", "transfer", "nonsense"):
        with pytest.raises(ValueError, match=end):
            actions.end_membership(a_member(tree["grassroots"]), end, "原因")
