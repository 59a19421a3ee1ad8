"""What is kept of figures is what the records say: after any writes, while others write, while it is folded."""

import threading
from datetime import date, timedelta
from itertools import cycle

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongjia.indicators import counting, jobs, keeping
from gongjia.indicators.counting import Tally
from gongjia.indicators.keeping import FiguresDiffer, differences, fold
from gongjia.indicators.kinds import Nature, all_indicators, indicator_of, register
from gongjia.indicators.models import MonthCount
from gongjia.indicators.tests.factories import BEGUN, MEMBERS, declared, memberships
from gongjia.people.models import Person
from gongjia.unions.models import Membership, Retention
from gongjia.unions.tests.factories import a_tree

DAY_0 = date(2023, 12, 20)
KEPT = [indicator for indicator in all_indicators() if indicator.kept or indicator.growth_of]
days = st.integers(0, 200).map(lambda number: DAY_0 + timedelta(days=number))
HOWS, ENDS = ["scan", "transfer"], ["left", "transfer"]


def counted(indicator, union, as_of, since):
    """The figure from its records, as they are opened: the other way to the same number."""
    rows = counting.counted(indicator, union, as_of, since)
    if indicator.amount:
        return Tally(rows.count(), sum(rows.values_list(indicator.amount, flat=True)), adding=rows.count())
    return Tally(rows.count(), rows.count())


def steps():
    """What happens to the register, one statement each: join, leave, be mended, be removed, be retained; and a fold."""
    place, person = st.integers(0, 3), st.integers(0, 5)
    return st.lists(st.one_of(
        st.tuples(st.just("join"), place, person, days, st.sampled_from(HOWS), st.booleans()),
        st.tuples(st.just("leave"), person, st.integers(0, 60), st.sampled_from(ENDS)),
        st.tuples(st.just("mend"), person, days),
        st.tuples(st.just("remove"), person),
        st.tuples(st.just("retain"), person, days, st.none() | st.integers(0, 60)),
        st.tuples(st.just("fold")),
    ), max_size=14)  # fmt: skip


def take(step, unions, people):
    name, *facts = step
    if name == "join":
        place, person, day, how, is_first = facts
        if not Membership.objects.filter(person=people[person], ended_on=None).exists():
            home = unions[place]
            Membership.objects.create(
                person=people[person], union=home, county=home.county, started_on=day, how=how, is_first=is_first
            )
    elif name == "leave":
        for row in Membership.objects.filter(person=people[facts[0]], ended_on=None):
            row.ended_on, row.end_reason = row.started_on + timedelta(days=facts[1]), facts[2]
            row.save()
    elif name == "mend":
        Membership.objects.filter(person=people[facts[0]], ended_on=None).update(started_on=facts[1])
    elif name == "remove":
        Retention.objects.filter(membership__person=people[facts[0]]).delete()
        Membership.objects.filter(person=people[facts[0]]).delete()
    elif name == "retain":
        row = Membership.objects.filter(person=people[facts[0]]).exclude(retentions__until=None).first()
        if row and not row.retentions.exists():
            until = None if facts[2] is None else facts[1] + timedelta(days=facts[2])
            Retention.objects.create(membership=row, since=facts[1], until=until, reason="演示")
    else:
        fold()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "histories", [pytest.param(8, id="every push"), pytest.param(100, id="full", marks=pytest.mark.nightly)]
)
def test_kept_figures_are_those_of_the_records(histories):
    anything = settings(
        max_examples=histories, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    anything(given(what=steps(), first=days, last=days)(hold_against_the_records))()


def hold_against_the_records(what, first, last):
    since, as_of = min(first, last), max(first, last)
    with transaction.atomic():
        tree = a_tree()
        unions = [tree[name] for name in ("grassroots", "county", "other", "province")]
        people = Person.objects.bulk_create(Person(name=f"演示{n}", is_demo=True) for n in range(6))
        for step in what:
            take(step, unions, people)
        for indicator in KEPT:
            for union in [tree["province"], tree["county"]]:
                truth = counted(indicator, union, as_of, since)
                assert counting.tally(indicator, union, as_of, since) == truth
                assert sum(counting.by_branch(indicator, union, as_of, since).values(), Tally()) == truth
            for month in counting.by_month(indicator, tree["prefecture"], as_of, since):
                start = max(since, month.first - timedelta(days=1))
                assert month.tally == counted(indicator, tree["prefecture"], month.last, start)
            branches = counting.by_branch(indicator, tree["province"], as_of, since, depth=2)
            in_county = branches.get((tree["prefecture"].pk, tree["county"].pk), Tally())
            assert in_county == counted(indicator, tree["county"], as_of, since)
        assert differences() == []
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_branch_is_kept_down_to_the_county_and_counted_below_it():
    tree = a_tree()
    memberships(tree["grassroots"], 3, DAY_0)
    memberships(tree["prefecture"], 2, DAY_0)
    members = indicator_of("members")
    kept = MonthCount.objects.filter(figure="members", branch__in=[union.pk for union in tree.values()])
    assert {(row.branch.level, row.is_home, row.begun) for row in kept} == {
        ("county", True, 3), ("prefecture", False, 3), ("province", False, 3),
        ("prefecture", True, 2), ("province", False, 2),
    }  # fmt: skip
    assert counting.by_branch(members, tree["county"], DAY_0)[(tree["township"].pk,)] == Tally(3, 3)


@pytest.mark.django_db
def test_a_fold_leaves_one_row_for_a_month_and_none_for_nothing():
    tree = a_tree()
    for _n in range(3):
        memberships(tree["county"], 2, DAY_0)
    gone = memberships(tree["other"], 1, DAY_0)
    Membership.objects.filter(pk=gone[0].pk).delete()
    rows = MonthCount.objects.filter(figure="members", branch__in=[tree["county"], tree["other"]])
    rows = rows.filter(is_home=True)
    assert rows.count() == 5
    jobs.fold(0)
    assert [(row.branch, row.begun, row.ended) for row in rows] == [(tree["county"], 6, 0)]


@pytest.mark.django_db
def test_a_difference_is_mended_and_said():
    tree = a_tree()
    memberships(tree["county"], 2, DAY_0)
    MonthCount.objects.filter(figure="members", branch=tree["county"]).update(begun=7)
    assert counting.read(indicator_of("members"), tree["county"], DAY_0).value == 7
    with pytest.raises(FiguresDiffer, match="1 months"):
        jobs.recount(0)
    assert counting.read(indicator_of("members"), tree["county"], DAY_0).value == 2
    jobs.recount(0)


def test_only_counts_of_rows_are_kept():
    wrong = {**vars(BEGUN), "kept": True, "amount": "id"}
    with declared(), pytest.raises(ValueError, match="count of rows"):
        register(type(BEGUN)(**wrong))
    assert all(not indicator.amount for indicator in KEPT if indicator.kept)
    assert {indicator.nature for indicator in KEPT} == set(Nature)


# ---- on real connections --------------------------------------------------------------------------------------------


def readings_while(folding, enough):
    """The number of 40 members, read again and again while half of them move between two months and others fold."""
    tree, members = a_tree(), indicator_of("members")
    movers = [row.pk for row in memberships(tree["county"], 40, DAY_0)][:20]
    there_and_back = cycle([1, 0])
    stop, seen, problems = threading.Event(), [], []

    def move():
        Membership.objects.filter(pk__in=movers).update(started_on=DAY_0 + timedelta(days=40 * next(there_and_back)))

    def busy(work):
        try:
            while not stop.is_set():
                work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=busy, args=(work,)) for work in (move, folding, folding)]
    for thread in threads:
        thread.start()
    try:
        while not enough(seen):
            seen.append(counting.read(members, tree["province"], DAY_0 + timedelta(days=60)).value)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not problems
    return seen


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_while_others_write_and_fold_reads_one_moment():
    """What a statement takes from one month it gives to another, and what is folded is there once: in every reading."""
    assert set(readings_while(fold, lambda seen: len(seen) == 150)) == {40}
    assert differences() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(60)
def test_a_fold_in_several_statements_would_be_seen():
    def hasty():
        with connection.cursor() as cursor:
            cursor.execute("SELECT figure, branch_id, is_home, month, begun, ended FROM indicators_monthcount")
            rows = cursor.fetchall()
            cursor.execute("DELETE FROM indicators_monthcount")
            cursor.executemany(f"{keeping.APPEND} VALUES (%s, %s, %s, %s, %s, %s)", rows)

    assert set(readings_while(hasty, lambda seen: set(seen) - {40})) != {40}


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_counted():
    tree = a_tree()
    with transaction.atomic():
        memberships(tree["county"], 3, DAY_0)
        transaction.set_rollback(True)
    assert counting.read(indicator_of("members"), tree["province"], DAY_0).value == 0


@pytest.mark.django_db(transaction=True)
def test_a_new_declaration_is_counted_when_it_is_installed(owners_hand):
    """A figure that counts something else from this version on: its rows of before are counted once, then each change."""
    tree = a_tree()
    memberships(tree["county"], 3, DAY_0, how="scan")
    memberships(tree["county"], 2, DAY_0, how="workplace")
    scanned = type(MEMBERS)(**{**vars(MEMBERS), "key": "test_scanned", "kept": True,
                               "rows": lambda: Membership.objects.filter(how="scan")})  # fmt: skip
    try:
        with declared(scanned):
            assert not keeping.is_installed()
            keeping.install()
            assert keeping.is_installed()
            assert counting.read(scanned, tree["province"], DAY_0).value == 3
            memberships(tree["other"], 1, DAY_0, how="scan")
            assert counting.read(scanned, tree["province"], DAY_0).value == 4
            assert differences() == []
    finally:
        keeping.install()
    assert keeping.is_installed()
    assert counting.read(indicator_of("members"), tree["province"], DAY_0).value == 6


@pytest.mark.django_db
def test_members_can_be_written_after_the_table_was_taken_back_and_are_counted_when_it_returns(owners_hand):
    """In one transaction that is rolled back: other tests find the table as it was."""
    call_command("migrate", "indicators", "zero", verbosity=0)
    tree = a_tree()
    memberships(tree["county"], 3, DAY_0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of a transaction holds the tables
    call_command("migrate", "indicators", verbosity=0)
    keeping.install()
    assert counting.read(indicator_of("members"), tree["province"], DAY_0).value == 3
