"""A lawyer's other readings: beside the worker's, with reasons, recorded; the worker's own answers are never touched."""

import pytest

from gongjia.audit.models import Event
from gongjia.cases.actions.assignments import assign, hand_over
from gongjia.cases.kinds import Role
from gongjia.programmes.dispute_mediation.tests.browsing import browser_of
from gongjia.programmes.dispute_mediation.tests.factories import raise_dispute
from gongjia.programmes.owed.compare import compared
from gongjia.programmes.owed.models import Calculation, Variant
from gongjia.programmes.owed.tests.factories import a_calculation, a_variant, handed_in
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(scene):
    return handed_in(raise_dispute(scene), a_calculation(scene.worker))


def as_told(browser, handed, variant, key="end"):
    """What the form holds when nothing is changed."""
    page = browser.get(f"/owed/{handed.token}/desk/{variant.pk}/{key}/")
    return {bound.html_name: bound.value() or "" for bound in page.context["form"]}


def change(browser, handed, variant, key="end", **typed):
    form = as_told(browser, handed, variant, key)
    return browser.post(
        f"/owed/{handed.token}/desk/{variant.pk}/{key}/",
        {**form, **{n.replace("__", "-"): v for n, v in typed.items()}},
    )


def test_an_input_is_changed_and_both_sums_stand_side_by_side(scene, handed):
    browser = browser_of(scene.officer).client
    before = Calculation.objects.get().answers
    assert browser.post(f"/owed/{handed.token}/desk/", {"name": "基数不含奖金"}).status_code == 302
    variant = Variant.objects.get()
    assert change(browser, handed, variant, input__avg_wage_12m="6,000").status_code == 302
    page = browser.get(f"/owed/{handed.token}/desk/").content.decode()
    assert "56,000.00" in page
    assert "42,000.00" in page
    assert "-14,000.00" in page
    assert Calculation.objects.get().answers == before


def test_nothing_changed_is_kept_as_nothing(scene, handed):
    browser = browser_of(scene.officer).client
    variant = a_variant(scene.officer, handed)
    for key in ("end", "wages", "overtime"):
        assert change(browser, handed, variant, key).status_code == 302
    variant.refresh_from_db()
    assert variant.changes == {}


def test_a_step_is_replaced_only_with_a_reason_and_what_follows_is_worked_out_anew(scene, handed):
    browser = browser_of(scene.officer).client
    variant = a_variant(scene.officer, handed)
    refused = change(browser, handed, variant, step__factor_from_hire="3")
    assert refused.status_code == 422
    assert "请写理由" in refused.content.decode()
    assert (
        change(browser, handed, variant, step__factor_from_hire="3", why__factor_from_hire="头两个月是实习").status_code
        == 302
    )
    table = compared(handed.answers, [Variant.objects.get()])
    cell = table["lines"][0]["cells"][0]
    assert cell["owed"] == 48000
    assert next(step["is_put"] for step in cell["steps"])
    page = browser.get(f"/owed/{handed.token}/desk/").content.decode()
    assert "头两个月是实习" in page


def test_the_sum_may_be_set_by_hand_and_says_so(scene, handed):
    browser = browser_of(scene.officer).client
    variant = a_variant(scene.officer, handed)
    assert change(browser, handed, variant, step__amount="五万", why__amount="双方已谈到这个数").status_code == 302
    page = browser.get(f"/owed/{handed.token}/desk/").content.decode()
    assert "总额由人工填写" in page
    assert "50,000.00" in page


def test_overtime_is_edited_line_by_line(scene, handed):
    browser = browser_of(scene.officer).client
    variant = a_variant(scene.officer, handed)
    assert as_told(browser, handed, variant, "overtime")["input-items"] == "rate_percent=150 hours=44"
    wrong = change(browser, handed, variant, "overtime", input__items="44 hours")
    assert "单独写一行" in wrong.content.decode()
    change(browser, handed, variant, "overtime", input__items="rate_percent=150 hours=20\nrate_percent=200 days=2")
    cell = compared(handed.answers, [Variant.objects.get()])["lines"][2]["cells"][0]
    assert str(cell["owed"]) == "2850.57"


def test_what_cannot_be_worked_out_is_a_refusal_and_the_form_comes_back_with_a_wrong_sum(scene, handed):
    browser = browser_of(scene.officer).client
    variant = a_variant(scene.officer, handed)
    change(browser, handed, variant, input__service_end="昨天")
    cell = compared(handed.answers, [Variant.objects.get()])["lines"][0]["cells"][0]
    assert cell["owed"] is None
    assert cell["reason"]
    wrong = change(browser, handed, variant, step__amount="x", why__amount="y")
    assert wrong.status_code == 422
    assert 'value="x"' in wrong.content.decode()


def test_it_is_recorded_without_the_values(scene, handed):
    browser = browser_of(scene.officer).client
    variant = a_variant(scene.officer, handed)
    change(browser, handed, variant, input__avg_wage_12m="6000")
    event = Event.objects.get(verb="owed.claim_changed")
    assert event.change == {"claim": "end", "touched": ["avg_wage_12m"]}
    assert Event.objects.filter(verb="owed.variant_added").exists()
    browser.post(f"/owed/{handed.token}/desk/{variant.pk}/remove")
    assert Event.objects.filter(verb="owed.variant_removed").exists()
    assert not Variant.objects.exists()


def test_only_those_who_handle_the_case_review_it(scene, handed):
    variant = a_variant(scene.officer, handed)
    addresses = [
        f"/owed/{handed.token}/desk/",
        f"/owed/{handed.token}/desk/print/",
        f"/owed/{handed.token}/desk/{variant.pk}/end/",
    ]
    for person in (scene.worker, scene.contact, an_officer(scene.tree["other"])):
        browser = browser_of(person).client
        for address in addresses:
            assert browser.get(address).status_code == 404, (person, address)
            assert browser.post(address).status_code in (404, 405), (person, address)
    assert Variant.objects.get().changes == {}


def test_a_mediator_reviews_once_the_case_is_in_their_hands(scene, handed):
    from gongjia.cases.actions.assignments import put_in_hands

    browser = browser_of(scene.mediator).client
    assert browser.get(f"/owed/{handed.token}/desk/").status_code == 404
    put_in_hands(handed.paper.case, "mediator", scene.mediator, scene.officer.account)
    assert browser.get(f"/owed/{handed.token}/desk/").status_code == 200


def test_a_lawyer_who_was_asked_compares_and_changes_readings_until_the_matter_leaves(scene, handed):
    lawyer = an_officer(scene.tree["prefecture"], Office.Role.LAWYER)
    browser, case = browser_of(lawyer).client, handed.paper.case
    assert browser.get(f"/owed/{handed.token}/desk/").status_code == 404
    assign(case.pk, scene.actor("officer"), lawyer, Role.LAWYER)
    assert f"/owed/{handed.token}/" in browser.get(f"/cases/{case.pk}/desk/").content.decode()
    assert f"/owed/{handed.token}/desk/" in browser.get(f"/owed/{handed.token}/").content.decode()
    assert browser.post(f"/owed/{handed.token}/desk/", {"name": "基数不含奖金"}).status_code == 302
    variant = Variant.objects.get()
    assert variant.made_by == lawyer.account
    assert change(browser, handed, variant, input__avg_wage_12m="6,000").status_code == 302
    page = browser.get(f"/owed/{handed.token}/desk/").content.decode()
    assert "56,000.00" in page
    assert "42,000.00" in page
    hand_over(case.pk, scene.actor("officer"), scene.tree["other"], "单位在船营区")
    for address in (f"/owed/{handed.token}/desk/", f"/owed/{handed.token}/", f"/cases/{case.pk}/desk/"):
        assert browser.get(address).status_code == 404, address


def test_an_officer_tries_readings_of_a_calculation_of_their_own(scene):
    own = a_calculation(scene.officer)
    assert browser_of(scene.officer).client.get(f"/owed/{own.token}/desk/").status_code == 200
    members = a_calculation(scene.worker)
    assert browser_of(scene.worker).client.get(f"/owed/{members.token}/desk/").status_code == 404


def test_one_name_is_one_reading_and_there_is_an_end_to_them(scene, handed):
    browser = browser_of(scene.officer).client
    for name in ("甲", "甲", *"乙丙丁戊己庚辛壬癸"):
        browser.post(f"/owed/{handed.token}/desk/", {"name": name})
    assert Variant.objects.count() == 8
    assert "最多比较8种算法" in browser.post(f"/owed/{handed.token}/desk/", {"name": "子"}).content.decode()


def test_paper_and_print_show_both(scene, handed):
    a_variant(scene.officer, handed, end={"inputs": {"avg_wage_12m": "6000"}})
    browser = browser_of(scene.officer).client
    page = browser.get(f"/owed/{handed.token}/desk/print/").content.decode()
    assert "42,000.00" in page
    assert "56,000.00" in page
    assert browser.get(f"/owed/{handed.token}/calculation.docx").content[:2] == b"PK"
    worker = browser_of(scene.worker).client.get(f"/owed/{handed.token}/").content.decode()
    assert "42,000.00" not in worker
