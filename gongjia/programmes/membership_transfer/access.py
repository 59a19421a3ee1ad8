from django.http import Http404

from gongjia.cases.models import Case
from gongjia.people.models import Person
from gongjia.programmes.membership_transfer.rules import old_union_of
from gongjia.unions.access import may
from gongjia.unions.kinds import APPROVE_MEMBERS


def transfer_away(person: Person, case_id: int) -> Case:
    """A transfer out of a union whose members the person approves: what the old union may read of it. Else a 404."""
    case = Case.objects.select_related("applicant", "union").filter(pk=case_id, kind="membership_transfer").first()
    if case is None or not may(person, APPROVE_MEMBERS, old_union_of(case)):
        raise Http404
    return case
