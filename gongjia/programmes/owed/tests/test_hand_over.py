"""From the sum to the dispute: nothing is typed twice, the paper goes along, a second press does no harm."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from gongjia.audit.models import Event
from gongjia.cases.models import Case, Document, Draft
from gongjia.people.tests.factories import a_person, signed_in
from gongjia.programmes.dispute_mediation.tests.browsing import browser_of
from gongjia.programmes.owed.models import Calculation
from gongjia.programmes.owed.tests.factories import a_calculation, answered
from gongjia.unions.tests.factories import an_account, an_officer

pytestmark = pytest.mark.django_db

LEFT_TO_ASK = {
    "negotiation": {"asked": "straight"},
    "evidence": {"evidence": ["chat"]},
    "reach": {"reach": "any", "knows_employer_is_told": "on"},
}


def sent(browser, follow):
    """Answer what the dispute still asks and send it."""
    here = follow.redirect_chain[-1][0]
    asked = []
    while "/check/" not in here:
        key = here.rstrip("/").rsplit("/", 1)[1]
        asked.append(key)
        typed = LEFT_TO_ASK.get(key) or Draft.objects.get().answers[key]  # what is filled in is only looked at
        here = browser.post(here, typed).url
    page = browser.get(here).content.decode()
    browser.post(here, {"once": re.search(r'name="once" value="([^"]+)"', page)[1]})
    return asked


def test_the_dispute_asks_only_what_nobody_knows(scene):
    browser = browser_of(scene.worker).client
    calculation = a_calculation(scene.worker)
    asked = sent(browser, browser.post(f"/owed/{calculation.token}/union", follow=True))
    case = Case.objects.get()
    assert asked[0] == "negotiation"
    assert set(asked) <= {*LEFT_TO_ASK, "request"}
    assert case.claimed == Decimal("75034.48")
    assert case.intake["monthly_pay"] == "8000"
    assert (case.intake["matter"], case.intake["employment"], case.intake["ended_on"]) == (
        "dismissal",
        "ended",
        "2026-06-30",
    )
    assert (case.employer.name, case.intake["county_code"]) == ("演示松江配送有限公司", "220202")
    assert "违法解除赔偿金（2N）：56000.00元" in case.intake["request"]
    assert "公司让我走" in case.intake["story"]


def test_the_paper_and_the_panel_go_along(scene):
    browser = browser_of(scene.worker).client
    calculation = a_calculation(scene.worker)
    sent(browser, browser.post(f"/owed/{calculation.token}/union", follow=True))
    case = Case.objects.get()
    calculation.refresh_from_db()
    assert calculation.paper.case == case
    assert calculation.paper.kind == "calculation"
    assert not calculation.paper.for_employer
    assert "劳动者算出的数" in browser.get(f"/cases/{case.pk}/").content.decode()
    desk = browser_of(an_officer(case.union)).client.get(f"/cases/{case.pk}/desk/").content.decode()
    assert "75,034.48" in desk
    assert f"/owed/{calculation.token}/" in desk


def test_pressed_twice_it_is_one_draft_with_one_paper(scene):
    browser = browser_of(scene.worker).client
    calculation = a_calculation(scene.worker)
    for _press in range(2):
        assert browser.post(f"/owed/{calculation.token}/union").status_code == 302
    assert Draft.objects.count() == 1
    assert Document.objects.filter(kind="calculation").count() == 1
    assert Event.objects.filter(verb="owed.handed_over", person_id=scene.worker.pk).exists()


def test_after_it_was_sent_it_is_not_handed_over_again(scene):
    browser = browser_of(scene.worker).client
    calculation = a_calculation(scene.worker)
    sent(browser, browser.post(f"/owed/{calculation.token}/union", follow=True))
    said = browser.post(f"/owed/{calculation.token}/union", follow=True).content.decode()
    assert "已经交给工会了" in said
    assert Draft.objects.count() == 0


def test_a_story_that_the_worker_wrote_stays_theirs(scene):
    browser = browser_of(scene.worker).client
    browser.post("/cases/new/dispute_mediation/matter/", {"matter": "wages"})
    browser.post("/cases/new/dispute_mediation/happened/", {"since": "2026-05-01", "story": "我自己写的经过，请保留。"})
    browser.post(f"/owed/{a_calculation(scene.worker).token}/union")
    draft = Draft.objects.get()
    assert draft.answers["happened"]["story"] == ["我自己写的经过，请保留。"]
    assert draft.answers["money"]["claimed"] == ["75034.48"]


def test_a_stranger_signs_in_at_the_end_and_everything_is_still_there(scene):
    browser = Client()
    address = answered(browser)
    follow = browser.post(f"{address}union", follow=True)
    assert follow.redirect_chain[-1][0].endswith("/negotiation/")
    person = a_person()
    an_account(person)
    browser = signed_in(person.account, browser)
    sent(browser, follow)
    assert Case.objects.get().claimed == Decimal("75034.48")
    browser.get("/owed/")
    assert Calculation.objects.get().person == person


def test_a_missing_contract_is_claimed_with_its_sum_too(scene):
    pages = {
        "place": {"county": "220202", "employer_name": "演示松江配送有限公司"},
        "work": {"started_on": "2026-01-05", "employment": "still"},
        "wage": {"wage": "5000"},
        "contract": {"signed": "never", "refused_to_sign": "no"},
    }
    browser = browser_of(scene.worker).client
    calculation = a_calculation(scene.worker, pages, "no_contract")
    follow = browser.post(f"/owed/{calculation.token}/union", follow=True)
    assert follow.redirect_chain[-1][0].endswith("/happened/")  # since when is for the worker to say
    answers = Draft.objects.get().answers
    assert answers["matter"] == {"matter": ["contract"]}
    assert Decimal(answers["money"]["claimed"][0]) > 0
    assert "没签书面合同" in follow.content.decode()


def test_the_union_is_led_to_from_the_dispute_and_from_home(scene):
    browser = browser_of(scene.worker).client
    browser.post("/cases/new/dispute_mediation/matter/", {"matter": "wages"})
    browser.post("/cases/new/dispute_mediation/happened/", {"since": "2026-05-01", "story": "三个月没有发工资了。"})
    assert 'href="/owed/"' in browser.get("/cases/new/dispute_mediation/money/").content.decode()
    for address in ("/", "/problem/"):
        assert 'href="/owed/"' in browser.get(address).content.decode()
        assert 'href="/owed/"' in Client().get(address).content.decode()
