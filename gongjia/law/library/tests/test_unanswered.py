from datetime import date

import pytest

from gongjia.audit.models import Event
from gongjia.law.library import access, actions
from gongjia.law.library.actions import note_unanswered, settle_unanswered
from gongjia.law.library.words import without_names
from gongjia.law.models import UnansweredQuestion

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("asked", "lost"),
    [
        ("我电话19900000001，工资没发", "19900000001"),
        ("身份证22010219900307001X怎么改", "22010219900307001X"),
        ("打0431-88888888没人接", "88888888"),
        ("写信到zhang.wei@example.cn", "zhang.wei@example.cn"),
        ("我叫张伟在工地干活", "张伟"),
        ("老板李建国不给钱", "李建国"),
        ("长春市宏达建筑有限公司欠薪", "宏达"),
    ],
)
def test_who_asks_and_who_is_meant_is_lost(asked, lost):
    assert lost not in without_names(asked)


def test_what_is_asked_remains():
    assert without_names("工资拖了三个月怎么办，一共8000元") == "工资拖了三个月怎么办，一共8000元"


@pytest.mark.django_db
def test_the_same_question_on_the_same_day_is_counted_and_leaves_no_audit_row():
    before = Event.objects.count()
    for _time in range(3):
        note_unanswered("我叫张伟，单位的狗咬我", DAY)
    [row] = UnansweredQuestion.objects.all()
    assert (row.times, row.asked_on, "张伟" in row.text) == (3, DAY, False)
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_nothing_but_a_name_is_not_kept_and_a_flood_has_an_end(monkeypatch):
    monkeypatch.setattr(actions, "UNANSWERED_A_DAY", 2)
    for text in ("", "  ", "甲问题", "乙问题", "丙问题"):
        note_unanswered(text, DAY)
    assert UnansweredQuestion.objects.count() == 2


@pytest.mark.django_db
def test_settled_it_is_off_the_list_and_twice_is_harmless():
    note_unanswered("单位的狗咬我", DAY)
    [row] = access.unanswered()
    settle_unanswered(None, row.pk)
    settle_unanswered(None, row.pk)
    assert not access.unanswered().exists()
    assert Event.objects.filter(verb="law.unanswered.settle").count() == 1
