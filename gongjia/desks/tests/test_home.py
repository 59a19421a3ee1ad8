import pytest

from gongjia.cases.models import Case, Draft
from gongjia.cases.tests.factories import a_case, a_respondent, nobody_has
from gongjia.cases.tests.kinds import KEY
from gongjia.people.tests.factories import a_person
from gongjia.unions.models import Membership
from gongjia.unions.tests.factories import a_contact, a_member, a_tree, an_account, an_employer


def page_of(client, address="/"):
    return client.get(address).content.decode()


def test_a_stranger_reads_what_is_to_be_had_without_signing_in(client, db):
    page = page_of(client)
    assert "工作上有难处，找工会" in page
    assert page.count("button-main") == 1
    for address in ("/problem/", "/sign-in/", "/near/", "/cases/mailbox/", "/join/"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize(("is_demo", "times"), [(True, 1), (False, 0)])
def test_the_demo_says_that_it_is_one(client, db, settings, is_demo, times):
    settings.DEMO = is_demo
    assert page_of(client).count('href="/demo/"') == times


def test_a_member_is_greeted_with_the_union_and_six_doors(place, visit):
    page = page_of(visit(place.member))
    assert f"{place.member.name}，您好" in page
    assert place.tree["grassroots"].name in page
    assert page.count('class="door"') == 6
    assert "三步入会" not in page


def test_a_matter_says_what_which_step_who_has_it_and_until_when(place, visit, take):
    take(place.case, place.officer)
    page = page_of(visit(place.member))
    assert f"/cases/{place.case.pk}/" in page
    assert "A wish" in page and "back pay" in page and "Waiting" in page
    assert f"演示昌邑区总工会 {place.officer.name}" in page
    assert "3月5日（周四）" in page  # three working days from Monday 2 March


def test_the_union_is_named_where_nobody_has_it_yet(place, visit):
    nobody_has(place.case)
    assert "现在由 演示昌邑区总工会 办理" in page_of(visit(place.member))


def test_what_waits_for_the_reader_says_so(place, visit):
    Case.objects.filter(pk=place.case.pk).update(step="pondering")
    assert "轮到您办了" in page_of(visit(place.member))


def test_the_overdue_comes_first(place, visit, clock):
    clock.move_to("2026-03-09T09:00+08:00")
    a_case(KEY, place.tree["county"], place.member, {"wish": "a later one", "amount": "1"})
    page = page_of(visit(place.member))
    assert page.index("back pay") < page.index("a later one")
    assert "已超期4天" in page[: page.index("a later one")]


def test_nobody_sees_anothers_matter(place, visit):
    assert "back pay" not in page_of(visit(a_member(place.tree["grassroots"])))
    assert "back pay" not in page_of(visit(place.stranger))


def test_what_was_begun_is_offered_again(place, visit):
    Draft.objects.create(person=place.member, written_by=place.member.account, kind=KEY)
    page = page_of(visit(place.member))
    assert f"/cases/new/{KEY}/" in page and "接着上次填" in page


def test_who_is_no_member_sees_how_to_join(db, visit):
    person = a_person()
    an_account(person)
    page = page_of(visit(person))
    assert "三步入会" in page and "3 个工作日" in page and 'href="/join/"' in page


def test_the_nearest_union_is_shown_where_it_can_be_reached(place, visit):
    client, county = visit(place.member), place.tree["county"]
    assert "离我近的工会" not in page_of(client)
    county.division_code, county.telephone, county.has_mediation_committee = "220299", "12351", True
    county.save()
    Membership.objects.get(person=place.member).union.__class__.objects.filter(pk=place.tree["grassroots"].pk).update(
        division_code="220299"
    )
    page = page_of(client)
    assert "离我近的工会" in page and "劳动争议调解委员会" in page


def test_the_employers_contact_sees_the_matters_to_answer(place, visit):
    employer = an_employer()
    case = a_case(KEY, place.tree["county"], a_member(place.tree["grassroots"]), {"wish": "wages"}, employer=employer)
    contact = a_contact(employer)
    client = visit(contact)
    assert "本单位要答复的事项" not in page_of(client)
    a_respondent(case, contact)
    assert f"/cases/{case.pk}/" in page_of(client)
    Case.objects.filter(pk=case.pk).update(step="settled")
    assert "轮到您办了" in page_of(client, "/matters/")


@pytest.mark.parametrize(("step", "hands"), [("settled", "用人单位"), ("pondering", "职工本人")])
def test_hands_outside_the_union_are_named_too(place, visit, step, hands):
    employer = an_employer()
    case = a_case(KEY, place.tree["county"], place.member, {"wish": "wages"}, employer=employer)
    a_respondent(case, a_contact(employer))
    Case.objects.filter(pk=case.pk).update(step=step)
    if step == "settled":
        assert f"现在由 {employer.name} 办理" in page_of(visit(place.member))
        Case.objects.filter(pk=case.pk).update(employer=None)
        assert f"现在由 {hands} 办理" in page_of(visit(place.member))
    else:
        assert f"现在由 {hands} 办理" in page_of(visit(case.parties.get().person))


def test_an_officer_finds_the_way_to_the_desk(place, visit):
    assert 'href="/desk/"' in page_of(visit(place.officer))
    assert 'href="/desk/"' not in page_of(visit(place.member))


def test_problems_lead_to_three_ways(client, db):
    page = page_of(client, "/problem/")
    for address in ("/cases/new/dispute_mediation/", "/concerns/", "/near/"):
        assert f'href="{address}"' in page


def test_the_number_of_queries_does_not_grow_with_matters(place, visit, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = visit(place.member)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for n in range(5):
        a_case(KEY, place.tree["county"], place.member, {"wish": f"wish {n}", "amount": "1"})
    with django_assert_num_queries(len(one)):
        client.get("/")


def test_a_tree_without_telephones_shows_none(db, visit):
    assert "离我近的工会" not in page_of(visit(a_member(a_tree()["grassroots"])))
