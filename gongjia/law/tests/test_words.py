"""What a rule is called and how long it is, in the reader's language."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from gongjia.law.kinds import ClockWarning, Deadline
from gongjia.law.models import CalendarDay, Rule


def rule(value, unit, day_type=""):
    return Rule(key="k", version=1, value=Decimal(value), unit=unit, day_type=day_type, jurisdiction="cn")


@pytest.mark.parametrize(
    ("found", "chinese", "korean", "english"),
    [
        (rule("3", "day", "working"), "3个工作日", "3근무일", "3 working days"),
        (rule("1", "day", "working"), "1个工作日", "1근무일", "1 working day"),
        (rule("15", "day", "calendar"), "15日", "15일", "15 days"),
        (rule("6", "month"), "6个月", "6개월", "6 months"),
        (rule("1", "year"), "1年", "1년", "1 year"),
        (rule("24", "hour"), "24小时", "24시간", "24 hours"),
        (rule("0.5000", "percent"), "0.5%", "0.5%", "0.5%"),
        (rule("10.0000", "person"), "10", "10", "10"),
    ],
)
def test_a_length_in_three_languages(found, chinese, korean, english):
    for language, expected in (("zh-hans", chinese), ("ko", korean), ("en", english)):
        with override(language):
            assert found.length == expected


def test_a_name_in_three_languages():
    found = Rule(title="Accept", title_zh="受理", title_ko="수리")
    for language, expected in (("zh-hans", "受理"), ("ko", "수리"), ("en", "Accept")):
        with override(language):
            assert found.label == expected
    with override("ko"):
        assert Rule(title="Keep", title_zh="保存").label == "Keep"


def test_a_warning_in_the_readers_language():
    found = Deadline(None, None, "k", 1, "", "calendar", 1, False, (ClockWarning.CALENDAR_UNKNOWN,))
    with override("zh-hans"):
        assert "节假日安排" in found.warning_texts[0]


def test_rows_name_themselves():
    assert str(rule("1", "year")) == "k (cn, 1)"
    assert "off" in str(CalendarDay(date="2026-10-01", kind="off", name="国庆节"))
