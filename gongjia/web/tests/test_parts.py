"""The components that compute something: dates, money, fields, errors."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from gongjia.web.forms import DayField
from gongjia.web.templatetags.web import days_words


def draw(source: str, **context) -> str:
    return Template("{% load web %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "已超期2天"), (-1, "已超期1天"), (0, "今天到期"), (1, "还有1天"), (3, "还有3天"), (400, "还有400天")],
)
def test_days_as_a_reader_says_them(days, words):
    assert days_words(days) == words


def test_days_in_english_and_korean():
    with translation.override("en"):
        assert [days_words(n) for n in (-1, -2, 1, 2)] == [
            "1 day overdue",
            "2 days overdue",
            "1 day left",
            "2 days left",
        ]
    with translation.override("ko"):
        assert [days_words(n) for n in (-1, 0, 2)] == ["1일 지남", "오늘까지", "2일 남음"]


@pytest.mark.parametrize(("days", "kind"), [(-1, "overdue"), (0, "soon"), (2, "soon"), (3, "waiting")])
def test_due_is_a_word_and_a_shape(days, kind):
    today = dt.date(2026, 11, 22)
    page = draw("{% due date today %}", date=today + dt.timedelta(days=days), today=today)
    assert f"status-{kind}" in page
    assert "<svg" in page
    assert days_words(days) in page


def test_dates_in_words(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: dt.date(2026, 11, 22))
    assert ">11月27日（周五）<" in draw("{% day date %}", date=dt.date(2026, 11, 27))
    assert ">2027年1月4日（周一）<" in draw("{% day date %}", date=dt.date(2027, 1, 4))
    large = draw("{% date_large date %}", date=dt.date(2026, 11, 27))
    assert 'datetime="2026-11-27"' in large
    assert "周五" in large


def test_a_moment_late_at_night_belongs_to_the_local_day():
    instant = dt.datetime(2026, 11, 26, 16, 30, tzinfo=dt.UTC)
    assert 'datetime="2026-11-27"' in draw("{% day when %}", when=instant)
    assert "00:30" in draw("{% moment when %}", when=instant)


def test_money():
    assert ">12,345.60 元<" in draw("{% money amount %}", amount=Decimal("12345.6"))
    assert ">0.00 元<" in draw("{% money amount %}", amount=Decimal(0))
    assert draw("{% money amount %}", amount=None) == "—"


def test_a_wrong_icon_is_found_at_once():
    assert 'aria-hidden="true"' in draw('{% icon "phone" %}')
    with pytest.raises(TemplateSyntaxError, match="no icon"):
        draw('{% icon "no-such-icon" %}')
    with pytest.raises(TemplateSyntaxError, match="not the name"):
        draw('{% icon "../package" %}')


class Sample(forms.Form):
    name = forms.CharField(label="姓名", help_text="和证件上一样")
    reach = forms.ChoiceField(label="联系", choices=[("p", "电话"), ("s", "短信")], widget=forms.RadioSelect)
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea)


def test_a_field_is_tied_to_its_help_and_error():
    page = draw("{% field form.name autocomplete='name' %}", form=Sample({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'autocomplete="name"' in page
    assert "请填写：姓名" in page


def test_choices_are_a_group_of_cells_with_notes():
    page = draw("{% field form.reach notes=notes %}", form=Sample({}), notes={"p": "工作日白天"})
    assert page.count("<label") == 2
    assert "<legend>" in page
    assert "工作日白天" in page
    assert 'aria-describedby="id_reach_error"' in page


def test_what_is_optional_says_so():
    assert "（可不填）" in draw("{% field form.note %}", form=Sample())
    assert "（可不填）" not in draw("{% field form.name %}", form=Sample())


def test_the_summary_leads_to_the_fields():
    page = draw("{% error_summary form %}", form=Sample({}))
    assert 'href="#id_name"' in page
    assert 'href="#id_reach_0"' in page
    assert "有 2 处需要修改" in page
    assert draw("{% error_summary form %}", form=Sample()).strip() == ""


def test_what_was_typed_stays_typed_and_is_escaped():
    page = draw("{% field form.note %}", form=Sample({"note": "<b>工资</b>"}))
    assert "&lt;b&gt;工资&lt;/b&gt;" in page


WRITTEN = [
    "{:%Y-%m-%d}",
    "{:%Y/%m/%d}",
    "{:%Y.%m.%d}",
    "{:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
    " {0.year}-{0.month}-{0.day} ",
]


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 1, 1)), st.sampled_from(WRITTEN))
def test_a_day_is_read_however_it_is_written(day, pattern):
    assert DayField().clean(pattern.format(day)) == day


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "2026-13-01", "11/27", "2026"])
def test_what_is_no_day_is_explained(text):
    with pytest.raises(forms.ValidationError, match="2026-11-27"):
        DayField().clean(text)


def test_bounds_of_a_day_are_inclusive():
    field = DayField(earliest=dt.date(2026, 1, 1), latest=lambda: dt.date(2026, 11, 22))
    assert field.clean("2026-01-01") == dt.date(2026, 1, 1)
    assert field.clean("2026-11-22") == dt.date(2026, 11, 22)
    with pytest.raises(forms.ValidationError, match="太晚"):
        field.clean("2026-11-23")
    with pytest.raises(forms.ValidationError, match="太早"):
        field.clean("2025-12-31")
