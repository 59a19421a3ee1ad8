"""Who may open what: one row a URL pattern, and everything that a row does not name is refused.

A row names the roles and, where the address names an object, how that object may stand to them. `see` is who gets an
answer to GET and HEAD, `do` whose POST changes something. Whoever may see but not do gets a sentence, never a change;
whoever may not even see gets 404, and without a sign-in the way to the sign-in page.
"""

from dataclasses import dataclass, field
from typing import Any

from gongjia.people.tests.factories import PASSWORD
from tests.walls.world import CHILD, HOMES, NOBODY_SIGNED_IN, OFFICES, OWN, RELATED, RELATIONS, ROLES

Who = dict[str, tuple[str, ...]]

MINE = (OWN,)
TREE = (OWN, CHILD)
ANY = RELATIONS


def who(**roles: tuple[str, ...]) -> Who:
    """Roles by name, `_` for a blank, each with the relations that are open to it."""
    return {role.replace("_", " "): relations for role, relations in roles.items()}


def all_of(roles: Any, relations: tuple[str, ...] = ANY) -> Who:
    return dict.fromkeys(roles, relations)


NOBODY: Who = {}
PUBLIC = all_of(ROLES)
SIGNED_IN = all_of([role for role in ROLES if role not in NOBODY_SIGNED_IN])
NOT_SIGNED_IN = all_of(NOBODY_SIGNED_IN)
THEMSELVES = all_of(SIGNED_IN, MINE)  # something of one's very own: a message, a saved filter, a passkey
IN_OFFICE = all_of(OFFICES)
ADMINISTRATORS = who(administrator=TREE, keeper=TREE)
MANAGERS = ADMINISTRATORS | who(leader=TREE)
KEEPER = who(keeper=ANY)  # the law of the whole province
WITH_A_PASSWORD = IN_OFFICE

OFFICERS = who(grassroots_officer=TREE, county_officer=TREE, city_officer=TREE)
LEADERS = OFFICERS | who(leader=TREE)
CASE_STAFF = LEADERS | who(mediator=MINE, lawyer=MINE)
CASE_DESK = CASE_STAFF | who(analyst=TREE)  # who reads the whole story; an analyst reads and does nothing
CASE_SIDES = who(applicant=MINE, respondent=MINE)
CASE = CASE_SIDES | CASE_DESK
INSIDERS = LEADERS | who(auditor=TREE, administrator=TREE, analyst=TREE, keeper=TREE)
# The figures of the province, prefectures and counties are published; those of a single workplace are not.
PUBLISHED = {"province", "other province", "city", "city 2", "county", "county 2", "county far"}
FIGURES = {
    role: tuple(
        relation
        for relation, union in RELATED[home].items()
        if union in PUBLISHED or relation in INSIDERS.get(role, ())
    )
    for role, home in HOMES.items()
}
HANDLERS = all_of(LEADERS)  # officers and leaders anywhere: they keep the list of employers together
AT_COUNTERS = all_of(OFFICERS)  # any station serves anybody who stands there
DESKS = HANDLERS | all_of(["mediator", "other mediator", "lawyer", "supervisor"])


@dataclass(frozen=True)
class Row:
    route: str
    see: Who
    do: Who | None = None  # none: POST is not known here (405)
    sends: dict[str, Any] | None = None  # the form as somebody who may would send it, with {names} of World.ids
    at: dict[str, str] = field(default_factory=dict)  # what fills the address where it is no number of an object
    query: str = ""  # with {names} too
    hears: Who = field(
        default_factory=dict
    )  # who gets a sentence though there is nothing to see and nothing they may do
    changes: bool = True  # no: a POST that may be made but writes nothing (a search, a sign-out)
    status: int = 0  # of the answer where it is an error by its nature


def at(**values: str) -> dict[str, str]:
    return values


SUM, HANDED = at(token="sum"), at(token="handed")
DISPUTE = at(kind_key="dispute_mediation")
MATTER = DISPUTE | at(question_key="matter")
MEMBERS, DISPUTES = at(key="members"), at(key="disputes_received")
OF_UNION = "?union={union}"

ROWS = [
    # ---- across the rooms
    Row("", PUBLIC),
    Row("matters/", SIGNED_IN),
    Row("problem/", PUBLIC),
    Row("near/", PUBLIC),
    Row("desk/", IN_OFFICE),
    Row("desk/views/", NOBODY, DESKS, {"name": "急的", "query": "scope=mine"}),
    Row("desk/views/<int:view_id>/forget", NOBODY, THEMSELVES, {}, hears=SIGNED_IN),  # twice is once, and another's is left alone
    Row("trust/", PUBLIC),
    # ---- the law
    Row("law/", PUBLIC),
    Row("law/statutes/", PUBLIC),
    Row("law/statutes/<int:statute_id>/", PUBLIC, at=at(statute_id="statute")),
    Row("law/articles/<int:article_id>/", PUBLIC, at=at(article_id="article")),
    Row("desk/law/", KEEPER),
    Row("desk/law/questions/<int:question_id>/settle", NOBODY, KEEPER, {}, at=at(question_id="question"), changes=False),
    Row("desk/law/synonyms/add/", KEEPER, KEEPER, {"legal": "支付", "said": "赖账", "active": "on"}),
    Row("desk/law/synonyms/<int:synonym_id>/", KEEPER, KEEPER, {"legal": "支付", "said": "不认账", "active": "on"},
        at=at(synonym_id="synonym")),
    Row("desk/law/cards/add/", KEEPER, KEEPER, {"matter": "wages"}, changes=False),
    Row("desk/law/cards/<int:card_id>/", KEEPER, KEEPER, {"matter": "wages"}, at=at(card_id="law_card"), changes=False),
    Row("desk/law/figures/", KEEPER),
    Row("desk/law/figures/add/<str:kind>/", KEEPER, KEEPER, {
        "grade": "5", "value": "11", "valid_from": "2012-1-1", "place": "*", "source": "演示文件", "certainty": "high"},
        at=at(kind="injury_medical.months")),
    Row("desk/law/figures/<int:figure_id>/end/", KEEPER, KEEPER, {"last_day": "2026-5-1"}, at=at(figure_id="figure")),
    Row("desk/law/figures/<int:figure_id>/take-back/", KEEPER, KEEPER, {"reason": "抄错了"}, at=at(figure_id="figure")),
    # ---- the look
    Row("settings/look", NOBODY, PUBLIC, {"size": "1"}, changes=False),
    Row("help/", PUBLIC),
    Row("offline/", PUBLIC),
    Row("sw.js", PUBLIC),
    Row("look/", PUBLIC),
    Row("look/<slug:page>/", PUBLIC, at=at(page="parts")),
    Row("i18n/setlang/", PUBLIC, PUBLIC, {"language": "ko"}, changes=False),
    # ---- sign-in
    Row("sign-in/", PUBLIC, NOT_SIGNED_IN, {"phone": "19900009990"}),
    Row("sign-in/code/", PUBLIC, PUBLIC, {"code": "000000"}, changes=False),
    Row("sign-in/officer/", PUBLIC, PUBLIC, {"phone": "19900009990", "password": PASSWORD}, changes=False),
    Row("sign-in/closed/", PUBLIC, status=403),
    Row("sign-in/second-factor/", PUBLIC, PUBLIC, {"code": "000000"}, changes=False),
    Row("sign-in/again/", SIGNED_IN, SIGNED_IN, {"password": PASSWORD}, changes=False),
    Row("sign-in/again/code/", SIGNED_IN, SIGNED_IN, {"code": "000000"}, changes=False),
    Row("sign-in/again/second-factor/", SIGNED_IN, SIGNED_IN, {"code": "000000"}, changes=False),
    Row("sign-in/again/key/", SIGNED_IN, SIGNED_IN, {"credential": "{{}}"}, changes=False),
    Row("sign-out/", PUBLIC, PUBLIC, {}, changes=False),
    Row("demo/", PUBLIC),
    Row("demo/phone/", PUBLIC, query="?number=19900000001"),
    # ---- me
    Row("me/", SIGNED_IN),
    Row("me/proof/", SIGNED_IN, SIGNED_IN, {"name": "演示王芳"}, changes=False),
    Row("me/proof/number/", SIGNED_IN, SIGNED_IN, {"resident_id": "1"}, changes=False),
    Row("me/work/", SIGNED_IN, SIGNED_IN, {"is_new_form_worker": "on"}),
    Row("me/email/", SIGNED_IN, SIGNED_IN, {"email": "demo@example.invalid"}),
    Row("me/phone/", SIGNED_IN, SIGNED_IN, {"phone": "19900009991"}),
    Row("me/phone/code/", SIGNED_IN, SIGNED_IN, {"code": "000000"}, changes=False),
    Row("me/language/", SIGNED_IN, SIGNED_IN, {"language": "ko"}),
    Row("me/looks/", SIGNED_IN),
    Row("me/counter/", SIGNED_IN),
    Row("me/consents/", SIGNED_IN),
    Row("me/consents/<slug:purpose>/", NOBODY, SIGNED_IN, {}, at=at(purpose="agent")),
    Row("me/sign-out-everywhere/", NOBODY, SIGNED_IN, {}),
    Row("me/security/", SIGNED_IN),
    Row("me/security/password/", SIGNED_IN, SIGNED_IN, {"oldpassword": "wrong"}, changes=False),
    Row("me/security/password/first/", SIGNED_IN, SIGNED_IN, {"password1": "short"}, changes=False),
    Row("me/security/authenticator/", SIGNED_IN, SIGNED_IN, {"code": "000000"}, changes=False),
    Row("me/security/authenticator/remove/", IN_OFFICE, IN_OFFICE, {}),
    Row("me/security/keys/", SIGNED_IN),
    Row("me/security/keys/add/", SIGNED_IN, SIGNED_IN, {"name": "家", "credential": "{{}}"}, changes=False),
    Row("me/security/keys/<int:pk>/", THEMSELVES, THEMSELVES, {"name": "家"}),
    Row("me/security/keys/<int:pk>/remove/", THEMSELVES, THEMSELVES, {}),
    Row("me/security/recovery-codes/", IN_OFFICE),
    Row("me/security/recovery-codes/new/", SIGNED_IN, SIGNED_IN, {}),
    Row("me/facts/", SIGNED_IN),
    Row("me/copy/", SIGNED_IN, SIGNED_IN, {}),
    Row("me/copy/file/", NOBODY),  # until it is ready
    Row("me/closing/", SIGNED_IN, SIGNED_IN, {}, changes=False),
    Row("me/closing/code/", SIGNED_IN, SIGNED_IN, {"code": "000000"}, changes=False),
    Row("me/closing/cancel/", NOBODY, SIGNED_IN, {}, changes=False),
    Row("inbox/", SIGNED_IN),
    Row("inbox/<int:notice_id>/read", NOBODY, THEMSELVES, {}),
    # ---- an officer and one person
    Row("people/<int:person_id>/vouch/", AT_COUNTERS, AT_COUNTERS, {"name": "x", "resident_id": "1", "card_seen": "on"}, changes=False),
    Row("people/<int:person_id>/reveal/", OFFICERS, OFFICERS, {"field": "phone", "reason": "核对开会通知的电话"}),
    Row("people/<int:person_id>/second-factor/", MANAGERS, MANAGERS,
        {"reason": "手机丢失，当面核对过"}, at=at(person_id="clerk")),
    # ---- unions
    Row("unions/", PUBLIC),
    Row("unions/<int:union_id>/", PUBLIC),
    Row("unions/<int:union_id>/code.svg", PUBLIC),
    Row("unions/<int:union_id>/poster/", PUBLIC),
    Row("unions/card/<str:token>/", PUBLIC),
    Row("unions/membership/", SIGNED_IN),
    Row("unions/membership/card.svg", who(member=ANY, applicant=ANY)),
    Row("unions/membership/leave/", SIGNED_IN, who(member=ANY, applicant=ANY), {"sure": "on"}),
    Row("unions/membership/retain/", SIGNED_IN, who(member=ANY, applicant=ANY), {"reason": "退休"}),
    Row("unions/membership/resume/", NOBODY, SIGNED_IN, {}, changes=False),
    Row("unions/membership/stay/", NOBODY, SIGNED_IN, {}, changes=False),
    Row("unions/mine/", SIGNED_IN),
    Row("unions/<int:union_id>/desk/", all_of(OFFICES, TREE)),
    Row("unions/<int:union_id>/found/", ADMINISTRATORS, ADMINISTRATORS,
        {"name": "演示新站工会", "kind": "grassroots", "founded_on": "2026-03-01"}),
    Row("unions/<int:union_id>/offices/", MANAGERS, MANAGERS,
        {"name": "{name}", "phone": "{phone}", "role": "officer"}),
    Row("unions/offices/<int:office_id>/end/", NOBODY, MANAGERS, {}),
    Row("unions/members/", LEADERS, LEADERS, {"q": "会员"}, query=OF_UNION, changes=False),
    Row("unions/members/<int:person_id>/", LEADERS),
    Row("unions/members/<int:person_id>/retain/", NOBODY, LEADERS, {"retain-reason": "退休"}),
    Row("unions/members/<int:person_id>/resume/", NOBODY, LEADERS, {}, changes=False),
    Row("unions/members/<int:person_id>/announce/", NOBODY, LEADERS, {"announce-reason": "六个月没有参加活动"}),
    Row("unions/members/<int:person_id>/stay/", NOBODY, LEADERS, {}, changes=False),
    Row("unions/members/<int:person_id>/end/", NOBODY, LEADERS, {"end-end": "expelled", "end-reason": "按章程第九条"}),
    Row("unions/employers/", HANDLERS),
    Row("unions/employers/found/", PUBLIC, query="?q=配送"),
    Row("unions/employers/add/", HANDLERS, HANDLERS, {"name": "演示新来配送有限公司"}),
    Row("unions/employers/<int:employer_id>/", HANDLERS, HANDLERS,
        {"name": "演示改名有限公司", "credit_code": "91220101123998915X"}, changes=False),
    Row("unions/employers/<int:employer_id>/contacts/", NOBODY, LEADERS,
        {"contact-name": "{name}", "contact-phone": "{phone}"}),
    Row("unions/contacts/<int:contact_id>/end/", NOBODY, LEADERS, {}),
    # ---- cases: the intake, the mailbox, the counter
    Row("cases/new/<slug:kind_key>/", PUBLIC, at=DISPUTE),
    Row("cases/new/<slug:kind_key>/check/", PUBLIC, PUBLIC, {}, at=DISPUTE, changes=False),
    Row("cases/new/<slug:kind_key>/discard", PUBLIC, PUBLIC, {}, at=DISPUTE, changes=False),
    Row("cases/new/<slug:kind_key>/<slug:question_key>/", PUBLIC, PUBLIC, {"matter": "wages"}, at=MATTER),
    Row("cases/new/<slug:kind_key>/<slug:question_key>/keep", NOBODY, PUBLIC, {"matter": "wages"}, at=MATTER),
    Row("cases/mailbox/", PUBLIC, PUBLIC, {"code": "7K4-PQ2-88"}, changes=False),
    Row("cases/mailbox/leave", NOBODY, PUBLIC, {}, changes=False),
    Row("cases/mailbox/messages", who(writer=ANY), who(writer=ANY), {"text": "还没有人修。"}),
    Row("cases/mailbox/chase", who(writer=ANY), who(writer=ANY), {"pressed": "1"}),
    Row("cases/mailbox/rating", who(writer=ANY), NOBODY, {"grade": "5"}),  # while it is open
    Row("cases/mailbox/moves/<slug:move_key>", who(writer=ANY), who(writer=ANY), {}, at=at(move_key="withdraw")),
    Row("cases/mailbox/papers/", who(writer=ANY), who(writer=ANY), {"file": "photo"}),
    Row("cases/mailbox/papers/<int:document_id>", who(writer=MINE)),
    Row("cases/mailbox/papers/<int:document_id>/remove", NOBODY, who(writer=MINE), {}),
    Row("cases/mailbox/letters/<slug:key>", NOBODY, at=at(key="letter")),
    Row("cases/counter/", AT_COUNTERS, AT_COUNTERS,
        {"name": "{name}", "phone": "{phone}", "slip": "paper"}),
    # with nobody at the counter there is nothing to see: gongjia/cases/tests/test_counter.py has the rest
    Row("cases/counter/phone/", NOBODY, NOBODY, {"phone": "{phone}", "resident_id": "1", "card_seen": "on"}),
    Row("cases/counter/phone/code/", NOBODY, NOBODY, {"code": "000000"}),
    Row("cases/counter/go-on", NOBODY, SIGNED_IN, {}, changes=False),
    Row("cases/counter/end", NOBODY, SIGNED_IN, {}, changes=False),
    Row("cases/call-backs/<int:rating_id>/", LEADERS, LEADERS, {"text": "电话里道了歉。"}),
    # ---- one case
    Row("cases/<int:case_id>/", CASE),
    Row("cases/<int:case_id>/receipt/", who(applicant=MINE)),
    Row("cases/<int:case_id>/moves/<slug:move_key>", CASE, who(applicant=MINE), {"why": "other"}, at=at(move_key="withdraw")),
    Row("cases/<int:case_id>/moves/<slug:move_key>", CASE, LEADERS, {"text": "这不是劳动争议，可以去法院。"}, at=at(move_key="refuse")),
    Row("cases/<int:case_id>/messages", CASE, CASE_SIDES | CASE_STAFF, {"text": "请问到哪一步了？"}),
    Row("cases/<int:case_id>/chase", CASE, who(applicant=MINE), {"pressed": "1"}),
    Row("cases/<int:case_id>/rating", CASE, NOBODY, {"grade": "1"}),
    Row("cases/<int:case_id>/payments", CASE, NOBODY, {"amount": "1", "paid_on": "2026-06-01"}),
    Row("cases/<int:case_id>/papers/", CASE, CASE_SIDES | CASE_STAFF, {"file": "paper"}),
    Row("cases/<int:case_id>/papers/<int:document_id>", who(applicant=MINE) | CASE_STAFF),
    Row("cases/<int:case_id>/papers/<int:document_id>/remove", NOBODY, who(applicant=MINE), {}, hears=CASE_STAFF),
    Row("cases/<int:case_id>/papers/<int:document_id>/sign", who(applicant=MINE) | CASE_STAFF, NOBODY, {"code": "000000"}),
    Row("cases/<int:case_id>/letters/<slug:key>", who(applicant=MINE) | CASE_STAFF, at=at(key="application-docx")),
    Row("cases/<int:case_id>/desk/", CASE),
    Row("cases/<int:case_id>/desk/notes", CASE_STAFF, CASE_STAFF, {"text": "电话没有人接。"}),
    Row("cases/<int:case_id>/desk/messages", CASE_STAFF, CASE_STAFF, {"text": "请补工资条。", "to": "applicant"}),
    Row("cases/<int:case_id>/desk/assignment", CASE_STAFF, LEADERS, {"person": "{assignee}"}),
    Row("cases/<int:case_id>/desk/hand-over", CASE_STAFF, LEADERS, {"union_name": "演示外省总工会", "reason": "归外省管"}),
    # ---- programmes
    Row("concerns/", PUBLIC),
    Row("concerns/anonymous/", PUBLIC, PUBLIC, {"sort": "advice", "text": "x", "county_code": "220202"}, changes=False),
    Row("join/", PUBLIC),
    Row("join/<str:code>/", PUBLIC, SIGNED_IN, {"name": "演示新人"}, changes=False),
    Row("transfer/<int:case_id>/identity/", LEADERS, LEADERS, {"text": "名册上的身份证号不同"}, at=at(case_id="transfer")),
    Row("transfer/<str:code>/", SIGNED_IN, SIGNED_IN, {}, changes=False),
    # ---- what is owed: one's own, and what was handed in with a case
    Row("owed/", PUBLIC, PUBLIC, {"situations": "wages"}),
    Row("owed/<uuid:token>/", who(applicant=MINE), at=SUM),
    Row("owed/<uuid:token>/", who(applicant=MINE) | CASE_STAFF, at=HANDED),
    Row("owed/<uuid:token>/questions/<slug:key>/", who(applicant=MINE), who(applicant=MINE), {"situations": "wages"},
        at=SUM | at(key="happened")),
    Row("owed/<uuid:token>/questions/<slug:key>/keep", NOBODY, who(applicant=MINE), {"situations": "wages"},
        at=SUM | at(key="happened")),
    Row("owed/<uuid:token>/check/", who(applicant=MINE), at=SUM),
    Row("owed/<uuid:token>/print/", who(applicant=MINE) | CASE_STAFF, at=HANDED),
    Row("owed/<uuid:token>/calculation.<slug:form>", who(applicant=MINE) | CASE_STAFF, at=HANDED | at(form="docx")),
    Row("owed/<uuid:token>/union", NOBODY, who(applicant=MINE), {}, at=SUM),
    Row("owed/<uuid:token>/discard", who(applicant=MINE), who(applicant=MINE), {}, at=SUM),
    Row("owed/<uuid:token>/desk/", CASE_STAFF, CASE_STAFF, {"name": "另一种算法"}, at=HANDED),
    Row("owed/<uuid:token>/desk/print/", CASE_STAFF, at=HANDED),
    Row("owed/<uuid:token>/desk/<int:variant_id>/<slug:key>/", CASE_STAFF, CASE_STAFF, {}, at=HANDED | at(key="end"), changes=False),
    Row("owed/<uuid:token>/desk/<int:variant_id>/remove", NOBODY, CASE_STAFF, {}, at=HANDED),
    # ---- programs and partners
    Row("connections/tokens/", SIGNED_IN),
    Row("connections/tokens/new/", SIGNED_IN, SIGNED_IN, {"name": "演示", "days": "90"}, changes=False),
    Row("connections/tokens/<int:token_id>/revoke", NOBODY, THEMSELVES, {}, at=at(token_id="token")),
    Row("connections/tokens/<int:token_id>/revoke", NOBODY, ADMINISTRATORS, {}, at=at(token_id="partner")),
    Row("connections/unions/<int:union_id>/", ADMINISTRATORS),
    Row("connections/unions/<int:union_id>/tokens/new/", ADMINISTRATORS, ADMINISTRATORS, {"name": "演示"}, changes=False),
    Row("connections/unions/<int:union_id>/webhooks/new/", ADMINISTRATORS, ADMINISTRATORS, {"name": "演示"}, changes=False),
    Row("connections/webhooks/<int:webhook_id>/", ADMINISTRATORS),
    Row("connections/webhooks/<int:webhook_id>/stop", NOBODY, ADMINISTRATORS, {}),
    Row("connections/webhooks/<int:webhook_id>/try", NOBODY, ADMINISTRATORS, {}),
    Row("connections/messages/<uuid:message_id>/again", NOBODY, ADMINISTRATORS, {}, changes=False),
    # ---- the API: the same people by their programs' tokens
    Row("api/openapi.json", PUBLIC),
    Row("api/docs/", PUBLIC),
    Row("api/^v1(/.*)?$", NOBODY),
    Row("api/v1/me", SIGNED_IN),
    Row("api/v1/me/memberships", SIGNED_IN),
    Row("api/v1/me/offices", SIGNED_IN),
    Row("api/v1/me/notices", SIGNED_IN),
    Row("api/v1/me/notices/<notice_id>/read", NOBODY, THEMSELVES, {}),
    Row("api/v1/me/drafts", SIGNED_IN),
    Row("api/v1/unions", PUBLIC),
    Row("api/v1/unions/<union_id>", PUBLIC),
    Row("api/v1/employers", PUBLIC, query="?q=配送"),
    Row("api/v1/employers/<employer_id>", PUBLIC),
    Row("api/v1/law/rules", PUBLIC),
    Row("api/v1/law/rules/<key>", PUBLIC, at=at(key="mediation.finish")),
    Row("api/v1/law/calendar/<day>", PUBLIC, at=at(day="2026-05-01")),
    Row("api/v1/law/deadline", PUBLIC, query="?rule=mediation.finish&start=2026-05-01"),
    Row("api/v1/law/claims", PUBLIC, PUBLIC, {}, changes=False),
    Row("api/v1/case-kinds", PUBLIC),
    Row("api/v1/case-kinds/join_request/cases", NOBODY, SIGNED_IN, {}, changes=False),
    Row("api/v1/case-kinds/membership_transfer/cases", NOBODY, SIGNED_IN, {}, changes=False),
    Row("api/v1/case-kinds/concern/cases", NOBODY, SIGNED_IN, {}, changes=False),
    Row("api/v1/case-kinds/dispute_mediation/cases", NOBODY, SIGNED_IN, {}, changes=False),
    Row("api/v1/cases", SIGNED_IN),
    Row("api/v1/cases/<case_id>", CASE),
    Row("api/v1/cases/<case_id>/timeline", CASE),
    Row("api/v1/cases/<case_id>/documents", CASE),
    Row("api/v1/cases/<case_id>/moves", CASE),
    Row("api/v1/cases/<case_id>/moves/<move_key>", NOBODY, who(applicant=MINE), {"facts": {"why": "other"}}, at=at(move_key="withdraw"),
        hears=CASE),
    Row("api/v1/cases/<case_id>/moves/<move_key>/code", NOBODY, NOBODY, {}, at=at(move_key="sign"), hears=CASE),
    Row("api/v1/cases/<case_id>/messages", NOBODY, CASE_SIDES | CASE_STAFF, {"text": "请问到哪一步了？"}, hears=CASE),
    Row("api/v1/cases/<case_id>/chase", NOBODY, who(applicant=MINE), {}, hears=CASE),
    Row("api/v1/figures", PUBLIC),
    Row("api/v1/figures/<key>", FIGURES, at=MEMBERS, query=OF_UNION),
    Row("api/v1/figures/<key>/places", FIGURES, at=MEMBERS, query=OF_UNION),
    Row("api/v1/figures/<key>/months", FIGURES, at=MEMBERS, query=OF_UNION),
    # ---- figures
    Row("figures/", FIGURES, query=OF_UNION),
    Row("figures/print/", FIGURES, query=OF_UNION),
    Row("figures/table.csv", FIGURES, query=OF_UNION),
    Row("figures/<slug:key>/", FIGURES, at=MEMBERS, query=OF_UNION),
    Row("figures/<slug:key>/print/", FIGURES, at=MEMBERS, query=OF_UNION),
    Row("figures/<slug:key>/table.csv", FIGURES, at=MEMBERS, query=OF_UNION),
    Row("figures/<slug:key>/records/", LEADERS, at=MEMBERS, query=OF_UNION),
    Row("figures/<slug:key>/records.csv", LEADERS, at=MEMBERS, query=OF_UNION),
    Row("figures/<slug:key>/records/", LEADERS | who(analyst=TREE), at=DISPUTES, query=OF_UNION),
    Row("figures/<slug:key>/records.csv", LEADERS | who(analyst=TREE), at=DISPUTES, query=OF_UNION),
]  # fmt: skip
