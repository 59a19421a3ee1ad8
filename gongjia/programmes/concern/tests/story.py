"""A broken charging cabinet: written without a name, answered badly, looked into anew, solved. And a bad grade called back."""

import re
import uuid
from datetime import date

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from gongjia.cases.models import Case
from gongjia.indicators.counting import read
from gongjia.indicators.kinds import indicator_of
from gongjia.people.tests.factories import TOTP_SECRET, a_person, signed_in
from gongjia.unions.models import Union
from gongjia.unions.tests.factories import a_member, an_officer

NEW = "/cases/new/concern/"


def desk_of(person) -> Client:
    """An officer's browser; the second factor was used."""
    if not person.account.authenticator_set.exists():
        totp.TOTP.activate(person.account, TOTP_SECRET)
    return signed_in(person.account)


def moves(browser: Client, address: str, **typed) -> None:
    """Make a move on its page: what stands hidden in the form goes along."""
    page = browser.get(address)
    assert page.status_code == 200, address
    hidden = dict(re.findall(r'<input type="hidden" name="(once|version)" value="([^"]*)"', page.content.decode()))
    sent = browser.post(address, {**hidden, **typed})
    assert sent.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", sent.content.decode())[:600]


def open_mailbox(code: str) -> tuple[Client, str]:
    """Somebody with a code, on any phone."""
    browser = Client()
    return browser, browser.post("/cases/mailbox/", {"code": code}, follow=True).content.decode()


@pytest.mark.django_db
def story_of_a_broken_charging_cabinet():
    county = Union.objects.get(division_code="220202", kind=Union.Kind.FEDERATION)
    province = Union.objects.get(parent=None, division_code="220000")
    with time_machine.travel("2026-03-02T22:40+08:00", tick=False) as clock:
        officer = an_officer(county, person=a_person("演示李敏"))
        above = an_officer(county.parent, person=a_person("演示王市干"))

        # Monday night. Somebody opens the page without a name. It says what is kept: nothing. One page, sent once.
        phone = Client()
        start = phone.get("/concerns/").content.decode()
        assert "不留姓名" in start
        page = phone.get("/concerns/anonymous/").content.decode()
        assert "我们不保存您的姓名、手机号和网络地址" in page
        typed = {"sort": "complaint", "county_code": "220202", "wish": "请换一个新的。", "employer_name": "",
                 "text": "站点的充电柜坏了两个月，骑手们自己拉电线，怕着火。", "once": str(uuid.uuid4())}  # fmt: skip
        sent = phone.post("/concerns/anonymous/", typed).content.decode()
        code = re.search(r"[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{2}", sent)[0]
        case = Case.objects.get(kind="concern")
        assert (case.applicant, case.union, case.step) == (None, county, "received")
        assert case.number in sent

        # Tuesday. Li Min takes it up and writes a line; she sees what happened, and of the sender only that there is one.
        clock.move_to("2026-03-03T09:10+08:00")
        desk = desk_of(officer)
        page = desk.get(f"/cases/{case.pk}/desk/").content.decode()
        assert "怕着火" in page
        moves(desk, f"/cases/{case.pk}/moves/as_ordinary", text="李敏今天去站点看。")
        box, page = open_mailbox(code)
        assert "李敏今天去站点看。" in page

        # The sender adds something, still without a name; Li Min reads it and answers. It is a thin answer.
        moves(box, "/cases/mailbox/messages", text="晚上十点以后人最多。")
        assert "晚上十点以后人最多" in desk.get(f"/cases/{case.pk}/desk/").content.decode()
        clock.move_to("2026-03-05T16:00+08:00")
        desk = desk_of(officer)
        moves(desk, f"/cases/{case.pk}/moves/answer", text="已提醒站点注意安全，感谢您的反映。")

        # The answer stands in the mailbox. It does not help, and the sender says so; now the union above looks into it.
        clock.move_to("2026-03-06T21:00+08:00")
        box, page = open_mailbox(code)
        assert "已提醒站点注意安全" in page
        moves(box, "/cases/mailbox/moves/reject_answer", text="贴了一张纸，柜子还是坏的。")
        case.refresh_from_db()
        assert (case.step, case.union) == ("rework", county.parent)
        assert case.dues.running().get().due_on == date(2026, 3, 20)

        # The city goes there with the fire brigade. The cabinet is changed; the sender says that it is solved.
        clock.move_to("2026-03-12T11:00+08:00")
        moves(desk_of(above), f"/cases/{case.pk}/moves/answer_again", text="今天和消防一起到站点，已换新充电柜，请看。")
        box, page = open_mailbox(code)
        assert "已换新充电柜" in page
        assert "moves/reject_answer" not in page
        moves(box, "/cases/mailbox/moves/accept_answer", solved="solved")
        case.refresh_from_db()
        assert (case.step, case.outcome, case.settled_on) == ("closed", "solved", date(2026, 3, 12))

        # Raised, closed, solved by the sender's word: three figures, each moved by one, and nobody's name behind any.
        for key in ("concerns_raised", "concerns_closed", "concerns_solved"):
            assert read(indicator_of(key), province, date(2026, 3, 12), date(2026, 1, 1)).value == 1
        assert case.entries.filter(author__isnull=False, author_role="applicant").count() == 0

        # Another matter, with a name that the employer never learns. It is answered; the grade is bad; somebody else calls.
        clock.move_to("2026-03-16T09:00+08:00")
        member = a_member(county, a_person("演示金骑手"))
        phone = signed_in(member.account)
        for question, answers in {
            "sort": {"sort": "consult"},
            "text": {"text": "暴雨天不接单会不会扣钱？", "wish": ""},
            "employer": {"employer_name": ""},
            "place": {"county_code": "220202"},
            "identity": {"identity": "masked"},
        }.items():
            assert phone.post(f"{NEW}{question}/", answers).status_code == 302
        moves(phone, f"{NEW}check/")
        named = Case.objects.get(kind="concern", applicant=member)
        assert named.identity == "masked"
        desk = desk_of(officer)
        moves(desk, f"/cases/{named.pk}/moves/answer", text="请看站点的规定，规定里都写了。")
        moves(phone, f"/cases/{named.pk}/moves/accept_answer", solved="not_solved")
        moves(phone, f"/cases/{named.pk}/rating", grade="1", solved="no", text="等于没答。")
        named.refresh_from_db()
        assert named.outcome == "not_solved"
        assert named.rating.call_back_by is not None
        assert "等于没答" not in desk_of(officer).get(f"/cases/{named.pk}/desk/").content.decode()
        moves(
            desk_of(above),
            f"/cases/call-backs/{named.rating.pk}/",
            text="已回电：恶劣天气不接单不得扣款，已让站点改规定。",
        )
        named.rating.refresh_from_db()
        assert named.rating.called_back_at is not None
        assert read(indicator_of("concerns_solved"), province, date(2026, 3, 16), date(2026, 1, 1)).value == 1
