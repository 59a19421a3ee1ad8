"""A member changes jobs; the new union pulls the membership, the old one is told and can hold nothing."""

import re

import pytest
import time_machine

from gongjia.cases.actions import make_move
from gongjia.cases.models import Case, Due
from gongjia.cases.tests.factories import an_actor
from gongjia.foundation.clock import today
from gongjia.indicators.counting import read
from gongjia.indicators.kinds import indicator_of
from gongjia.notices.access import notices_of
from gongjia.notices.words import title_and_text
from gongjia.people.tests.factories import signed_in
from gongjia.unions.access import members_count, membership_of, memberships_of
from gongjia.unions.tests.factories import a_member, a_tree, a_union, an_officer

MONDAY = "2026-03-02T09:00+08:00"


@pytest.mark.django_db
def story_of_a_member_who_changes_jobs():
    with time_machine.travel(MONDAY, tick=False) as clock:
        tree = a_tree()
        old, new = tree["grassroots"], a_union(tree["other"], "grassroots", name="演示船营仓储工会")
        old_officer, new_officer = an_officer(old), an_officer(new)
        member = a_member(old)

        # At the new workplace the member scans its poster. Nothing is to be typed: one press.
        phone = signed_in(member.account)
        page = phone.get(f"/transfer/{new.join_code}/").content.decode()
        once = re.search(r'name="once" value="([0-9a-f-]+)"', page)[1]
        sent = phone.post(f"/transfer/{new.join_code}/", {"once": once})
        assert phone.post(f"/transfer/{new.join_code}/", {"once": once}).url == sent.url  # a double press
        case = Case.objects.get()
        assert (case.kind, case.union, case.intake["from_union"]) == ("membership_transfer", new, old.pk)
        assert Due.objects.get().due_on.isoformat() == "2026-03-05"

        # The old union is told, with a page of its own; the member stays where they are until it is decided.
        notice = notices_of(old_officer).first()
        assert notice.link == f"/transfer/{case.pk}/identity/"
        assert title_and_text(notice)[0] == f"{member.name}申请转到{new.name}"
        assert membership_of(member).union == old

        # The old union's officer doubts that it is the same person. That is the one thing it may say.
        desk = signed_in(old_officer.account)
        assert desk.get(notice.link).status_code == 200
        desk.post(notice.link, {"text": "登记的手机号和本人不一致，请核对证件。"})
        case.refresh_from_db()
        assert case.step == "identity"
        assert [due.rule for due in Due.objects.running()] == ["identity.check"]

        # Tuesday. The new union has seen the card and takes the member in; on that day one row closes, the next opens.
        clock.move_to("2026-03-03T10:00+08:00")
        make_move(case.pk, "take_in_checked", an_actor(new_officer), facts={"text": "已核对身份证原件。"})
        case.refresh_from_db()
        assert (case.step, case.outcome) == ("transferred", "transferred")
        newest, oldest = memberships_of(member)
        assert (newest.union, newest.started_on, newest.is_first) == (new, today(), False)
        assert (oldest.union, oldest.ended_on, oldest.end_reason) == (old, today(), "transfer")
        assert newest.transferred_from == oldest
        assert "已转到" in title_and_text(notices_of(old_officer).first())[0]

        # The province counts one member as before; the counties have changed places, and nobody “joined”.
        assert members_count(tree["province"]) == 1
        since = today().replace(day=2)
        assert read(indicator_of("members_net"), tree["county"], today(), since).value == -1
        assert read(indicator_of("members_net"), tree["other"], today(), since).value == 1
        assert read(indicator_of("members_net"), tree["province"], today(), since).value == 0
        assert read(indicator_of("members_joined"), tree["other"], today(), since).value == 0
        assert read(indicator_of("members_transferred_in"), tree["other"], today(), since).value == 1
