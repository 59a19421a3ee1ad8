"""注销账号: asked with a code, taken back for seven days, and after it not a trace of the person anywhere."""

import re
from datetime import date

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from gongjia.audit.models import Event
from gongjia.cases.actions import documents
from gongjia.cases.actions.assignments import assign
from gongjia.cases.actions.counter import end_visit, start_visit
from gongjia.cases.kinds import Actor
from gongjia.cases.models import Case, Document, KeptPaper
from gongjia.cases.tests.factories import an_actor, an_upload
from gongjia.foundation.refusals import Refused
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.people import actions, holdings
from gongjia.people.erasing import Blotter
from gongjia.people.models import Account, Closing, Person
from gongjia.people.sealing import unseal_bytes
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import TOTP_SECRET, a_person, a_resident_id, an_account, signed_in
from gongjia.programmes.dispute_mediation.tests.factories import KIND, in_force, raise_dispute
from gongjia.unions.actions import end_office
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

NAME, PHONE = "演示宓芷若", "13800007531"
NUMBER = a_resident_id(sequence=731)


def digits(sent):
    return re.search(r"\d{6}", sent[-1][1]).group()


# ---- asking and taking back ------------------------------------------------------------------------------------------


@pytest.fixture
def sent(settings, db):
    return gateway.use(settings)


def test_a_code_then_seven_days_then_gone(sent):
    account = an_account(a_person(NAME, phone=PHONE, resident_id=NUMBER))
    browser = signed_in(account)
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False) as traveller:
        page = browser.get("/me/closing/").content.decode()
        assert "《个人信息保护法》第四十七条" in page
        assert browser.post("/me/closing/").url == "/me/closing/code/"
        assert not Closing.objects.exists()
        wrong = f"{(int(digits(sent)) + 1) % 10**6:06d}"
        assert browser.post("/me/closing/code/", {"code": wrong}).status_code == 200
        assert not Closing.objects.exists()
        assert browser.post("/me/closing/code/", {"code": digits(sent)}).url == "/me/closing/"
        closing = Closing.objects.get()
        assert "2026-11-27" in browser.get("/me/closing/").content.decode()
        traveller.shift(7 * 24 * 3600 - 1)
        assert not actions.close_account(closing.pk)
        assert browser.get("/me/").status_code == 200
        traveller.shift(1)
        assert actions.close_account(closing.pk)
        assert not actions.close_account(closing.pk), "a second worker erases nothing"
    assert browser.get("/me/").status_code == 302
    person = Person.objects.get(pk=account.person_id)
    assert (person.name, person.phone_sealed, person.id_index, person.birth_date) == ("", None, None, None)
    assert person.erased_at is not None
    assert Event.objects.filter(verb="people.erased", person_id=person.pk).exists()
    newcomer = actions.account_for_phone(PHONE)
    assert newcomer.person_id != person.pk, "the number is free for whoever holds it now"


def test_it_is_taken_back_with_one_press(sent):
    account = an_account(a_person(NAME, phone=PHONE))
    closing = actions.ask_to_close(account.person)
    assert actions.ask_to_close(account.person) == closing
    browser = signed_in(account)
    assert browser.post("/me/closing/cancel/").url == "/me/closing/"
    assert browser.post("/me/closing/cancel/").status_code == 302
    with time_machine.travel(closing.due_at, tick=False):
        assert not actions.close_account(closing.pk)
    assert Person.objects.get(pk=account.person_id).name == NAME


@pytest.mark.parametrize("who", ["worker", "officer", "contact"])
def test_an_open_matter_stands_in_the_way_and_is_named(sent, who):
    from gongjia.programmes.dispute_mediation.tests.factories import a_scene, accept

    scene = a_scene()
    case = raise_dispute(scene)
    accept(scene, case)
    person = getattr(scene, who)
    assert case.number in str(holdings.obstacles_of(person))
    with pytest.raises(Refused, match=case.number):
        actions.send_closing_code(person)
    if who == "worker":
        page = signed_in(person.account).post("/me/closing/")
        assert page.status_code == 200
        assert case.number in page.content.decode()
    assert not sent, "no code goes out for what cannot be"


def test_what_comes_up_in_the_waiting_days_holds_the_closing_up(sent):
    tree = a_tree()
    person = a_member(tree["grassroots"], a_person(NAME, phone=PHONE))
    closing = actions.ask_to_close(person)
    an_officer(tree["county"], person=person)
    with time_machine.travel(closing.due_at, tick=False):
        assert not actions.close_account(closing.pk)
    assert "演示昌邑区总工会" in holdings.obstacles_of(person)[0]


def test_the_job_closes_what_is_due(transactional_db):
    from gongjia.people.jobs import close_accounts

    person = an_account(a_person(NAME)).person
    closing = actions.ask_to_close(person)
    with time_machine.travel(closing.due_at, tick=False):
        close_accounts(timestamp=0)
    closing.refresh_from_db()
    assert closing.done_at is not None


# ---- not a trace -----------------------------------------------------------------------------------------------------


def a_full_life(settings):
    """A person who did everything that leaves a trace, with their name, phone and number in every free text."""
    from gongjia.programmes.dispute_mediation.tests.factories import a_scene

    scene = a_scene()
    worker = scene.worker
    actions.prove_by_number(worker, NAME, NUMBER)
    case = in_force(scene)
    actions.change_phone(worker, PHONE)
    worker.refresh_from_db()
    account = Account.objects.get(person=worker)
    scene.worker, worker.account = worker, account
    said = f"我是{NAME}，电话{PHONE}，身份证{NUMBER}，邮箱me@example.com"
    actions.tell_email(worker, "me@example.com")
    actions.give_consent(worker, "services")
    actions.make_copy(actions.ask_for_copy(worker).pk)
    actor = scene.actor("worker")
    documents.add(case.pk, actor, an_upload(f"{NAME}的工资条.pdf", b"%PDF-1.4\n" + said.encode() + b"\n%%EOF\n"))
    for entry in case.entries.all():
        entry.text, entry.facts = said, {**entry.facts, "name": NAME}
        entry.save()
    intake = {**case.intake, "story": said, "request": said, "address": said}
    Case.objects.filter(pk=case.pk).update(
        closed_on=date(2026, 7, 1), intake=intake, terms={"facts": said, "head": NAME}
    )
    begin_draft(worker, account, said)
    browser = signed_in(account)
    browser.post("/me/proof/", {"name": NAME})
    browser.get("/me/")
    Client().post("/sign-in/", {"phone": PHONE})
    return worker, case, browser


def begin_draft(worker, account, said):
    from gongjia.cases.models import Draft

    draft = Draft.objects.create(person=worker, written_by=account, kind=KIND, answers={"story": {"story": [said]}})
    documents.add_to_draft(draft, an_actor(worker), an_upload("a.txt", said.encode()))


def residues(needles):
    """Where any needle is still found: every column of every table as text (bytea as hex), sessions opened, and files."""
    found = []
    hexes = [needle.encode().hex() for needle in needles]
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            conditions = " OR ".join(["row.*::text ILIKE %s"] * (2 * len(needles)))
            wanted = [f"%{needle}%" for needle in [*needles, *hexes]]
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE {conditions}', wanted)  # noqa: S608
            if count := cursor.fetchone()[0]:
                found.append(f"{table}: {count}")
    assert len(tables) > 20
    for session in Session.objects.all():
        if any(needle in str(session.get_decoded()) for needle in needles):
            found.append(f"session {session.pk}")
    for folder, _, names in walk(""):
        for name in names:
            with default_storage.open(f"{folder}/{name}") as file:
                content = file.read()
            if any(needle.encode() in content for needle in needles):
                found.append(f"file {folder}/{name}")
    return found


def walk(folder):
    import os

    root = default_storage.location
    for path, folders, names in os.walk(root):
        yield os.path.relpath(path, root), folders, names


def close_now(person):
    closing = actions.ask_to_close(person)
    with time_machine.travel(closing.due_at, tick=False):
        assert actions.close_account(closing.pk), holdings.obstacles_of(person)


def test_after_it_no_table_file_session_or_search_knows_the_person(settings, transactional_db):
    from gongjia.people.access import find_people, person_by_phone, person_by_resident_id

    gateway.use(settings)
    worker, _, browser = a_full_life(settings)
    fresh = Person.objects.get(pk=worker.pk)
    indexes = [bytes(fresh.phone_index).hex(), bytes(fresh.id_index).hex()]
    needles = [NAME, PHONE, NUMBER, "me@example.com", "yan shi mi zhi ruo", "宓芷", *indexes]
    before = residues(needles)
    assert len(before) >= 8, f"the test must leave traces to begin with: {before}"
    close_now(worker)
    assert residues(needles) == []
    assert not find_people("芷若", Person.objects.values("pk")).exists()
    assert person_by_phone(PHONE) is None
    assert person_by_resident_id(NUMBER) is None
    assert browser.get("/me/").status_code == 302


def test_an_officer_who_left_is_named_to_nobody_any_more(settings, transactional_db):
    """Those whom they served were told by name who has the matter, and who acted for them at the counter."""
    from gongjia.programmes.dispute_mediation.tests.factories import a_scene

    gateway.use(settings)
    scene = a_scene()
    county, case, others = scene.tree["county"], raise_dispute(scene), raise_dispute(scene)
    officer = an_officer(county, person=a_person(NAME, phone=PHONE))
    namesake = an_officer(county, person=a_person(NAME))
    assign(case.pk, scene.actor("officer"), officer)
    assign(others.pk, scene.actor("officer"), namesake)
    actor = Actor(account=officer.account, person=officer)
    end_visit(start_visit(actor, scene.worker, county, an_upload("同意书.pdf")))
    scene.does("worker", "withdraw", case, why="other", text="")
    told = Notice.objects.filter(person=scene.worker, facts__name=NAME)
    assert told.count() == 3
    for office in officer.offices.all():
        end_office(office)
    close_now(officer)
    assert told.get().about_id == str(others.pk), "one of the same name stays named"
    assert title_and_text(Notice.objects.get(person=scene.worker, kind="cases.counter_started"))
    Notice.objects.filter(pk=told.get().pk).delete()
    others.entries.all().delete()
    Person.objects.filter(pk=namesake.pk).update(name="", name_pinyin="", name_grams=[])
    assert residues([NAME, PHONE, "宓芷"]) == []


def test_an_employers_contact_whom_another_replaced_leaves_no_name(settings, transactional_db):
    from gongjia.people.access import person_by_phone
    from gongjia.programmes.dispute_mediation.tests.factories import a_scene, invite

    gateway.use(settings)
    scene = a_scene()
    case = raise_dispute(scene)
    first = {"name": NAME, "phone": PHONE, "title": "经理", "respondent_is_head": True, "head": NAME}
    scene.does("officer", "invite", case, **first)
    contact = person_by_phone(PHONE)
    invite(scene, case)
    scene.does("worker", "withdraw", case, why="other", text="")
    assert not case.parties.filter(person=contact).exists()
    assert "cases_entry" in str(residues([NAME]))
    close_now(contact)
    assert residues([NAME, PHONE, "宓芷"]) == []


def test_what_the_law_wants_kept_stays_without_the_person(settings, transactional_db):
    gateway.use(settings)
    worker, case, _ = a_full_life(settings)
    before = Case.objects.get(pk=case.pk)
    events = Event.objects.filter(person_id=worker.pk).count()
    close_now(worker)
    after = Case.objects.get(pk=case.pk)
    for column in ("number", "kind", "outcome", "agreed", "opened_on", "applicant_id"):
        assert getattr(after, column) == getattr(before, column)
    assert after.intake["matter"] == "wages"
    assert after.intake["story"] == holdings.ERASED
    membership = worker.memberships.get()
    assert membership.end_reason == "left"
    assert Event.objects.filter(person_id=worker.pk).count() > events
    kept = KeptPaper.objects.get(document__kind="agreement")
    assert unseal_bytes("kept_paper", kept.content_sealed)
    assert kept.keep_until.year >= 2031
    assert kept.document.signatures.exists()
    assert not Document.objects.filter(case=case, removed_at__isnull=True).exists()
    officer = case.assignments.order_by("pk").first().person.account
    totp.TOTP.activate(officer, TOTP_SECRET)
    for address in (f"/cases/{case.pk}/desk/", "/desk/"):
        assert signed_in(officer).get(address).status_code == 200, (
            "closed matters can still be read, without the person"
        )


def test_a_kept_paper_goes_when_its_years_are_over(settings, transactional_db):
    from gongjia.cases.jobs import forget_kept_papers

    gateway.use(settings)
    worker, _, _ = a_full_life(settings)
    close_now(worker)
    kept = KeptPaper.objects.latest("keep_until")
    with time_machine.travel(f"{kept.keep_until.isoformat()}T09:00+08:00", tick=False):
        forget_kept_papers(timestamp=0)
    assert not KeptPaper.objects.exists()


# ---- nothing is forgotten --------------------------------------------------------------------------------------------

# Columns that name who did something, by number only: an account without a person says nobody's name.
WHO_DID_IT = {
    "people.Person.proved_by", "people.Consent.given_to", "unions.Employer.added_by", "unions.Office.appointed_by",
    "cases.Case.opened_by", "cases.Assignment.by", "cases.Entry.on_behalf_of", "cases.Payment.confirmed_by",
    "cases.Payment.taken_back_by", "cases.Rating.called_back_by", "cases.CounterVisit.officer",
    "owed.Calculation.written_by", "owed.Variant.made_by",
}  # fmt: skip


def test_every_table_that_speaks_of_a_person_is_declared():
    declared = {(holding.table, holding.whose.split("__")[0]) for holding in holdings.all_holdings()}
    missing = []
    for model in apps.get_models():
        if not model._meta.managed or model in (Person,):
            continue
        for column in model._meta.get_fields():
            name = f"{model._meta.label}.{column.name}"
            speaks = column.concrete and column.related_model in (Person, Account)
            if speaks and (model._meta.label, column.name) not in declared and name not in WHO_DID_IT:
                missing.append(name)
    assert not missing, (
        "Say in the room's holdings.py what becomes of these rows in a person's copy and when an account is closed, or"
        f" add the column to WHO_DID_IT where it only tells who did something: {missing}"
    )


def test_every_text_that_a_person_writes_is_declared():
    """A column of words in a table that is kept must be emptied, wiped or scrubbed, or hold words of nobody."""
    of_nobody = {
        "people.Account.password", "people.Consent.purpose", "cases.Signature.sha256", "cases.Case.pickup_index", "cases.Case.once_index",
    }  # fmt: skip
    treated = {}
    for holding in holdings.all_holdings():
        treated.setdefault(holding.table, set()).update(holding.emptied, holding.wiped, holding.scrubbed)
        if holding.removed:
            treated[holding.table].add("*")
    missing = []
    for table, columns in treated.items():
        for column in apps.get_model(table)._meta.concrete_fields:
            words = column.get_internal_type() in ("TextField", "JSONField") or (
                column.get_internal_type() == "CharField" and not column.choices and column.max_length >= 50
            )
            name = f"{table}.{column.name}"
            if words and "*" not in columns and column.name not in columns and name not in of_nobody | PLAIN:
                missing.append(name)
    assert not missing, f"Say in holdings.py what becomes of these words: {missing}"


# Keys, hashes and types that the platform writes itself.
PLAIN = {
    "cases.Document.content_type", "cases.Document.sha256", "cases.Document.facts", "cases.Due.rule", "cases.Due.article",
    "people.Person.name_pinyin", "connections.Webhook.url",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("任何话", holdings.ERASED),
        ({"matter": "wages", "since": "2026-03-01", "claimed": "13500.00", "story": "三月起", "n": 3, "ok": True},
         {"matter": "wages", "since": "2026-03-01", "claimed": "13500.00", "story": holdings.ERASED, "n": 3, "ok": True}),
        ({"deep": [{"what": "电话 1"}, "19900000001"]}, {"deep": [{"what": holdings.ERASED}, holdings.ERASED]}),
        ([None, 1.5], [None, 1.5]),
    ],
)  # fmt: skip
def test_wiping_leaves_keys_numbers_and_days(given, kept):
    assert Blotter(()).wipe(given) == kept


def test_scrubbing_takes_the_person_alone():
    blotter = Blotter(("王芳", "13800000001"))
    assert blotter.scrub({"name": "王芳", "to": "李敏", "n": ["打13800000001"]}) == {
        "name": holdings.ERASED, "to": "李敏", "n": [f"打{holdings.ERASED}"],
    }  # fmt: skip


def test_confirming_twice_is_once_and_whoever_has_no_phone_is_closed_too(sent):
    person = an_account(a_person(NAME, phone="")).person
    closing = actions.ask_to_close(person)
    assert actions.confirm_closing(person, "000000") == closing
    with time_machine.travel(closing.due_at, tick=False):
        assert actions.close_account(closing.pk)
