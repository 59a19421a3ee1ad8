import click
import pytest
import time_machine

from gongjia.cases.kinds import Actor
from gongjia.cases.models import Assignment, Case, Due
from gongjia.cases.words import hands_of
from gongjia.foundation.clock import today
from gongjia.foundation.sms import DEMO_PREFIX
from gongjia.people.models import Account, Person
from gongjia.people.sealing import unseal
from gongjia.programmes.owed.access import may_review
from gongjia.programmes.owed.models import Calculation
from gongjia.programmes.owed.questions import walk
from gongjia.unions.models import Employer, Membership
from gongjia.world import command
from gongjia.world.names import MARK


@pytest.fixture
def province(db):
    command.fill(members=300, seed=7)


def test_everybody_is_plainly_made_up_and_nobody_can_be_called(province):
    for person in Person.objects.all():
        assert person.is_demo
        assert person.name.endswith(MARK)
        phone = unseal("phone", person.phone_sealed) if person.phone_sealed else ""
        assert not phone or phone.startswith((DEMO_PREFIX, "100"))  # no mobile number begins with 10
    assert all(employer.is_demo and MARK in employer.name for employer in Employer.objects.all())


def test_it_has_as_many_members_as_asked_for(province):
    assert Membership.objects.on(today()).filter(person__account__isnull=True).count() == 300


def test_the_same_seed_makes_the_same_province(db):
    seen = []
    for _time in range(2):
        sid = command.transaction.savepoint()
        command.fill(members=100, seed=3)
        people = list(Person.objects.order_by("pk").values_list("name", "birth_date"))
        seen.append((people, list(Case.objects.order_by("pk").values_list("number", "step", "agreed"))))
        command.transaction.savepoint_rollback(sid)
    assert seen[0] == seen[1]


def test_another_seed_makes_another(db):
    sid = command.transaction.savepoint()
    command.fill(members=100, seed=3)
    first = list(Person.objects.order_by("pk").values_list("name", flat=True))
    command.transaction.savepoint_rollback(sid)
    command.fill(members=100, seed=4)
    assert list(Person.objects.order_by("pk").values_list("name", flat=True)) != first


def test_it_goes_into_an_empty_database_only(province):
    with pytest.raises(click.ClickException, match="already holds people"):
        command.fill(members=100, seed=1)


def test_production_never_gets_it(db, monkeypatch):
    monkeypatch.setattr(command, "PRODUCTION", True)
    with pytest.raises(click.ClickException, match="never put into a production"):
        command.fill(members=100, seed=1)


def test_every_open_matter_has_a_running_clock_or_waits_for_the_employer(province):
    without = Case.objects.open().exclude(pk__in=Due.objects.running().values("case")).values_list("step", flat=True)
    assert set(without) <= {"signing", "performing", "unpaid"}


def test_every_matter_is_in_somebodys_hands(province):
    held = Assignment.objects.filter(role="officer", until__isnull=True).values("case")
    assert not Case.objects.exclude(pk__in=held).exists()


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
