"""A sum that was refused for want of a local figure comes out once the province has entered it."""

from datetime import date

import pytest
from django.test import Client

from gongjia.desks.tests.test_law_desk import keeper, province  # noqa: F401 - fixtures
from gongjia.law.local_figures.actions import take_back_figure
from gongjia.law.local_figures.tests.factories import a_figure
from gongjia.programmes.owed.tests.factories import answered

pytestmark = pytest.mark.django_db

IDLE = {
    "place": {"county": "220202", "employer_name": "演示松江配送有限公司"},
    "work": {"started_on": "2023-3-5", "employment": "still"},
    "wage": {"wage": "8000", "wage_overtime": ""},
    "standstill": {"stood_from": "2026-3-1", "stood_until": "2026-4-30", "worked_meanwhile": "no"},
    "standstill-paid": {"standstill_paid": ""},
}
ENTER = "/desk/law/figures/add/living_allowance.rate/"


def result(client):
    return client.get(answered(client, IDLE, "standstill")).content.decode()


def test_before_a_refusal_after_a_sum_with_the_source():
    assert "录入" in result(Client())
    row = a_figure(value="0.7", source="演示文件〔2019〕1号")
    page = result(Client())
    # A month of the wage, then 70 percent of the minimum wage of 吉林市区, 1920 yuan.
    assert "9,344.00" in page
    assert "演示文件〔2019〕1号" in page
    take_back_figure(None, row.pk, "抄错了")
    assert "9,344.00" not in result(Client())


def test_a_figure_that_ended_before_gives_no_sum():
    a_figure(value="0.7", valid_to=date(2025, 12, 31))
    assert "9,344.00" not in result(Client())


def test_only_who_may_enter_it_is_led_there(keeper):  # noqa: F811
    assert ENTER not in result(Client())
    page = result(keeper)
    assert ENTER in page
    assert "place=%E5%90%89%E6%9E%97" in page


def test_programs_get_the_same_sum():
    case = {
        "claim_type": "wages", "jurisdiction": "吉林·吉林市区",
        "inputs": {"monthly_wage": "8000", "suspension_start": "2026-03-01", "suspension_end": "2026-04-30", "work_done": False},
    }  # fmt: skip
    send = lambda: Client().post("/api/v1/law/claims", [case, case], content_type="application/json").json()  # noqa: E731
    assert send()[0]["result"]["missing_figure"]["kind"] == "living_allowance.rate"
    a_figure(value="0.7", source="演示文件〔2019〕1号")
    first, second = (answer["result"] for answer in send())
    assert first["amount"] == second["amount"] == "9344.00"
    assert "演示文件〔2019〕1号" in {step["expression"] for step in first["steps"]}
