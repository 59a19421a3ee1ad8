"""Whatever happens in whatever order: stock at any day = opening + joins - leaves, for every union and the province."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from gongjia.foundation.refusals import Refused
from gongjia.people.models import Person
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.access import memberships_of
from gongjia.unions.models import Membership, MembershipChange, Retention, Union, subtree
from gongjia.unions.tests.factories import a_tree

FIRST = date(2024, 1, 1)
END = Membership.End


class Memberships(RuleBasedStateMachine):
    """A few people and unions over some days; beside the tables, a plain record of who was where on which day."""

    tree: dict[str, Union]
    people: list[Person]

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.day = FIRST
        self.unions = [self.tree["grassroots"], self.tree["township"], self.tree["other"]]
        self.where: dict[int, Union] = {}
        self.joined: list[tuple[date, Union]] = []
        self.left: list[tuple[date, Union]] = []
        self.stock: dict[date, dict[int, int]] = {}

    who, whither = st.integers(0, 2), st.integers(0, 2)

    @rule(who=who, whither=whither)
    def join(self, who, whither):
        person, union = self.people[who], self.unions[whither]
        if person.pk in self.where:
            with pytest.raises(Refused):
                actions.join(person, union, Membership.How.SCAN, on=self.day)
            return
        actions.join(person, union, Membership.How.SCAN, on=self.day)
        self.joined.append((self.day, union))
        self.where[person.pk] = union

    @rule(who=who, whither=whither)
    def transfer(self, who, whither):
        person, union = self.people[who], self.unions[whither]
        if self.where.get(person.pk) in (None, union):
            with pytest.raises(Refused):
                actions.transfer(person, union, on=self.day)
            return
        actions.transfer(person, union, on=self.day)
        self.left.append((self.day, self.where[person.pk]))
        self.joined.append((self.day, union))
        self.where[person.pk] = union

    @rule(who=who, end=st.sampled_from([END.LEFT, END.AUTO_LEFT, END.EXPELLED, END.DECEASED]))
    def go(self, who, end):
        person = self.people[who]
        call = actions.leave if end == END.LEFT else lambda p, on: actions.end_membership(p, end, "决定", on=on)
        if person.pk not in self.where:
            with pytest.raises(Refused):
                call(person, on=self.day)
            return
        call(person, on=self.day)
        self.left.append((self.day, self.where.pop(person.pk)))

    @rule(who=who, back=st.booleans())
    def retain_or_resume(self, who, back):
        person = self.people[who]
        if person.pk in self.where:
            actions.resume(person, on=self.day) if back else actions.retain(person, "退休", on=self.day)

    @rule(days=st.integers(1, 3))
    def days_pass(self, days):
        for _ in range(days):
            self.stock[self.day] = self.counted()
            self.day += timedelta(days=1)

    @invariant()
    def at_most_one_open_membership(self):
        open_now = Membership.objects.filter(ended_on__isnull=True).values_list("person_id", "union_id")
        assert sorted(open_now) == sorted((person, union.pk) for person, union in self.where.items())
        assert not Retention.objects.filter(until__isnull=True, membership__ended_on__isnull=False).exists()

    def counted(self) -> dict[int, int]:
        """Members of each union and everything under it, from the plain record."""
        return {union.pk: sum(union.covers(at) for at in self.where.values()) for union in self.tree.values()}

    def teardown(self):
        self.stock[self.day] = self.counted()
        for union in self.tree.values():
            self.balance(union)
        for person in self.people:
            self.history_is_readable(person)
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def balance(self, union):
        """Every day: the ledger's sum, the table's stock and opening + joins - leaves are one number."""
        below = subtree(union.path, "union__path")
        ledger = dict(MembershipChange.objects.filter(below).values_list("day").annotate(Sum("change")).order_by("day"))
        stock = 0
        for day, expected in self.stock.items():
            came = sum(on == day and union.covers(at) for on, at in self.joined)
            went = sum(on == day and union.covers(at) for on, at in self.left)
            assert ledger.get(day, 0) == came - went
            stock += came - went
            assert expected[union.pk] == stock
        for day in [self.day, FIRST]:
            assert Membership.objects.on(day).filter(below).count() == self.stock[day][union.pk]

    def history_is_readable(self, person):
        """Rows follow one another without overlap; a transfer names where it came from; the first is the first."""
        rows = list(memberships_of(person))[::-1]
        for earlier, later in pairwise(rows):
            assert earlier.ended_on is not None
            assert earlier.ended_on <= later.started_on
            if later.how == Membership.How.TRANSFER:
                assert later.transferred_from == earlier
                assert (earlier.end_reason, earlier.ended_on) == (END.TRANSFER, later.started_on)
        assert [row.is_first for row in rows] == [True] * len(rows[:1]) + [False] * len(rows[1:])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "histories", [pytest.param(25, id="every push"), pytest.param(300, id="full", marks=pytest.mark.nightly)]
)
def test_the_stock_adds_up_on_every_day(histories):
    Memberships.tree, Memberships.people = a_tree(), [a_person() for _ in range(3)]
    run_state_machine_as_test(
        Memberships,
        settings=settings(
            max_examples=histories, stateful_step_count=10, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
