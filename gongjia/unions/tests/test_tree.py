"""The tree of Jilin's federations, and founding a union in it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.unions import actions
from gongjia.unions.access import find_unions, union_by_join_code, unions_above, unions_listed, unions_of_division
from gongjia.unions.models import Office, Union, subtree
from gongjia.unions.tests.factories import a_union

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    actions.load_tree()


def the(name: str) -> Union:
    return Union.objects.get(
        name=name, kind__in=["federation", "industry"], level__in=["province", "prefecture", "county"]
    )


def test_the_real_tree_stands(tree):
    province = the("吉林省总工会")
    federations = Union.objects.filter(kind="federation")
    assert federations.filter(level="prefecture").count() == 9
    assert federations.filter(level="county").count() == 61  # sixty counties and 长白山保护开发区
    assert federations.filter(level="township").count() == 972
    regions = province.children.filter(kind="federation")
    assert regions.count() == 11
    assert set(regions.exclude(level="prefecture").values_list("name", flat=True)) == {
        "梅河口市总工会", "长白山保护开发区总工会",
    }  # fmt: skip
    assert Union.objects.filter(subtree(province.path)).count() == Union.objects.count()


def test_loading_twice_changes_nothing(tree):
    before = list(Union.objects.order_by("pk").values_list("pk", "path", "join_code"))
    assert actions.load_tree() == 0
    assert list(Union.objects.order_by("pk").values_list("pk", "path", "join_code")) == before


def test_a_missing_union_is_made_again_in_its_place(tree):
    gone = Union.objects.filter(level="township", division_code__startswith="220202").first()
    parent, code = gone.parent, gone.division_code
    gone.delete()
    assert actions.load_tree() == 1
    again = Union.objects.get(division_code=code)
    assert again.parent == parent
    assert again.path == f"{parent.path}{again.pk}/"
    assert again.county == parent


def test_names_and_places(tree):
    changyi = the("昌邑区总工会")
    assert [union.name for union in unions_above(changyi)] == ["吉林市总工会", "吉林省总工会"]
    assert changyi.county == changyi
    assert the("吉林市总工会").county is None
    yanbian = the("延边州总工会")
    assert yanbian.name_ko == "연변주총공회"
    assert the("珲春市总工会").name_pinyin.startswith("hun chun")
    assert the("长春市总工会").name_pinyin.startswith("chang chun")
    assert the("梅河口市总工会").path.count("/") == 2
    street = Union.objects.get(parent=changyi, name__startswith="兴华")
    assert street.name == "兴华街道总工会"
    assert list(unions_of_division(street.division_code)) == [street, *unions_above(street)]


def test_a_subtree_is_not_a_neighbour_with_a_longer_number(tree):
    """ "1/12/" is not over "1/120/": the range ends before the next digit."""
    province = the("吉林省总工会")
    for union in province.children.all():
        below = set(Union.objects.filter(subtree(union.path)).values_list("pk", flat=True))
        assert below == {other.pk for other in Union.objects.all() if str(union.pk) in other.path.split("/")}


def test_founding_a_union_gives_it_place_and_code(tree):
    street = Union.objects.filter(level="township", division_code__startswith="220202").first()
    union = actions.found_union(street, "演示配送站工会", founded_on=date(2024, 5, 1))
    assert union.path == f"{street.path}{union.pk}/"
    assert union.county == the("昌邑区总工会")
    assert union.division_code == street.division_code
    typed = f" {union.join_code[:4].lower()} {union.join_code[4:]} "
    assert union_by_join_code(typed) == union
    assert union_by_join_code("no such code") is None


def test_only_an_administrator_above_founds(tree):
    from gongjia.unions.tests.factories import an_officer

    street = Union.objects.filter(level="township", division_code__startswith="220202").first()
    officer = an_officer(street)
    with pytest.raises(PermissionDenied):
        actions.found_union(street, "演示配送站工会", by=officer.account)
    administrator = an_officer(the("昌邑区总工会"), Office.Role.ADMINISTRATOR)
    assert actions.found_union(street, "演示配送站工会", by=administrator.account).parent == street


def test_bad_input_is_refused_with_a_sentence(tree):
    street = Union.objects.filter(level="township").first()
    gone = actions.found_union(street, "演示已撤工会", founded_on=date(2020, 1, 1))
    Union.objects.filter(pk=gone.pk).update(dissolved_on=date(2021, 1, 1))
    with pytest.raises(Refused, match="撤销"):
        actions.found_union(gone, "演示新工会")
    actions.found_union(street, "演示配送站工会")
    for name, columns, word in [
        ("", {}, "名称"),
        ("工会", {}, "太短"),
        ("12345", {}, "数字"),
        ("长" * 101, {}, "100"),
        ("演示配送站工会", {}, "已经有"),
        ("演示新工会", {"founded_on": today() + timedelta(days=1)}, "将来"),
        ("演示新工会", {"level": "county"}, "级"),
    ]:
        with pytest.raises(Refused, match=word):
            actions.found_union(street, name, **columns)


def test_a_union_is_found_by_a_part_of_its_name_and_nothing_typed_finds_none():
    union = a_union(name="演示望江楼配送站工会")
    assert list(find_unions("望江楼")) == [union]
    assert list(find_unions(" ")) == []


def test_unions_are_listed_by_division():
    county = Union.objects.get(level="county", division_code__startswith="220202")
    listed = unions_listed(division_code=county.division_code)
    assert county in listed and {union.division_code for union in listed} == {county.division_code}
