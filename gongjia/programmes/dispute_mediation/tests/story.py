"""A courier's three months of wages: from the first question on the phone to the province's figures."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from gongjia.cases.models import Case
from gongjia.cases.tests.factories import PDF, a_photo, an_upload
from gongjia.indicators.counting import counted, read
from gongjia.indicators.kinds import indicator_of
from gongjia.people.tests.factories import a_person
from gongjia.programmes.dispute_mediation.tests.browsing import Browser, browser_of, problems_on
from gongjia.programmes.dispute_mediation.tests.factories import phone_of
from gongjia.unions.models import Office, Union
from gongjia.unions.tests.factories import a_member, an_account, an_employer, an_officer

NEW = "/cases/new/dispute_mediation/"


def answer(worker: Browser, question: str, **typed) -> str:
    """Answer one question of the intake; gives the address that it leads to."""
    page = worker.client.post(f"{NEW}{question}/", typed)
    assert page.status_code == 302, problems_on(page)
    return page.url


@pytest.mark.django_db
def story_of_three_months_of_wages():
    county = Union.objects.get(division_code="220202", kind=Union.Kind.FEDERATION)
    county.has_mediation_committee = True
    county.save()
    province = Union.objects.get(parent=None, division_code="220000")
    with time_machine.travel("2026-05-20T21:00+08:00", tick=False) as clock:
        worker = browser_of(a_member(county, a_person("演示马骑手"), on=date(2026, 1, 5)))
        officer = browser_of(an_officer(county, person=a_person("演示李敏")))
        mediator = browser_of(an_officer(county, Office.Role.MEDIATOR, person=a_person("演示赵调解")))
        manager = a_person("演示周经理")
        an_account(manager)
        employer = an_employer(name="演示松江配送有限公司")

        def figures() -> tuple:
            keys = ("disputes_resolved", "disputes_recovered", "disputes_paid")
            return tuple(read(indicator_of(key), province, clock_today(), date(2018, 7, 15)).value for key in keys)

        def clock_today() -> date:
            from gongjia.foundation.clock import today

            return today()

        assert figures() == (0, 0, 0)

        # Wednesday evening, after work. The courier is asked one thing at a time. A slip gets a sentence, and stays typed.
        assert answer(worker, "matter", matter="wages") == f"{NEW}happened/"
        wrong = worker.client.post(f"{NEW}happened/", {"since": "2026-06-15", "story": "从三月起没有发工资。"})
        assert "这一天还没有到" in wrong.content.decode()
        assert "2026-06-15" in wrong.content.decode()
        answer(worker, "happened", since="2026-03-15", story="从三月起没有发工资，站长一直说下个月一起发。")
        answer(worker, "money", monthly_pay="4500", claimed="13500")
        answer(worker, "employment", employment="still")
        found = worker.client.post(f"{NEW}employer/", {"employer_name": "松江配送"})
        assert employer.name in found.content.decode()
        answer(worker, "employer", employer_name="松江配送", employer=str(employer.pk))
        answer(worker, "place", county_code="220202")
        answer(worker, "negotiation", asked="straight")
        answer(worker, "evidence", evidence=["payslip", "chat"], files=a_photo("打卡.jpg", taken="2026:05:02 08:01:00"))
        answer(worker, "request", request="把三月到五月的工资发给我。", workers="1")
        assert answer(worker, "reach", reach="evening", knows_employer_is_told="on") == f"{NEW}check/"

        # The answers once more; then sent. Pressed twice, it is one application.
        checked = worker.reads(f"{NEW}check/")
        assert "演示松江配送有限公司" in checked
        assert "昌邑区" in checked
        sent = worker.presses(f"{NEW}check/")
        case = Case.objects.get(kind="dispute_mediation")
        assert (case.union, case.employer, case.claimed) == (county, employer, Decimal(13500))
        assert case.documents.get().facts["taken_at"].startswith("2026")
        receipt = worker.reads(sent.url)
        assert case.number in receipt
        assert "5月25日" in receipt
        assert "不收费" in receipt

        # The tracker says who has it, until when, by which article, and what is kept for the time limit.
        tracker = worker.reads(f"/cases/{case.pk}/")
        assert "昌邑区总工会" in tracker
        assert "《企业劳动争议协商调解规定》第22条" in tracker
        assert "3个工作日" in tracker
        assert "追要工资暂时没有时间限制" in tracker

        # Friday. Li Min calls the employer, which agrees; she invites its manager and names the mediator.
        clock.move_to("2026-05-22T10:00+08:00")
        officer.moves(case, "invite", name="演示周经理", title="经理", phone=phone_of(manager), respondent_is_head="on")
        officer.moves(case, "accept", mediator=str(mediator.person.pk), employer_agreed_on="2026-05-22",
                      how="周经理来电话说同意调解。")  # fmt: skip
        assert {due.rule: due.due_on for due in case.dues.running()} == {
            "mediation.right_to_arbitrate": date(2026, 6, 4), "mediation.finish": date(2026, 6, 8)}  # fmt: skip
        assert "演示赵调解" in worker.reads(f"/cases/{case.pk}/")
        assert any("申请已受理，由演示赵调解调解" in text for text in told(worker))

        # The manager has a way in, and sees what is the employer's to see: not the worker's photos, not the time limit.
        contact = browser_of(manager)
        page = contact.reads(f"/cases/{case.pk}/")
        assert "打卡" not in page
        assert "时效" not in page
        assert contact.client.get(f"/cases/{case.pk}/desk/").status_code in (302, 404)

        # A week later they sit together. The mediator writes the record, then the agreement; one amount has no basis yet.
        clock.move_to("2026-05-29T15:00+08:00")
        mediator.moves(case, "session", held_on="2026-05-29", place="昌邑区总工会调解室", present="双方当事人",
                       text="单位承认欠三个月工资，愿意分两次发清。")  # fmt: skip
        items = {"what_1": "支付三月、四月工资", "amount_1": "8000", "basis_1": "每月4500元，扣除已预支1000元",
                 "due_on_1": "2026-06-10", "way_1": "bank",
                 "what_2": "支付五月工资", "amount_2": "4500", "basis_2": "", "due_on_2": "2026-06-30", "way_2": "bank"}  # fmt: skip
        facts = {"facts": "双方确认三月到五月工资未发，其间预支1000元。", "ends_dispute": "on"}
        mediator.moves(case, "draft", **facts, **items)
        assert "还差1样才能送签：第2项金额的依据。" in mediator.reads(f"/cases/{case.pk}/desk/")
        mediator.moves(case, "draft", **facts, **{**items, "basis_2": "五月整月出勤"})
        mediator.moves(case, "send_to_sign")
        assert case.step == "signing"

        # Both read the text and sign with a code from their own phones; a wrong code signs nothing. The mediator signs last.
        assert worker.presses(f"/cases/{case.pk}/moves/sign", code="000000").status_code == 200
        worker.signs(case, "sign")
        assert "还差" in mediator.reads(f"/cases/{case.pk}/moves/conclude")
        contact.signs(case, "sign")
        mediator.signs(case, "conclude")
        assert (case.step, case.outcome, case.agreed, case.settled_on) == (
            "performing", "agreed", Decimal(12500), date(2026, 5, 29))  # fmt: skip
        for key, start in (("agreement-pdf", b"%PDF"), ("agreement-docx", b"PK")):
            assert worker.client.get(f"/cases/{case.pk}/letters/{key}").content.startswith(start)
            assert contact.client.get(f"/cases/{case.pk}/letters/{key}").content.startswith(start)
        assert contact.client.get(f"/cases/{case.pk}/letters/arbitration-pdf").status_code == 404
        assert figures() == (1, Decimal(12500), 0)

        # June. The first part arrives and the courier says so; the second is proven by a bank slip, and it is closed.
        clock.move_to("2026-06-10T19:00+08:00")
        worker.moves(case, "part_paid", amount="8000", paid_on="2026-06-10")
        assert case.dues.running().get(rule="agreement.performance").due_on == date(2026, 6, 30)
        clock.move_to("2026-06-29T11:00+08:00")
        mediator.moves(case, "prove_payment", amount="4500", paid_on="2026-06-29", proof=an_upload("回单.pdf", PDF))
        assert (case.step, case.paid, case.closed_on) == ("performed", Decimal(12500), date(2026, 6, 29))

        # The courier is asked how it was, and need not answer. It was good, and it is solved.
        rated = worker.presses(f"/cases/{case.pk}/rating", grade="5", solved="yes", text="")
        assert rated.status_code == 302
        assert (case.rating.grade, case.rating.solved) == (5, True)

        # The province's figures have moved, agreed and paid apart, and open down to this very case.
        assert figures() == (1, Decimal(12500), Decimal(12500))
        resolved = indicator_of("disputes_resolved")
        assert list(counted(resolved, province, date(2026, 6, 29), date(2018, 7, 15))) == [case]
        assert list(counted(resolved, county, date(2026, 6, 29), date(2026, 5, 28))) == [case]
        assert resolved.describe(case) == (case.number, f"/cases/{case.pk}/")


def told(browser: Browser) -> list[str]:
    from gongjia.notices.access import notices_of
    from gongjia.notices.words import title_and_text

    return [" ".join(title_and_text(notice)) for notice in notices_of(browser.person)]
