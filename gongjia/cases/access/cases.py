"""Which cases somebody may read, in what capacities, and what of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from gongjia.audit.access import events_about
from gongjia.cases.access.hands import HOLDERS, held_by
from gongjia.cases.kinds import Actor, Identity, Role
from gongjia.cases.models import Case, Document, Due, Entry, Rating
from gongjia.cases.pickup import is_well_formed, pickup_index
from gongjia.foundation.clock import today
from gongjia.foundation.walls import as_platform, hold_pickup
from gongjia.people.access import names_of_accounts
from gongjia.unions.access import employers_spoken_for, may, unions_reached
from gongjia.unions.kinds import HANDLE_CASES, READ_CASES
from gongjia.unions.models import subtree

STAFF = HOLDERS | {Role.LAWYER, Role.SUPERIOR, Role.SYSTEM}

# ---- cases ----------------------------------------------------------------------------------------------------------


def cases_for(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor may read: their own, those assigned to them, their employer's, those of unions they serve.

    At the counter an officer sees what the person at the counter sees, and only with that person's consent slip.
    """
    if actor.is_system:
        return Case.objects.all()
    if actor.pickup:
        return case_of_pickup(actor.pickup)
    if actor.on_behalf_of is not None:
        return Case.objects.filter(applicant=actor.on_behalf_of) if actor.slip is not None else Case.objects.none()
    if actor.person is None:
        return Case.objects.none()
    if actor.office is not None:
        in_office = served(actor.person) & not_a_side(actor.person)
        return Case.objects.filter(in_office & subtree(actor.office.path, "union__path"))
    held = Q(pk__in=held_by(actor.person).values("case"))
    in_office = (held | served(actor.person)) & not_a_side(actor.person)
    scope = Q(applicant=actor.person) | _spoken_for(actor.person) | in_office
    return Case.objects.filter(pk__in=Case.objects.filter(scope).values("pk"))


def under_way(actor: Actor, kind_key: str) -> Case | None:
    """The matter of this kind that whoever applies has open already; of several the first."""
    if actor.applicant is None:
        return None
    own = cases_for(actor).filter(kind=kind_key, applicant=actor.applicant, closed_on__isnull=True)
    return own.select_related("union").order_by("pk").first()


def case_for(actor: Actor, case_id: int, lock: bool = False) -> Case:
    """One case that the actor may read, locked for a write if asked. Anything else is a 404: it does not say why."""
    cases = cases_for(actor)
    if lock:
        cases = cases.select_for_update(of=("self",))
    case = cases.select_related("union__parent", "employer", "applicant").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def case_of_pickup(code: str) -> QuerySet[Case]:
    """The anonymous case behind a pick-up code; nothing for a code that was never given."""
    if not is_well_formed(code):
        return Case.objects.none()
    index = pickup_index(code)
    hold_pickup(index)
    return Case.objects.filter(pickup_index=index)


def all_cases(kind_key: str) -> QuerySet[Case]:
    """Every case of a kind: for the figures, which scope their rows themselves."""
    return Case.objects.filter(kind=kind_key)


def raised_cases(kind_key: str) -> QuerySet[Case]:
    """Every case of a kind with the `raised_path` of the union that it was raised with: who takes a case over takes
    nothing from what was raised there."""
    return all_cases(kind_key).annotate(raised_path=Coalesce("raised_with__path", "union__path"))


def roles_in(case: Case, actor: Actor) -> set[Role]:
    """In what capacities the actor stands to this case now. At the counter there is one: the applicant's."""
    if actor.is_system:
        return {Role.SYSTEM}
    if actor.pickup:
        return {Role.APPLICANT} if bytes(case.pickup_index or b"") == pickup_index(actor.pickup) else set()
    if actor.on_behalf_of is not None:
        is_theirs = case.applicant_id == actor.on_behalf_of.pk and actor.slip is not None
        return {Role.APPLICANT} if is_theirs else set()
    if actor.office is not None:
        return _roles_of_office(case, actor)
    return _roles_of_person(case, actor.person) if actor.person is not None else set()


def _roles_of_office(case: Case, actor: Actor) -> set[Role]:
    """What a partner's program is to a case: what its maker may do within the one union, and never a side of it."""
    near = ((Role.OFFICER, case.union), (Role.SUPERIOR, case.union.parent))
    reached = [(role, union) for role, union in near if union is not None and actor.office.covers(union)]
    return {role for role, union in reached if may(actor.person, HANDLE_CASES, union)}


def _roles_of_person(case: Case, person: Any) -> set[Role]:
    """One's own matter is nobody's office: whoever is the applicant or named on a side is that alone."""
    if case.applicant_id == person.pk:
        return {Role.APPLICANT}
    if case.parties.filter(person=person).exists():
        return {Role.RESPONDENT} if Case.objects.filter(_spoken_for(person), pk=case.pk).exists() else set()
    roles = {Role(role) for role in held_by(person).filter(case=case).values_list("role", flat=True)}
    served = tuple(unions_reached(person, HANDLE_CASES))
    if case.union.path.startswith(served):
        roles.add(Role.OFFICER)
    if case.union.parent is not None and case.union.parent.path.startswith(served):
        roles.add(Role.SUPERIOR)
    return roles


def _spoken_for(person: Any) -> Q:
    """Cases against an employer for which the person speaks and is named as its side; never one kept from it."""
    return Q(
        employer__in=employers_spoken_for(person).order_by(),
        parties__role=Role.RESPONDENT,
        parties__person=person,
        identity=Identity.NAMED,
    )


def not_a_side(person: Any) -> Q:
    """Cases in which the person is neither the applicant nor named on a side."""
    return ~Q(applicant=person) & ~Q(parties__person=person)


def served(person: Any) -> Q:
    served = Q(pk__in=[])
    for path in unions_reached(person, READ_CASES):
        served |= subtree(path, "union__path")
    return served


# ---- what belongs to a case -----------------------------------------------------------------------------------------


def entries_for(case: Case, roles: Iterable[Role]) -> QuerySet[Entry]:
    """The part of the story that these capacities may read, oldest first."""
    entries = case.entries.select_related("author__person").order_by("id")
    return entries.filter(_readable(set(roles), Q(for_respondent=True)))


def documents_for(case: Case, roles: Iterable[Role]) -> QuerySet[Document]:
    """The papers that these capacities may read, oldest first; removed ones are gone for everybody."""
    documents = case.documents.filter(removed_at__isnull=True).order_by("id")
    return documents.filter(_readable(set(roles), Q(for_employer=True)))


def _readable(roles: set[Role], for_employer: Q) -> Q:
    """What of a case these capacities may read: the union everything, the applicant what is public, an employer its own."""
    if roles & STAFF:
        return Q()
    mine = Q(pk__in=[])
    if Role.APPLICANT in roles:
        mine |= Q(is_public=True)
    if Role.RESPONDENT in roles:
        mine |= for_employer
    return mine


def document_for(actor: Actor, document_id: int) -> Document:
    """One paper that the actor may read: of a case, or of a draft of their own. Anything else is a 404."""
    document = Document.objects.select_related("case").filter(pk=document_id, removed_at__isnull=True).first()
    if document is None or document.case is None:
        raise Http404
    case = case_for(actor, document.case.pk)
    found = documents_for(case, roles_in(case, actor)).filter(pk=document_id).first()
    if found is None:
        raise Http404
    found.case = case
    return found


def due_first(case: Case) -> Due | None:
    """The clock that the pages show large: the nearest duty, else the nearest right, else one that stands still."""
    return case.dues.running().order_by("-is_duty", F("due_on").asc(nulls_last=True), "id").first()


def next_dues(cases: Iterable[Case]) -> dict[int, date]:
    """The nearest day on which somebody must have acted, by case; cases without such a clock are not in it."""
    running = Due.objects.duties().filter(case__in=[case.pk for case in cases], due_on__isnull=False)
    return dict(running.order_by().values_list("case").annotate(day=Min("due_on")).values_list("case", "day"))


def looked_today(case: Case, account: Any) -> bool:
    """Whether the account has looked at this case since midnight: a look is written down once a day."""
    return events_about(case).filter(verb="cases.looked", actor_id=account.pk, at__date=today()).exists()


def looks_of(case: Case) -> list[dict[str, Any]]:
    """Who looked at the case besides its sides, the latest first: `when` and `who`."""
    events = list(events_about(case).filter(verb="cases.looked").order_by("-id")[:50])
    names = names_of_accounts({event.actor_id for event in events if event.actor_id})
    return [{"when": event.at, "who": names.get(event.actor_id or 0, "")} for event in events]


def is_rated(case: Case) -> bool:
    return Rating.objects.filter(case=case).exists()


@as_platform("a number is taken, whoever has the case")
def number_is_taken(number: str) -> bool:
    return Case.objects.filter(number=number).exists()


# ---- for the jobs ---------------------------------------------------------------------------------------------------


def overdue_dues() -> QuerySet[Due]:
    """Duties whose day has passed and of which nobody above was told."""
    return Due.objects.overdue(today()).filter(escalated_at__isnull=True).order_by("due_on", "pk")


def dues_to_remind(days: Iterable[int]) -> QuerySet[Due]:
    """Duties that end within the largest of these numbers of days and were not reminded of at their present stage."""
    wanted = Q(pk__in=[])
    for before in days:
        at_stage = Q(due_on__lte=today() + timedelta(days=before), due_on__gte=today())
        wanted |= at_stage & (Q(reminded__isnull=True) | Q(reminded__gt=before))
    return Due.objects.duties().filter(wanted).order_by("due_on", "pk")
