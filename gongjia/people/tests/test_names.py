import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjia.foundation.refusals import Refused
from gongjia.people import access, names
from gongjia.people.models import Person
from gongjia.people.tests.factories import a_person


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("单雄信", "shan xiong xin"), ("仇英", "qiu ying"), ("曾国强", "zeng guo qiang"), ("朴英子", "piao ying zi"),
        ("解晓东", "xie xiao dong"), ("任长霞", "ren chang xia"), ("尉迟恭", "yu chi gong"), ("单于飞", "chan yu fei"),
        ("盖叫天", "ge jiao tian"), ("区先生", "ou xian sheng"), ("李敏", "li min"), ("吕布", "lv bu"),
        ("Kim Young", "kim young"),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name, key):
    assert names.pinyin_key(name) == key


def test_a_name_with_a_dot_has_no_chinese_surname():
    assert names.pinyin_key("单古丽·买买提") == "dan gu li mai mai ti"


def test_grams_are_every_character_and_every_pair():
    assert names.grams("王小明") == ["王", "小", "明", "王小", "小明"]
    assert names.grams("王 王") == ["王", "王王"]
    assert names.grams("") == []
    assert names.query_grams("王") == ["王"]
    assert names.query_grams("王小明") == ["王小", "小明"]


@given(st.text(alphabet="王李小明华芳", min_size=1, max_size=6), st.data())
def test_any_part_of_a_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert set(names.query_grams(name[start:end])) <= set(names.grams(name))


@pytest.mark.parametrize("name", ["王", "", "王3", "a_b", "王@明", "王" * 51])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(Refused):
        names.check_name(name)


@pytest.mark.parametrize("name", ["李敏", "古丽·买买提", "김영희", "O’Neil Anna", "「演示」王芳"])
def test_names_of_all_peoples_are_taken(name):
    assert names.check_name(f" {name} ") == name


@pytest.mark.django_db
def test_people_are_found_by_part_of_a_name_in_pinyin_order_and_only_within():
    for name in ("张小明", "单小明", "李小芳", "小明张", "明小明"):
        a_person(name)
    outside = a_person("赵小明")
    allowed = Person.objects.exclude(pk=outside.pk).values("pk")
    found = access.find_people("小明", allowed)
    assert [person.name for person in found] == ["明小明", "单小明", "小明张", "张小明"]
    assert [person.name for person in access.find_people("张小明", allowed)] == ["张小明"]
    assert [person.name for person in access.find_people("芳", allowed)] == ["李小芳"]
    assert not access.find_people(" ", allowed)


@pytest.mark.django_db
def test_the_search_for_one_character_uses_the_gram_index():
    from django.db import connection

    Person.objects.bulk_create([Person(name=f"甲{n}", name_grams=["甲"]) for n in range(3000)])
    a_person("乙方")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person")
        # In a test's small table a scan may well be cheaper; the question is whether the index serves the search.
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Person.objects.filter(name_grams__contains=["乙"]).explain()  # what people_named asks
    assert "person_grams" in plan
