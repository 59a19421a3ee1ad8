"""Who opens which page, for the tests that look at every page: people, their matters, and the addresses by room."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client, RequestFactory
from fido2 import webauthn
from fido2.cose import ES256

from gongjia.cases.actions import open_case
from gongjia.cases.kinds import Identity
from gongjia.cases.models import Case, Rating
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.cases.tests.factories import a_case, a_respondent, an_actor, an_upload
from gongjia.connections.models import Message, Webhook
from gongjia.foundation.clock import now, today
from gongjia.law.library.actions import import_statutes, note_unanswered, save_card, save_synonym
from gongjia.law.library.tests.factories import a_statute
from gongjia.law.local_figures.actions import take_back_figure
from gongjia.law.local_figures.tests.factories import a_figure
from gongjia.notices.actions import tell
from gongjia.people.actions import ask_to_close, make_copy
from gongjia.people.tests.factories import PASSWORD, TOTP_SECRET, a_person, a_resident_id, signed_in
from gongjia.programmes.concern.tests.factories import answers as concern_answers
from gongjia.programmes.dispute_mediation.tests.factories import (
    Scene,
    a_scene,
    answers,
    in_force,
    phone_of,
    raise_dispute,
    to_sign,
)  # fmt: skip
from gongjia.programmes.owed.tests.factories import DISMISSED, a_calculation, a_variant, handed_in
from gongjia.unions.cards import card_address
from gongjia.unions.models import Office, Union
from gongjia.unions.tests.factories import a_member, an_account, an_officer
from gongjia.unions.ways import Way

AT_DESKS = {
    "administrator",
    "agent",
    "clerk",
    "cut_off",
    "leader",
    "mediator",
    "officer",
}  # the others have a phone in their hand


@dataclass(frozen=True)
class Page:
    who: str
    address: str  # with {names} of World.ids
    post: dict[str, str] = field(default_factory=dict)  # not empty: the page is the answer to this
    status: int = 200


@dataclass
class World:
    browsers: dict[str, Client]
    ids: dict[str, Any]


def _pages(who: str, *addresses: str) -> list[Page]:
    return [Page(who, address) for address in addresses]


PAGES: dict[str, list[Page]] = {
    "cases": [
        *_pages("stranger", "/cases/new/dispute_mediation/matter/", "/cases/new/dispute_mediation/discard", "/cases/mailbox/"),
        *_pages("writer", "/cases/mailbox/"),
        Page("stranger", "/cases/mailbox/messages", status=404),
        *_pages(
            "member", "/cases/{waiting}/", "/cases/{waiting}/receipt/", "/cases/{force}/", "/cases/{closed}/",
 "/cases/{waiting}/messages", "/cases/{closed}/rating",
            "/cases/{waiting}/moves/withdraw", "/cases/{signing}/moves/sign", "/cases/{force}/payments",
            "/cases/{waiting}/papers/", "/cases/{signing}/papers/{agreement}/sign",
        ),
        *_pages("contact", "/cases/{signing}/", "/cases/{force}/"),
        *_pages(
            "officer", "/cases/{waiting}/desk/", "/cases/{waiting}/moves/accept", "/cases/{waiting}/desk/assignment",
            "/cases/{waiting}/desk/hand-over", "/cases/{waiting}/desk/notes", "/cases/{anonymous}/desk/",
        ),
        *_pages("mediator", "/cases/{force}/desk/", "/cases/{signing}/desk/"),
        *_pages("newcomer", "/cases/new/join_request/check/"),
        *_pages("leader", "/cases/call-backs/{rating}/"),
        *_pages("clerk", "/cases/counter/"),
        *_pages("agent", "/cases/counter/", "/cases/counter/phone/", "/cases/counter/phone/code/"),
        Page("agent", "/cases/{waiting}/desk/", status=403),
        *_pages("cut_off", "/cases/counter/"),
        Page("officer", "/cases/{waiting}/moves/refuse", {"version": "1"}),
        Page("stranger", "/cases/new/dispute_mediation/matter/", {"matter": ""}),
        Page("member", "/cases/{waiting}/letters/never", status=409),
    ],
    "connections": [
        *_pages("stranger", "/api/docs/"),
        *_pages("member", "/connections/tokens/", "/connections/tokens/new/"),
        *_pages(
            "administrator", "/connections/unions/{county}/", "/connections/unions/{county}/tokens/new/",
            "/connections/unions/{county}/webhooks/new/", "/connections/webhooks/{webhook}/",
        ),
        Page("member", "/connections/tokens/new/", {"name": "", "days": "90"}),
        Page("member", "/connections/tokens/new/", {"name": "演示程序", "days": "90", "scopes": "me:read"}),
    ],
    "desks": [
        *_pages("stranger", "/", "/problem/", "/near/", "/near/?division=220202", "/help/", "/trust/", "/demo/"),
        *_pages("member", "/", "/matters/", "/inbox/"),
        *_pages("newcomer", "/", "/matters/", "/inbox/"),
        *_pages("officer", "/desk/?scope=union", "/desk/?scope=union&overdue=1"),
        *_pages("leader", "/desk/"),
        Page("officer", "/desk/views/", {"name": "", "query": "scope=union"}, 422),
        *_pages(
            "administrator", "/desk/law/", "/desk/law/synonyms/add/", "/desk/law/synonyms/{synonym}/", "/desk/law/cards/add/",
            "/desk/law/cards/{law_card}/", "/desk/law/figures/", "/desk/law/figures/add/injury_medical.months/",
            "/desk/law/figures/add/average_wage.year/", "/desk/law/figures/{figure}/end/",
            "/desk/law/figures/{figure}/take-back/",
        ),
        Page("administrator", "/desk/law/cards/add/", {"matter": "wages", "articles": "?"}, 422),
        Page("administrator", "/desk/law/figures/add/average_wage.year/", {"value": "十万多"}, 422),
    ],
    "indicators": [
        *_pages("stranger", "/figures/", "/figures/members/", "/figures/print/", "/figures/members/print/"),
        *_pages("officer", "/figures/members/records/"),
    ],
    "law": [
        *_pages(
            "stranger", "/law/", "/law/?q=拖欠工资怎么办", "/law/?q=演示劳动法第2条", "/law/?q=hello", "/law/statutes/",
            "/law/statutes/{statute}/", "/law/articles/{article}/",
        ),
    ],
    "people": [
        *_pages("stranger", "/sign-in/", "/sign-in/?idle=sent", "/sign-in/officer/", "/demo/phone/?number=19900000001"),
        *_pages("arriving", "/sign-in/code/"),
        *_pages("entering", "/sign-in/second-factor/"),
        *_pages(
            "member", "/me/", "/me/looks/", "/me/counter/", "/me/consents/", "/me/language/", "/me/work/", "/me/email/", "/me/phone/",
            "/me/proof/number/", "/me/security/", "/sign-in/again/code/", "/sign-out/", "/me/facts/", "/me/copy/", "/me/closing/",
            "/me/closing/code/",
        ),
        *_pages("newcomer", "/me/copy/", "/me/closing/"),
        *_pages(
            "officer", "/me/security/", "/me/security/recovery-codes/", "/me/security/keys/",
            "/me/security/keys/add/", "/me/security/password/", "/sign-in/again/", "/sign-in/again/key/",
            "/people/{member}/vouch/", "/people/{member}/reveal/",
        ),
        *_pages("unarmed", "/me/security/authenticator/"),
        *_pages("administrator", "/people/{officer}/second-factor/"),
        Page("stranger", "/sign-in/closed/", status=403),
        Page("stranger", "/sign-in/", {"phone": "123"}),
        Page("member", "/me/proof/number/", {"resident_id": "220102199003070000"}),
    ],
    "unions": [
        *_pages(
            "stranger", "/unions/", "/unions/?q=昌邑", "/unions/{union}/", "/unions/{union}/poster/", "/unions/card/{card}/",
        ),
        *_pages("member", "/unions/membership/", "/unions/membership/leave/", "/unions/membership/retain/"),
        *_pages(
            "officer", "/unions/mine/", "/unions/{county}/desk/", "/unions/members/", "/unions/members/{member}/",
            "/unions/employers/?q=松江", "/unions/employers/add/", "/unions/employers/{employer}/",
        ),
        *_pages("leader", "/unions/{county}/offices/"),
        *_pages("administrator", "/unions/{county}/found/"),
        Page("administrator", "/unions/{county}/found/", {"name": "", "founded_on": "bald"}),
        Page("officer", "/unions/employers/add/", {"name": "", "credit_code": "1"}),
    ],
    "concern": _pages("stranger", "/concerns/", "/concerns/anonymous/", "/cases/new/concern/sort/"),
    "join_request": [
        *_pages("stranger", "/join/", "/join/{code}/"),
        *_pages("newcomer", "/join/", "/join/{code}/", "/cases/new/join_request/way/", "/cases/new/join_request/check/"),
        Page("stranger", "/join/NOSUCHCODE/", status=404),
    ],
    "owed": [
        *_pages("stranger", "/owed/", "/owed/{strangers_sum}/", "/owed/{other_sum}/"),
        *_pages(
            "member", "/owed/", "/owed/{sum}/questions/happened/", "/owed/{sum}/questions/work/", "/owed/{sum}/questions/dismissed/",
            "/owed/{sum}/check/", "/owed/{sum}/discard", "/owed/{sum}/", "/owed/{sum}/print/", "/owed/{handed_sum}/", "/cases/{waiting}/",
        ),
        *_pages(
            "officer", "/owed/{handed_sum}/desk/", "/owed/{handed_sum}/desk/{variant}/end/", "/owed/{handed_sum}/desk/print/",
            "/cases/{waiting}/desk/",
        ),
        Page("stranger", "/owed/", {"nothing": ""}),
        Page("member", "/owed/{wrong_sum}/questions/work/", {"started_on": "2026-13-1", "ended_on": "3月5日", "employment": ""}),
        Page("member", "/owed/{wrong_sum}/questions/wage/", {"wage": "很多", "wage_overtime": "-3"}),
        Page("officer", "/owed/{handed_sum}/desk/", {"name": ""}, 422),
        Page("officer", "/owed/{handed_sum}/desk/{variant}/end/", {"step-damages": "5", "step-amount": "x"}, 422),
    ],
    "membership_transfer": [
        *_pages("member", "/transfer/{code}/"),
        *_pages("old_union", "/transfer/{transfer}/identity/"),
    ],
}  # fmt: skip


def a_world() -> World:
    scene = a_scene()
    people = _people(scene)
    ids = _matters(scene, people)
    browsers = {name: _browser(person) for name, person in people.items()}
    browsers |= {"stranger": Client(), "arriving": Client(), "writer": Client(), "entering": Client()}
    _begin(browsers, people, ids)
    return World(browsers, ids)


def _people(scene: Scene) -> dict[str, Any]:
    county = scene.tree["county"]
    newcomer = a_person("演示新来的")
    an_account(newcomer)
    people = {
        "member": scene.worker, "newcomer": newcomer, "contact": scene.contact, "officer": scene.officer,
        "mediator": scene.mediator, "leader": an_officer(county, Office.Role.LEADER),
        "clerk": an_officer(county), "agent": an_officer(county), "old_union": an_officer(scene.tree["grassroots"]),
        "administrator": an_officer(scene.tree["province"], Office.Role.ADMINISTRATOR), "unarmed": an_officer(county),
    }  # fmt: skip
    for person in people.values():
        if person.offices.exists():
            person.account.set_password(PASSWORD)
            person.account.save()
            if person is not people["unarmed"]:
                totp.TOTP.activate(person.account, TOTP_SECRET)
    RecoveryCodes.activate(scene.officer.account)
    Authenticator.objects.create(
        user=scene.officer.account, type="webauthn", data={"name": "办公室", "credential": a_passkey()}
    )
    a_member(scene.tree["grassroots"], scene.officer)
    return people


def _matters(scene: Scene, people: dict[str, Any]) -> dict[str, Any]:
    """Cases at the steps that pages show, and what else the addresses name."""
    tree, member = scene.tree, scene.worker
    closed = raise_dispute(scene, today() - timedelta(days=20))
    Case.objects.filter(pk=closed.pk).update(step="withdrawn", closed_on=today(), outcome="withdrawn")
    lost = a_case(
        "dispute_mediation", tree["county"], a_member(tree["grassroots"]), answers(employer=scene.employer.pk)
    )
    Case.objects.filter(pk=lost.pk).update(step="withdrawn", closed_on=today())
    code, signing, force = new_code(), to_sign(scene), in_force(scene)
    for case in (signing, force):
        if not case.parties.filter(person=scene.contact).exists():
            a_respondent(case, scene.contact)
    other, mover = tree["other"], a_member(tree["grassroots"], a_person("演示调走的"))
    intake = {"way": Way.CODE, "code": other.join_code, "union": other.pk, "union_name": other.name}
    transfer = open_case("membership_transfer", an_actor(mover), intake=intake, union=other)
    anonymous = a_case("concern", tree["county"], intake=_concern(), identity=Identity.ANONYMOUS,
                       pickup_index=pickup_index(code))  # fmt: skip
    tell([member], "cases.opened", link="/", number="TJ26-1", case_kind="dispute_mediation", union=tree["county"].name)
    county = Union.objects.get(division_code="220202", kind=Union.Kind.FEDERATION)
    waiting = raise_dispute(scene, today() - timedelta(days=9))
    handed = handed_in(waiting, a_calculation(scene.worker))
    variant = a_variant(
        scene.officer, handed, end={"replaced": {"damages": {"value": "48000", "reason": "基数应为 6,857 元"}}}
    )
    injured = {"place": DISMISSED["place"], "work": DISMISSED["work"], "wage": DISMISSED["wage"],
               "accident": {"accident_on": "2025-3-1", "insured": "no", "grade": "9"}, "stoppage": {"months_off": "4"},
               "graded": {"no_work": "unknown", "care": "none"}}  # fmt: skip
    return {
        "sum": a_calculation(scene.worker).token, "wrong_sum": a_calculation(scene.worker).token,
        "handed_sum": handed.token, "variant": variant.pk,
        "strangers_sum": a_calculation().token, "other_sum": a_calculation(None, injured, "injury").token,
        "waiting": waiting.pk, "closed": closed.pk, "signing": signing.pk,
        "force": force.pk, "agreement": signing.documents.filter(kind="agreement").latest("pk").pk,
        "rating": Rating.objects.create(case=lost, grade=1, call_back_by=today() + timedelta(days=9)).pk,
        "anonymous": anonymous.pk, "pickup": code, "transfer": transfer.pk, "code": other.join_code,
        "union": county.pk, "county": tree["county"].pk, "member": member.pk, "officer": scene.officer.pk,
        "employer": scene.employer.pk, "card": card_token(member), "webhook": _webhook(tree["county"], scene.officer).pk, **_law(),
    }  # fmt: skip


def _law() -> dict[str, Any]:
    """A small law with a gist-less article, a synonym, a card, a question in vain, and two local figures."""
    [done] = import_statutes([a_statute()])
    note_unanswered("单位门口的狗咬我了", today())
    card = save_card(
        None, None, matter="wages", question="拖欠工资怎么办？", said=["不给工资"], articles=["演示劳动法 1"]
    )
    synonym = save_synonym(None, None, legal="及时足额支付劳动报酬", said=["拖欠", "工资"])
    article = done.statute.articles.get(number=1)
    take_back_figure(None, a_figure(value="0.07").pk, "抄错了一位")
    return {"statute": done.statute.pk, "article": article.pk, "synonym": synonym.pk, "law_card": card.pk,
            "figure": a_figure().pk}  # fmt: skip


def _webhook(union: Any, maker: Any) -> Webhook:
    """A partner that was told one thing, waits for another, and could not be told a third."""
    webhook = Webhook.objects.create(union=union, person=maker, name="演示法院", url="https://court.example/gongjia",
                                     events=["case.opened"], secret_sealed=b"", created_at=now())  # fmt: skip
    for state, answer in (("sent", "200"), ("waiting", "503"), ("failed", "ConnectTimeout")):
        Message.objects.create(webhook=webhook, event="case.opened", body="{}", state=state, tries=3, answer=answer,
                               created_at=now(), not_before=now())  # fmt: skip
    return webhook


def _concern() -> dict[str, Any]:
    return concern_answers(identity=Identity.ANONYMOUS)


def card_token(member: Any) -> str:
    address = card_address(RequestFactory().get("/"), member.memberships.get())
    return address.rstrip("/").rsplit("/", 1)[1]


def a_passkey() -> dict[str, Any]:
    """What a security key says when it is enrolled; its private half is thrown away."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = webauthn.AttestedCredentialData.create(webauthn.Aaguid(bytes(16)), bytes(16), public)
    flags = webauthn.AuthenticatorData.FLAG.UP | webauthn.AuthenticatorData.FLAG.AT
    told = webauthn.AuthenticatorData.create(sha256(b"localhost").digest(), flags, 1, credential)
    asked = webauthn.CollectedClientData.create(type="webauthn.create", challenge=bytes(16), origin="https://localhost")
    answer = webauthn.AuthenticatorAttestationResponse(
        client_data=asked, attestation_object=webauthn.AttestationObject.create("none", told, {})
    )
    return dict(webauthn.RegistrationResponse(raw_id=bytes(16), response=answer))


def _browser(person: Any) -> Client:
    return signed_in(person.account)


def _begin(browsers: dict[str, Client], people: dict[str, Any], ids: dict[str, Any]) -> None:
    """What has to be pressed before some pages exist."""
    browsers["arriving"].post("/sign-in/", {"phone": "19900000001"})
    browsers["newcomer"].post("/me/copy/")
    make_copy(people["newcomer"].copies.get().pk)
    ask_to_close(people["newcomer"])
    browsers["entering"].post("/sign-in/officer/", {"phone": phone_of(people["officer"]), "password": PASSWORD})
    browsers["writer"].post("/cases/mailbox/", {"code": ids["pickup"]})
    browsers["member"].post("/me/proof/", {"name": people["member"].name})
    browsers["newcomer"].post("/cases/new/join_request/way/", {"way": Way.CODE})
    browsers["newcomer"].post("/cases/new/join_request/code/", {"code": ids["code"]})
    card = a_resident_id()
    browsers["agent"].post(
        "/cases/counter/",
        {"name": "演示窗口来人", "phone": "19900009001", "resident_id": card, "slip": an_upload()},
    )
    browsers["cut_off"] = _browser(people["agent"])
    browsers["agent"].post("/cases/counter/phone/", {"phone": "19900009002", "resident_id": card, "card_seen": "on"})
