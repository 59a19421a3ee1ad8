"""What people type, what they leave open, and what a slip is answered with. What was typed stays typed."""

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from gongjia.programmes.dispute_mediation.tests.browsing import browser_of
from gongjia.programmes.owed.questions import PAGES, walk
from gongjia.programmes.owed.questions.fields import PageForm, day, money
from gongjia.programmes.owed.situations import SITUATIONS
from gongjia.programmes.owed.tests.factories import DISMISSED, answered, begun

pytestmark = pytest.mark.django_db


class Typed(PageForm):
    when = day("")
    wage = money("")


@pytest.mark.parametrize(
    "typed",
    ["2024-3-5", "2024/03/05", "2024.3.5", "2024年3月5日", "2024年3月5号", "20240305", " ２０２４－３－５ "],
)
def test_a_day_is_read_in_every_spelling(typed):
    form = Typed({"when": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["when"] == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2024年3月", "还缺哪一天"),
        ("3月5日", "还缺年份"),
        ("2024-13-1", "看不懂"),
        ("上个月", "看不懂"),
        ("1924-3-5", "太早"),
        ("2099-1-1", "还没有到"),
    ],
)
def test_a_day_that_is_none_gets_a_sentence_and_stays(typed, says):
    form = Typed({"when": typed})
    assert says in form.errors["when"][0]
    assert typed in str(form["when"])


@pytest.mark.parametrize(
    ("typed", "sum_"),
    [
        ("8000", 8000), ("8,000", 8000), ("8000元", 8000), ("￥8,000.50", Decimal("8000.5")), ("0.8万", 8000), ("八千", 8000),
        ("八千五", 8500), ("一万二", 12000), ("两万零八十", 20080), ("8k", 8000), ("８０００", 8000), ("约4500块钱", 4500),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_people_say_it(typed, sum_):
    form = Typed({"wage": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["wage"] == sum_


@pytest.mark.parametrize(
    ("typed", "says"), [("很多", "看不懂"), ("-3", "不能小于零"), ("8000.555", "两位"), ("9999999999", "太大")]
)
def test_a_sum_that_is_none_gets_a_sentence_and_stays(typed, says):
    form = Typed({"wage": typed})
    assert says in form.errors["wage"][0]
    assert typed in str(form["wage"])


def test_no_page_asks_more_than_three_things_and_no_fact_twice_in_one_story():
    assert all(len(page.form.base_fields) <= 3 for page in PAGES)
    shared = {"years_in_all", "insured"}  # asked where it was not asked before, or of somebody else
    names = [name for page in PAGES for name in page.form.base_fields if name not in shared]
    assert len(names) == len(set(names))


def test_the_wage_the_days_and_the_place_are_asked_once_for_several_claims():
    everything = {"happened": {"situations": [key for key in SITUATIONS if key != "left"]}}
    _facts, pages, _open = walk(everything)
    keys = [page.key for page in pages]
    assert len(keys) == len(set(keys))
    assert keys[:4] == ["happened", "place", "work", "wage"]


def test_a_page_that_is_wrong_says_so_and_keeps_what_was_typed():
    browser = Client()
    here = browser.get(begun(browser)).url.replace("place", "work")
    said = browser.post(here, {"started_on": "2026-13-1", "employment": "", "ended_on": "3月5日"}).content.decode()
    assert "有 3 处需要修改" in re.sub(r"<[^>]+>", "", said)
    assert 'value="2026-13-1"' in said
    assert 'value="3月5日"' in said
    again = browser.get(here).content.decode()  # another day, in the same browser
    assert 'value="3月5日"' in again


def test_dismissed_and_left_exclude_each_other():
    said = Client().post("/owed/", {"situations": ["dismissed", "left"]})
    assert "请选一个" in said.content.decode()
    assert said.content.decode().count(" checked") == 2


def test_nothing_chosen_is_asked_again():
    assert "请至少选一行" in Client().post("/owed/", {}).content.decode()


@pytest.mark.parametrize(
    ("page", "typed", "says"),
    [
        ("work", {"started_on": "2026-3-5", "employment": "ended", "ended_on": "2026-3-1"}, "早于第一天"),
        ("work", {"started_on": "2026-3-5", "employment": "ended", "ended_on": ""}, "请写最后一天"),
        ("work", {"started_on": "", "employment": "ended", "ended_on": "2026-3-1"}, "请写日期"),
        ("wage", {"wage": "0"}, "就算一分没发"),
        ("wage", {"wage": ""}, "请写一个金额"),
        ("wage", {"wage": "3000", "wage_overtime": "4000"}, "比全部工资还多"),
        ("wages", {"unpaid_months": ""}, "没发的月数或天数"),
        ("overtime", {"weekday_hours": ""}, "加班的小时或天数"),
    ],
)  # fmt: skip
def test_what_does_not_fit_gets_a_sentence(page, typed, says):
    browser = Client()
    address = begun(browser)
    assert says in browser.post(f"{address}questions/{page}/", typed).content.decode()


def test_a_page_that_the_story_does_not_need_is_not_there():
    browser = Client()
    address = begun(browser, "wages")
    assert browser.get(f"{address}questions/accident/").status_code == 404
    assert browser.get(f"{address}questions/nonsense/").status_code == 404


def test_the_bereaved_are_not_asked_for_their_own_wage_and_read_until_when():
    browser = Client()
    pages = {
        "place": {"county": "220102", "employer_name": ""},
        "death": {"died_on": "2026-3-5", "relative_wage": "7000", "insured": "unknown"},
        "survivors": {"fatal_accident_on": "2026-3-1", "spouse": "yes", "dependants": ""},
    }
    with time_machine.travel("2026-11-23T10:00+08:00", tick=True):
        page = browser.get(answered(browser, pages, "death")).content.decode()
    assert "2,800.00" in page
    assert "2027年3月1日" in page
    assert "人社部门" in page


def test_a_standstill_that_ends_before_it_begins_gets_a_sentence():
    browser = Client()
    address = begun(browser, "standstill")
    typed = {"stood_from": "2026-3-5", "stood_until": "2026-3-1", "worked_meanwhile": "no"}
    assert "早于第一天" in browser.post(f"{address}questions/standstill/", typed).content.decode()


@pytest.mark.parametrize(("started_on", "is_asked"), [("2024-3-5", False), ("", True)])
def test_the_years_here_are_asked_only_where_the_first_day_is_not_known(started_on, is_asked):
    browser = Client()
    address = begun(browser, "sick")
    browser.post(f"{address}questions/work/", {"started_on": started_on, "employment": "still"})
    page = browser.get(f"{address}questions/sick/").content.decode()
    assert ("years_here" in page) is is_asked
    sent = browser.post(f"{address}questions/sick/", {"sick_from": "2025-10-8", "years_in_all": "16"})
    assert (sent.status_code == 302) != is_asked


def test_an_accident_after_the_death_gets_a_sentence():
    browser = Client()
    address = begun(browser, "death")
    browser.post(f"{address}questions/death/", {"died_on": "2026-3-1", "insured": "unknown"})
    typed = {"fatal_accident_on": "2026-3-2", "spouse": "no"}
    assert "晚于" in browser.post(f"{address}questions/survivors/", typed).content.decode()


def test_a_member_finds_county_and_employer_filled_in(scene):
    place = "questions/place/"
    county, union = scene.tree["county"], scene.worker.memberships.get().union
    county.division_code, union.employer = "220202", scene.employer
    county.save()
    union.save()
    member = browser_of(scene.worker).client
    address = begun(member)
    form = member.get(f"{address}{place}").context["form"]
    known = {"county": "220202", "employer_name": scene.employer.name}
    assert {name: form[name].value() for name in known} == known
    member.post(f"{address}{place}", {"county": "", "employer_name": "另一家公司"})
    assert member.get(f"{address}{place}").context["form"]["employer_name"].value() == "另一家公司"
    stranger = Client()
    assert not stranger.get(f"{begun(stranger)}{place}").context["form"]["employer_name"].value()


def test_an_answer_is_changed_from_the_list_and_one_comes_back_to_it():
    browser = Client()
    address = answered(browser)
    assert browser.post(f"{address}questions/wage/?check", {"wage": "一万"}).url == f"{address}check/"
    assert "10,000" in browser.get(f"{address}check/").content.decode()
    sent = browser.post(f"{address}questions/happened/?check", {"situations": ["wages", "annual_leave"]})
    assert sent.url == f"{address}questions/leave/"


def test_what_is_typed_is_kept_while_it_is_typed():
    browser = Client()
    address = begun(browser)
    assert browser.post(f"{address}questions/wage/keep", {"wage": "八千", "other": "x"}).status_code == 204
    assert 'value="八千"' in browser.get(f"{address}questions/wage/").content.decode()


def test_all_pages_speak_korean_and_english_too():
    for language, word in (("ko", "한 달에 얼마를 법니까?"), ("en", "How much do you earn a month?")):
        browser = Client()
        browser.cookies["django_language"] = language
        address = answered(browser, DISMISSED)
        assert word in browser.get(f"{address}questions/wage/").content.decode(), language
