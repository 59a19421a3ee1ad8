"""The only doors to unions, memberships, offices and employers, and the one question of permission: `may`."""

import re
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404

from gongjia.foundation.clock import today
from gongjia.foundation.walls import as_platform
from gongjia.people.access import find_people
from gongjia.people.models import Person
from gongjia.people.names import query_grams
from gongjia.people.sealing import blind_index
from gongjia.unions.kinds import (
    ACT_AT_COUNTER,
    ADMINISTER,
    HANDLE_CASES,
    MANAGE_OFFICES,
    READ_MEMBERS,
    VOUCH,
    roles_that_may,
)
from gongjia.unions.models import (
    Employer,
    EmployerContact,
    Membership,
    MembershipChange,
    Office,
    Retention,
    Union,
    subtree,
)

AT_THE_COUNTER = {VOUCH, ACT_AT_COUNTER}

# ---- who may --------------------------------------------------------------------------------------------------------


def may(person: Person | None, verb: str, union: Union) -> bool:
    """Whether an office that the person holds today, in this union or one above it, carries the verb."""
    if person is None:
        return False
    held = Office.objects.on(today()).filter(person=person, role__in=roles_that_may(verb))
    return held.filter(union__path__in=union.paths_above()).exists()


def unions_reached(person: Person | None, verb: str) -> list[str]:
    """The paths of the subtrees in which the person may do it, none inside another. Empty: nowhere."""
    if person is None:
        return []
    held = Office.objects.on(today()).filter(person=person, role__in=roles_that_may(verb))
    reached: list[str] = []
    for path in sorted(set(held.values_list("union__path", flat=True)), key=len):
        if not path.startswith(tuple(reached)):
            reached.append(path)
    return sorted(reached)


def keeps_the_law(person: Person | None) -> bool:
    """Whether the person may edit what the platform knows of the law: the administrators of the whole province."""
    return any(is_province(path) for path in unions_reached(person, ADMINISTER))


def is_province(path: str) -> bool:
    return path.count("/") == 1


def offices_of(person: Person | None, on: date | None = None) -> QuerySet[Office]:
    """The offices that the person holds on a day (today), the highest union first."""
    if person is None:
        return Office.objects.none()
    return (
        Office.objects.on(on or today()).filter(person=person).select_related("union").order_by("union__path", "role")
    )


def is_officer(person: Person | None) -> bool:
    """Whether the person handles cases in some union today: such a person may keep the list of employers."""
    return bool(unions_reached(person, HANDLE_CASES))


def office_holders(union: Union) -> QuerySet[Office]:
    """Who holds an office in this very union today or will, the longest first."""
    held = union.offices.filter(Q(until__isnull=True) | Q(until__gt=today()))
    return held.select_related("person").order_by("role", "since", "pk")


def offices_ended(union: Union) -> QuerySet[Office]:
    """Offices in this union that are over, the latest first."""
    return union.offices.filter(until__lte=today()).select_related("person").order_by("-until", "-pk")


def office_for(person: Person | None, office_id: int) -> Office:
    """One office that the person may end: in a union whose offices they manage, or their own. Else a 404."""
    managed = _below(unions_reached(person, MANAGE_OFFICES), "union__path")
    offices = Office.objects.filter(managed | Q(person=person)).select_related("person", "union")
    office = offices.filter(pk=office_id).first()
    if office is None:
        raise Http404
    return office


def needs_second_factor(person: Person) -> bool:
    """Whether the person holds an office at county level or above today."""
    high = [Union.Level.PROVINCE, Union.Level.PREFECTURE, Union.Level.COUNTY]
    return Office.objects.on(today()).filter(person=person, union__level__in=high).exists()


def employers_spoken_for(person: Person | None) -> QuerySet[Employer]:
    """The employers that the person speaks for today."""
    if person is None:
        return Employer.objects.none()
    contacts = person.employer_contacts.on(today())
    return Employer.objects.filter(pk__in=contacts.values("employer")).order_by("name_pinyin", "pk")


NOWHERE = "-"  # no union's path


class OfficeScope:
    """What the people room asks of us: by the office in which union may this officer do this with this person?"""

    def union_reaching(self, officer: Person, verb: str, person: Person) -> Union | None:
        """The union of the office that carries the verb and reaches the person; None where no office does.

        At the counter any station serves anybody who stands there with the card (任意职工服务站). What looks at
        somebody who is not there reaches only the members of one's own subtree. What is done with an officer as
        an officer needs an office at or above each union in which they hold one: none below may reach up.
        """
        carrying = Office.objects.on(today()).filter(person=officer, role__in=roles_that_may(verb))
        if verb not in AT_THE_COUNTER:
            membership = membership_of(person)
            unions = [membership.union] if membership else []
            if verb == MANAGE_OFFICES:
                unions = [office.union for office in offices_of(person)] or unions
            above = [set(union.paths_above()) for union in unions]
            # Whoever is in no union, or does not exist at all, costs the query that anybody costs.
            carrying = carrying.filter(union__path__in=set.intersection(*above) if above else {NOWHERE})
        office = carrying.select_related("union").order_by("-union__path", "role").first()
        return office.union if office else None

    def holds_office(self, person: Person) -> bool:
        return offices_of(person).exists()

    def serves_anybody(self, verb: str) -> bool:
        """Whether it is done at a counter, with whoever stands there."""
        return verb in AT_THE_COUNTER

    def name_of(self, union_path: str) -> str:
        union = Union.objects.filter(path=union_path).first()
        return union.label if union else ""


# ---- unions ---------------------------------------------------------------------------------------------------------


def unions_for(person: Person | None, verb: str) -> QuerySet[Union]:
    """The unions in which the person may do it, the province first."""
    return Union.objects.filter(_below(unions_reached(person, verb))).order_by("path")


def union_for(person: Person | None, verb: str, union_id: int) -> Union:
    """One union in which the person may do it. Anything else is a 404: it does not say why."""
    union = unions_for(person, verb).filter(pk=union_id).first()
    if union is None:
        raise Http404
    return union


def union_shown(union_id: int) -> Union:
    """A standing union as anybody may see it: its name, address and telephone are public (入会要找得到组织)."""
    union = Union.objects.standing(today()).select_related("parent", "employer").filter(pk=union_id).first()
    if union is None:
        raise Http404
    return union


def union_known(union_id: int) -> Union:
    """A union by its number, also one that no longer stands: a history names it."""
    return Union.objects.get(pk=union_id)


def union_by_join_code(code: str) -> Union | None:
    """The standing union whose poster carries this code, however it was typed; None where there is none."""
    code = re.sub(r"[^0-9A-Z]", "", code.upper())
    return Union.objects.standing(today()).select_related("employer").filter(join_code=code).first()


def union_served(person: Person | None, union_id: int) -> Union:
    """A union in which the person has any office, or which lies under one where they have. Else a 404."""
    paths = offices_of(person).values_list("union__path", flat=True)
    union = Union.objects.filter(_below(list(paths)), pk=union_id).select_related("parent").first()
    if union is None:
        raise Http404
    return union


def unions_above(union: Union) -> QuerySet[Union]:
    """The unions over this one, the nearest first."""
    return Union.objects.filter(path__in=union.paths_above()[:-1]).order_by("-path")


def unions_below(union: Union) -> QuerySet[Union]:
    """The standing unions directly under this one."""
    return union.children.standing(today()).order_by("level", "division_code", "name_pinyin", "pk")


def unions_of_division(division_code: str) -> QuerySet[Union]:
    """The standing federations of a division: its own, and those over it where it has none."""
    codes = [division_code[:2] + "0000", division_code[:4] + "00", division_code[:6], division_code]
    federations = Union.objects.standing(today()).filter(kind=Union.Kind.FEDERATION, division_code__in=codes)
    return federations.order_by("-path")


def find_unions(text: str) -> QuerySet[Union]:
    """Standing unions whose name contains what was typed."""
    if not text.strip():
        return Union.objects.none()
    found = Union.objects.standing(today()).filter(name_grams__contains=query_grams(text))
    return found.select_related("county").order_by("name_pinyin", "pk")


def unions_listed(text: str = "", division_code: str = "", parent_id: int | None = None) -> QuerySet[Union]:
    """Standing unions by a part of the name, by division, and those directly under one union."""
    found = find_unions(text) if text.strip() else Union.objects.standing(today())
    if division_code:
        found = found.filter(division_code=division_code)
    if parent_id is not None:
        found = found.filter(parent=parent_id)
    return found.order_by("name_pinyin", "pk")


# ---- employers ------------------------------------------------------------------------------------------------------


def find_employers(text: str) -> QuerySet[Employer]:
    """Employers by a part of the name, or by the whole credit code."""
    text = text.strip()
    if not text:
        return Employer.objects.none()
    if re.fullmatch(r"[0-9A-Za-z]{18}", text):
        return Employer.objects.filter(credit_code=text.upper())
    return Employer.objects.filter(name_grams__contains=query_grams(text)).order_by("name_pinyin", "pk")


def employer_shown(employer_id: int) -> Employer:
    """An employer as anybody may see it: name, credit code and address stand in the public register."""
    employer = Employer.objects.filter(pk=employer_id).first()
    if employer is None:
        raise Http404
    return employer


def has_union_within_reach(person: Person | None, employer: Employer) -> bool:
    """Whether the person handles cases of a union at this employer: such a person names who speaks for it."""
    return unions_at(employer).filter(_below(unions_reached(person, HANDLE_CASES))).exists()


@as_platform("any officer keeps the list of employers and of who speaks for them")
def contacts_of(employer: Employer) -> list[EmployerContact]:
    """Who speaks for an employer today."""
    return list(employer.contacts.on(today()).select_related("person").order_by("since", "pk"))


@as_platform("any officer keeps the list of employers and of who speaks for them")
def contact_for(contact_id: int) -> EmployerContact:
    contact = EmployerContact.objects.select_related("employer").filter(pk=contact_id).first()
    if contact is None:
        raise Http404
    return contact


def unions_at(employer: Employer) -> QuerySet[Union]:
    """The standing unions that an employer's workers belong to."""
    return employer.unions.standing(today()).order_by("path")


# ---- members --------------------------------------------------------------------------------------------------------


def membership_of(person: Person | None) -> Membership | None:
    """The person's open membership with its union; None for somebody who is not a member."""
    if person is None:
        return None
    return Membership.objects.filter(person=person, ended_on__isnull=True).select_related("union", "person").first()


def membership_of_id(membership_id: int) -> Membership | None:
    """An open membership by its number, for a card whose signature was checked."""
    found = Membership.objects.filter(pk=membership_id, ended_on__isnull=True)
    return found.select_related("union", "person").first()


def open_memberships(people: list[Person]) -> dict[int, Membership]:
    """The open memberships of some people, by the person's number."""
    found = Membership.objects.filter(person__in=people, ended_on__isnull=True).select_related("union")
    return {membership.person_id: membership for membership in found}


@as_platform("whoever may see a person may see where they were a member before")
def memberships_of(person: Person) -> list[Membership]:
    """Every membership the person ever had, the newest first."""
    return list(person.memberships.select_related("union").order_by("-started_on", "-pk"))


def retention_of(membership: Membership | None) -> Retention | None:
    """The retention that stands now, if any."""
    return membership.retentions.filter(until__isnull=True).first() if membership else None


def members_for(viewer: Person | None, union: Union, text: str = "") -> QuerySet[Person]:
    """Members of a union and everything under it, as far as the viewer may read them; by name order.

    `text` narrows to a part of the name, or to the exact phone or resident ID. Shown masked; opening one of them
    goes through `member_for` and is recorded.
    """
    if not may(viewer, READ_MEMBERS, union):
        raise Http404
    open_here = _open_under(union)
    people = Person.objects.filter(pk__in=open_here.values("person")).order_by("name_pinyin", "pk")
    text = text.strip()
    if not text:
        return people
    if re.fullmatch(r"1\d{10}", text):
        return people.filter(phone_index=blind_index("phone", text))
    if re.fullmatch(r"\d{17}[\dXx]", text):
        return people.filter(id_index=blind_index("resident_id", text.upper()))
    return find_people(text, open_here.values("person"))


def _open_under(union: Union) -> QuerySet[Membership]:
    return Membership.objects.filter(subtree(union.path, "union__path"), ended_on__isnull=True)


def members_page(viewer: Person | None, union: Union, text: str, number: Any, size: int) -> Page:
    """One page of `members_for`. Raises Http404.

    A county has sixty thousand members: to ask of each whether the viewer sees it, only to put them in order, takes
    ten times as long as the page. So the order is found as the platform, and the few rows are read with the viewer's eyes.
    """
    with as_platform("the numbers of a page in the order of names; the rows are read with the viewer's own eyes"):
        paginator = Paginator(members_for(viewer, union, text).values_list("pk", flat=True), size)
        if not text.strip():
            paginator.count = _open_under(union).count()  # everybody has one: no need to look at the people
        page = paginator.get_page(number)
        numbers = list(page.object_list)
    people = Person.objects.in_bulk(numbers)
    page.object_list = [people[pk] for pk in numbers if pk in people]
    return page


def member_for(viewer: Person | None, person_id: int) -> tuple[Person, Membership]:
    """One member in the viewer's reach with the open membership. Anything else is a 404."""
    membership = open_in_reach(viewer).filter(person_id=person_id).select_related("person", "union").first()
    if membership is None:
        raise Http404
    return membership.person, membership


def open_in_reach(viewer: Person | None) -> QuerySet[Membership]:
    """The memberships whose people `member_for` shows to the viewer."""
    return Membership.objects.filter(_below(unions_reached(viewer, READ_MEMBERS), "union__path"), ended_on__isnull=True)


@as_platform("a number, no rows")
def members_count(union: Union, on: date | None = None) -> int:
    """Open memberships of a union and everything under it on a day (today), retained ones among them."""
    return Membership.objects.on(on or today()).filter(subtree(union.path, "union__path")).count()


@as_platform("a number, no rows")
def retained_count(union: Union, on: date | None = None) -> int:
    """How many of them are retained."""
    return Retention.objects.on(on or today()).filter(subtree(union.path, "membership__union__path")).count()


# ---- rows for the figures, which scope them themselves --------------------------------------------------------------


def all_memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("union")


def all_retentions() -> QuerySet[Retention]:
    return Retention.objects.select_related("membership__union")


def all_changes() -> QuerySet[MembershipChange]:
    return MembershipChange.objects.select_related("union")


def _below(paths: list[str], lookup: str = "path") -> Q:
    """The subtrees of these paths; nothing where there are none."""
    scope = Q(pk__in=[])
    for path in paths:
        scope |= subtree(path, lookup)
    return scope
