"""The only doors to cases. Everything a page, a job or an API reads of a case comes through here."""

from django.db.models import Q, QuerySet
from django.http import Http404

from gongjia.cases.kinds import Actor, Identity, Role
from gongjia.cases.models import Case
from gongjia.unions.access import employers_spoken_for, may, unions_reached


def cases_for(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor may read: their own, those assigned to them, their employer's, those of unions they serve."""
    person = actor.person
    if actor.is_system:
        return Case.objects.all()
    if person is None:
        return Case.objects.none()
    mine = Q(applicant=person) | Q(assignments__person=person, assignments__until__isnull=True)
    spoken_for = Q(employer__in=employers_spoken_for(person), parties__role=Role.RESPONDENT, parties__person=person)
    served = Q()
    for path in unions_reached(person, "read_cases"):
        served |= Q(union__path__startswith=path)
    scope = mine | (spoken_for & Q(identity=Identity.NAMED)) | (served if served else Q(pk__in=[]))
    return Case.objects.filter(pk__in=Case.objects.filter(scope).values("pk"))


def case_for(actor: Actor, case_id: int, lock: bool = False) -> Case:
    """One case that the actor may read, locked for a write if asked. Anything else is a 404: it does not say why."""
    cases = cases_for(actor)
    if actor.pickup:
        cases = case_of_pickup(actor.pickup)
    if lock:
        cases = cases.select_for_update(of=("self",))
    case = cases.select_related("union", "employer", "applicant").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def case_of_pickup(code: str) -> QuerySet[Case]:
    """The anonymous case behind a pick-up code; nothing for a code that was never given."""
    from gongjia.cases.pickup import pickup_index

    return Case.objects.filter(pickup_index=pickup_index(code))


def roles_in(case: Case, actor: Actor) -> set[Role]:
    """In what capacities the actor stands to this case now."""
    if actor.is_system:
        return {Role.SYSTEM}
    roles = set()
    if actor.pickup and case.pickup_index is not None:
        roles.add(Role.APPLICANT)
    if actor.person is None:
        return roles
    if case.applicant_id is not None and actor.applicant.pk == case.applicant_id:
        roles.add(Role.APPLICANT)
    held = case.assignments.filter(person=actor.person, until__isnull=True).values_list("role", flat=True)
    roles |= {Role(role) for role in held}
    if case.parties.filter(role=Role.RESPONDENT, person=actor.person).exists():
        roles.add(Role.RESPONDENT)
    if may(actor.person, "handle_cases", case.union):
        roles.add(Role.OFFICER)
    if case.union.parent is not None and may(actor.person, "handle_cases", case.union.parent):
        roles.add(Role.SUPERIOR)
    return roles
