import pytest
from django.http import Http404
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gongjia.law.library import access
from gongjia.law.library.bm25 import Bm25
from gongjia.law.library.kinds import Ref, chinese, integer, ref
from gongjia.law.library.search import Card, Entry, Index
from gongjia.law.library.words import as_tsvector, words
from gongjia.law.models import QuestionCard


def entry(short, number, text, gist=""):
    counted = {}
    for word in words(text):
        counted[word] = counted.get(word, 0) + 1
    return Entry(ref=Ref(short, number), title=f"中华人民共和国{short}", counted=counted, text=text, gist=gist)


ENTRIES = [
    entry("劳动合同法", 46, "有下列情形之一的，用人单位应当向劳动者支付经济补偿"),
    entry("劳动合同法", 47, "经济补偿按劳动者在本单位工作的年限，每满一年支付一个月工资"),
    entry("劳动合同法", 48, "违反本法规定解除劳动合同，劳动者要求继续履行的，应当继续履行"),
    entry("劳动法", 47, "用人单位依法自主确定本单位的工资分配方式和工资水平"),
    entry("劳动法", 62, "女职工生育享受不少于九十天的产假", "生孩子的产假不少于90天"),
]
NAMES = [("劳动合同法", "劳动合同法"), ("劳动法", "劳动法"), ("合同法", "劳动合同法")]
CARDS = [Card("women", ["坐月子能休几天？"], [Ref("劳动法", 62), Ref("没有的法", 1)])]


def found(question):
    answer = Index(ENTRIES, CARDS, [("被炒", "解除劳动合同")], NAMES).answer(question)
    return [str(one.ref) for one in answer.found]


@pytest.mark.parametrize(
    "question",
    [
        "劳动合同法第四十七条",
        "劳动合同法47条",
        "《劳动合同法》第47条",
        "中华人民共和国劳动合同法 第４７条",
        "劳动合同法第四十七条是什么",
    ],
)
def test_an_article_is_found_by_its_number_with_its_neighbours(question):
    assert found(question) == ["劳动合同法 47", "劳动合同法 48", "劳动合同法 46"]


def test_the_longest_name_wins():
    assert found("合同法48条")[0] == "劳动合同法 48"


def test_a_number_alone_is_looked_for_in_the_best_known_laws():
    assert found("第47条") == ["劳动合同法 47", "劳动法 47"]


def test_a_question_with_a_number_in_it_stays_a_question():
    assert found("产假休满一条龙服务吗")[0] == "劳动法 62"


def test_an_article_that_is_not_there_is_asked_as_a_question():
    assert "劳动合同法 999" not in found("劳动合同法第999条")


@pytest.mark.parametrize("question", ["第2七条", "劳动合同法第4七条", "劳动合同法47条之1二"])
def test_a_number_written_both_ways_is_asked_as_a_question(question):
    assert isinstance(found(question), list)


def test_what_people_say_is_turned_into_the_laws_words():
    assert found("我被炒了")[0] == "劳动合同法 48"


def test_a_card_leads_to_its_articles_and_one_that_is_missing_is_no_harm():
    assert found("坐月子几天")[0] == "劳动法 62"


def test_nothing_in_common_finds_nothing_and_says_so():
    answer = Index(ENTRIES, CARDS, [], NAMES).answer("hello there")
    assert (answer.found, answer.understood) == ([], False)


def test_scores_run_down_and_stay_between_nought_and_one():
    answer = Index(ENTRIES, CARDS, [("被炒", "解除劳动合同")], NAMES).answer("被炒了有没有经济补偿和工资")
    scores = [one.score for one in answer.found]
    assert scores == sorted(scores, reverse=True) and all(0 < score <= 1 for score in scores)


@given(st.integers(min_value=1, max_value=9999))
def test_numbers_are_written_and_read_the_same(number):
    assert integer(chinese(number)) == number == integer(str(number))
    assert ref(f"某法第{chinese(number)}条") == Ref("某法", number)


@given(st.text(max_size=60))
def test_no_question_breaks_the_search(question):
    Index(ENTRIES, CARDS, [("被炒", "解除劳动合同")], NAMES).answer(question)


@given(st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(1, 5), min_size=1), st.sampled_from("甲乙丙丁"))
def test_bm25_a_text_with_the_word_beats_one_without(text, word):
    texts = [text | {word: 2}, {key: times for key, times in text.items() if key != word} | {"戊": 2}]
    scores = Bm25(texts).scores({word: 1.0})
    assert scores[0] > 0 and 1 not in scores


def test_bm25_rare_words_count_more_than_common_ones():
    index = Bm25([{"常": 1, "罕": 1}, {"常": 1}, {"常": 1}])
    assert index.scores({"罕": 1.0})[0] > index.scores({"常": 1.0})[0]


@pytest.mark.django_db
@given(
    text=st.lists(st.text(min_size=1, max_size=8).filter(lambda word: "\x00" not in word and word.strip()), max_size=20)
)
def test_postgresql_reads_every_tsvector_that_is_written(text):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(cardinality(positions)), 0) FROM unnest(%s::tsvector)", [as_tsvector(text)])
        assert cursor.fetchone()[0] == len(text)


@pytest.mark.django_db
def test_the_page_takes_any_question():
    for question in ("'", "\\", "%", "x" * 500, "第条", "第零条", "之", "\u202e"):
        assert Client().get("/law/", {"q": question}).status_code == 200


@pytest.mark.django_db
def test_a_row_that_is_not_there_is_not_found_and_an_old_card_breaks_nothing():
    for shown in (access.card_shown, access.synonym_shown):
        with pytest.raises(Http404):
            shown(1)
    assert access._refs(QuestionCard(articles=["劳动法第47条", "不是法条"])) == [Ref("劳动法", 47)]
