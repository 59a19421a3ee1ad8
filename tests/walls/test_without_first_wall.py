"""T08: the doors of the first wall stand open, and still no page shows a row of another union."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.urls import reverse

from gongjia.cases.actions import open_case
from gongjia.cases.actions.documents import add as add_paper
from gongjia.cases.models import Rating
from gongjia.cases.tests.factories import an_actor, an_upload
from gongjia.desks.models import SavedView
from gongjia.foundation.clock import today
from gongjia.notices.actions import tell
from gongjia.notices.models import Notice
from gongjia.people.tests.factories import signed_in
from gongjia.programmes.dispute_mediation.tests.factories import answers
from gongjia.unions.kinds import Role
from gongjia.unions.tests.factories import a_member, a_tree, an_employer, an_officer
from tests.test_house import patterns
from tests.walls.without import take_away_the_first_wall

pytestmark = pytest.mark.django_db
STORY, SALARY, RATED = "只有船营区的人知道的事", "船营工资条.pdf", "船营区办得太慢"
ROLES = ["member", Role.OFFICER, Role.MEDIATOR, Role.ADMINISTRATOR]
AT_NIGHT = ["stranger", Role.LEADER, Role.ANALYST, Role.AUDITOR]


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def foreign(tree):
    """One of everything in the other county: what addresses name, and the words that nobody else may read."""
    union = tree["other"]
    worker = a_member(union)
    worker.name = "欧阳船营"
    worker.save()
    employer = an_employer()
    case = open_case("dispute_mediation", an_actor(worker), union=union, employer=employer,
                     intake=answers(story=STORY, employer=employer.pk, employer_name=employer.name))  # fmt: skip
    paper = add_paper(case.pk, an_actor(worker), an_upload(SALARY))
    rating = Rating.objects.create(case=case, grade=1, text=RATED, call_back_by=today() + timedelta(9))
    clerk = an_officer(union)
    tell([worker], "cases.opened", link="/", number=case.number, case_kind=case.kind, union=union.name)
    numbers = {
        "case_id": case.pk, "person_id": worker.pk, "union_id": union.pk, "employer_id": employer.pk, "document_id": paper.pk,
        "rating_id": rating.pk, "office_id": clerk.offices.get().pk, "notice_id": Notice.objects.filter(person=worker).last().pk,
        "view_id": SavedView.objects.create(account=clerk.account, name="船营的活", query="scope=union").pk,
        "code": union.join_code, "contact_id": 1,
    }  # fmt: skip
    return numbers, {worker.name, STORY, SALARY, RATED, case.number, "船营的活"}


def addresses(numbers):
    samples = {
        "int": 1,
        "slug": "members",
        "string": "members",
        "uuid": "00000000-0000-4000-8000-000000000000",
        "path": "x",
    }
    for name, entry in patterns():
        converters = entry.pattern.converters.items()
        found = {
            key: numbers.get(key, samples[type(one).__name__.removesuffix("Converter").lower()])
            for key, one in converters
        }
        if entry.callback.__module__.startswith("gongjia.") and not name.startswith(("api", "people:sign-out")):
            yield reverse(name, kwargs=found)
    yield "/desk/?scope=below"
    yield f"/figures/members/records/?union={numbers['union_id']}"


def person_of(role, tree):
    if role == "stranger":
        return a_member(tree["township"])
    return a_member(tree["grassroots"]) if role == "member" else an_officer(tree["county"], role)


def leaks(role, tree, foreign, monkeypatch):
    numbers, words = foreign
    browser = signed_in(person_of(role, tree).account)
    browser.raise_request_exception = False  # an open door in front of a wall may well break
    take_away_the_first_wall(monkeypatch)
    found = {}
    for address in addresses(numbers):
        answer = browser.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if shown := {word for word in words if word.encode() in body}:
            found[address] = shown
    return found


@pytest.fixture(autouse=True)
def without_a_second_factor(monkeypatch):
    from gongjia.unions import middleware

    monkeypatch.setattr(middleware, "needs_second_factor", lambda person: False)


@pytest.mark.parametrize("role", [*ROLES, *(pytest.param(role, marks=pytest.mark.nightly) for role in AT_NIGHT)])
def test_the_second_wall_alone_shows_no_row_of_another_union(role, tree, foreign, monkeypatch):
    assert leaks(role, tree, foreign, monkeypatch) == {}


def test_without_both_walls_there_is_much_to_see(tree, foreign, monkeypatch, settings):
    """What the test above would find: the same with the eyes of the platform."""
    settings.MIDDLEWARE = [name for name in configured.MIDDLEWARE if not name.endswith("OwnEyes")]
    found = leaks(Role.OFFICER, tree, foreign, monkeypatch)
    assert len(found) > 10 and set().union(*found.values()) == foreign[1]
