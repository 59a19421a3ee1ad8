"""The only doors to cases. Everything a page, a job or an API reads of a case comes through here."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from gongjia.audit.access import events_about
from gongjia.cases.kinds import Actor, Identity, Role
from gongjia.cases.models import Assignment, Case, CounterVisit, Document, Draft, Due, Entry, Rating
from gongjia.cases.pickup import is_well_formed, pickup_index
from gongjia.foundation.clock import now, today
from gongjia.foundation.walls import as_platform, hold_pickup, hold_tokens, look_with
from gongjia.people.access import names_of_accounts
from gongjia.people.models import Person
from gongjia.unions.access import employers_spoken_for, may, unions_above, unions_reached
from gongjia.unions.kinds import HANDLE_CASES, READ_CASES, roles_that_may
from gongjia.unions.kinds import Role as OfficeRole
from gongjia.unions.models import EmployerContact, Office, Union, subtree

VISIT_LASTS = timedelta(hours=4)  # a forgotten visit must not let an officer go on acting for somebody
HOLDERS = frozenset({Role.OFFICER, Role.MEDIATOR})  # who has a case; a lawyer only looks at it beside them
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
        return Case.objects.filter(_served(actor.person) & subtree(actor.office.path, "union__path"))
    held = Q(assignments__person=actor.person, assignments__until__isnull=True)
    scope = Q(applicant=actor.person) | held | _spoken_for(actor.person) | _served(actor.person)
    return Case.objects.filter(pk__in=Case.objects.filter(scope).values("pk"))


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
    held = case.assignments.filter(person=person, until__isnull=True).values_list("role", flat=True)
    roles = {Role(role) for role in held}
    if case.applicant_id == person.pk:
        roles.add(Role.APPLICANT)
    # The same as _spoken_for, of one case: most people are named in none, and that is asked first.
    is_named = case.identity == Identity.NAMED and case.parties.filter(role=Role.RESPONDENT, person=person).exists()
    if is_named and case.employer in employers_spoken_for(person):
        roles.add(Role.RESPONDENT)
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


def _served(person: Any) -> Q:
    served = Q(pk__in=[])
    for path in unions_reached(person, READ_CASES):
        served |= subtree(path, "union__path")
    return served


# ---- what belongs to a case -----------------------------------------------------------------------------------------


def entries_for(case: Case, roles: Iterable[Role]) -> QuerySet[Entry]:
    """The part of the story that these capacities may read, oldest first."""
    entries = case.entries.select_related("author__person").order_by("id")
    roles = set(roles)
    if roles & STAFF:
        return entries
    mine = Q(pk__in=[])
    if Role.APPLICANT in roles:
        mine |= Q(is_public=True)
    if Role.RESPONDENT in roles:
        mine |= Q(for_respondent=True)
    return entries.filter(mine)


def documents_for(case: Case, roles: Iterable[Role]) -> QuerySet[Document]:
    """The papers that these capacities may read, oldest first; removed ones are gone for everybody."""
    documents = case.documents.filter(removed_at__isnull=True).order_by("id")
    roles = set(roles)
    if roles & STAFF:
        return documents
    mine = Q(pk__in=[])
    if Role.APPLICANT in roles:
        mine |= Q(is_public=True)
    if Role.RESPONDENT in roles:
        mine |= Q(for_employer=True)
    return documents.filter(mine)


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


# ---- hands ----------------------------------------------------------------------------------------------------------


@as_platform("a matter finds its officers by itself")
def officers_of(union: Union) -> list[Person]:
    """Who handles cases in a union; where nobody does, those of the nearest union above that has somebody."""
    for near in [union, *unions_above(union)]:
        held = Office.objects.on(today()).filter(union=near, role__in=roles_that_may(HANDLE_CASES))
        people = list(Person.objects.filter(pk__in=held.values("person")).order_by("pk"))
        if people:
            return people
    return []


@as_platform("a matter finds its mediators and lawyers by itself")
def within_reach(union: Union, verb: str) -> list[Person]:
    """Who may do something for a union (MEDIATE, ADVISE): its own people first, then those of the unions above it."""
    held = Office.objects.on(today()).filter(union__path__in=union.paths_above(), role__in=roles_that_may(verb))
    offices = held.select_related("person").order_by("-union__path", "person__name_pinyin", "pk")
    return list({office.person_id: office.person for office in offices}.values())


@as_platform("a matter finds its officer by itself")
def least_busy_officer(case: Case, besides: Iterable[Person] = ()) -> Person | None:
    """The officer of the case's union, else of the nearest above, with the fewest open matters.

    Never one of its sides, nobody who speaks for its employer, and none of those `besides` whom it is to be given.
    """
    sides = [case.applicant_id, *case.parties.values_list("person", flat=True), *(person.pk for person in besides)]
    employers_people = EmployerContact.objects.on(today()).filter(employer=case.employer).values("person")
    for near in [case.union, *unions_above(case.union)]:
        held = (
            Office.objects.on(today())
            .filter(union=near, role=OfficeRole.OFFICER)
            .exclude(person__in=filter(None, sides))
            .exclude(person__in=employers_people)
        )
        work = Count(
            "assignments", filter=Q(assignments__until__isnull=True, assignments__case__closed_on__isnull=True)
        )
        officers = Person.objects.filter(pk__in=held.values("person")).annotate(work=work)
        if officer := officers.order_by("work", "pk").first():
            return officer
    return None


@as_platform("the name of whoever has a matter is told with their union")
def union_of_holder(case: Case, person: Person) -> Union:
    """For which union somebody has a case: the nearest one, from the case's own upward, in which they hold an office."""
    offices = Office.objects.on(today()).filter(person=person, union__path__in=case.union.paths_above())
    office = offices.select_related("union").order_by("-union__path", "pk").first()
    return office.union if office is not None else case.union


@as_platform("a matter finds its officer by itself")
def who_had_a_hand_in(case: Case) -> list[Person]:
    """Everybody who had a case so far or wrote in it."""
    hands = Q(assignments__case=case) | Q(account__in=case.entries.values("author"))
    return list(Person.objects.filter(hands).distinct())


def assignment_of(case: Case, role: Role) -> Assignment | None:
    return case.assignments.filter(role=role, until__isnull=True).select_related("person").first()


def holders_of(case: Case, role: Role) -> list[Person]:
    """The people who are to act for a side of a case: those assigned, else everybody who can take it."""
    if role == Role.APPLICANT:
        return [case.applicant] if case.applicant is not None else []
    if role == Role.RESPONDENT:
        parties = case.parties.filter(role=role, person__isnull=False).select_related("person")
        return [party.person for party in parties if party.person] if case.identity == Identity.NAMED else []
    if role == Role.SUPERIOR:
        return officers_of(case.union.parent or case.union)
    if role == Role.SYSTEM:
        return []
    assigned = assignment_of(case, role) or assignment_of(case, Role.OFFICER)
    return [assigned.person] if assigned is not None else officers_of(case.union)


# ---- the desk -------------------------------------------------------------------------------------------------------


def worklist_for(actor: Actor, scope: str = "mine", kind: str = "", overdue: bool = False) -> QuerySet[Case]:
    """Open cases for an officer's table, the nearest due first, each with `next_due` and `holder_name` (or None).

    scope   mine: in the actor's own hands; union: of the unions the actor serves; below: of all the unions under them
    """
    person = actor.person
    if person is None:
        return Case.objects.none()
    nearest = Due.objects.duties().filter(case=OuterRef("pk"), due_on__isnull=False).order_by("due_on")
    cases = (
        Case.objects.open().filter(_in_scope(person, scope)).annotate(next_due=Subquery(nearest.values("due_on")[:1]))
    )
    if kind:
        cases = cases.filter(kind=kind)
    if overdue:
        cases = cases.filter(next_due__lt=today())
    hands = Assignment.objects.filter(case=OuterRef("pk"), until__isnull=True, role__in=HOLDERS)
    hands = hands.order_by("role")  # the mediator first
    cases = cases.annotate(holder_name=Subquery(hands.values("person__name")[:1]))
    return cases.select_related("union", "applicant", "employer").order_by(F("next_due").asc(nulls_last=True), "pk")


def _in_scope(person: Any, scope: str) -> Q:
    if scope == "mine":
        held = Assignment.objects.filter(person=person, until__isnull=True)
        return Q(pk__in=held.values("case"))
    own = Office.objects.on(today()).filter(person=person, role__in=roles_that_may(READ_CASES)).values("union")
    return Q(union__in=own) if scope == "union" else _served(person) & ~Q(union__in=own)


def call_backs_for(actor: Actor) -> QuerySet[Rating]:
    """Bad ratings that the actor is to call back: of unions below, or of the own union where others had the case.

    Whoever had a hand in a case never finds its rating here, nor anywhere else.
    """
    person = actor.person
    if person is None or actor.on_behalf_of is not None:
        return Rating.objects.none()
    reach = Q(pk__in=[])
    for path in unions_reached(person, HANDLE_CASES):
        reach |= subtree(path, "case__union__path")
    wrote = Entry.objects.filter(case=OuterRef("case"), author__person=person)
    had = Assignment.objects.filter(case=OuterRef("case"), person=person)
    waiting = Rating.objects.filter(reach, call_back_by__isnull=False, called_back_at__isnull=True)
    waiting = waiting.exclude(Exists(wrote) | Exists(had)).exclude(case__applicant=person)
    return waiting.select_related("case__union", "case__applicant").order_by("call_back_by", "pk")


def call_back_for(actor: Actor, rating_id: int, lock: bool = False) -> Rating:
    """One rating that the actor is to call back. Anything else is a 404."""
    ratings = call_backs_for(actor)
    if lock:
        ratings = ratings.select_for_update(of=("self",))
    rating = ratings.filter(pk=rating_id).first()
    if rating is None:
        raise Http404
    return rating


# ---- drafts and the counter -----------------------------------------------------------------------------------------


def drafts_for(person: Any) -> QuerySet[Draft]:
    """What a person has begun to write, the latest first."""
    if person is None:
        return Draft.objects.none()
    return Draft.objects.filter(person=person, written_by__person=person).order_by("-updated_at", "-pk")


def draft_for(actor: Actor, kind_key: str, token: uuid.UUID | None = None, lock: bool = False) -> Draft | None:
    """The draft of a kind: the actor's own, that begun at the counter, or a stranger's by its browser's token."""
    drafts = Draft.objects.filter(person=actor.applicant, written_by=actor.account)
    if actor.applicant is None:
        drafts = drafts.filter(token=token) if token else Draft.objects.none()
        hold_tokens(token)
    if lock:
        drafts = drafts.select_for_update(of=("self",))
    return drafts.filter(kind=kind_key).first()


def visit_of(account: Any, visit_id: int | None) -> CounterVisit | None:
    """The counter visit that the account is in now; None once it is over, or too old to be the same person."""
    if visit_id is None:
        return None
    visits = CounterVisit.objects.filter(officer=account, ended_at__isnull=True, started_at__gt=now() - VISIT_LASTS)
    with as_platform("the slip lets the officer act for this person, whoever it is"):
        visit = visits.select_related("person", "slip", "union").filter(pk=visit_id).first()
    if visit is not None:
        look_with(account.person_id, account.pk, serving=visit.person_id)
    return visit


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


def drafts_untouched_since(moment: Any) -> QuerySet[Draft]:
    return Draft.objects.filter(updated_at__lt=moment).order_by("updated_at", "pk")
