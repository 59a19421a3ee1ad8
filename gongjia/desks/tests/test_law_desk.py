from datetime import date

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from gongjia.law.library.actions import note_unanswered, save_card, save_synonym
from gongjia.law.models import QuestionCard, Synonym, UnansweredQuestion
from gongjia.people.tests.factories import TOTP_SECRET, a_person, signed_in
from gongjia.unions.models import Office, Union
from gongjia.unions.tests.factories import an_account, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return Union.objects.get(path__regex=r"^[^/]+/$")


def officers_browser(union, role=Office.Role.OFFICER):
    """An officer of the province signs in with a second factor."""
    account = an_officer(union, role).account
    totp.TOTP.activate(account, TOTP_SECRET)
    return signed_in(account)


@pytest.fixture
def keeper(province):
    return officers_browser(province, Office.Role.ADMINISTRATOR)


def test_only_the_provinces_administrator_opens_it(province, keeper):
    synonym = save_synonym(None, None, legal="支付", said=["赖账"])
    card = save_card(None, None, matter="wages", question="欠薪？", said=[], articles=["劳动法 50"])
    addresses = [
        reverse("desks:law"), reverse("desks:add-synonym"), reverse("desks:add-card"),
        reverse("desks:synonym", args=[synonym.pk]), reverse("desks:card", args=[card.pk]),
    ]  # fmt: skip
    county = Union.objects.filter(kind=Union.Kind.FEDERATION, path__regex=r"^[^/]+/[^/]+/[^/]+/$").first()
    nobody = a_person()
    an_account(nobody)
    others = [
        signed_in(nobody.account),
        officers_browser(province),
        officers_browser(county, Office.Role.ADMINISTRATOR),
    ]
    for address in addresses:
        assert keeper.get(address).status_code == 200
        assert [client.get(address).status_code for client in others] == [404] * 3


def test_a_synonym_is_added_changed_and_refused_with_what_was_typed(keeper):
    assert (
        keeper.post(
            reverse("desks:add-synonym"), {"legal": "支付", "said": "赖账\n不认账\n", "active": "on"}
        ).status_code
        == 302
    )
    row = Synonym.objects.get()
    assert (row.said, row.active) == (["赖账", "不认账"], True)
    address = reverse("desks:synonym", args=[row.pk])
    assert keeper.post(address, {"legal": "支付", "said": "赖账"}).status_code == 302
    row.refresh_from_db()
    assert (row.said, row.active) == (["赖账"], False)
    refused = keeper.post(address, {"legal": "支付工资", "said": "长" * 41})
    assert refused.status_code == 422 and "支付工资" in refused.content.decode()


def test_a_card_is_added_and_an_article_that_nobody_can_name_is_said(keeper):
    card = {
        "matter": "wages",
        "question": "欠薪怎么办？",
        "said": "不给钱",
        "articles": "劳动法第五十条",
        "active": "on",
    }
    assert keeper.post(reverse("desks:add-card"), card).status_code == 302
    assert QuestionCard.objects.get().articles == ["劳动法 50"]
    refused = keeper.post(reverse("desks:add-card"), card | {"articles": "那一条"})
    assert refused.status_code == 422 and "那一条" in refused.content.decode()


def test_an_unanswered_question_is_shown_and_taken_off(keeper):
    note_unanswered("单位的狗咬我", date(2026, 11, 27))
    row = UnansweredQuestion.objects.get()
    assert "单位的狗咬我" in keeper.get(reverse("desks:law")).content.decode()
    assert keeper.post(reverse("desks:settle-question", args=[row.pk])).status_code == 302
    assert "单位的狗咬我" not in keeper.get(reverse("desks:law")).content.decode()


def test_the_synonyms_are_found_by_a_word(keeper):
    save_synonym(None, None, legal="支付", said=["赖账"])
    save_synonym(None, None, legal="产假", said=["坐月子"])
    shown = keeper.get(reverse("desks:law"), {"q": "坐月子"}).content.decode()
    assert "坐月子" in shown and "赖账" not in shown
