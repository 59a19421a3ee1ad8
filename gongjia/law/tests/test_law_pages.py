import pytest
from django.test import Client
from django.urls import reverse

from gongjia.law.library import access, search
from gongjia.law.library.actions import import_statutes, save_card
from gongjia.law.library.tests.factories import COMPENSATION, a_statute, an_article
from gongjia.law.models import Statute, UnansweredQuestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def statute(monkeypatch):
    access._kept = None
    monkeypatch.setattr(search, "UNDERSTOOD", 0.5)  # in three articles no word is rare
    [done] = import_statutes(
        [a_statute(an_article(1), an_article(2, COMPENSATION), an_article(3, "本法自2021年1月1日起施行。"))]
    )
    save_card(None, None, matter="wages", question="干几年补几个月？", said=["补偿怎么算"], articles=["演示劳动法 2"])
    yield done.statute
    access._kept = None


def page(address, **query):
    return Client().get(address, query).content.decode()


def test_the_common_questions_are_plain_links_under_their_matter(statute):
    shown = page("/law/")
    assert "干几年补几个月？" in shown and 'href="/law/?q=' in shown and "工资" in shown


def test_a_question_shows_articles_with_its_words_marked_and_says_that_it_is_no_advice(statute):
    shown = page("/law/", q="经济补偿每满一年补几个月，补偿怎么算")
    assert "《中华人民共和国演示劳动法》第二条" in shown
    assert "<mark>经济补偿</mark>" in shown
    assert "不是对您这件事的法律意见" in shown and "12351" in shown
    assert reverse("desks:problem") in shown


def test_a_number_leads_to_the_article(statute):
    assert "第二条" in page("/law/", q="演示劳动法第2条")


def test_what_finds_nothing_is_said_and_noted_without_the_person(statute):
    shown = page("/law/", q="今晚吃什么好")
    assert "没有找到合适的条文" in shown
    [noted] = UnansweredQuestion.objects.all()
    assert {field.name for field in noted._meta.fields} == {"id", "text", "asked_on", "times", "settled"}


def test_a_question_that_is_answered_is_not_noted(statute):
    page("/law/", q="经济补偿每满一年补几个月，补偿怎么算")
    assert not UnansweredQuestion.objects.exists()


def test_an_article_stands_between_its_neighbours(statute):
    article = statute.articles.get(number=2)
    shown = page(reverse("law:article", args=[article.pk]))
    assert COMPENSATION in shown and "第一条" in shown and "第三条" in shown and "第一章 总则" in shown


def test_a_statute_lists_its_articles_and_tells_its_source(statute):
    shown = page(reverse("law:statute", args=[statute.pk]))
    assert "第一章 总则" in shown and "第三条" in shown and "写给测试的" in shown


def test_an_old_version_says_that_there_is_a_later_one(statute):
    Statute.objects.filter(pk=statute.pk).update(valid_to="2022-01-01")
    assert "这是旧版本" in page(reverse("law:statute", args=[statute.pk]))


def test_the_list_names_what_is_here_and_what_is_not(statute):
    shown = page("/law/statutes/")
    assert "中华人民共和国演示劳动法" in shown and "工伤保险条例" in shown


@pytest.mark.parametrize("address", ["/law/articles/999999999/", "/law/statutes/999999999/"])
def test_what_is_not_there_is_a_404(address):
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "법에는 어떻게 되어 있나요?"), ("en", "What does the law say?")]
)
def test_the_page_speaks_the_readers_language(statute, language, words):
    client = Client(headers={"accept-language": language})
    client.cookies["django_language"] = language
    assert words in client.get("/law/").content.decode()
