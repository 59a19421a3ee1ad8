"""Approving, asking back, refusing on a lawful ground only, and withdrawing."""

from datetime import date

import pytest
from django.http import Http404

from gongjia.cases.actions import make_move, moves_open_to
from gongjia.cases.kinds import Refused
from gongjia.cases.models import Due
from gongjia.cases.tests.factories import a_case, an_actor
from gongjia.people.tests.factories import a_person, a_resident_id, signed_in
from gongjia.programmes.join_request.forms import RefuseForm
from gongjia.programmes.join_request.rules import FORBIDDEN, GROUNDS
from gongjia.unions import actions
from gongjia.unions.access import membership_of
from gongjia.unions.tests.factories import a_tree, an_account, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def case(tree):
    person = an_account(a_person(birth_date=date(1951, 5, 1))).person
    return a_case("join_request", tree["grassroots"], person, {"way": "residence", "union": tree["grassroots"].pk})


def test_somebody_of_seventy_four_is_taken_in(tree, case):
    make_move(case.pk, "approve", an_actor(an_officer(tree["grassroots"])))
    membership = membership_of(case.applicant)
    assert (membership.union, membership.how) == (tree["grassroots"], "residence")
    assert not Due.objects.running().exists()


def test_a_second_press_changes_nothing(tree, case):
    import uuid

    officer, once = an_actor(an_officer(tree["grassroots"])), uuid.uuid4()
    for _ in range(2):
        make_move(case.pk, "approve", officer, once=once)
    assert case.applicant.memberships.count() == 1
    with pytest.raises(Refused):
        make_move(case.pk, "approve", officer)


def test_another_county_and_colleagues_see_nothing(tree, case):
    for person in (an_officer(tree["other"]), an_account(a_person()).person):
        with pytest.raises(Http404):
            make_move(case.pk, "approve", an_actor(person))
    with pytest.raises(Refused):
        make_move(case.pk, "approve", an_actor(case.applicant))
    assert membership_of(case.applicant) is None


def test_what_the_union_asks_stands_where_it_is_answered(tree, case):
    officer, applicant = an_actor(an_officer(tree["grassroots"])), signed_in(case.applicant.account)
    assert "工会问您的" not in applicant.get(f"/cases/{case.pk}/").content.decode()
    make_move(case.pk, "return_for_fix", officer, facts={"text": "请写快递站点的名称。"})
    for address in ("", "moves/mend"):
        page = applicant.get(f"/cases/{case.pk}/{address}").content.decode()
        assert "请写快递站点的名称。" in page.split("工会问您的")[1][:200]
    make_move(
        case.pk, "mend", an_actor(case.applicant), facts={"name": "演示甲", "employer_name": "", "text": "江北站"}
    )
    assert "工会问您的" not in applicant.get(f"/cases/{case.pk}/").content.decode()


def test_an_end_of_the_application_leads_to_a_new_one(tree, case):
    officer, applicant = an_actor(an_officer(tree["grassroots"])), signed_in(case.applicant.account)
    assert "重新申请" not in applicant.get(f"/cases/{case.pk}/").content.decode()
    make_move(case.pk, "refuse", officer, facts={"ground": "elsewhere", "text": "您的单位在龙潭区。"})
    page = applicant.get(f"/cases/{case.pk}/").content.decode()
    assert 'href="/cases/new/join_request/"' in page and "重新申请" in page
    assert "您现在可以" not in page  # no heading with nothing under it
    again = a_case("join_request", tree["grassroots"], case.applicant, {"way": "code"})
    make_move(again.pk, "approve", officer)
    assert "重新申请" not in applicant.get(f"/cases/{again.pk}/").content.decode()


def test_whoever_joined_elsewhere_meanwhile_needs_a_transfer(tree, case):
    officer = an_actor(an_officer(tree["grassroots"]))
    actions.join(case.applicant, tree["other"], "scan")
    reasons = {move.key: reason for move, reason in moves_open_to(case, officer)}
    assert tree["other"].name in str(reasons["approve"])
    with pytest.raises(Refused, match="接转"):
        make_move(case.pk, "approve", officer)
    assert case.applicant.memberships.count() == 1


@pytest.mark.parametrize("word", FORBIDDEN)
def test_a_forbidden_ground_is_noticed_in_the_reason(word):
    form = RefuseForm({"ground": "no_wages", "text": f"因为您{word}的问题，不能入会。"})
    assert not form.is_valid()
    assert "不能因为这个拒绝" in str(form.errors["text"])


def test_there_is_no_other_ground():
    assert not RefuseForm({"ground": "other", "text": "不符合条件"}).is_valid()
    assert not RefuseForm({"ground": "elsewhere", "text": ""}).is_valid()
    assert set(GROUNDS) == {"no_wages", "elsewhere", "not_the_person"}
    assert RefuseForm({"ground": "elsewhere", "text": "您在外地工作，请向当地工会申请。"}).is_valid()


def test_a_refusal_leaves_the_reason_where_the_applicant_reads_it(tree, case):
    facts = {"ground": "elsewhere", "text": "您的站点属于龙潭区，请向龙潭区总工会申请。"}
    make_move(case.pk, "refuse", an_actor(an_officer(tree["grassroots"])), facts=facts)
    case.refresh_from_db()
    entry = case.entries.get(verb="refuse")
    assert (case.outcome, entry.text, entry.is_public) == ("refused", facts["text"], True)
    assert entry.facts["ground"] == "elsewhere"
    again = a_case("join_request", tree["other"], case.applicant, {"way": "code"})
    assert again.step == "applied"


def test_withdrawing_is_free_at_every_open_step(tree, case):
    make_move(case.pk, "return_for_fix", an_actor(an_officer(tree["grassroots"])), facts={"text": "哪个站点？"})
    assert not Due.objects.running().exists()  # the union is not late while it waits for an answer
    make_move(case.pk, "withdraw", an_actor(case.applicant))
    case.refresh_from_db()
    assert (case.step, case.outcome) == ("withdrawn", "withdrawn")


def test_whoever_decides_sees_whether_it_is_the_person_and_checks_the_card(tree, case):
    officer, applicant = browser_of(an_officer(tree["grassroots"])), case.applicant
    desk = f"/cases/{case.pk}/desk/"
    page = officer.get(desk).content.decode()
    assert "还没有核实" in page
    address = f"/people/{applicant.pk}/vouch/?next={desk}"
    assert f'href="{address}"' in page
    card = {"name": applicant.name, "resident_id": a_resident_id(), "card_seen": "on"}
    assert officer.post(address, card).url == desk
    page = officer.get(desk).content.decode()
    assert "已看过证件原件" in page
    assert "/vouch/" not in page
    assert "是不是本人" not in browser_of(applicant).get(f"/cases/{case.pk}/").content.decode(), (
        "the union's own question"
    )


def browser_of(person):
    return signed_in(person.account)
