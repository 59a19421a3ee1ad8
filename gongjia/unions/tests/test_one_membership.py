"""One open membership per person, whoever presses at the same moment."""

import threading
from collections import Counter

import pytest
from django.db import IntegrityError, connection

from gongjia.foundation.refusals import Refused
from gongjia.people.models import Person
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.actions import membership as memberships
from gongjia.unions.kinds import AlreadyMember
from gongjia.unions.models import Membership
from gongjia.unions.tests.factories import a_tree, a_union

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, THREADS = 12, 6


def race(attempts) -> Counter:
    """Run each attempt in a thread with a connection of its own, all at once; count how they ended."""
    ended: Counter = Counter()
    barrier = threading.Barrier(len(attempts))

    def run(attempt):
        try:
            barrier.wait(10)
            attempt()
            ended["done"] += 1
        except Exception as problem:  # every kind of end is counted, and judged by the test
            ended[type(problem)] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


def joins(person, unions):
    return [lambda union=union: actions.join(person, union, Membership.How.SCAN) for union in unions]


@pytest.fixture
def unions():
    tree = a_tree()
    return [a_union(tree["county"], "grassroots") for _ in range(THREADS)]


def test_one_of_many_joins_wins_and_the_others_are_told(unions):
    for _ in range(PEOPLE):
        person = a_person()
        assert race(joins(person, unions)) == {"done": 1, AlreadyMember: THREADS - 1}
        assert person.memberships.count() == 1


def test_without_the_lock_the_constraint_still_holds_but_nobody_is_told(unions, monkeypatch):
    """With the lock off, attempts decide on the same empty history; what saves the rule is the database alone."""
    both_have_looked = threading.Barrier(2)
    look = memberships._open_membership

    def look_together(person):
        found = look(person)
        both_have_looked.wait(10)
        return found

    monkeypatch.setattr(memberships, "lock_person", lambda person: Person.objects.get(pk=person.pk))
    monkeypatch.setattr(memberships, "_open_membership", look_together)
    person = a_person()
    assert race(joins(person, unions[:2])) == {"done": 1, IntegrityError: 1}
    assert person.memberships.count() == 1


def test_joins_and_transfers_racing_leave_one_membership_and_a_whole_history(unions):
    for _ in range(PEOPLE):
        person = a_person()
        pulls = [lambda union=union, person=person: actions.transfer(person, union) for union in unions[3:]]
        ended = race(joins(person, unions[:3]) + pulls)
        assert set(ended) <= {"done", AlreadyMember, Refused}
        rows = list(person.memberships.order_by("pk"))
        assert ended["done"] == len(rows)
        assert [row.ended_on is None for row in rows] == [False] * (len(rows) - 1) + [True]
        assert [row.transferred_from for row in rows] == [None, *rows[:-1]]
        assert [row.is_first for row in rows] == [True] + [False] * (len(rows) - 1)


def test_leave_against_transfer(unions):
    for _ in range(PEOPLE):
        person = a_person()
        actions.join(person, unions[0], Membership.How.SCAN)
        ended = race(
            [lambda person=person: actions.leave(person), lambda person=person: actions.transfer(person, unions[1])]
        )
        assert ended in ({"done": 2}, {"done": 1, Refused: 1})
        assert Membership.objects.filter(person=person, ended_on__isnull=True).count() == 0
