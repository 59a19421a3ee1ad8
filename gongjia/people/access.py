"""The only doors to people. Whoever searches among members comes through gongjia.unions.access, which narrows first."""

from contextlib import nullcontext
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest

from gongjia.foundation.clock import now
from gongjia.foundation.walls import as_platform
from gongjia.people import holdings, names
from gongjia.people.kinds import PURPOSES, Scope
from gongjia.people.models import Account, Closing, Consent, Copy, Person
from gongjia.people.sealing import blind_index

_scope: Scope | None = None


def install_scope(scope: Scope) -> None:
    """Called once at start by the room that knows offices. Until then no officer reaches anybody."""
    global _scope
    _scope = scope


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in; none for a visitor."""
    account = account_of(request)
    return account.person if account else None


def account_of(request: HttpRequest) -> Account | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, Account) and user.is_active else None  # type: ignore[unreachable]


def people_for(viewer: Person) -> QuerySet[Person]:
    """The rows a person sees by being that person: their own. What offices add is in gongjia.unions.access."""
    return Person.objects.filter(pk=viewer.pk)


@as_platform("whose a number is, is asked before anybody is known")
def person_by_phone(phone: str) -> Person | None:
    """For actions and sign-in, never to answer somebody whether a number is known. Digits as phones.read gives them."""
    return Person.objects.filter(phone_index=blind_index("phone", phone)).first()


@as_platform("signing in begins before anybody is known")
def account_by_phone(phone: str) -> Account | None:
    """For sign-in alone: one query whether the phone is known or not, so that its time tells nothing.

    The person is found first, by itself. In one join the database may walk through the accounts until it meets the
    phone, half of them for a known one and all for an unknown one, where its statistics call the tables small.
    """
    person = Person.objects.filter(phone_index=blind_index("phone", phone)).values("pk")
    return Account.objects.select_related("person").filter(person=Subquery(person)).first()


@as_platform("whose a number is, is asked before anybody is known")
def person_by_resident_id(number: str) -> Person | None:
    """For actions, as person_by_phone. A number as resident_id.read gives it."""
    return Person.objects.filter(id_index=blind_index("resident_id", number)).first()


def find_people(text: str, within: QuerySet[Any] | Q) -> QuerySet[Person]:
    """People whose name contains `text`, in pinyin order, among those that `within` allows.

    `within` is a queryset of person ids, or a condition on Person, made by a room that knows what the searcher may
    see. A text of one character or of ten costs one index; a function of the database looks into it, because under
    row-level security a query may not (docs/why/union-path.md).
    """
    condition = within if isinstance(within, Q) else Q(pk__in=within)
    text = names.tidy(text)
    if not text:
        return Person.objects.none()
    named = RawSQL("SELECT people_named(%s::varchar[])", [names.query_grams(text)])
    found = Person.objects.filter(condition, pk__in=named)
    if len(text) > 2:  # the pairs of a longer text may stand apart in a name
        found = found.filter(name__icontains=text)
    return found.order_by("name_pinyin", "id")


@as_platform("the offices and memberships of both decide")
def reach(account: Account | None, verb: str, person: Person) -> Any:
    """The union by whose office this account may do `verb` with a person. Raises PermissionDenied."""
    union = _scope.union_reaching(account.person, verb, person) if _scope and account else None
    if union is None:
        raise PermissionDenied
    return union


@as_platform("the offices and memberships of both decide")
def reaches(account: Account | None, verb: str, person: Person) -> bool:
    """Whether any office of this account lets it do `verb` with a person."""
    return bool(_scope and account and _scope.union_reaching(account.person, verb, person))


def holds_office(person: Person) -> bool:
    """Whether the person holds any office today."""
    return bool(_scope and _scope.holds_office(person))


def reached_person(account: Account | None, verb: str, person_id: int) -> Person:
    """A person whom an officer may do `verb` with. Anything else is a 404: it does not say whether there is one."""
    if not reaches(account, verb, Person(pk=person_id)):
        raise Http404  # before the row is asked for: the wall takes longer over one that is there
    at_counter = _scope is not None and _scope.serves_anybody(verb)
    with as_platform("a counter serves anybody who stands there") if at_counter else nullcontext():
        person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def is_bare(person: Person) -> bool:
    """Whether nothing is kept of the person but a way in: not proved, and no row of theirs in any room."""
    return not person.is_proved and not any(
        apps.get_model(holding.table)._base_manager.filter(**{holding.whose: person.pk}).exists()
        for holding in holdings.all_holdings()
        if not holding.is_trace
    )


def union_name(path: str) -> str:
    return _scope.name_of(path) if _scope and path else ""


def open_consent(person: Person, purpose: str) -> Consent | None:
    """The yes that holds now: not withdrawn, and given to the text as it stands."""
    return person.consents.filter(
        purpose=purpose, withdrawn_at__isnull=True, text_version=PURPOSES[purpose].version
    ).first()


def has_consent(person: Person, purpose: str) -> bool:
    return open_consent(person, purpose) is not None


def past_consents(person: Person) -> QuerySet[Consent]:
    """Consents that were withdrawn or given to an older text, newest first."""
    return person.consents.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "-id")


@as_platform("a person reads who had to do with their information, wherever that was")
def names_of_accounts(account_ids: set[int]) -> dict[int, str]:
    """Names of those who did something, for a log of doings; by account number."""
    rows = Account.objects.filter(pk__in=account_ids).values_list("pk", "person__name")
    return dict(rows)


@as_platform("who sees a row reads, masked, whose it is, also where the person is seen no more")
def people_by_name(person_ids: set[int]) -> dict[int, Person]:
    """People by their numbers, with nothing but their names."""
    return Person.objects.only("name").in_bulk(person_ids)


def latest_copy(person: Person) -> Copy | None:
    """The person's last copy of their information, ready or not."""
    return person.copies.order_by("-id").first()


def ready_copy(person: Person) -> Copy | None:
    """The person's last copy while it can be fetched: made, and not run out."""
    copy = latest_copy(person)
    return copy if copy is not None and copy.content_sealed is not None else None


def copies_asked() -> QuerySet[Copy]:
    """Copies that the job still has to make, oldest first."""
    return Copy.objects.filter(ready_at__isnull=True).order_by("id")


def open_closing(person: Person) -> Closing | None:
    """The person's wish to close the account while its days run."""
    return person.closings.filter(cancelled_at__isnull=True, done_at__isnull=True).first()


def closings_due() -> QuerySet[Closing]:
    """Closings whose waiting days are over, oldest first."""
    due = Closing.objects.filter(cancelled_at__isnull=True, done_at__isnull=True, due_at__lte=now())
    return due.order_by("due_at", "id")
