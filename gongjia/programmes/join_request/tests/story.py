"""A courier joins by the poster at the delivery station: from the scan to the figures."""

import re

import pytest
import time_machine
from django.test import Client

from gongjia.audit.access import events_about, looks_at
from gongjia.cases.actions import make_move
from gongjia.cases.actions.escalations import escalate
from gongjia.cases.models import Case, Due
from gongjia.cases.tests.factories import an_actor
from gongjia.foundation.clock import today
from gongjia.indicators.counting import read
from gongjia.indicators.kinds import indicator_of
from gongjia.notices.access import notices_of
from gongjia.notices.words import title_and_text
from gongjia.people.actions import account_for_phone
from gongjia.people.tests.factories import a_phone, signed_in
from gongjia.unions.access import membership_of
from gongjia.unions.tests.factories import a_tree, an_officer

MONDAY = "2026-03-02T09:00+08:00"


@pytest.mark.django_db
def story_of_a_courier_who_scans_the_poster():
    with time_machine.travel(MONDAY, tick=False) as clock:
        tree = a_tree()
        station, county = tree["grassroots"], tree["county"]
        officer, above = an_officer(station), an_officer(county)
        courier = account_for_phone(a_phone()).person

        # Monday morning. The courier scans the poster at the station; a visitor sees which union it is, and the steps.
        page = Client().get(f"/join/{station.join_code}/").content.decode()
        assert station.name in page
        assert "手机号登录" in page

        # Signed in by phone, the courier writes a name. That is all: the phone is known, the union is the poster's.
        phone = signed_in(courier.account)
        page = phone.get(f"/join/{station.join_code}/").content.decode()
        assert re.findall(r'<input[^>]* name="(\w+)"', page).count("name") == 1
        once = re.search(r'name="once" value="([0-9a-f-]+)"', page)[1]
        sent = phone.post(f"/join/{station.join_code}/", {"name": "演示崔明哲", "once": once})
        case = Case.objects.get()
        assert sent.url == f"/cases/{case.pk}/receipt/"
        assert (case.kind, case.union, case.step) == ("join_request", station, "applied")

        # The press was a double one; there is still one application.
        assert phone.post(f"/join/{station.join_code}/", {"name": "演示崔明哲", "once": once}).url == sent.url
        assert Case.objects.count() == 1

        # The clock says Thursday, three working days on, and by which promise.
        due = Due.objects.get()
        assert (due.rule, due.due_on.isoformat()) == ("membership.join", "2026-03-05")
        assert "平台承诺" in due.article

        # The officer asks back; the courier answers; the three days begin anew.
        clock.move_to("2026-03-03T10:00+08:00")
        make_move(case.pk, "return_for_fix", an_actor(officer), facts={"text": "请补充您跑单的站点名称。"})
        make_move(case.pk, "mend", an_actor(courier), facts={
            "name": "演示崔明哲", "employer_name": "演示吉速配送江北站", "text": "江北站。"})  # fmt: skip
        assert [due.due_on.isoformat() for due in Due.objects.running()] == ["2026-03-06"]

        # Friday passes without an answer. On Monday the union above is asked, by itself, and the courier is told.
        clock.move_to("2026-03-09T09:00+08:00")
        escalated = escalate(Due.objects.running().get().pk)
        assert escalated.escalated_to == tree["county"]  # the street above the station has no officer
        assert membership_of(courier) is None

        # The officer of the county, who reaches the station too, approves. In that moment the courier is a member.
        make_move(case.pk, "approve", an_actor(above))
        case.refresh_from_db()
        membership = membership_of(courier)
        assert (case.step, case.outcome, case.closed_on) == ("approved", "approved", today())
        assert (membership.union, membership.how, membership.is_first) == (station, "scan", True)
        assert membership.person.name == "演示崔明哲"
        assert events_about(membership).get().verb == "unions.joined"
        told = [" ".join(title_and_text(notice)) for notice in notices_of(courier)]
        assert any(case.number in text for text in told)

        # The card stands under “my membership”; whoever scans it sees that it is good, and the surname.
        page = phone.get("/unions/membership/").content.decode()
        assert station.name in page
        assert phone.get("/unions/membership/card.svg")["Content-Type"] == "image/svg+xml"

        # The province's figures have moved, and open down to this very membership.
        province = tree["province"]
        assert read(indicator_of("members"), province, today()).value == 1
        assert read(indicator_of("members_joined"), province, today()).value == 1
        assert read(indicator_of("members_net"), county, today()).value == 1
        assert read(indicator_of("members_left"), province, today()).value == 0
        assert read(indicator_of("members_retained"), province, today()).value == 0
        members = indicator_of("members")
        members.complete(above, [membership])
        assert members.describe(membership)[1] == f"/unions/members/{courier.pk}/"
        assert list(looks_at(courier.pk)) == []
