from django.http import Http404

from gongjia.cases.models import Case
from gongjia.foundation.walls import as_platform
from gongjia.people.models import Person
from gongjia.unions.access import may, membership_of, union_known
from gongjia.unions.kinds import APPROVE_MEMBERS
from gongjia.unions.models import Membership, Union


def other_request(person: Person, case: Case) -> Case | None:
    """Another request of the person to move that is still open."""
    others = Case.objects.open().filter(kind=case.kind, applicant=person).exclude(pk=case.pk)
    return others.select_related("union").order_by("pk").first()


def old_union_of(case: Case) -> Union:
    """Where the membership lies now; after the move, or after leaving, where it lay when the request was made."""
    membership = membership_of(case.applicant)
    is_gone = membership is None or membership.union_id == case.union_id
    return union_known(case.intake["from_union"]) if is_gone else membership.union


def _was_member_here(case: Case) -> bool:
    """Whether whoever looks sees the membership that is to move, or was moved, with their own eyes."""
    return Membership.objects.filter(person=case.applicant).exclude(union=case.union).exists()


def transfer_away(person: Person, case_id: int) -> Case:
    """A transfer out of a union whose members the person approves: what the old union may read of it. Else a 404."""
    with as_platform("the old union reads of a matter that is the new one's"):
        case = Case.objects.select_related("applicant", "union").filter(pk=case_id, kind="membership_transfer").first()
    if case is None or not _was_member_here(case) or not may(person, APPROVE_MEMBERS, old_union_of(case)):
        raise Http404
    return case
