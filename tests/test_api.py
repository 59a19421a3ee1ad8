"""The API as programs meet it: every router, who sees what, problems in three languages, pages, versions, rates."""

import json
import re
import sys
from datetime import timedelta

import pytest
from django.test import Client

from gongjia.audit.models import Event
from gongjia.cases.actions.drafts import begin
from gongjia.cases.kinds import Actor
from gongjia.cases.models import Case
from gongjia.connections.models import Token
from gongjia.foundation.clock import now, today
from gongjia.notices.models import Notice
from gongjia.people.models import Person
from gongjia.people.tests.factories import a_person
from gongjia.programmes.dispute_mediation.tests.factories import code_sent_to, to_sign
from gongjia.unions.actions import end_office
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import an_account
from tests.callers import ROLES, a_token, callers
from tests.once import once_a_file, own

pytestmark = pytest.mark.django_db


_callers = once_a_file(callers)


@pytest.fixture
def api(request, _callers):
    return own(request, _callers)


def test_a_member_reads_a_masked_profile(api):
    profile = api.get("member", "/me").json()
    assert re.fullmatch(r"199\*{4}\d{4}", profile["phone"])
    assert profile["name"] == "演示李会员"


def test_a_partners_program_is_nobody(api):
    answer = api.get("partner", "/me")
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("#problem-scope")
    assert "me:read" in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "address", ["/me", "/me/memberships", "/me/offices", "/me/notices", "/me/drafts", "/cases", "/cases/1"]
)
def test_without_a_token_there_is_only_what_is_public(api, address):
    answer = api.get("anonymous", address)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_memberships_offices_and_notices(api):
    (membership,) = api.get("member", "/me/memberships").json()["items"]
    assert membership["union"]["name"] == "演示配送站工会" and membership["ended_on"] is None
    assert api.get("member", "/me/offices").json() == []
    assert [office["role"] for office in api.get("analyst", "/me/offices").json()] == ["analyst"]
    (notice,) = api.get("member", "/me/notices", {"unread": "true"}).json()["items"]
    assert "TJ26-1" in notice["title"] + notice["text"]
    assert api.post("member", f"/me/notices/{notice['id']}/read").json()["read_at"]
    assert api.get("member", "/me/notices", {"unread": "true"}).json()["items"] == []


def test_nobody_reads_anothers_notice(api):
    foreign = Notice.objects.filter(person=api.scene.worker).latest("pk")
    assert api.post("member", f"/me/notices/{foreign.pk}/read").status_code == 404


def test_unions_and_employers_are_public(api):
    county = api.scene.tree["county"]
    assert api.get("anonymous", f"/unions/{county.pk}").json()["name"] == county.name
    below = api.get("anonymous", "/unions", {"parent": county.pk}).json()["items"]
    assert [union["name"] for union in below] == ["演示街道总工会"]
    found = api.get("anonymous", "/employers", {"q": "演示松江"}).json()["items"]
    assert api.scene.employer.pk in [one["id"] for one in found]
    assert api.get("anonymous", f"/employers/{api.scene.employer.pk}").json()["unions"] == []


def test_pages_hold_every_row_once(api):
    seen, cursor = [], ""
    for _page in range(100):
        answer = api.get("anonymous", "/unions", {"limit": 7, "cursor": cursor, "division": ""}).json()
        seen += [union["id"] for union in answer["items"]]
        cursor = answer["next"]
        if cursor is None or len(seen) > 60:
            break
    assert len(seen) == len(set(seen)) > 20


@pytest.mark.parametrize("cursor", ["x", "WzFd:abc:def"])
def test_a_cursor_is_not_made_by_hand(api, cursor):
    answer = api.get("anonymous", "/unions", {"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "cursor"


def test_a_cursor_of_one_list_does_not_open_another(api):
    cursor = api.get("anonymous", "/unions", {"limit": 1}).json()["next"]
    assert api.get("anonymous", "/employers", {"q": "演示", "cursor": cursor}).status_code == 422


def test_law(api):
    rule = api.get("anonymous", "/law/rules/mediation.finish", {"on": "2026-06-01"}).json()
    assert rule["article"]
    assert api.get("anonymous", "/law/rules/no.such").status_code == 404
    assert api.get("anonymous", "/law/calendar/2026-10-01").json()["is_workday"] is False
    counted = api.get("anonymous", "/law/deadline", {"rule": "mediation.accept", "start": "2026-05-20"}).json()
    assert counted["due_on"] == "2026-05-25"
    assert len(api.get("anonymous", "/law/rules", {"limit": 100}).json()["items"]) > 10
    assert {kind["claim_type"] for kind in api.get("anonymous", "/law/claims").json()["items"]} > {"overtime", "wages"}


def test_claims_are_those_of_the_command(api):
    from gongjia.law.claims.__main__ import answer

    facts = {
        "service_start": "2020-01-01",
        "service_end": "2026-01-01",
        "termination_ground": "LCL38_1_2",
        "avg_wage_12m": "5000",
    }
    case = {"id": "a", "claim_type": "economic_compensation", "jurisdiction": "吉林·长春市区", "inputs": facts}
    sent = Client().post("/api/v1/law/claims", json.dumps([case]), content_type="application/json",
                         headers={"Accept-Language": "en"})  # fmt: skip
    assert sent.status_code == 200, sent.content
    assert sent.json() == json.loads(json.dumps([answer(case)], default=str))
    assert sent.json()[0]["result"]["steps"]


def test_every_digit_of_an_amount_is_kept(api):
    body = '[{"claim_type": "wages", "inputs": {"x": 0.10}}, {"claim_type": "none"}]'
    sent = Client().post("/api/v1/law/claims", body, content_type="application/json")
    assert sent.status_code == 200 and sent.json()[1]["result"]["reason"]


# ---- matters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees"),
    [("member", set()), ("applicant", {"waiting", "force"}), ("partner", {"waiting", "force"}), ("mediator", {"force"}),
     ("analyst", {"waiting", "force"})],
)  # fmt: skip
def test_who_sees_which_matter(api, role, sees):
    by_name = {"waiting": api.waiting.pk, "force": api.force.pk, "foreign": api.foreign.pk}
    listed = {case["id"] for case in api.get(role, "/cases").json()["items"]}
    assert listed == {by_name[name] for name in sees}
    for name, pk in by_name.items():
        for part in ("", "/timeline", "/documents", "/moves"):
            assert api.get(role, f"/cases/{pk}{part}").status_code == (200 if name in sees else 404)


def test_filters(api):
    step = Case.objects.get(pk=api.waiting.pk).step
    assert [case["id"] for case in api.get("applicant", "/cases", {"step": step}).json()["items"]] == [api.waiting.pk]
    assert api.get("applicant", "/cases", {"is_open": "false"}).json()["items"] == []
    assert api.get("applicant", "/cases", {"union": api.scene.tree["other"].pk}).json()["items"] == []


def test_that_a_program_looked_stands_in_the_persons_log(api):
    api.get("partner", f"/cases/{api.waiting.pk}")
    assert Event.objects.filter(verb="cases.looked", person_id=api.scene.worker.pk).exists()
    looked = Event.objects.filter(verb="cases.looked").count()
    api.get("applicant", f"/cases/{api.waiting.pk}")
    assert Event.objects.filter(verb="cases.looked").count() == looked


def test_a_matter_shows_its_clock_and_article(api):
    case = api.get("applicant", f"/cases/{api.waiting.pk}").json()
    assert case["roles"] == ["applicant"]
    assert "22" in case["clocks"][0]["law"] and case["clocks"][0]["due_on"]
    assert case["answers"]


def test_raise_move_and_write(api):
    intake = {
        "matter": "wages", "story": "从九月起没有发工资，一直在等。", "since": "2026-03-15", "monthly_pay": "4500",
        "employment": "still", "employer": api.scene.employer.pk, "county_code": "220202", "asked": "straight",
        "request": "把工资发给我。", "knows_employer_is_told": True,
    }  # fmt: skip
    opened = api.post("applicant", "/case-kinds/dispute_mediation/cases", intake)
    assert opened.status_code == 201, opened.content
    case = opened.json()
    assert case["employer"] == "演示松江配送有限公司"
    assert Case.objects.get(pk=case["id"]).applicant == api.scene.worker
    written = api.post("applicant", f"/cases/{case['id']}/messages", {"text": "请问什么时候有消息？"})
    assert written.status_code == 201, written.content
    assert any(
        entry["verb"] == "message" for entry in api.get("applicant", f"/cases/{case['id']}/timeline").json()["items"]
    )
    offered = {move["key"]: move for move in api.get("applicant", f"/cases/{case['id']}/moves").json()}
    assert {field["name"]: field["kind"] for field in offered["withdraw"]["fields"]}["why"] == "choice"
    address = f"/cases/{case['id']}/moves/withdraw"
    wrong = api.post("applicant", address, {"facts": {"nonsense": 1}})
    assert [error["pointer"] for error in wrong.json()["errors"]] == ["#/facts/nonsense"]
    assert api.post("applicant", address, {"facts": {}}).json()["errors"][0]["pointer"] == "#/facts/why"
    moved = api.post("applicant", address, {"facts": {"why": "other", "amount": None}})
    assert moved.status_code == 200 and moved.json()["step"] == "withdrawn", moved.content


def test_joining_by_the_code_of_a_poster(api):
    newcomer = a_person("演示新来的")
    an_account(newcomer)
    union = api.scene.tree["grassroots"]
    api.tokens["newcomer"] = a_token(newcomer)
    opened = api.post("newcomer", "/case-kinds/join_request/cases", {"way": "code", "code": union.join_code})
    assert opened.status_code == 201, opened.content
    assert opened.json()["union"]["id"] == union.pk
    wrong = api.post("newcomer", "/case-kinds/join_request/cases", {"way": "code", "code": "NOSUCH00"})
    assert wrong.json()["errors"][0]["pointer"] == "#/code"


def test_an_unfit_answer_is_shown_by_its_pointer_in_the_callers_language(api):
    sent = {"matter": "nonsense", "employment": "ended"}
    said = {}
    for language in ("zh", "ko", "en"):
        answer = api.post("applicant", "/case-kinds/dispute_mediation/cases", sent, **{"Accept-Language": language})
        assert answer.status_code == 422
        problem = answer.json()
        said[language] = problem["title"]
        assert "#/matter" in {error["pointer"] for error in problem["errors"]}
        assert "#/story" in {error["pointer"] for error in problem["errors"]}
    assert len(set(said.values())) == 3 and re.search("[가-힣]", said["ko"]) and re.search("[一-龥]", said["zh"])


def test_what_only_the_pages_questions_know_is_asked_here_too(api):
    intake = {
        "matter": "wages", "story": "从九月起没有发工资。", "since": "2026-03-15", "monthly_pay": "4500",
        "employment": "still", "employer_name": "演示松江", "county_code": "220202", "asked": "straight",
        "request": "把工资发给我。", "knows_employer_is_told": True,
    }  # fmt: skip
    answer = api.post("applicant", "/case-kinds/dispute_mediation/cases", intake)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/employer"]


def test_a_partner_raises_no_matter_for_anybody(api):
    answer = api.post("partner", "/case-kinds/concern/cases",
                      {"sort": "consult", "text": "演示问题一个", "county_code": "220202"})  # fmt: skip
    assert answer.status_code == 409


def test_an_anonymous_concern_needs_the_page(api):
    sent = {"sort": "consult", "text": "演示问题一个", "county_code": "220202", "identity": "anonymous"}
    before = Case.objects.count()
    assert api.post("member", "/case-kinds/concern/cases", sent).status_code == 409
    assert Case.objects.count() == before


def test_a_partner_moves_what_its_office_may(api):
    address = f"/cases/{api.waiting.pk}/moves/refuse"
    answer = api.post("partner", address, {"facts": {"text": "不属于本会受理的范围，请到区人社局。"}})
    assert answer.status_code == 200, answer.content
    assert api.post("analyst", f"/cases/{api.force.pk}/moves/break_off", {}).status_code in (409, 422)
    assert api.post("member", address, {}).status_code == 404


def test_a_worker_signs_with_a_code_through_a_program(api):
    case = to_sign(api.scene)
    address = f"/cases/{case.pk}/moves/sign"
    assert api.get("applicant", f"/cases/{case.pk}/moves").json()[0]["key"]
    assert {move["key"]: move["needs_code"] for move in api.get("applicant", f"/cases/{case.pk}/moves").json()}["sign"]
    assert api.post("applicant", address, {"code": "000000"}).status_code == 409
    assert api.post("applicant", f"{address}/code").json() == {"sent": True}
    assert api.post("applicant", f"/cases/{case.pk}/moves/break_off/code").status_code == 409
    assert api.post("applicant", f"/cases/{case.pk}/moves/none/code").status_code == 404
    signed = api.post("applicant", address, {"code": code_sent_to(api.scene.worker)})
    assert signed.status_code == 200, signed.content
    (paper,) = [one for one in api.get("applicant", f"/cases/{case.pk}/documents").json()["items"] if one["signed_by"]]
    assert paper["signed_by"] == ["applicant"]


def test_a_worker_takes_back_what_was_entered_wrongly_through_a_program(api):
    address = f"/cases/{api.force.pk}"
    paid = {"facts": {"amount": "1000", "paid_on": today().isoformat()}}
    assert api.post("applicant", f"{address}/moves/part_paid", paid).json()["paid"] == "1000.00"
    (wrong,) = [move for move in api.get("applicant", f"{address}/moves").json() if move["key"] == "object"]
    (choice,) = wrong["fields"][0]["choices"]
    assert (wrong["fields"][0]["kind"], "¥1,000.00" in choice["label"]) == ("choices", True)
    nothing = api.post("applicant", f"{address}/moves/object", {"facts": {"wrong": []}})
    assert [error["pointer"] for error in nothing.json()["errors"]] == ["#/facts/wrong"]
    mended = api.post("applicant", f"{address}/moves/object", {"facts": {"wrong": [choice["value"]]}})
    assert mended.json()["paid"] == "0.00", mended.content


def test_drafts_are_named_and_not_told(api):
    begin(Actor(account=api.scene.worker.account, person=api.scene.worker), "concern")
    (draft,) = api.get("applicant", "/me/drafts").json()["items"]
    assert draft["kind"] == "concern" and set(draft) == {"kind", "updated_at", "page"}
    assert api.get("partner", "/me/drafts").json()["items"] == []


def test_a_number_that_nothing_has_is_said_beside_it(api):
    answer = api.post("member", "/case-kinds/membership_transfer/cases", {"way": "residence", "union": 10**9})
    assert answer.json()["errors"] == [
        {"pointer": "#/union", "parameter": None, "detail": "这里没有这个编号。"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "said"),
    [({"text": ""}, "1 个字"), ({"text": "字" * 2001}, "2000 个字"), ({"text": 5}, "文字"), ({"text": "x", "to": "me"}, "写法不对")],
)  # fmt: skip
def test_what_fits_is_said(api, body, said):
    answer = api.post("applicant", f"/cases/{api.waiting.pk}/messages", body)
    assert answer.status_code == 422 and said in answer.json()["errors"][0]["detail"]


def test_lists_of_claims_are_short(client):
    for claims, said in (([], "至少 1 项"), ([{"claim_type": "x"}] * 51, "最多 50 项")):
        answer = client.post("/api/v1/law/claims", claims, content_type="application/json")
        assert answer.status_code == 422 and said in answer.json()["errors"][0]["detail"]


# ---- versions, ETags, once ------------------------------------------------------------------------------------------


def test_an_unchanged_answer_is_not_sent_again(api):
    first = api.get("applicant", f"/cases/{api.waiting.pk}")
    again = api.get("applicant", f"/cases/{api.waiting.pk}", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    api.post("applicant", f"/cases/{api.waiting.pk}/messages", {"text": "有新的材料。"})
    other = api.get("member", "/me", **{"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_move_names_the_version_it_has_seen(api):
    case, facts = (
        api.get("partner", f"/cases/{api.waiting.pk}"),
        {"facts": {"text": "不属于本会受理的范围，请到人社局。"}},
    )
    address = f"/cases/{api.waiting.pk}/moves/refuse"
    assert api.post("partner", address, facts, **{"If-Match": ""}).status_code == 428
    assert api.post("partner", address, facts, **{"If-Match": '"99"'}).status_code == 412
    assert api.post("partner", address, facts, **{"If-Match": "what"}).status_code == 412
    assert api.post("partner", address, facts, **{"If-Match": case.headers["ETag"]}).status_code == 200
    assert api.post("partner", address, facts, **{"If-Match": case.headers["ETag"]}).status_code == 412


def test_the_same_request_twice_happens_once(api):
    address, body = f"/cases/{api.waiting.pk}/messages", {"text": "请问什么时候有消息？"}
    first, again = (api.post("applicant", address, body, key="k" * 12) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json() and again.headers["Idempotency-Replayed"] == "true"
    assert api.waiting.entries.filter(verb="message").count() == 1
    other = api.post("applicant", address, {"text": "别的话"}, key="k" * 12)
    assert other.status_code == 422 and other.json()["type"].endswith("#problem-key-reused")
    assert api.post("partner", address, body, key="k" * 12).status_code == 201  # another caller's key is another key
    assert Event.objects.filter(verb="connections.called").count() == 2


def test_the_key_holds_for_a_day(api, time_machine):
    address, body = f"/cases/{api.waiting.pk}/messages", {"text": "请问什么时候有消息？"}
    api.post("applicant", address, body, key="k" * 12)
    time_machine.move_to(now() + timedelta(hours=25))
    api.post("applicant", address, body, key="k" * 12)
    assert api.waiting.entries.filter(verb="message").count() == 2


def test_a_write_needs_a_key(api):
    answer = Client().post(f"/api/v1/cases/{api.waiting.pk}/messages", {"text": "x"}, content_type="application/json",
                           headers=api.headers("applicant"))  # fmt: skip
    assert answer.status_code == 400 and answer.json()["type"].endswith("#problem-key-missing")


def test_a_refusal_leaves_nothing_behind_and_is_repeated(api):
    address = f"/cases/{api.waiting.pk}/chase"
    assert api.post("member", address).status_code == 404
    first = api.post("applicant", address, key="a" * 8)
    second = api.post("applicant", address, key="b" * 8)
    assert (first.status_code, second.status_code) == (201, 409)
    assert api.post("applicant", address, key="b" * 8).content == second.content


# ---- rates, bad requests --------------------------------------------------------------------------------------------


def test_the_rate_is_told_and_held(api, settings, time_machine):
    time_machine.move_to("2026-11-27T09:00:10+08:00", tick=False)
    api = callers()
    settings.API_LIMIT_TOKEN = 3
    answers = [api.get("member", "/me") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[3].headers["Retry-After"] == answers[3].headers["RateLimit-Reset"] == "50"
    assert api.get("applicant", "/me").status_code == 200  # everybody has a rate of their own
    time_machine.shift(51)
    assert api.get("member", "/me").status_code == 200


def test_guessing_tokens_is_counted_by_address(api, settings):
    settings.API_LIMIT_ANYBODY = 2
    statuses = [Client().get("/api/v1/me", headers={"Authorization": "Bearer gj_x_y"}).status_code for _ in range(3)]
    assert statuses == [401, 401, 429]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b'{"text": "\\u0000"}', 400), (b'{"text": "\\ud800"}', 400), (b"\xff", 400), (b"[" * 100_000, 400),
     (b'{"text": 1e999999}', 400), (b'{"text": NaN}', 400), (b" " * 300_000, 413), (b'"text"', 422), (b"", 422),
     (b'{"text": ["a"]}', 422)],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem(api, body, status):
    answer = Client().post(f"/api/v1/cases/{api.waiting.pk}/messages", body, content_type="application/json",
                           headers=api.headers("applicant", **{"Idempotency-Key": "k" * 9}))  # fmt: skip
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("address", "status"), [("/api/v1/nothing", 404), ("/api/v1/unions/9999999999999999999", 422),
                                                 ("/api/v1/unions?q=%00", 400), ("/api/v1/cases/x", 401)])  # fmt: skip
def test_wrong_addresses_are_problems(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_wrong_method_is_a_problem(client):
    answer = client.delete("/api/v1/unions")
    assert answer.status_code == 405 and answer.headers["Allow"] == "GET" and answer.json()["status"] == 405


def test_a_mistake_of_ours_changes_nothing_and_says_little(api, monkeypatch):
    from gongjia.cases.api import writing

    def broken(*args, **kwargs):
        Person.objects.filter(pk=api.scene.worker.pk).update(name="改坏了")
        raise RuntimeError("secret detail")

    monkeypatch.setattr(writing.messages, "message", broken)
    answer = api.post("applicant", f"/cases/{api.waiting.pk}/messages", {"text": "x"}, key="k" * 9)
    assert answer.status_code == 500 and "secret" not in answer.content.decode()
    assert Person.objects.get(pk=api.scene.worker.pk).name == "演示马骑手"
    monkeypatch.undo()
    assert api.post("applicant", f"/cases/{api.waiting.pk}/messages", {"text": "x"}, key="k" * 9).status_code == 201


def test_cookies_count_for_nothing(api):
    from gongjia.people.tests.factories import signed_in

    assert signed_in(api.scene.worker.account).get("/api/v1/me").status_code == 401


def test_no_other_site_may_read_answers(api):
    answer = api.get("member", "/me", Origin="https://evil.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


# ---- tokens at the time of the call ---------------------------------------------------------------------------------


def test_a_revoked_ended_or_miscopied_token_opens_nothing(api, time_machine):
    text = api.tokens["member"]
    assert api.get("member", "/me").status_code == 200
    for wrong in (text[:-1], text + "x", text.replace("gj_", "gj-"), "x", "", text.split("_")[1]):
        assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {wrong}"}).status_code == 401
    Token.objects.filter(prefix=text.rsplit("_", 1)[0][:15]).update(revoked_at="2026-01-01T00:00Z")
    assert api.get("member", "/me").status_code == 401
    time_machine.move_to(now() + timedelta(days=91))
    assert api.get("applicant", "/me").status_code == 401


def test_a_partners_token_never_may_more_than_its_maker(api):
    assert api.get("partner", "/cases").status_code == 200
    maker = Token.objects.get(union__isnull=False).person
    end_office(Office.objects.get(person=maker, role="officer"))
    assert api.get("partner", "/cases").status_code == 403
    end_office(Office.objects.get(person=maker, role="administrator"))
    assert api.get("partner", "/cases").status_code == 401


def test_a_partner_sees_nothing_of_its_makers_own(api):
    from gongjia.cases.tests.factories import a_case
    from gongjia.programmes.dispute_mediation.tests.factories import KIND, answers

    maker = Token.objects.get(union__isnull=False).person
    own = a_case(KIND, api.scene.tree["other"], maker, answers())
    assert api.get("partner", f"/cases/{own.pk}").status_code == 404


def test_a_closed_account_takes_its_tokens_along(api):
    account = api.scene.worker.account
    account.is_active = False
    account.save()
    assert api.get("applicant", "/me").status_code == 401


# ---- figures --------------------------------------------------------------------------------------------------------


def test_figures_are_exact_only_inside_ones_office(api):
    county, other = api.scene.tree["county"].pk, api.scene.tree["other"].pk
    inside = api.get("analyst", "/figures/members", {"union": county}).json()
    assert inside["is_exact"] is True and inside["value"] is not None
    outside = api.get("analyst", "/figures/members", {"union": other}).json()
    assert outside["is_exact"] is False
    assert api.get("partner", "/figures/members").json()["union"] == county
    assert (
        api.get("partner", "/figures/members", {"union": api.scene.tree["prefecture"].pk}).json()["is_exact"] is False
    )
    assert api.get("anonymous", "/figures/members", {"union": api.scene.tree["grassroots"].pk}).status_code == 404
    small = api.get("anonymous", "/figures/members", {"union": county}).json()
    assert small["value"] in (None, "0") or int(small["value"]) >= 5
    wrong = {"union": county, "since": "2026-02-01", "as_of": "2026-01-01"}
    assert api.get("analyst", "/figures/members", wrong).status_code == 422
    assert api.get("analyst", "/figures/members/places", {"union": county}).json()["items"]
    assert api.get("analyst", "/figures/members/months", {"union": county}).json()["items"]
    assert api.get("anonymous", "/figures").json()["items"][0]["definition"]


# ---- what is never there --------------------------------------------------------------------------------------------

NUMBERS = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?![\dXx])")


def test_no_answer_holds_a_whole_phone_or_identity_number(api):
    found = []
    for role in ROLES:
        for address in ("/me", "/me/notices", "/me/memberships", "/cases", f"/cases/{api.waiting.pk}",
                        f"/cases/{api.force.pk}", f"/cases/{api.force.pk}/timeline", f"/cases/{api.force.pk}/documents",
                        f"/cases/{api.force.pk}/moves"):  # fmt: skip
            text = api.get(role, address).content.decode()
            text = re.sub(r'"sha256":\s*"[0-9a-f]{64}"', "", text)
            found += [(role, address, number) for number in NUMBERS.findall(text)]
    assert not found


def test_the_description_names_every_scope_and_problem(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "rfc3987_syntax", None)  # its grammar of addresses takes ten seconds to build
    from openapi_spec_validator import validate

    schema = client.get("/api/openapi.json").json()
    validate(schema)
    assert schema["openapi"].startswith("3.1")
    operations = [details for methods in schema["paths"].values() for details in methods.values()]
    assert len({details["operationId"] for details in operations}) == len(operations) >= 30
    for details in operations:
        assert details["summary"] and details["description"] and details["tags"]
        assert details["x-scope"] is None or details["x-scope"] in schema["x-scopes"]
        assert {"400", "401", "422", "429", "500"} <= set(details["responses"])


def test_the_reference_page_needs_no_script_and_no_foreign_host(client):
    page = client.get("/api/docs/").content.decode()
    assert "list_cases" in page and "problem-refused" in page
    assert "<script>" not in page and not re.search(r'(src|href)="(https?:)?//', page)
