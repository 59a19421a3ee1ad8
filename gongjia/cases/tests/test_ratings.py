from datetime import date

import pytest
from django.http import Http404

from gongjia.cases.access import call_back_for, call_backs_for
from gongjia.cases.actions import make_move
from gongjia.cases.actions.ratings import call_back, rate
from gongjia.cases.kinds import Actor, Refused
from gongjia.cases.models import Entry, Rating
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case
from gongjia.notices.models import Notice
from gongjia.unions.tests.factories import an_officer


@pytest.fixture
def closed(place):
    """A case that the county's officer took up and that is over."""
    make_move(place.case.pk, "accept", place.actor("officer"))
    make_move(place.case.pk, "withdraw", place.actor("member"))
    return place


def test_a_good_grade_is_kept_and_calls_nobody_back(closed):
    rating = rate(closed.case.pk, closed.actor("member"), 5, "quick", True)
    assert (rating.grade, rating.solved, rating.call_back_by) == (5, True, None)
    assert not call_backs_for(closed.actor("above")).exists()


def test_a_bad_grade_becomes_a_task_for_the_union_above(closed):
    rating = rate(closed.case.pk, closed.actor("member"), 2, "nobody rang")
    assert rating.call_back_by == date(2026, 3, 23)  # fifteen working days
    assert list(call_backs_for(closed.actor("above"))) == [rating]
    notice = Notice.objects.get(person=closed.above, kind="cases.call_back")
    assert closed.member.name not in str(notice.facts)
    assert closed.case.number not in str(notice.facts)


def test_the_officer_under_review_never_sees_it(closed, client_of):
    before = Entry.objects.filter(case=closed.case).count()
    rating = rate(closed.case.pk, closed.actor("member"), 1, "rude")
    assert not call_backs_for(closed.actor("officer")).exists()
    with pytest.raises(Http404):
        call_back_for(closed.actor("officer"), rating.pk)
    assert Entry.objects.filter(case=closed.case).count() == before
    officer = client_of("officer")
    assert "rude" not in officer.get(f"/cases/{closed.case.pk}/desk/").content.decode()
    assert officer.get(f"/cases/call-backs/{rating.pk}/").status_code == 404
    assert not Notice.objects.filter(person=closed.officer, kind="cases.call_back").exists()


def test_a_colleague_who_had_no_hand_in_it_may_call_back(closed):
    colleague = an_officer(closed.tree["county"])
    closed.colleague = colleague
    rating = rate(closed.case.pk, closed.actor("member"), 1)
    assert list(call_backs_for(closed.actor("colleague"))) == [rating]
    assert not call_backs_for(closed.actor("stranger")).exists()
    assert not call_backs_for(Actor()).exists()


def test_a_street_that_the_county_serves_is_called_back_by_the_union_above_both(closed):
    case = a_case(kinds.KEY, closed.tree["township"], closed.member, {"wish": "w", "amount": "5"})
    make_move(case.pk, "accept", closed.actor("officer"))
    make_move(case.pk, "withdraw", closed.actor("member"))
    rating = rate(case.pk, closed.actor("member"), 1)
    assert [notice.person for notice in Notice.objects.filter(kind="cases.call_back")] == [closed.above]
    assert list(call_backs_for(closed.actor("above"))) == [rating]


def test_a_call_back_ends_the_task_and_thanks_the_member(closed):
    rating = rate(closed.case.pk, closed.actor("member"), 1)
    done = call_back(rating.pk, closed.actor("above"), "Rang; the officer will ring first next time.")
    assert (done.called_back_by, done.call_back_text[:4]) == (closed.above.account, "Rang")
    assert not call_backs_for(closed.actor("above")).exists()
    assert Notice.objects.filter(person=closed.member, kind="cases.called_back").exists()
    with pytest.raises(Http404):
        call_back(rating.pk, closed.actor("above"), "again")


def test_once_voluntary_and_only_of_a_closed_matter(closed):
    first = rate(closed.case.pk, closed.actor("member"), 5)
    assert rate(closed.case.pk, closed.actor("member"), 1) == first
    open_case = a_case(kinds.KEY, closed.tree["county"], closed.member, {"wish": "w"})
    with pytest.raises(Refused, match="when the matter is closed"):
        rate(open_case.pk, closed.actor("member"), 5)
    with pytest.raises(Refused, match="someone else"):
        rate(closed.case.pk, closed.actor("officer"), 5)
    at_counter = Actor(closed.officer.account, closed.officer, closed.member, slip=object())
    Rating.objects.all().delete()
    with pytest.raises(Refused, match="without an officer looking on"):
        rate(closed.case.pk, at_counter, 5)


def test_a_kind_may_ask_for_no_rating(closed):
    from dataclasses import replace

    with kinds.registered(replace(kinds.WISH, asks_rating=False)), pytest.raises(Refused, match="not rated"):
        rate(closed.case.pk, closed.actor("member"), 5)


def test_by_their_pages(closed, client_of):
    member, above = client_of("member"), client_of("above")
    assert "Very dissatisfied" in member.get(f"/cases/{closed.case.pk}/rating").content.decode()
    assert member.post(f"/cases/{closed.case.pk}/rating", {"grade": "9"}).status_code == 200
    assert (
        member.post(f"/cases/{closed.case.pk}/rating", {"grade": "2", "solved": "no", "text": "slow"}).status_code
        == 302
    )
    rating = Rating.objects.get()
    assert (rating.grade, rating.solved) == (2, False)
    page = above.get(f"/cases/call-backs/{rating.pk}/").content.decode()
    assert "slow" in page
    assert above.post(f"/cases/call-backs/{rating.pk}/", {"text": ""}).status_code == 200
    assert above.post(f"/cases/call-backs/{rating.pk}/", {"text": "rang"}).url == "/desk/"
