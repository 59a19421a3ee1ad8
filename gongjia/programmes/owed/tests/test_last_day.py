"""What stands under the large date, and in the box once it is over: what is true of this period, and of no other."""

import pytest
import time_machine
from django.test import Client

from gongjia.law.actions import extend_calendar
from gongjia.law.tests.test_extend_calendar import notice_2027
from gongjia.programmes.owed.tests.factories import answered

pytestmark = pytest.mark.django_db

BEGINS_ANEW = ("一年会重新起算", "时效也可能已经重新起算", "申请仲裁。书面")


def result(day, *situations, **pages):
    browser = Client()
    with time_machine.travel(f"{day}T10:00+08:00", tick=True):
        return browser.get(answered(browser, pages, *situations)).content.decode()


def paper(act, day):
    return result(day, "paper", paper={"paper_act": act, "paper_on": "2026-11-16"})


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("suit_after_award", "法院起诉"),
        ("appeal_judgment", "上诉状"),
        ("review_of_mediation_agreement", "审查"),
    ],
)
def test_nothing_begins_the_days_of_a_paper_anew(act, says):
    page = paper(act, "2026-11-23")
    assert "2026年12月1日" in page
    assert says in page
    assert not [words for words in BEGINS_ANEW if words in page]
    late = paper(act, "2026-12-20")
    assert "稳妥的日子已经过了" in late
    assert not [words for words in BEGINS_ANEW if words in late]


def test_the_day_of_an_award_is_only_told():
    page = paper("award", "2026-11-23")
    assert "2026年12月31日" in page
    assert "最晚到这一天行动" not in page
    assert "稳妥的日子已经过了" not in paper("award", "2027-03-01")


def test_the_days_count_by_the_calendar_that_the_administrator_keeps():
    """Handed in on Thursday 2027-01-28; people work on Saturday the 30th: the fifth working day is Wednesday."""
    handed_in = {"paper_act": "accept_or_refuse", "paper_on": "2027-1-28"}
    unknown = "放假安排还没有公布"
    assert unknown in result("2027-01-29", "paper", paper=handed_in)
    extend_calendar(None, notice_2027())
    page = result("2027-01-29", "paper", paper=handed_in)
    assert "2027年2月3日" in page
    assert unknown not in page
    asked = {"claim_type": "procedure_deadline", "inputs": {"act": "accept_or_refuse", "served": "2027-01-28"}}
    answer = Client().post("/api/v1/law/claims", [asked], content_type="application/json").json()
    assert answer[0]["result"]["date"] == "2027-02-03"


def test_the_year_of_a_dismissal_still_begins_anew():
    pages = {
        "work": {"started_on": "2023-3-5", "employment": "ended", "ended_on": "2026-6-30"},
        "in-time": {"limit_about": "other", "known_on": "", "asked_on": ""},
        "place": {"county": "", "employer_name": ""},
    }
    assert "一年会重新起算" in result("2026-11-23", "in_time", **pages)
    assert "时效也可能已经重新起算" in result("2027-11-23", "in_time", **pages)


def test_an_injury_is_recognised_at_the_department_and_not_by_arbitration():
    pages = {
        "place": {"county": "220202", "employer_name": ""},
        "work": {"started_on": "2023-3-5", "employment": "still"},
        "wage": {"wage": "6000", "wage_overtime": ""},
        "accident": {"accident_on": "2026-3-1", "insured": "unknown", "grade": "0"},
        "stoppage": {"months_off": "", "stoppage_paid": "", "contribution_wage": ""},
    }
    page = result("2026-11-23", "injury", **pages)
    assert "2027年3月1日" in page
    assert "人社部门" in page
    assert not [words for words in BEGINS_ANEW if words in page]
    assert not [words for words in BEGINS_ANEW if words in result("2027-11-23", "injury", **pages)]
