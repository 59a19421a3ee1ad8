"""What was written is never lost: not by signing in, not by what another programme hands over."""

import uuid
from dataclasses import replace

import pytest
from django.http import QueryDict

from gongjia.cases.actions import documents, drafts
from gongjia.cases.kinds import Actor, Paper
from gongjia.cases.models import Case, Draft
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import PDF, a_photo, an_upload
from gongjia.cases.tests.test_intake import BASE, fill, once_in, text_of
from gongjia.people.tests.factories import signed_in


@pytest.fixture
def both(place, client_of, clock):
    """A member began a draft weeks ago; now she answers everything anew, signed out, and adds a photo."""
    actor = place.actor("member")
    old = drafts.begin(actor, kinds.KEY)
    drafts.save_answers(old, kinds.WISH.questions[0], QueryDict("wish=nothing"))
    drafts.save_answers(old, kinds.WISH.questions[1], QueryDict("amount=5.00"))
    documents.add_to_draft(old, actor, an_upload("old.pdf"))
    clock.move_to("2026-03-23T09:00+08:00")
    visitor = client_of()
    fill(visitor, upto="identity")
    visitor.post(f"{BASE}proof/", {"files": [a_photo("new.jpg")], "upload": "1"})
    fill(visitor)
    return visitor


def test_what_was_just_written_wins_over_an_older_draft_page_by_page(place, both):
    signed_in(place.member.account, both)
    check = text_of(both.get(f"{BASE}check/"))
    assert "back pay" in check and "nothing" not in check
    draft = Draft.objects.get()
    assert draft.person == place.member and draft.warned_at is None
    papers = draft.documents.order_by("pk")
    assert [(paper.name, paper.added_by) for paper in papers] == [
        ("old.pdf", place.member.account), ("new.jpg", place.member.account),
    ]  # fmt: skip


def test_it_is_sent_though_the_sign_in_happened_in_another_window(place, both):
    signed_in(place.member.account, both)
    both.post(f"{BASE}check/", {"once": str(uuid.uuid4())})
    assert Case.objects.latest("id").intake["wish"] == "back pay"


def test_a_page_written_since_signing_in_is_not_undone_by_an_older_one(place, client_of, clock):
    visitor = client_of()
    fill(visitor, upto="sum")
    token = Draft.objects.get().token
    clock.move_to("2026-03-02T10:00+08:00")
    actor = place.actor("member")
    drafts.save_answers(drafts.begin(actor, kinds.KEY), kinds.WISH.questions[0], QueryDict("wish=peace"))
    drafts.adopt(actor, kinds.KEY, token)
    drafts.adopt(actor, kinds.KEY, token)  # a second time there is nothing left to adopt
    assert Draft.objects.get().answers["wish"] == {"wish": ["peace"]}


def test_evidence_added_before_signing_in_can_be_removed_by_its_owner(place, client_of):
    visitor = client_of()
    fill(visitor, upto="identity")
    visitor.post(f"{BASE}proof/", {"files": [an_upload()], "upload": "1"})
    check = fill(visitor)
    signed_in(place.member.account, visitor)
    check = visitor.get(f"{BASE}check/")
    visitor.post(f"{BASE}check/", {"once": once_in(check)})
    paper = Case.objects.latest("id").documents.get()
    assert paper.added_by == place.member.account
    assert documents.remove(paper.pk, place.actor("member")).removed_at is not None


# ---- what another programme has found out ------------------------------------------------------------------------------


def handed(facts, place):
    kind = replace(kinds.WISH, begins_with=lambda facts, answers: {
        page: {field: [facts[field]]} for page, field in (("wish", "wish"), ("sum", "amount")) if facts.get(field)
    })  # fmt: skip
    with kinds.registered(kind):
        draft, _paper = drafts.begin_with(place.actor("member"), kinds.KEY, facts, None, Paper("c.pdf", "", PDF))
        return draft


def test_a_hand_over_fills_what_is_empty_and_leaves_what_was_written(place):
    draft = drafts.begin(place.actor("member"), kinds.KEY)
    drafts.save_answers(draft, kinds.WISH.questions[0], QueryDict("wish=my own words"))
    drafts.save_answers(draft, kinds.WISH.questions[1], QueryDict("amount="))
    draft = handed({"wish": "back pay", "amount": "5.00"}, place)
    assert draft.answers["wish"] == {"wish": ["my own words"]}
    assert draft.answers["sum"] == {"amount": ["5.00"]}


def test_a_second_hand_over_renews_what_the_first_filled_unless_it_was_changed(place):
    handed({"wish": "back pay", "amount": "5.00"}, place)
    draft = handed({"wish": "back pay", "amount": "7.00"}, place)
    assert draft.answers["sum"] == {"amount": ["7.00"]}
    assert draft.documents.count() == 1
    drafts.save_answers(draft, kinds.WISH.questions[1], QueryDict("amount=6.00&since="))
    draft = handed({"wish": "overtime", "amount": "8.00"}, place)
    assert draft.answers["sum"]["amount"] == ["6.00"]
    assert draft.answers["wish"] == {"wish": ["overtime"]}
    with kinds.registered():
        assert drafts.answers_of(draft, place.actor("member"))["wish"] == "overtime"


def test_of_two_calculations_handed_over_the_later_stays(place, clock):
    """One was handed over by the member, the next by herself before she signed in."""
    kind = replace(kinds.WISH, begins_with=lambda facts, answers: {"wish": {"wish": [facts["wish"]]}})
    member, visitor = place.actor("member"), Actor()
    with kinds.registered(kind):
        drafts.begin_with(member, kinds.KEY, {"wish": "earlier"}, None, Paper("earlier.pdf", "", PDF))
        clock.move_to("2026-03-23T09:00+08:00")
        newer, _paper = drafts.begin_with(visitor, kinds.KEY, {"wish": "later"}, None, Paper("later.pdf", "", PDF))
        drafts.adopt(member, kinds.KEY, newer.token)
    draft = Draft.objects.get()
    assert draft.answers["wish"] == {"wish": ["later"]}
    assert [paper.name for paper in draft.documents.all()] == ["later.pdf"]
