"""A small province for the tests of the walls: one of everything in each of nine unions, and one person for every role.

Whose is whose can be read off the text of a page: every private word belongs to one union and stands nowhere else.
"""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.http import SimpleCookie
from django.test import Client
from django.test.client import ClientHandler

from gongjia.cases.actions import open_case
from gongjia.cases.actions.documents import add as add_paper
from gongjia.cases.kinds import Actor, Identity
from gongjia.cases.models import Assignment, Case, Document, Draft, Rating
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.cases.tests.factories import a_photo, a_respondent, an_actor, an_upload
from gongjia.connections.actions.tokens import make_token
from gongjia.connections.models import Message, Token, Webhook
from gongjia.desks.models import SavedView
from gongjia.foundation.api.scopes import all_scopes
from gongjia.foundation.clock import now, today
from gongjia.law.models import UnansweredQuestion
from gongjia.notices.actions import tell
from gongjia.notices.models import Notice
from gongjia.people.actions import tell_email
from gongjia.people.middleware import BEGAN, SEEN
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import PASSWORD, TOTP_SECRET, a_person, a_resident_id, an_account, signed_in
from gongjia.programmes.concern.tests.factories import answers as concern_answers
from gongjia.programmes.dispute_mediation.tests.factories import answers as dispute_answers
from gongjia.programmes.owed.tests.factories import a_calculation, a_variant, handed_in
from gongjia.unions.models import Office, Union
from gongjia.unions.tests.factories import a_contact, a_member, a_union, an_employer, an_officer
from gongjia.unions.ways import Way
from tests.pages import _law as a_law
from tests.pages import a_passkey, card_token

OWN, SIBLING, PARENT, CHILD, OTHER = "own", "sibling", "parent", "child", "other region"
RELATIONS = (OWN, SIBLING, PARENT, CHILD, OTHER)

# How the unions stand to each other, seen from where a role is at home. A grassroots union has nothing under it, and
# the province no sibling and nothing above; its "other region" is another province.
RELATED = {
    "grassroots": {OWN: "grassroots", SIBLING: "grassroots 2", PARENT: "street", OTHER: "grassroots far"},
    "county": {OWN: "county", SIBLING: "county 2", PARENT: "city", CHILD: "grassroots", OTHER: "county far"},
    "city": {OWN: "city", SIBLING: "city 2", PARENT: "province", CHILD: "county", OTHER: "county far"},
    "province": {OWN: "province", CHILD: "grassroots", OTHER: "other province"},
}
UNIONS = tuple(dict.fromkeys(union for related in RELATED.values() for union in related.values()))
MARKS = dict(zip(UNIONS, "甲乙丙丁戊己庚辛壬癸寅", strict=True))  # one sign a union, in every private word

# Where each role is at home, and the office it holds there.
HOMES = {
    "anonymous": "grassroots", "stranger": "grassroots", "member": "grassroots", "applicant": "grassroots",
    "respondent": "grassroots", "writer": "grassroots", "grassroots officer": "grassroots", "county officer": "county", "leader": "county",
    "mediator": "county", "other mediator": "county", "lawyer": "county", "supervisor": "county", "auditor": "county",
    "administrator": "county", "city officer": "city", "analyst": "province", "keeper": "province",
}  # fmt: skip
OFFICES = {
    "grassroots officer": Office.Role.OFFICER, "county officer": Office.Role.OFFICER, "leader": Office.Role.LEADER,
    "mediator": Office.Role.MEDIATOR, "other mediator": Office.Role.MEDIATOR, "lawyer": Office.Role.LAWYER,
    "supervisor": Office.Role.SUPERVISOR, "auditor": Office.Role.AUDITOR, "administrator": Office.Role.ADMINISTRATOR,
    "city officer": Office.Role.OFFICER, "analyst": Office.Role.ANALYST, "keeper": Office.Role.ADMINISTRATOR,
}  # fmt: skip
ROLES = tuple(HOMES)
NOBODY_SIGNED_IN = {"anonymous", "writer"}


@dataclass
class Bundle:
    """One of everything in a union: the numbers that addresses name, and the words that only its own may read."""

    union: Union
    ids: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


@dataclass
class World:
    unions: dict[str, Union]
    bundles: dict[str, Bundle]
    people: dict[str, Any]  # role -> person; none for those who are not signed in
    own: dict[str, dict[str, Any]]  # role -> what is that very person's
    cookies: dict[str, SimpleCookie]

    tokens: dict[str, str]  # role -> what its program shows, which may do all that the person may
    common: dict[str, Any]  # numbers of what belongs to nobody: a statute, a synonym
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))  # loaded once

    def client_for(self, role: str) -> Client:
        """A browser of that role as it was at the beginning, whatever the request before did to its cookies.

        It shows the role's token, too: pages look at the cookie alone, the API at the token alone.
        """
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role in self.tokens else {}
        client = Client(raise_request_exception=False, headers=headers)
        client.handler = self.handler
        client.cookies = SimpleCookie(self.cookies[role].output(header="", sep=";"))
        return client

    def relations(self, role: str) -> dict[str, str]:
        return RELATED[HOMES[role]]

    def ids(self, role: str, relation: str) -> dict[str, Any]:
        """The numbers in an address whose object stands to the role in this relation."""
        ids = self.common | self.bundles[self.relations(role)[relation]].ids
        return ids | self.own[role] if relation == OWN else ids

    def words_kept_from(self, role: str) -> dict[str, str]:
        """Every private word that this role may never read, with the union that it belongs to."""
        seen = SIGHT[role](self)
        return {word: key for key, bundle in self.bundles.items() for word in bundle.words if word not in seen}


def a_small_world() -> World:
    unions = _unions()
    bundles = {key: _bundle(key, union) for key, union in unions.items()}
    people = {role: _person(role, unions, bundles) for role in ROLES if role not in NOBODY_SIGNED_IN}
    _involve(bundles, people)
    own = {role: _own(people.get(role)) for role in ROLES}
    own["writer"] = _written_anonymously(unions["county"])
    cookies = {role: _signed_in(person) for role, person in people.items()}
    tokens = {role: _program(person) for role, person in people.items()}
    cookies |= {"anonymous": SimpleCookie(), "writer": _with_mailbox(own["writer"]["pickup"])}
    return World(unions, bundles, people, own, cookies, tokens, _common())


def _common() -> dict[str, Any]:
    return a_law() | {"question": UnansweredQuestion.objects.latest("pk").pk}


def _unions() -> dict[str, Union]:
    federation = {
        union.division_code: union
        for union in Union.objects.filter(kind=Union.Kind.FEDERATION, division_code__in=CODES)
    }
    unions = {key: federation[code] for code, key in CODES.items()}
    street = a_union(unions["county"], Union.Level.TOWNSHIP, name="演示甲街道总工会")
    far = a_union(unions["county far"], Union.Level.TOWNSHIP, name="演示远街道总工会")
    unions |= {
        "street": street,
        "grassroots": a_union(street, name="演示甲配送站工会"),
        "grassroots 2": a_union(street, name="演示乙配送站工会"),
        "grassroots far": a_union(far, name="演示远配送站工会"),
        "other province": a_union(name="演示外省总工会"),
    }
    return {key: unions[key] for key in UNIONS}


CODES = {
    "220000": "province", "220200": "city", "220202": "county", "220203": "county 2",
    "220100": "city 2", "220102": "county far",
}  # fmt: skip


def _bundle(key: str, union: Union) -> Bundle:
    mark, bundle = MARKS[key], Bundle(union)
    clerk = an_officer(union, person=_somebody(f"演示{mark}办事"))
    worker, mover, rater = [a_member(union, _somebody(f"演示{mark}{who}")) for who in ("会员", "调走", "评价")]
    employer = an_employer(name=f"演示{mark}字配送有限公司")
    Union.objects.filter(pk=union.pk).update(employer=employer)
    contact = a_contact(employer, _somebody(f"演示{mark}单位"))
    bundle.people = {"worker": worker, "mover": mover, "rater": rater, "clerk": clerk, "contact": contact}
    story = f"从三月起没有发工资，只有{mark}组知道。"
    case = _dispute(worker, union, employer, story)
    add_paper(case.pk, an_actor(worker), an_upload(f"工资条{mark}.pdf"))
    rated = _dispute(rater, union, employer, f"{mark}组的旧事。")
    Case.objects.filter(pk=rated.pk).update(step="withdrawn", closed_on=today(), outcome="withdrawn")
    deputy = an_officer(union, person=_somebody(f"演示{mark}帮办"))
    rating = Rating.objects.create(case=rated, grade=1, text=f"{mark}组办得太慢", call_back_by=today() + timedelta(9))
    transfer = _transfer(mover)
    bundle.cases = {"case": case, "rated": rated, "transfer": transfer}
    tell([worker], "cases.opened", link="/", number=case.number, case_kind=case.kind, union=union.name)
    calculation = a_calculation(worker)
    handed = handed_in(case, a_calculation(worker))
    bundle.ids = {
        "union": union.pk, "code": union.join_code, "person": worker.pk, "case": case.pk, "rating": rating.pk,
        "document": case.documents.get(kind="evidence").pk, "employer": employer.pk, "transfer": transfer.pk,
        "contact": contact.employer_contacts.get().pk, "office": clerk.offices.get().pk, "clerk": clerk.pk,
        "union_name": union.name, "assignee": f"officer-{deputy.pk}", "employer_name": employer.name,
        "phone": phone_of(worker), "name": worker.name, "card": card_token(worker), "number": case.number,
        "draft_paper": _draft(worker), "once": _once(case), "mediator": clerk.pk,
        **_belongings(worker), "view": _view(clerk), "key": _passkey(clerk), "token": _token(clerk),
        "sum": calculation.token, "handed": handed.token, "variant": a_variant(clerk, handed).pk, **_partner(union, clerk),
    }  # fmt: skip
    bundle.words = {
        worker.name, mover.name, rater.name, story, rating.text, f"工资条{mark}.pdf", f"{mark}组的旧事",
        case.number, rated.number, transfer.number,
    }  # fmt: skip
    return bundle


def _somebody(name: str) -> Any:
    return a_person(name, resident_id=a_resident_id())


def _dispute(worker: Any, union: Union, employer: Any, story: str) -> Case:
    intake = dispute_answers(story=story, employer=employer.pk, employer_name=employer.name)
    return open_case("dispute_mediation", an_actor(worker), intake=intake, union=union, employer=employer)


def _transfer(mover: Any) -> Case:
    """A request to move to a union of which nobody in this world is an officer: only the old union has a say."""
    to = a_union(name="演示新省总工会")
    intake = {"way": Way.CODE, "code": to.join_code, "union": to.pk, "union_name": to.name}
    return open_case("membership_transfer", an_actor(mover), intake=intake, union=to)


def _draft(person: Any) -> int:
    """The number of a paper in a draft that the person has begun."""
    draft = Draft.objects.create(person=person, written_by=person.account, kind="dispute_mediation")
    return Document.objects.create(draft=draft, kind="evidence", name="草稿.pdf", content_type="application/pdf", size=1,
                                   sha256="0" * 64, added_by=person.account).pk  # fmt: skip


def _once(case: Case) -> str:
    """What the form carried that opened the case."""
    entry = case.entries.earliest("pk")
    entry.once = uuid4()
    entry.save(update_fields=["once"])
    return str(entry.once)


def _belongings(person: Any) -> dict[str, Any]:
    return {"notice": Notice.objects.filter(person=person).latest("pk").pk}


def _view(person: Any) -> int:
    return SavedView.objects.create(account=person.account, name="我的", query="scope=union").pk


def _token(person: Any, union: Union | None = None) -> int:
    columns = {"scopes": ["cases:read"], "prefix": f"gj_{uuid4().hex[:12]}", "digest": bytes(32)}
    days = {"created_at": now(), "expires_on": today() + timedelta(days=30)}
    return Token.objects.create(person=person, union=union, name="演示程序", **columns, **days).pk


def _partner(union: Union, by: Any) -> dict[str, Any]:
    """A partner of the union with a token, an address that is told, and a message on its way there."""
    columns = {"url": "https://partner.example", "events": ["case.opened"], "secret_sealed": b"", "created_at": now()}
    webhook = Webhook.objects.create(union=union, person=by, name="演示伙伴", **columns)
    message = Message.objects.create(
        webhook=webhook, event="case.opened", body="{}", created_at=now(), not_before=now()
    )
    return {"partner": _token(by, union), "webhook": webhook.pk, "message": message.pk}


def _passkey(person: Any) -> int:
    data = {"name": "办公室", "credential": a_passkey()}
    return Authenticator.objects.create(user=person.account, type="webauthn", data=data).pk


def _person(role: str, unions: dict[str, Union], bundles: dict[str, Bundle]) -> Any:
    """Who plays the role, with what makes every page of their own worth opening."""
    home = unions[HOMES[role]]
    if role == "applicant":
        return bundles[HOMES[role]].people["worker"]
    if role == "respondent":
        return bundles[HOMES[role]].people["contact"]
    person = _somebody(f"演示{'子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒'[ROLES.index(role)]}角")
    if role in OFFICES:
        an_officer(home, OFFICES[role], person)
        _arm(person)
    elif role == "member":
        a_member(home, person)
    else:
        an_account(person)
    return person


def _arm(person: Any) -> None:
    person.account.set_password(PASSWORD)
    person.account.save()
    totp.TOTP.activate(person.account, TOTP_SECRET)
    RecoveryCodes.activate(person.account)


def _involve(bundles: dict[str, Bundle], people: dict[str, Any]) -> None:
    """The employer's side is named in its matter; one of two mediators has hers, and a lawyer was asked about it."""
    a_respondent(bundles["grassroots"].cases["case"], people["respondent"])
    case = bundles["county"].cases["case"]
    for role in ("mediator", "lawyer"):
        Assignment.objects.create(case=case, role=role, person=people[role], since=now())


def _own(person: Any) -> dict[str, Any]:
    if person is None:
        return {}
    tell([person], "cases.opened", link="/", number="TJ26-0", case_kind="dispute_mediation", union="演示")
    tell_email(person, f"demo{person.pk}@example.invalid")
    return {**_belongings(person), "view": _view(person), "key": _passkey(person), "token": _token(person)}


def _program(person: Any) -> str:
    _token, text = make_token(person.account, "演示", [scope.key for scope in all_scopes()], 90)
    return text


def _signed_in(person: Any) -> SimpleCookie:
    """The cookies of a session that was used in the moment of every request to come: none of them writes it anew."""
    client = signed_in(person.account)
    session = client.session
    session[BEGAN], session[SEEN] = time.time(), time.time() + 24 * 3600
    session.save()
    return client.cookies


def _written_anonymously(union: Union) -> dict[str, Any]:
    """A concern without a name, with a paper: what its writer finds in the mailbox."""
    code = new_code()
    intake = concern_answers(identity=Identity.ANONYMOUS)
    how = {"identity": Identity.ANONYMOUS, "pickup_index": pickup_index(code)}
    case = open_case("concern", Actor(), intake=intake, union=union, **how)
    paper = add_paper(case.pk, Actor(pickup=code), a_photo("无名.jpg"))
    return {"pickup": code, "document": paper.pk, "case": case.pk}


def _with_mailbox(code: str) -> SimpleCookie:
    client = Client()
    client.post("/cases/mailbox/", {"code": code})
    return client.cookies


def phone_of(person: Any) -> str:
    return unseal("phone", person.phone_sealed)


# ---- what each role may read, as words ------------------------------------------------------------------------------


def _nothing(world: World) -> set[str]:
    return set()


def _subtree(key: str, world: World) -> set[str]:
    path = world.unions[key].path
    return {word for bundle in world.bundles.values() if bundle.union.path.startswith(path) for word in bundle.words}


def _one_matter(key: str, world: World) -> set[str]:
    """One case and its people: not what else happens in the same union."""
    bundle = world.bundles[key]
    case, mark = bundle.cases["case"], MARKS[key]
    return {bundle.people["worker"].name, case.number, case.intake["story"], f"工资条{mark}.pdf"}


SIGHT = dict.fromkeys(ROLES, _nothing) | {
    "applicant": partial(_one_matter, "grassroots"),
    "respondent": partial(_one_matter, "grassroots"),
    "mediator": partial(_one_matter, "county"),
    "lawyer": partial(_one_matter, "county"),
    "grassroots officer": partial(_subtree, "grassroots"),
    "county officer": partial(_subtree, "county"),
    "leader": partial(_subtree, "county"),
    "city officer": partial(_subtree, "city"),
    "analyst": partial(_subtree, "province"),
}
