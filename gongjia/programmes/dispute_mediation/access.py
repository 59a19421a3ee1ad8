"""Rows of other rooms that this programme offers to choose from."""

from typing import Any

from django.db.models import QuerySet

from gongjia.foundation.clock import today
from gongjia.people.models import Person
from gongjia.unions.kinds import MEDIATE, roles_that_may
from gongjia.unions.models import Office


def mediators_for(case: Any) -> QuerySet[Person]:
    """Who may mediate a case: mediators of its union and of those above it, the parties themselves left out."""
    offices = Office.objects.on(today()).filter(
        union__path__in=case.union.paths_above(), role__in=roles_that_may(MEDIATE)
    )
    parties = case.parties.filter(person__isnull=False).values("person")
    people = Person.objects.filter(pk__in=offices.values("person")).exclude(pk__in=parties)
    return people.exclude(pk=case.applicant_id).order_by("name_pinyin", "pk")
