"""What a transaction sees of the walled tables: nothing without a person, one's own with one, and no way to write more."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.utils import ProgrammingError

from gongjia.cases.access import cases_for, held_by
from gongjia.cases.models import Assignment, Case, Entry
from gongjia.cases.tests.factories import an_actor
from gongjia.foundation.clock import now, today
from gongjia.foundation.walls import as_platform, hold_tokens, seen_by
from gongjia.people.access import find_people
from gongjia.people.models import Person
from gongjia.people.tests.factories import a_person
from gongjia.unions.access import may, unions_reached
from gongjia.unions.actions import appoint
from gongjia.unions.kinds import READ_CASES, READ_MEMBERS, Role
from gongjia.unions.models import Membership, Office, Union
from gongjia.unions.tests.factories import a_member, a_tree, an_officer
from tests.walls.test_lint import rows, walled

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def role():
    return rows("SELECT current_user")[0][0]


def context():
    return rows("SELECT current_setting('role'), current_setting('gongjia.people', true)")[0]


def a_case(union, person=None):
    return Case.objects.create(
        number=f"演示-{Case.objects.count()}", kind="concern", union=union, county=union.county, applicant=person,
        step="received", step_since=today(), opened_at=now(), opened_on=today(),
    )  # fmt: skip


def test_without_a_person_there_is_not_one_row(tree):
    member = a_member(tree["grassroots"])
    a_case(tree["grassroots"], member)
    assert Person.objects.exists() and Case.objects.exists()
    with seen_by(None):
        counts = {table: rows(f'SELECT count(*) FROM "{table}"')[0][0] for table in walled()}  # noqa: S608
    assert not {table: count for table, count in counts.items() if count}


def test_everybody_sees_their_own(tree):
    one, other = a_member(tree["grassroots"]), a_member(tree["grassroots"])
    mine, theirs = a_case(tree["grassroots"], one), a_case(tree["grassroots"], other)
    with seen_by(one.pk, one.account.pk):
        assert set(Person.objects.values_list("pk", flat=True)) == {one.pk}
        assert list(Case.objects.all()) == [mine]
        assert not Case.objects.filter(pk=theirs.pk).exists()


def reach(person, verb):
    """What the first wall lets a person reach, as unions."""
    paths = tuple(unions_reached(person, verb))
    return {union.pk for union in Union.objects.all() if paths and union.path.startswith(paths)}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("level", ["province", "prefecture", "county", "township", "grassroots"])
def test_both_walls_reach_as_far_though_they_share_no_code(tree, role, level):
    officer = an_officer(tree[level], role)
    cases = {union.pk: a_case(union) for union in tree.values()}
    members = {union.pk: a_member(union) for union in tree.values()}
    with seen_by(officer.pk, officer.account.pk):
        seen = set(Case.objects.values_list("union", flat=True))
        known = set(Membership.objects.values_list("union", flat=True))
    assert seen == reach(officer, READ_CASES) & set(cases)
    assert known == reach(officer, READ_MEMBERS) & set(members)


def test_a_search_by_name_looks_as_far_as_its_reader(tree):
    officer, near, far = an_officer(tree["county"]), a_member(tree["grassroots"]), a_member(tree["other"])
    Person.objects.filter(pk__in=[near.pk, far.pk]).update(name="演示欧阳", name_grams=["欧", "阳", "欧阳"])
    query = "SELECT people_named('{欧阳}'::varchar[])"
    assert {number for (number,) in rows(query)} == {near.pk, far.pk}
    for person, sees in ((officer, {near.pk}), (far, {far.pk}), (a_member(tree["grassroots"]), set())):
        with seen_by(person.pk):
            assert {number for (number,) in rows(query)} == sees
            assert set(find_people("欧阳", Q()).values_list("pk", flat=True)) == sees
    with seen_by(None):
        assert not rows(query)


def test_an_office_that_is_over_or_has_not_begun_reaches_nothing(tree):
    officer = an_officer(tree["county"])
    a_member(tree["grassroots"])
    Office.objects.filter(person=officer).update(until=today())
    with seen_by(officer.pk):
        assert not Membership.objects.exists()


@pytest.mark.parametrize("role", ["officer", "mediator", "lawyer"])
def test_what_is_in_ones_hands_is_seen_as_long_as_an_office_reaches_it(tree, role):
    holder, far = an_officer(tree["county"], role), a_case(tree["other"])
    cases = {name: a_case(tree[name]) for name in ("grassroots", "prefecture")}
    for case in (*cases.values(), far):
        Assignment.objects.create(case=case, role=role, person=holder, since=now())

    def seen():
        with seen_by(holder.pk, holder.account.pk):
            return set(Case.objects.values_list("pk", flat=True)), set(cases_for(an_actor(holder)))

    assert seen() == ({cases["grassroots"].pk}, {cases["grassroots"]})
    Office.objects.filter(person=holder).update(until=today())
    assert seen() == (set(), set())
    an_officer(tree["county"], Role.ANALYST, person=holder)  # an office, but none for this
    assert not held_by(holder).exists()


def test_a_forged_number_writes_nothing_elsewhere(tree):
    officer, far = an_officer(tree["county"]), a_member(tree["other"])
    near, theirs = a_case(tree["grassroots"]), a_case(tree["other"], far)
    with seen_by(officer.pk, officer.account.pk):
        assert Case.objects.filter(pk=theirs.pk).update(step="closed") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Case.objects.filter(pk=near.pk).update(union=tree["other"], county=tree["other"])
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Entry.objects.create(case_id=theirs.pk, at=now(), author_role="officer", verb="note")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Membership.objects.create(
                person=far, union=tree["other"], county=tree["other"], started_on=today(), how="scan", is_first=True
            )
    theirs.refresh_from_db()
    assert theirs.step == "received"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEDIATOR, Role.AUDITOR, None])
def test_nobody_enters_or_appoints_themselves(tree, role):
    someone = an_officer(tree["township"], role) if role else a_member(tree["township"])
    with seen_by(someone.pk, someone.account.pk):
        for union in (tree["township"], tree["province"]):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Office.objects.create(person=someone, union=union, role="leader", since=today())
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Membership.objects.create(
                person=someone,
                union=tree["other"],
                county=tree["other"],
                started_on=today(),
                how="scan",
                is_first=False,
            )


def test_a_stranger_sees_what_its_token_opens_and_no_other_draft(tree):
    from gongjia.cases.models import Draft

    mine, other = Draft.objects.create(kind="concern"), Draft.objects.create(kind="concern")
    with seen_by(None):
        assert not Draft.objects.exists()
        hold_tokens(mine.token)
        assert list(Draft.objects.all()) == [mine]
    assert Draft.objects.count() == 2 and other


def test_an_office_given_with_ones_own_eyes_ends_the_sessions_before_it(tree):
    leader, other = an_officer(tree["county"], Role.LEADER), a_member(tree["grassroots"])
    with seen_by(leader.pk, leader.account.pk):
        appoint(other, tree["township"], Role.OFFICER, by=leader.account)
    before = other.account.session_stamp
    other.account.refresh_from_db()
    assert other.account.session_stamp == before + 1


# ---- the platform's hat ---------------------------------------------------------------------------------------------


def test_the_platforms_hat_is_taken_off_again():
    with seen_by(None):
        assert role() == "gongjia_app"
        with as_platform("a test"):
            assert role() == "gongjia_platform"
            with as_platform("worn already"):
                pass
            assert role() == "gongjia_platform"
        assert role() == "gongjia_app"


@pytest.mark.parametrize("problem", [ValueError, IntegrityError])
def test_also_when_something_fails_inside(problem):
    person = a_person()
    with seen_by(person.pk):
        with pytest.raises(problem), transaction.atomic(), as_platform("a test"):
            if problem is ValueError:
                raise ValueError
            Person.objects.create(pk=person.pk, name="zwei")
        assert context() == ("none", f"{{{person.pk}}}")
        assert Person.objects.count() == 1


def test_eyes_within_eyes():
    one, other = a_person(), a_person()
    with seen_by(one.pk):
        with seen_by(other.pk):
            assert Person.objects.get() == other
        assert Person.objects.get() == one
        with pytest.raises(ValueError, match="inner"), seen_by(other.pk):
            raise ValueError("inner")
        assert Person.objects.get() == one
    assert context() == ("gongjia_platform", "")


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_on_the_connection():
    person = a_person()
    with seen_by(person.pk):
        assert Person.objects.count() == 1
    assert context() == ("gongjia_platform", "")
    with pytest.raises(RuntimeError), seen_by(person.pk):
        raise RuntimeError
    assert context() == ("gongjia_platform", "")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_web_process_never_looks_further(monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "")
    with pytest.raises(transaction.TransactionManagementError), as_platform("a test"):
        pass


def test_what_fails_in_a_request_is_undone_and_what_is_refused_is_kept(client, tree, monkeypatch):
    from gongjia.people.tests.factories import signed_in
    from gongjia.people.views import me

    member = a_member(tree["grassroots"])
    browser = signed_in(member.account, client)
    browser.raise_request_exception = False

    def breaks(person, **facts):
        Person.objects.filter(pk=person.pk).update(name="zerbrochen")
        raise RuntimeError

    monkeypatch.setattr(me.actions, "tell_about_work", breaks)
    assert browser.post("/me/work/", {}).status_code == 500
    member.refresh_from_db()
    assert member.name != "zerbrochen"


def test_the_first_wall_still_stands_before_it(tree):
    officer = an_officer(tree["county"])
    assert may(officer, READ_CASES, tree["grassroots"]) and not may(officer, READ_CASES, tree["other"])
    assert an_actor(officer).person == officer
