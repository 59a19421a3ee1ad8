"""What holds for every synthetic province, looked at in one that is made once."""

import click
import pytest

from gongjia.cases.kinds import kind_of
from gongjia.cases.models import Assignment, Case, Due, Entry
from gongjia.cases.words import happened
from gongjia.foundation.clock import today
from gongjia.foundation.sms import DEMO_PREFIX
from gongjia.people.models import Person
from gongjia.people.sealing import unseal
from gongjia.programmes.dispute_mediation.terms import terms_of
from gongjia.unions.models import Employer, Membership
from gongjia.world import command
from gongjia.world.names import MARK
from tests.once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def province(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("province")
    with django_db_blocker.unblock(), made_once(lambda: command.fill(members=300, seed=7), folder):
        yield


def test_everybody_is_plainly_made_up_and_nobody_can_be_called():
    for person in Person.objects.all():
        assert person.is_demo
        assert person.name.endswith(MARK)
        phone = unseal("phone", person.phone_sealed) if person.phone_sealed else ""
        assert not phone or phone.startswith((DEMO_PREFIX, "100"))  # no mobile number begins with 10
    assert all(employer.is_demo and MARK in employer.name for employer in Employer.objects.all())


def test_every_sentence_of_a_timeline_is_whole():
    told = [happened(entry, kind_of(entry.case.kind)) for entry in Entry.objects.select_related("case")]
    assert len(told) > 100
    assert not [sentence for sentence in told if "%" in sentence or "—" in sentence]


def test_it_has_as_many_members_as_asked_for():
    assert Membership.objects.on(today()).filter(person__account__isnull=True).count() == 300


def test_it_goes_into_an_empty_database_only():
    with pytest.raises(click.ClickException, match="already holds people"):
        command.fill(members=100, seed=1)


def test_every_open_matter_has_a_running_clock_or_waits_for_the_employer():
    without = Case.objects.open().exclude(pk__in=Due.objects.running().values("case")).values_list("step", flat=True)
    assert set(without) <= {"signing", "unpaid"}


def test_every_agreement_has_its_day_and_the_clock_runs_until_it_is_kept_or_broken():
    agreed = Case.objects.filter(entries__verb="conclude")
    days = {due.case_id: due for due in Due.objects.filter(rule="agreement.performance")}
    assert agreed
    for case in agreed:
        due = days.pop(case.pk)
        assert due.due_on == terms_of(case).last_due
        assert (due.closed_on is None) == (case.step == "performing")
    assert not days


def test_every_matter_is_in_somebodys_hands():
    held = Assignment.objects.filter(role="officer", until__isnull=True).values("case")
    assert not Case.objects.exclude(pk__in=held).exists()
