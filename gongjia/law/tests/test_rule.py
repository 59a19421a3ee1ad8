"""Which rule is in force: versions in time, regions from narrow to wide, and a clear word when there is none."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongjia.law.access import regions, rule, rule_version
from gongjia.law.actions import load_rules
from gongjia.law.kinds import RuleMissing
from gongjia.law.models import Rule

TODAY = date(2026, 11, 22)


@pytest.fixture
def published(bare):
    load_rules()


def add(**columns):
    return Rule.objects.create(
        **(
            {"key": "test", "version": 1, "value": 3, "unit": "day", "day_type": "working", "title": "Test"}
            | {"title_zh": "试", "article": "第1条", "jurisdiction": "22", "valid_from": date(2020, 1, 1)}
            | {"source": "here", "certainty": "high"}
            | columns
        )
    )


def test_a_number_changes_on_the_day_the_new_version_begins(bare):
    change = date(2025, 3, 1)
    add(valid_to=change)
    add(version=2, value=5, valid_from=change)
    assert rule("test", date(2025, 2, 28)).value == 3
    assert rule("test", change).value == 5
    assert rule_version("test", 1, "22").value == 3


def test_two_versions_cannot_be_in_force_on_one_day(bare):
    add(valid_to=date(2025, 3, 2))
    with pytest.raises(IntegrityError, match="law_rule_one_at_a_time"), transaction.atomic():
        add(version=2, valid_from=date(2025, 3, 1))
    add(version=2, valid_from=date(2025, 3, 2))
    add(jurisdiction="cn", valid_from=date(2025, 3, 1))


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"valid_to": date(2019, 1, 1)}, "law_rule"),  # the range itself is refused, or the check: either will do
        ({"valid_to": date(2020, 1, 1)}, "law_rule_ends_after_start"),
        ({"day_type": ""}, "law_rule_days_have_a_type"),
        ({"unit": "year"}, "law_rule_days_have_a_type"),
        ({"certainty": "low"}, "law_rule_doubt_is_explained"),
    ],
)
def test_the_table_refuses_a_rule_that_makes_no_sense(bare, columns, constraint):
    with pytest.raises(Exception, match=constraint + "|range lower bound"), transaction.atomic():
        add(**columns)


def test_a_version_is_published_once(bare):
    add(valid_to=date(2021, 1, 1))
    with pytest.raises(IntegrityError, match="law_rule_version"), transaction.atomic():
        add(valid_from=date(2022, 1, 1))


def test_the_narrowest_region_wins(bare):
    for region, value in (("cn", 1), ("22", 2), ("2202", 3), ("23", 4)):
        add(jurisdiction=region, value=value)
    asked = {"220202": 3, "2202": 3, "2201": 2, "22": 2, "23": 4, "33": 1, "cn": 1}
    assert {region: rule("test", TODAY, region).value for region in asked} == asked


def test_a_provincial_rule_does_not_reach_the_nation(bare):
    add(jurisdiction="22")
    with pytest.raises(RuleMissing):
        rule("test", TODAY, "cn")


def test_a_provincial_rule_that_has_ended_gives_way_to_the_national_one(bare):
    add(jurisdiction="cn", value=1)
    add(jurisdiction="22", value=2, valid_to=date(2026, 1, 1))
    assert rule("test", date(2025, 12, 31)).value == 2
    assert rule("test", date(2026, 1, 1)).value == 1


def test_the_regions_of_a_county():
    assert regions("220202")[0] == "220202"
    assert regions("220202")[-2:] == ["22", "cn"]


def test_a_missing_rule_is_named(bare):
    with pytest.raises(RuleMissing, match=r'"no\.such".*2026-11-22.*22'):
        rule("no.such", TODAY)


def test_the_provinces_differ_in_the_reply_to_a_supervision_letter(published):
    found = {region: rule("supervision.reply", TODAY, region) for region in ("22", "23", "33", "44")}
    assert [(found[region].value, found[region].day_type) for region in found] == [
        (15, "working"),
        (30, "working"),
        (15, "working"),
        (30, "calendar"),
    ]
    assert found["22"].certainty == "low"
    with pytest.raises(RuleMissing):
        rule("supervision.reply", TODAY, "11")


def test_jilin_files_a_wage_contract_in_ten_days_where_the_nation_says_seven(published):
    assert rule("bargaining.file", TODAY, "22").value == 10
    assert rule("bargaining.file", TODAY, "11").value == 7
    assert rule("bargaining.file", date(2018, 2, 28), "22").value == 7


def test_the_new_jilin_rules_begin_on_the_first_of_september_2026(published):
    assert rule("union.setup", date(2026, 9, 1)).value == 1
    with pytest.raises(RuleMissing):
        rule("union.setup", date(2026, 8, 31))


def test_a_change_is_seen_at_once(published, django_assert_num_queries):
    with django_assert_num_queries(1):
        rule("mediation.accept", TODAY)
    Rule.objects.filter(key="mediation.accept").update(value=4)
    assert rule("mediation.accept", TODAY).value == Decimal(4)
