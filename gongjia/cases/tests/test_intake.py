"""The guided intake, page by page, with scripts off: a browser that only follows links and sends forms."""

import re
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage

from gongjia.audit.models import Event
from gongjia.cases import jobs
from gongjia.cases.access import draft_for, drafts_for
from gongjia.cases.actions import documents, drafts
from gongjia.cases.kinds import Actor, Refused
from gongjia.cases.models import Case, Document, Draft
from gongjia.cases.pickup import new_code
from gongjia.cases.tests import kinds
from gongjia.cases.tests.conftest import a_place
from gongjia.cases.tests.factories import a_photo, an_actor, an_upload
from gongjia.cases.tests.test_open_case import press_together
from gongjia.notices.models import Notice
from gongjia.people.actions import limits
from gongjia.people.tests.factories import signed_in
from gongjia.unions.tests.factories import a_member

BASE = f"/cases/new/{kinds.KEY}/"
GOOD = [
    ("wish", {"wish": "back pay"}),
    ("sum", {"amount": "3000", "since": "2026-01-01"}),
    ("proof", {"have": ["slip", "chat"]}),
    ("identity", {"identity": "named"}),
]


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def once_in(page) -> str:
    return re.search(r'name="once" value="([^"]+)"', page.content.decode())[1]


def pressed_by_enter(page) -> str:
    """The first button of the form on a page, whatever a reader sees first."""
    main = page.content.decode().split('id="main"')[1]
    return re.search(r"<button[^>]*>", main)[0]


def fill(client_of, upto=None, **changed):
    for key, answers in GOOD:
        if key == upto:
            return None
        page = client_of.post(f"{BASE}{key}/", changed.get(key, answers))
        assert page.status_code == 302, text_of(page)
    return client_of.get(f"{BASE}check/")


def test_from_the_first_question_to_the_receipt(place, client_of):
    member = client_of("member")
    assert member.get(BASE).url == f"{BASE}wish/"
    first = text_of(member.get(f"{BASE}wish/"))
    assert "Step 1 of 5" in first
    assert member.post(f"{BASE}wish/", {"wish": "back pay"}).url == f"{BASE}sum/"
    assert "Step 2 of 5" in text_of(member.get(f"{BASE}sum/"))
    check = fill(member)
    assert "3,000.00" in text_of(check)
    assert "Payslip, Chat" in text_of(check)
    sent = member.post(f"{BASE}check/", {"once": once_in(check)})
    case = Case.objects.latest("id")
    assert sent.url == f"/cases/{case.pk}/receipt/"
    receipt = text_of(member.get(sent.url))
    assert "data-print" in member.get(sent.url).content.decode()  # the paper that one leaves a counter with
    for words in (
        case.number,
        "5 March",
        "Thu",
        "演示昌邑区总工会",
        "12351",
        "Somebody reads it.",
        "Follow the matter",
    ):
        assert words in receipt, words
    assert case.intake["amount"] == "3000"
    assert not Draft.objects.exists()


def test_a_question_that_does_not_apply_is_not_asked(place, client_of):
    member = client_of("member")
    assert member.post(f"{BASE}wish/", {"wish": "nothing"}).url == f"{BASE}proof/"
    assert member.get(f"{BASE}sum/").status_code == 404
    assert "Step 2 of 4" in text_of(member.get(f"{BASE}proof/"))


def test_wrong_input_says_what_to_mend_and_stays_typed(place, client_of):
    member = client_of("member")
    fill(member, upto="sum")
    page = member.post(f"{BASE}sum/", {"amount": "a lot", "since": "last spring"})
    assert "2 things to mend" in text_of(page)
    assert 'value="a lot"' in page.content.decode()
    later = client_of("member").get(f"{BASE}sum/").content.decode()  # another day, another browser
    assert 'value="a lot"' in later
    assert 'value="last spring"' in later
    assert client_of("member").get(BASE).url == f"{BASE}sum/"
    assert member.get(f"{BASE}check/").url == f"{BASE}sum/"


def test_back_never_loses(place, client_of):
    member = client_of("member")
    fill(member, upto="proof")
    page = member.get(f"{BASE}sum/").content.decode()
    assert f'href="{BASE}wish/"' in page
    assert 'value="3000"' in page


def test_an_answer_is_changed_from_the_list_and_leads_back_to_it(place, client_of):
    member = client_of("member")
    check = fill(member).content.decode()
    assert f'href="{BASE}sum/?check"' in check
    assert member.post(f"{BASE}sum/?check", {"amount": "4000"}).url == f"{BASE}check/"
    assert "4,000.00" in text_of(member.get(f"{BASE}check/"))


def test_the_page_saves_itself_while_it_is_typed(place, client_of):
    member = client_of("member")
    assert f'data-autosave-url="{BASE}wish/keep"' in member.get(f"{BASE}wish/").content.decode()
    assert member.post(f"{BASE}wish/keep", {"wish": "half a sent"}).status_code == 204
    assert "half a sent" in client_of("member").get(f"{BASE}wish/").content.decode()


def test_save_and_go_on_later(place, client_of):
    member = client_of("member")
    page = member.post(f"{BASE}wish/", {"wish": "", "save_later": "1"})
    assert page.url == "/"
    assert [draft.kind for draft in drafts_for(place.member)] == [kinds.KEY]


def test_nothing_is_called_saved_while_a_file_beside_it_was_refused(place, client_of):
    member = client_of("member")
    fill(member, upto="proof")
    page = member.post(f"{BASE}proof/", {"files": [an_upload("x.exe", b"MZ" + bytes(50))], "save_later": "1"})
    assert page.status_code == 200
    assert "x.exe: This file is none of those that can be added" in text_of(page)
    assert "Saved. You can go on" not in text_of(page)


def test_a_visitor_is_told_how_long_it_is_kept_and_signs_in_without_losing_the_page(place, client_of):
    visitor = client_of()
    assert "kept for one day, in this browser only" in text_of(visitor.get(f"{BASE}wish/"))
    page = visitor.post(f"{BASE}wish/", {"wish": "half a sent", "save_later": "1"})
    assert page.url == f"/sign-in/?{urlencode({'next': f'{BASE}wish/'})}"
    signed_in(place.member.account, visitor)
    page = visitor.get(f"{BASE}wish/")
    assert "half a sent" in page.content.decode()
    assert "in this browser only" not in text_of(page)


def test_photos_are_added_listed_removed_and_go_along(place, client_of):
    member = client_of("member")
    fill(member, upto="proof")
    page = member.post(f"{BASE}proof/", {"have": ["slip"], "files": [a_photo(), an_upload()], "upload": "1"})
    words = text_of(page)
    assert "打卡.jpg" in words
    assert "工资条.pdf" in words
    assert "name=" not in pressed_by_enter(page), "Enter goes on, it removes no paper"
    photo, paper = Document.objects.order_by("id")
    page = member.post(f"{BASE}proof/", {"have": ["slip"], "remove": str(paper.pk)})
    assert "工资条.pdf" not in text_of(page)
    fill(member)
    check = member.get(f"{BASE}check/")
    assert "打卡.jpg" in text_of(check)
    member.post(f"{BASE}check/", {"once": once_in(check)})
    photo.refresh_from_db()
    assert (photo.case, photo.draft) == (Case.objects.latest("id"), None)


def test_a_bad_file_is_refused_beside_the_good_ones_and_the_answers_stay(place, client_of):
    member = client_of("member")
    fill(member, upto="proof")
    page = member.post(
        f"{BASE}proof/", {"have": ["chat"], "files": [an_upload("x.exe", b"MZ" + bytes(50)), an_upload()]}
    )
    words = text_of(page)
    assert "x.exe: This file is none of those that can be added" in words
    assert "工资条.pdf" in words
    assert re.search(r'value="chat"[^>]*checked', page.content.decode())


def test_there_are_only_so_many_files_in_a_draft(place, monkeypatch):
    monkeypatch.setattr(documents, "MOST_IN_DRAFT", 1)
    draft = drafts.begin(place.actor("member"), kinds.KEY)
    documents.add_to_draft(draft, place.actor("member"), an_upload())
    with pytest.raises(Refused, match="enough for now"):
        documents.add_to_draft(draft, place.actor("member"), an_upload())


def test_a_double_press_sends_one_case(place, client_of):
    member = client_of("member")
    once = once_in(fill(member))
    first, second = [member.post(f"{BASE}check/", {"once": once}) for _ in range(2)]
    assert first.url == second.url
    assert Case.objects.filter(applicant=place.member).count() == 2  # the place's own, and this one


def test_four_presses_at_once_send_one_case(transactional_db):
    place, once = a_place(), uuid.uuid4()
    actor = an_actor(place.member)
    fill(signed_in(place.member.account))
    results = press_together(4, lambda: drafts.send(kinds.KEY, actor, once)[0].pk)
    assert len(set(results)) == 1, results


def test_a_draft_sent_in_another_window_says_so(place, client_of):
    member = client_of("member")
    check = fill(member)
    member.post(f"{BASE}check/", {"once": once_in(check)})
    page = member.post(f"{BASE}check/", {"once": str(uuid.uuid4())}, follow=True)
    assert "There is no draft any more" in text_of(page)
    assert member.get(f"{BASE}check/").url == BASE
    assert member.post(f"{BASE}check/", {"once": "spoilt"}).url == f"{BASE}check/"


def test_an_answer_that_went_missing_is_named(place, client_of):
    member = client_of("member")
    check = fill(member)
    Draft.objects.update(answers={key: {} for key in ("wish",)})
    page = member.post(f"{BASE}check/", {"once": once_in(check)})
    assert "One answer is still missing: “What do you wish?”" in text_of(page)


def test_what_does_not_fit_together_is_refused(place, client_of, monkeypatch):
    from pydantic import BaseModel

    class Stricter(BaseModel):
        wish: int

    from dataclasses import replace

    with kinds.registered(replace(kinds.WISH, intake=Stricter)):
        member = client_of("member")
        check = fill(member)
        refused = member.post(f"{BASE}check/", {"once": once_in(check)})
        assert "1 thing to mend An answer does not fit: wish" in text_of(refused)
        assert text_of(refused).strip().startswith("Please check: Check your answers")  # the title: heard first


def test_throwing_away_leaves_nothing(place, client_of):
    member = client_of("member")
    fill(member, upto="proof")
    member.post(f"{BASE}proof/", {"files": [an_upload()], "upload": "1"})
    kept = documents.path_of(Document.objects.get().sha256)
    asked = member.get(f"{BASE}discard")
    assert "Throw all of it away? It cannot be brought back." in text_of(asked)
    assert Draft.objects.exists()  # one slip of the thumb is not enough
    member.post(f"{BASE}discard")
    assert not Draft.objects.exists()
    assert not Document.objects.exists()
    assert member.post(f"{BASE}discard").url == "/"
    assert default_storage.exists(kept)  # until the change is final; the next test commits


def test_the_bytes_go_with_the_last_row(place, django_capture_on_commit_callbacks):
    draft = drafts.begin(place.actor("member"), kinds.KEY)
    document = documents.add_to_draft(draft, place.actor("member"), an_upload())
    with django_capture_on_commit_callbacks(execute=True):
        documents.remove_from_draft(draft, document.pk)
        documents.remove_from_draft(draft, document.pk)
    assert not default_storage.exists(documents.path_of(document.sha256))
    other = documents.add_to_draft(draft, place.actor("member"), an_upload())
    documents.keep_upload(place.case, an_upload(), "evidence")
    with django_capture_on_commit_callbacks(execute=True):
        drafts.discard(draft)
    assert default_storage.exists(documents.path_of(other.sha256))  # the case has the same bytes


# ---- visitors and the anonymous -------------------------------------------------------------------------------------


def test_a_visitor_sends_anonymously_and_nothing_of_them_is_kept(place, client_of):
    visitor = client_of()
    fill(visitor, identity={"identity": "anonymous"}, upto="identity")
    visitor.post(f"{BASE}proof/", {"files": [a_photo("王芳.jpg")], "upload": "1"})
    check = fill(visitor, identity={"identity": "anonymous"})
    once = once_in(check)
    receipt = visitor.post(f"{BASE}check/", {"once": once})
    code = re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{2}", text_of(receipt))[0]
    case = Case.objects.latest("id")
    assert (case.applicant, case.opened_by, case.identity) == (None, None, "anonymous")
    assert case.documents.get().name.startswith("evidence-")
    assert code in text_of(visitor.post(f"{BASE}check/", {"once": once}))  # pressed twice: the same code again
    assert Case.objects.filter(identity="anonymous").count() == 1
    assert "draft" not in visitor.session


def test_what_tells_its_author_is_not_sent_anonymously(place, client_of):
    visitor = client_of()
    fill(visitor, identity={"identity": "anonymous"}, upto="identity")
    visitor.post(f"{BASE}proof/", {"files": [an_upload("王芳.pdf")], "upload": "1"})
    check = fill(visitor, identity={"identity": "anonymous"})
    assert "Take a photo of it" in text_of(visitor.post(f"{BASE}check/", {"once": once_in(check)}))
    assert not Case.objects.filter(identity="anonymous").exists()
    assert Draft.objects.exists()


def test_another_form_with_the_same_code_opens_nothing_of_others(place, client_of, monkeypatch):
    """Only the whole token of a form finds what it opened: a code is short enough to be met by trying."""
    check = fill(client_of(), identity={"identity": "anonymous"})
    code = new_code()
    monkeypatch.setattr(drafts, "new_code", lambda once: code)
    visitor = client_of()
    fill(visitor, identity={"identity": "anonymous"})
    assert visitor.post(f"{BASE}check/", {"once": once_in(check)}).status_code == 200
    assert code not in client_of().post(f"{BASE}check/", {"once": str(uuid.uuid4())}, follow=True).content.decode()
    other = client_of()
    fill(other, identity={"identity": "anonymous"})
    refused = other.post(f"{BASE}check/", {"once": str(uuid.uuid4())})
    assert code not in text_of(refused)
    assert "send it once more" in text_of(refused)
    monkeypatch.undo()
    assert "our pick-up code" in text_of(other.post(f"{BASE}check/", {"once": once_in(refused)}))


def test_a_signed_in_sender_of_an_anonymous_case_leaves_no_trace(place, client_of):
    member = client_of("member")
    before = Event.objects.latest("id").pk
    check = fill(member, identity={"identity": "anonymous"})
    member.post(f"{BASE}check/", {"once": once_in(check)})
    assert Case.objects.latest("id").identity == "anonymous"
    assert not Event.objects.filter(pk__gt=before, actor_id=place.member.account.pk).exists()
    assert not Draft.objects.exists()


def test_a_visitor_begins_and_adds_only_so_much_within_the_hour(place, client_of, monkeypatch):
    monkeypatch.setattr(limits, "STRANGERS", {"draft": 1, "file": 1})
    visitor = client_of()
    assert visitor.post(f"{BASE}wish/", {"wish": "back pay"}).status_code == 302
    assert visitor.post(f"{BASE}wish/", {"wish": "more"}).status_code == 302
    for address in (f"{BASE}wish/", f"{BASE}wish/keep"):
        page = client_of().post(address, {"wish": "back pay"})
        assert page.status_code == 429
        assert "Very much came from this network within the hour" in text_of(page)
        assert "Please try again in 60 minutes" in text_of(page) and "people are here" not in text_of(page)
    fill(visitor, upto="proof")
    page = visitor.post(f"{BASE}proof/", {"files": [an_upload("1.pdf"), an_upload("2.pdf")], "upload": "1"})
    assert "Very much came from this network" in text_of(page) and Document.objects.count() == 1
    assert client_of("member").post(f"{BASE}wish/", {"wish": "back pay"}).status_code == 302


def test_a_visitor_signs_in_to_send_and_finds_the_draft(place, client_of):
    visitor = client_of()
    check = fill(visitor)
    assert "Sign in and send" in text_of(check)
    refused = visitor.post(f"{BASE}check/", {"once": str(uuid.uuid4())})
    assert "Sign in first" in text_of(refused)
    newcomer = a_member(place.tree["grassroots"])
    signed_in(newcomer.account, visitor)
    check = visitor.get(f"{BASE}check/")
    assert "Send" in text_of(check)
    assert draft_for(an_actor(newcomer), kinds.KEY).person == newcomer
    assert visitor.post(f"{BASE}check/", {"once": once_in(check)}).url.endswith("/receipt/")


def test_a_visitor_is_sent_to_sign_in_where_strangers_may_not_begin(place, client_of):
    from dataclasses import replace

    with kinds.registered(replace(kinds.WISH, opens_by=frozenset({"member"}))):
        visitor = client_of()
        for url in (BASE, f"{BASE}wish/"):
            assert visitor.get(url).url == f"/sign-in/?next={url.replace('/', '%2F')}"
        assert visitor.post(f"{BASE}wish/keep", {"wish": "w"}).status_code == 404
    assert client_of().get("/cases/new/nonsense/").status_code == 404


def test_nobody_reads_anothers_draft_or_receipt(place, client_of):
    fill(client_of("member"), upto="sum")
    assert "back pay" not in client_of("officer").get(f"{BASE}wish/").content.decode()
    assert draft_for(Actor(), kinds.KEY) is None
    assert client_of("officer").get(f"/cases/{place.case.pk}/receipt/").status_code == 404
    assert list(drafts_for(None)) == []


def test_what_is_known_is_not_asked_again(place):
    from dataclasses import replace

    with kinds.registered(replace(kinds.WISH, known=lambda actor: {"wish": "nothing"})) as kind:
        draft = drafts.begin(place.actor("member"), kinds.KEY)
        assert drafts.answers_of(draft, place.actor("member")) == {"wish": "nothing"}
        assert "sum" not in [
            question.key for question in kind.questions_for(drafts.answers_of(draft, place.actor("member")))
        ]


def test_without_a_route_the_applicants_own_union_gets_it(place):
    from dataclasses import replace

    kind = replace(kinds.WISH, route=None)
    assert drafts.union_for_case(kind, {}, place.actor("member")) == place.tree["grassroots"]
    with pytest.raises(Refused, match="which union"):
        drafts.union_for_case(kind, {}, Actor())


def test_a_field_of_several_inputs_is_kept_whole(place):
    from dataclasses import replace

    from django import forms
    from django.http import QueryDict

    class BornForm(forms.Form):
        born = forms.DateField(widget=forms.SelectDateWidget)

    asked = replace(kinds.WISH.questions[0], form=BornForm)
    draft = drafts.begin(place.actor("member"), kinds.KEY)
    draft = drafts.save_answers(draft, asked, QueryDict("born_day=7&born_month=3&born_year=2026&other=x"))
    assert draft.answers == {"wish": {"born_day": ["7"], "born_month": ["3"], "born_year": ["2026"]}}
    assert drafts.form_of(asked, draft).is_valid()


# ---- how long drafts stay -------------------------------------------------------------------------------------------


def test_drafts_are_told_of_after_seven_weeks_and_removed_after_eight(place, clock):
    draft = drafts.begin(place.actor("member"), kinds.KEY)
    clock.shift(timedelta(weeks=7, hours=-1))
    jobs.remove_old_drafts(0)
    assert not Notice.objects.filter(kind="cases.draft_ages").exists()
    clock.shift(timedelta(hours=2))
    jobs.remove_old_drafts(0)
    jobs.remove_old_drafts(0)
    assert Notice.objects.filter(person=place.member, kind="cases.draft_ages").count() == 1
    clock.shift(timedelta(weeks=1, hours=1))
    jobs.remove_old_drafts(0)
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_touch_keeps_a_draft(place, clock, client_of):
    drafts.begin(place.actor("member"), kinds.KEY)
    clock.shift(timedelta(weeks=7, hours=1))
    jobs.remove_old_drafts(0)
    client_of("member").post(f"{BASE}wish/", {"wish": "still here"})
    clock.shift(timedelta(weeks=1, hours=1))
    jobs.remove_old_drafts(0)
    assert drafts_for(place.member).get().warned_at is None


def test_a_visitors_draft_lives_a_day(place, clock, client_of):
    client_of().post(f"{BASE}wish/", {"wish": "w"})
    clock.shift(timedelta(days=1, minutes=1))
    jobs.remove_old_drafts(0)
    assert not Draft.objects.exists()


def test_a_draft_at_the_counter_is_not_told_to_the_person(place):
    officers = Draft.objects.create(person=place.member, written_by=place.officer.account, kind=kinds.KEY)
    drafts.warn(officers)
    assert not Notice.objects.filter(kind="cases.draft_ages").exists()
