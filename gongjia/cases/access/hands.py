"""In whose hands a case is, and who can take it."""

from collections.abc import Collection, Iterable

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from gongjia.cases.kinds import Identity, Role
from gongjia.cases.models import Assignment, Case
from gongjia.foundation.clock import today
from gongjia.foundation.walls import as_platform
from gongjia.people.models import Person
from gongjia.unions.access import unions_above
from gongjia.unions.kinds import ADVISE, HANDLE_CASES, MEDIATE, roles_that_may
from gongjia.unions.kinds import Role as OfficeRole
from gongjia.unions.models import EmployerContact, Office, Union, subtree

HOLDERS = frozenset({Role.OFFICER, Role.MEDIATOR})  # who has a case; a lawyer only looks at it beside them
# The verb that an assigned person must have.
NEEDS = {Role.OFFICER: HANDLE_CASES, Role.MEDIATOR: MEDIATE, Role.LAWYER: ADVISE}


@as_platform("a matter finds its officers by itself")
def officers_of(union: Union, besides: Collection[Person] = ()) -> list[Person]:
    """Who handles cases in a union; where nobody does, those of the nearest union above that has somebody.

    None of those `besides`, e.g. the sides of a case.
    """
    return next(filter(None, (_officers_in(near, besides) for near in [union, *unions_above(union)])), [])


@as_platform("an overdue matter finds by itself who is above whoever is late")
def above_all(union: Union, people: Collection[Person]) -> tuple[Union, list[Person]]:
    """The nearest union above in which others than these people handle cases, and those others.

    Never the people themselves: where a street's matters are done at the county, above is whoever is above them there.
    At the very top it is a colleague.
    """
    for near in [*unions_above(union), union]:
        if others := _officers_in(near, people):
            return near, others
    return union.parent or union, []


def _officers_in(union: Union, besides: Collection[Person]) -> list[Person]:
    held = Office.objects.on(today()).filter(union=union, role__in=roles_that_may(HANDLE_CASES))
    held = held.exclude(person__in=[person.pk for person in besides])
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("pk"))


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
    sides = [person.pk for person in [*sides_of(case), *besides]]
    employers_people = EmployerContact.objects.on(today()).filter(employer=case.employer).values("person")
    for near in [case.union, *unions_above(case.union)]:
        held = (
            Office.objects.on(today())
            .filter(union=near, role=OfficeRole.OFFICER)
            .exclude(person__in=sides)
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


def in_office(*roles: Role) -> Q:
    """Assignments in these roles, or in any, whose person holds, today, an office for it that reaches the case; without
    one they count for nothing."""
    path = ExpressionWrapper(OuterRef("case__union__path"), output_field=CharField())
    held = Office.objects.on(today()).filter(person=OuterRef("person"))
    held = held.alias(path=path).filter(path__startswith=F("union__path"))
    holds = Q(pk__in=[])
    for role in roles or NEEDS:
        holds |= Q(role=role) & Q(Exists(held.filter(role__in=roles_that_may(NEEDS[role]))))
    return holds


def held_by(person: Person) -> QuerySet[Assignment]:
    """What is in somebody's hands, as far as their offices reach today; whoever holds none has nothing."""
    reached = Q(pk__in=[])
    for office, path in Office.objects.on(today()).filter(person=person).values_list("role", "union__path"):
        roles = [role for role, verb in NEEDS.items() if office in roles_that_may(verb)]
        reached |= Q(role__in=roles) & subtree(path, "case__union__path")
    return Assignment.objects.filter(reached, person=person, until__isnull=True)


@as_platform("whether the office of whoever has a matter still runs")
def holder_of(case: Case, role: Role) -> Person | None:
    """Who has a case in a role, with an office for it."""
    held = case.assignments.filter(in_office(role), until__isnull=True).select_related("person").first()
    return held.person if held is not None else None


def assignments_left_behind() -> QuerySet[Assignment]:
    """What is still entered as in the hands of somebody whose office has ended, in open cases."""
    entered = Assignment.objects.filter(until__isnull=True, case__closed_on__isnull=True)
    return entered.exclude(in_office()).order_by("case", "pk")


def holders_of(case: Case, role: Role) -> list[Person]:
    """The people who are to act for a side of a case: those who have it, else everybody who can take it."""
    if role == Role.APPLICANT:
        return [case.applicant] if case.applicant is not None else []
    if role == Role.RESPONDENT:
        parties = case.parties.filter(role=role, person__isnull=False).select_related("person")
        return [party.person for party in parties if party.person] if case.identity == Identity.NAMED else []
    if role == Role.SUPERIOR:
        return officers_of(case.union.parent or case.union, sides_of(case))
    if role == Role.SYSTEM:
        return []
    holder = holder_of(case, role) or holder_of(case, Role.OFFICER)
    return [holder] if holder is not None else officers_of(case.union, sides_of(case))


def sides_of(case: Case) -> list[Person]:
    """The applicant and everybody named on a side: nobody of them handles the case, whatever office they hold."""
    parties = case.parties.filter(person__isnull=False).select_related("person")
    people = [case.applicant, *(party.person for party in parties)]
    return [person for person in people if person is not None]


def who_acts_for(case: Case, role: Role) -> list[Person]:
    """Whom to tell that a side of a case is to act; the officer, where the employer has nobody who can be told."""
    return holders_of(case, role) or (holders_of(case, Role.OFFICER) if role == Role.RESPONDENT else [])


def who_has(case: Case) -> list[Person]:
    """Whoever has a case at the union, its officer and its mediator; where nobody has it, all who can take it."""
    people = [*holders_of(case, Role.OFFICER), *holders_of(case, Role.MEDIATOR)]
    return list({person.pk: person for person in people}.values())


def asked_if_late(case: Case, holder: Role) -> tuple[Union, list[Person]]:
    """The union that is asked to look into a case when `holder` is late, and its people: others than those who have it."""
    return above_all(case.union, [*who_acts_for(case, holder), *who_has(case), *sides_of(case)])
