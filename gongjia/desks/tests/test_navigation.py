import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from gongjia.desks.context import navigation
from gongjia.notices.actions import tell
from gongjia.people.models import Account
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_member, a_tree, an_officer


def request_of(person, path="/"):
    request = RequestFactory().get(path)
    request.user = Account.objects.select_related("person").get(person=person) if person else AnonymousUser()
    return request


def addresses(entries):
    return [entry["url"] for entry in entries]


def test_a_stranger_costs_no_query_and_finds_the_figures(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = navigation(request_of(None))
    assert found["tab_items"] == [] and found["desk_who"] == ""
    assert addresses(found["nav_items"]) == ["/", "/figures/"]


def test_a_request_that_broke_before_anybody_was_known_is_a_strangers(db):
    assert navigation(RequestFactory().get("/")) == navigation(request_of(None))


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        (Office.Role.OFFICER, ["/desk/", "/cases/counter/", "/unions/members/", "/unions/mine/"]),
        (Office.Role.LEADER, ["/desk/", "/unions/members/", "/unions/mine/"]),
        (Office.Role.MEDIATOR, ["/desk/", "/unions/mine/"]),
        (Office.Role.ANALYST, ["/unions/mine/"]),
        (Office.Role.AUDITOR, ["/unions/mine/"]),
    ],
)
def test_an_office_opens_its_entries_in_two_queries(db, django_assert_num_queries, role, entries):
    request = request_of(an_officer(a_tree()["county"], role), "/desk/")
    with django_assert_num_queries(2):
        found = navigation(request)
    assert addresses(found["nav_items"]) == [*entries, "/figures/", "/inbox/", "/"]
    assert addresses(found["tab_items"])[-1] == "/desk/"
    assert "演示昌邑区总工会" in found["desk_who"]


def test_a_member_has_tabs_and_no_desk(db):
    member = a_member(a_tree()["grassroots"])
    found = navigation(request_of(member, "/matters/"))
    assert addresses(found["tab_items"]) == ["/", "/matters/", "/inbox/", "/me/"]
    assert [entry["url"] for entry in found["tab_items"] if entry["active"]] == ["/matters/"]
    assert found["desk_who"] == member.name


@pytest.mark.parametrize(("path", "active"), [("/", ["/"]), ("/inbox/", ["/inbox/"]), ("/near/", [])])
def test_the_entry_of_the_page_is_marked(db, path, active):
    found = navigation(request_of(a_member(a_tree()["grassroots"]), path))
    assert [entry["url"] for entry in found["tab_items"] if entry["active"]] == active


def test_unread_messages_are_counted(db):
    member = a_member(a_tree()["grassroots"])
    tell([member], "cases.draft_ages")
    counts = {entry["url"]: entry["count"] for entry in navigation(request_of(member))["tab_items"]}
    assert counts["/inbox/"] == 1


def test_error_pages_are_drawn_without_it(client, db):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/there-is-no-such-page/")
    assert not [query for query in asked if 'FROM "' in query["sql"]]
    assert answer.status_code == 404 and 'href="/"' in answer.content.decode()
