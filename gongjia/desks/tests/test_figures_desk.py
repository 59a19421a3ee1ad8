"""The pages on which the province enters the local figures."""

from datetime import date

import pytest
from django.urls import reverse

from gongjia.desks.tests.test_law_desk import keeper, province  # noqa: F401 - fixtures
from gongjia.law.local_figures.tests.factories import a_figure, of_year
from gongjia.law.models import LocalFigure
from gongjia.people.models import Account

pytestmark = pytest.mark.django_db

ADD = "/desk/law/figures/add/average_wage.year/"
TYPED = {"place": "吉林市", "year": "2025", "value": "8.2万", "source": "演示公报2026-05", "certainty": "high"}


def shown(client, address="/desk/law/figures/"):
    return client.get(address).content.decode()


def test_the_list_says_what_is_missing_and_leads_to_the_form_that_closes_it(keeper):  # noqa: F811
    page = shown(keeper)
    assert "职工年平均工资" in page and "2023 – 2025" in page
    assert "2008-01-01 – 2015-11-30" in page and "全省各地" in page
    assert "（5、6、7、8、9、10级）" in page
    assert f"{ADD}?on=2025-12-31" in page
    assert reverse("desks:figures") in shown(keeper, reverse("desks:law"))


def test_a_figure_is_entered_and_listed_with_its_source(keeper):  # noqa: F811
    assert keeper.post(ADD, TYPED).status_code == 302
    row = LocalFigure.objects.get()
    assert (row.place, row.value, row.valid_from, row.valid_to) == (
        "吉林市",
        82000,
        date(2025, 1, 1),
        date(2025, 12, 31),
    )
    page = shown(keeper)
    assert "演示公报2026-05" in page and "82000 元/年" in page
    assert Account.objects.get(pk=row.entered_by).person.name in page.partition("已经录入的")[2]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "八万多"}, "8000.50"),
        ({"value": "0"}, "必须大于零"),
        ({"value": ""}, "数值"),
        ({"value": "9" * 9}, "太大"),
        ({"place": "长春市区"}, ""),
        ({"year": "3025"}, ""),
        ({"source": ""}, "来源"),
    ],
)
def test_wrong_input_is_said_and_what_was_typed_stays(keeper, wrong, sentence):  # noqa: F811
    sent = keeper.post(ADD, TYPED | {"source": "演示公报"} | wrong)
    page = sent.content.decode()
    assert sent.status_code == 422
    assert sentence in page
    assert (TYPED | wrong)["value"] in page
    assert not LocalFigure.objects.exists()


def test_nothing_is_chosen_by_oversight_and_no_day_is_out_of_all_bounds(keeper):  # noqa: F811
    sent = keeper.post(ADD, {name: said for name, said in TYPED.items() if name not in ("place", "year")})
    assert sent.status_code == 422 and "请选择：适用地方" in sent.content.decode()
    typed = {
        "place": "*",
        "value": "0.7",
        "valid_from": "2020-1-1",
        "valid_to": "9999-12-31",
        "source": "演示",
        "certainty": "low",
    }
    assert keeper.post("/desk/law/figures/add/living_allowance.rate/", typed).status_code == 422


def test_one_that_stands_already_is_named(keeper):  # noqa: F811
    a_figure(**of_year(2025, "81000", place="吉林市"))
    sent = keeper.post(ADD, TYPED)
    assert sent.status_code == 422
    assert "81000" in sent.content.decode() and "8.2万" in sent.content.decode()


def test_the_form_begins_with_what_a_refused_calculation_knows(keeper):  # noqa: F811
    page = shown(keeper, f"{ADD}?place=吉林·吉林市区&on=2024-12-31")
    assert '<option value="吉林市" selected>' in page
    assert '<option value="2024" selected>' in page
    graded = shown(keeper, "/desk/law/figures/add/injury_medical.months/?grade=8&place=吉林&on=2026-01-01")
    assert '<option value="8" selected>' in graded and '<option value="*" selected>' in graded
    assert keeper.get(f"{ADD}?place=x&on=y&grade=z").status_code == 200
    assert keeper.get("/desk/law/figures/add/none/").status_code == 404


def test_a_figure_is_ended_and_taken_back_with_a_reason(keeper):  # noqa: F811
    row = a_figure()
    end, take_back = (reverse(f"desks:{name}", args=[row.pk]) for name in ("end-figure", "take-back-figure"))
    assert keeper.post(end, {"last_day": "2019-12-31"}).status_code == 422
    assert keeper.post(end, {"last_day": "2025年6月30日"}).status_code == 302
    assert keeper.post(take_back, {"reason": ""}).status_code == 422
    assert keeper.post(take_back, {"reason": "抄错了"}).status_code == 302
    page = shown(keeper)
    assert "抄错了" in page and "70%" in page
    assert keeper.get(take_back).status_code == 404
