import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjia.cases.kinds import Identity
from gongjia.cases.models import Case, Rating
from gongjia.cases.tests.factories import a_case, nobody_has
from gongjia.cases.tests.kinds import KEY
from gongjia.foundation.clock import today
from gongjia.people.display import masked_name
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_contact, a_member, an_employer, an_officer
from gongjia.web.testing import check_accessible


def page_of(client, **filters):
    return client.get("/desk/", filters).content.decode()


def test_a_stranger_signs_in_first(client, db):
    assert client.get("/desk/").url == "/sign-in/?next=/desk/"


def test_who_holds_no_office_finds_no_desk(place, visit):
    assert visit(place.member).get("/desk/").status_code == 404


@pytest.mark.parametrize("role", [Office.Role.ANALYST, Office.Role.AUDITOR])
def test_whose_office_opens_no_matters_has_the_figures(place, visit, role):
    assert visit(an_officer(place.tree["province"], role)).get("/desk/").url == "/figures/"


def test_one_begins_with_what_is_in_ones_own_hands(place, visit, take):
    client = visit(place.officer)
    nobody_has(place.case)
    assert place.case.number not in page_of(client)
    assert "?scope=union" in page_of(client)  # where what nobody has taken yet is
    take(place.case, place.officer)
    page = page_of(client)
    assert place.case.number in page and f'href="/cases/{place.case.pk}/desk/"' in page


def test_a_row_says_due_kind_who_employer_step_and_with_whom(place, visit, take):
    employer = an_employer()
    case = a_case(KEY, place.tree["county"], place.member, {"wish": "wages"}, employer=employer)
    take(case, place.officer)
    page = page_of(visit(place.officer))
    for words in ("3月5日（周四）", "还有3天", "A wish", place.member.name, employer.name, "Waiting"):
        assert words in page
    assert place.officer.name in page.split("<tbody>")[1]


def test_my_unions_and_those_below_stand_apart(place, visit):
    county, above = visit(place.officer), visit(place.above)
    assert place.case.number in page_of(county, scope="union")
    assert place.case.number not in page_of(county, scope="below")
    assert place.case.number not in page_of(above, scope="union")
    assert place.case.number in page_of(above, scope="below")


@pytest.mark.parametrize("scope", ["mine", "union", "below"])
def test_another_county_sees_nothing(place, visit, take, scope):
    take(place.case, place.officer)
    assert place.case.number not in page_of(visit(place.stranger), scope=scope)


def test_a_mediator_sees_only_what_is_assigned(place, visit, take):
    client = visit(place.mediator)
    assert place.case.number not in page_of(client, scope="union")
    assert "scope=union" not in page_of(client)
    take(place.case, place.mediator, "mediator")
    page = page_of(client, scope="union")
    assert place.case.number in page and place.mediator.name in page


def test_filters_by_kind_and_by_overdue(place, visit, clock):
    client = visit(place.officer)
    assert place.case.number in page_of(client, scope="union", kind=KEY)
    assert place.case.number not in page_of(client, scope="union", kind="concern")
    assert place.case.number not in page_of(client, scope="union", overdue="1")
    clock.move_to("2026-03-09T09:00+08:00")
    assert place.case.number in page_of(visit(place.officer), scope="union", overdue="1")


def test_each_chip_keeps_the_other_filters(place, visit):
    page = page_of(visit(place.officer), scope="union", overdue="1")
    assert f"?scope=union&amp;overdue=1&amp;kind={KEY}" in page
    assert "?overdue=1&amp;scope=below" in page
    assert 'href="?scope=union" ' not in page.split("种类")[1]


def test_unknown_filters_are_as_good_as_none(place, visit):
    assert visit(place.officer).get("/desk/?scope=all&kind=%00&overdue=x&page=99").status_code == 200


def test_the_nearest_date_comes_first(place, visit, clock):
    clock.move_to("2026-03-03T09:00+08:00")
    later = a_case(KEY, place.tree["county"], intake={"wish": "later"})
    page = page_of(visit(place.officer), scope="union")
    assert page.index(place.case.number) < page.index(later.number)


def test_the_counter_is_the_days_work(place, visit, take, clock):
    client = visit(place.officer)
    nobody_has(place.case)
    assert "今天没有到期的事项" in page_of(client)
    take(place.case, place.officer)
    take(a_case(KEY, place.tree["county"], intake={"wish": "another"}), place.officer)
    clock.move_to("2026-03-05T09:00+08:00")
    assert "今天要办完 2 件" in page_of(visit(place.officer))
    clock.move_to("2026-03-06T09:00+08:00")
    assert "今天要办完 2 件，其中 2 件已超期" in page_of(visit(place.officer))


def test_an_anonymous_concern_names_nobody(place, visit):
    case = a_case(KEY, place.tree["county"], intake={"wish": "x"}, identity=Identity.ANONYMOUS, pickup_index=b"1" * 32)
    page = page_of(visit(place.officer), scope="union")
    assert case.number in page and "匿名" in page


def test_a_union_above_reads_the_surname_only(place, visit):
    page = page_of(visit(place.above), scope="below")
    assert masked_name(place.member) in page and place.member.name not in page
    assert place.member.name in page_of(visit(place.officer), scope="union")


def test_an_officer_who_speaks_for_the_employer_reads_no_name(place, visit):
    employer = an_employer()
    a_contact(employer, place.officer)
    case = a_case(KEY, place.tree["county"], a_member(place.tree["grassroots"]), {"wish": "x"}, employer=employer)
    row = page_of(visit(place.officer), scope="union").split(case.number)[1].split("</tr>")[0]
    assert case.applicant.name not in row and "不显示" in row


def test_who_was_dissatisfied_is_called_back(place, visit):
    place.case.assignments.all().delete()  # another office of the union calls back, never who had a hand in it
    Case.objects.filter(pk=place.case.pk).update(closed_on=today())
    rating = Rating.objects.create(case=place.case, grade=Rating.Grade.BAD, call_back_by=today())
    page = page_of(visit(place.officer))
    assert f'href="/cases/call-backs/{rating.pk}/"' in page and "要回访 1 位" in page
    assert place.member.name not in page  # who rated stays unnamed on the list
    assert f"/cases/call-backs/{rating.pk}/" not in page_of(visit(place.stranger))


def test_thirty_rows_cost_as_many_queries_as_one(place, visit, django_assert_num_queries):
    client = visit(place.officer)
    client.get("/desk/?scope=union")
    with CaptureQueriesContext(connection) as one:
        page = client.get("/desk/?scope=union").content.decode()
    assert page.count('/desk/">') == 1
    for n in range(30):
        a_case(KEY, place.tree["county"], place.member, {"wish": f"wish {n}"}, employer=an_employer())
    with django_assert_num_queries(len(one)):
        page = client.get("/desk/?scope=union").content.decode()
    assert page.count('/desk/">') == 30
    assert "page=2" in page


def test_j_k_and_enter_walk_the_table(browser, live_server, transactional_place, visit):
    place = transactional_place
    second = a_case(KEY, place.tree["county"], place.member, {"wish": "second"})
    session = visit(place.officer).cookies["sessionid"].value
    context = browser.new_context(viewport={"width": 320, "height": 700})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/?scope=union")
    check_accessible(page)  # at 320 px nothing runs out of the window
    for key in "jjk":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"/cases/{place.case.pk}/desk/"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{second.pk}/desk/")
    context.close()
