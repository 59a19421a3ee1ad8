import click
import pytest
import time_machine

from gongjia.cases.kinds import Actor
from gongjia.cases.models import Assignment, Case
from gongjia.cases.words import hands_of
from gongjia.people.models import Account, Person
from gongjia.programmes.owed.access import may_review
from gongjia.programmes.owed.models import Calculation
from gongjia.programmes.owed.questions import walk
from gongjia.world import command
from gongjia.world.names import MARK


def test_the_same_seed_makes_the_same_province_and_another_makes_another(db):
    seen = []
    for seed in (3, 3, 4):
        sid = command.transaction.savepoint()
        command.fill(members=100, seed=seed)
        people = list(Person.objects.order_by("pk").values_list("name", "birth_date"))
        seen.append((people, list(Case.objects.order_by("pk").values_list("number", "step", "agreed"))))
        command.transaction.savepoint_rollback(sid)
    assert seen[0] == seen[1]
    assert seen[1] != seen[2]


def test_production_never_gets_it(db, monkeypatch):
    monkeypatch.setattr(command, "PRODUCTION", True)
    with pytest.raises(click.ClickException, match="never put into a production"):
        command.fill(members=100, seed=1)


@time_machine.travel("2026-07-15T09:00+08:00", tick=False)  # so small a province has no such dispute on some days
def test_the_casts_lawyer_was_asked_about_what_a_worker_calculated(db):
    command.fill(members=300, seed=7)
    asked = Assignment.objects.get(role="lawyer")
    calculation = Calculation.objects.get()
    assert asked.case == calculation.paper.case
    assert asked.person.name == "冯明" + MARK
    assert may_review(calculation, Actor(account=asked.person.account, person=asked.person))
    assert not walk(calculation.answers)[2]  # nothing is left to answer
    assert asked.case.claimed > 0
    assert hands_of(asked.case).name != asked.person.name


def test_the_cast_signs_in_only_in_the_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(PermissionError):
        command.fill(members=100, seed=1)
    assert not Account.objects.exists()
