"""Whose a calculation is, who opens it, and when it goes."""

from datetime import timedelta

import pytest
from django.test import Client

from gongjia.cases.kinds import Actor
from gongjia.cases.tests.factories import an_upload
from gongjia.foundation.clock import now
from gongjia.people.tests.factories import a_person, signed_in
from gongjia.programmes.dispute_mediation.tests.browsing import browser_of
from gongjia.programmes.dispute_mediation.tests.factories import phone_of, raise_dispute
from gongjia.programmes.owed import jobs
from gongjia.programmes.owed.access import calculations_of
from gongjia.programmes.owed.models import Calculation
from gongjia.programmes.owed.tests.factories import a_calculation, answered, handed_in
from gongjia.unions.tests.factories import a_member, an_account, an_officer

pytestmark = pytest.mark.django_db


def opens(browser, calculation, part=""):
    return browser.get(f"/owed/{calculation.token}/{part}").status_code


def test_a_strangers_opens_for_whoever_has_the_address(scene):
    calculation = a_calculation()
    assert opens(Client(), calculation) == 200
    assert opens(browser_of(scene.worker).client, calculation) == 200
    assert Calculation.objects.get().person is None


def test_a_persons_own_opens_for_nobody_else(scene):
    calculation = a_calculation(scene.worker)
    other = a_member(scene.tree["grassroots"])
    assert opens(browser_of(scene.worker).client, calculation) == 200
    for browser in (Client(), browser_of(other).client, browser_of(scene.officer).client):
        for part in ("", "check/", "discard", "print/", "calculation.pdf", "questions/wage/", "desk/"):
            assert opens(browser, calculation, part) in (404, 302)
            assert opens(browser, calculation, part) != 200
        assert browser.post(f"/owed/{calculation.token}/union").status_code == 404
        assert browser.post(f"/owed/{calculation.token}/discard").status_code == 404
    assert Calculation.objects.filter(pk=calculation.pk).exists()


def test_what_a_browser_began_belongs_to_whoever_signs_in_with_it():
    person = a_person()
    an_account(person)
    browser = Client()
    address = answered(browser)
    browser = signed_in(person.account, browser)
    assert browser.get(address).status_code == 200
    assert Calculation.objects.get().person == person
    assert Client().get(address).status_code == 404


def test_those_who_handle_the_case_open_it_and_change_no_answer(scene):
    case = raise_dispute(scene)
    calculation = handed_in(case, a_calculation(scene.worker))
    officer = browser_of(scene.officer).client
    assert opens(officer, calculation) == 200
    assert opens(officer, calculation, "questions/wage/") == 404
    assert opens(browser_of(an_officer(scene.tree["other"])).client, calculation) == 404


def test_the_employer_never_sees_it(scene):
    from gongjia.cases.tests.factories import a_respondent

    case = raise_dispute(scene)
    a_respondent(case, scene.contact)
    calculation = handed_in(case, a_calculation(scene.worker))
    browser = browser_of(scene.contact).client
    assert opens(browser, calculation) == 404
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    assert "劳动者算出的数" not in page
    assert "计算书" not in page


def test_an_answer_is_not_changed_after_it_was_handed_in(scene):
    calculation = handed_in(raise_dispute(scene), a_calculation(scene.worker))
    browser = browser_of(scene.worker).client
    before = Calculation.objects.get().answers
    said = browser.post(f"/owed/{calculation.token}/questions/wage/", {"wage": "1"}, follow=True)
    assert "保持原样" in said.content.decode()
    assert Calculation.objects.get().answers == before


def test_what_was_handed_in_opens_also_where_more_is_asked_today(scene):
    calculation = a_calculation(scene.worker)
    del calculation.answers["end-paid"]
    handed_in(raise_dispute(scene), calculation)
    assert opens(browser_of(scene.worker).client, calculation) == 200


def test_old_ones_go_by_themselves_but_not_those_of_a_case(scene):
    strangers, own, handed = a_calculation(), a_calculation(scene.worker), a_calculation(scene.worker)
    handed_in(raise_dispute(scene), handed)

    def after(**age):
        Calculation.objects.update(updated_at=now() - timedelta(**age))
        jobs.remove_old(0)
        return set(Calculation.objects.values_list("pk", flat=True))

    assert after(days=29) == {strangers.pk, own.pk, handed.pk}
    assert after(days=31) == {own.pk, handed.pk}
    assert after(days=800) == {handed.pk}


def test_thrown_away_is_gone(scene):
    calculation = a_calculation(scene.worker)
    browser = browser_of(scene.worker).client
    assert "丢了就找不回来" in browser.get(f"/owed/{calculation.token}/discard").content.decode()
    assert Calculation.objects.exists()
    browser.post(f"/owed/{calculation.token}/discard")
    assert not Calculation.objects.exists()


def test_the_officer_at_a_counter_works_on_the_visitors_own(scene):
    from gongjia.programmes.owed.access import calculations_of, may_review

    visitor = a_person("演示窗口来人")
    at_counter = Actor(account=scene.officer.account, person=scene.officer, on_behalf_of=visitor)
    from gongjia.programmes.owed.actions import begin

    calculation = begin(at_counter)
    assert list(calculations_of(visitor)) == [calculation]
    assert not may_review(calculation, at_counter)


def test_what_is_told_at_the_counter_is_no_calculation_of_the_officers(scene):
    """Signed in anew after a quarter of an hour's silence, the officer is asked for whom first; then it goes on."""
    begun = {"situations": "wages"}
    officer, phone = browser_of(scene.officer).client, phone_of(scene.worker)
    officer.post("/cases/counter/", {"name": scene.worker.name, "phone": phone, "slip": an_upload()})
    page = officer.get("/owed/").content.decode()
    assert f'name="for" value="{scene.worker.pk}"' in page and f'data-keep="{scene.worker.pk}"' in page
    assert scene.worker.name in page
    address = officer.post("/owed/", {**begun, "for": scene.worker.pk}).url
    anew = browser_of(scene.officer).client
    for answer in (anew.get("/owed/"), anew.post("/owed/", begun), anew.post("/owed/", {**begun, "for": scene.worker.pk}),
                   anew.get(address), anew.post(address, {}), anew.post(f"{address}keep", {})):  # fmt: skip
        assert answer.url.startswith("/cases/counter/?next=%2Fowed%2F")
    assert list(calculations_of(scene.worker)) == list(Calculation.objects.all())
    assert anew.post("/cases/counter/go-on", {"next": address}).url == address
    assert anew.get(address).status_code == 200


def test_nobody_has_no_calculations(scene):
    a_calculation()
    assert not calculations_of(None).exists()
