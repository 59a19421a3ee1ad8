import pytest

from gongjia.audit.models import Event
from gongjia.law.library import access
from gongjia.law.library.actions import import_statutes, save_card, save_synonym
from gongjia.law.library.kinds import LibraryError
from gongjia.law.library.tests.factories import COMPENSATION, WAGES, a_statute, an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def statute():
    return import_statutes([a_statute(an_article(1, WAGES), an_article(2, COMPENSATION))])[0].statute


def first(question):
    found = access.ask(question).found
    return str(found[0].ref) if found else ""


def test_a_new_synonym_is_found_at_once_and_its_change_is_written_down(statute):
    assert first("老板赖账") == ""
    row = save_synonym(None, None, legal="及时足额支付劳动报酬", said=["赖账", " 赖账 ", ""])
    assert (row.said, row.edited) == (["赖账"], True)
    assert first("老板赖账") == "演示劳动法 1"
    event = Event.objects.get(verb="law.synonym.save")
    assert event.change["after"]["said"] == ["赖账"]


def test_out_of_use_it_is_not_read_any_more(statute):
    row = save_synonym(None, None, legal="及时足额支付劳动报酬", said=["赖账"])
    save_synonym(None, row, legal=row.legal, said=row.said, active=False)
    assert first("老板赖账") == ""


def test_a_new_card_is_found_at_once(statute):
    save_card(
        None, None, matter="wages", question="补几个月？", said=["干几年赔几个月"], articles=["《演示劳动法》第二条"]
    )
    assert first("干几年赔几个月") == "演示劳动法 2"
    assert access.all_cards()[0].articles == ["演示劳动法 2"]


@pytest.mark.parametrize(("legal", "said"), [("", ["赖账"]), ("支付", []), ("支付", ["  "]), ("支付", ["长" * 41])])
def test_a_group_that_says_nothing_is_refused(legal, said):
    with pytest.raises(LibraryError):
        save_synonym(None, None, legal=legal, said=said)


@pytest.mark.parametrize(
    "columns",
    [
        {"question": " "},
        {"articles": []},
        {"articles": ["第几条"]},
        {"articles": ["那一条"]},
        {"matter": "weather"},
        {"said": ["长" * 81]},
    ],
)
def test_a_card_that_leads_nowhere_is_refused(columns):
    card = {"matter": "wages", "question": "补几个月？", "said": [], "articles": ["劳动法 50"]}
    with pytest.raises(LibraryError):
        save_card(None, None, **(card | columns))


def test_the_index_is_built_once_and_again_after_a_change(statute, django_assert_num_queries):
    index = access.index()
    with django_assert_num_queries(1):
        assert access.index() is index
    save_synonym(None, None, legal="支付", said=["赖账"])
    assert access.index() is not index
