"""A rider is told not to come back. On the phone: what is owed. At the union: a matter with everything filled in."""

import re
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from gongjia.cases.models import Case
from gongjia.people.tests.factories import a_person, signed_in
from gongjia.programmes.dispute_mediation.tests.browsing import browser_of
from gongjia.programmes.owed.tests.factories import DISMISSED
from gongjia.unions.tests.factories import an_account, an_officer


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.mark.django_db
@time_machine.travel("2026-07-10T20:00+08:00", tick=True)
def story_of_a_dismissed_rider():
    # In the evening, without an account: three things happened, and they are asked about one page at a time.
    phone = Client()
    here = phone.post("/owed/", {"situations": ["dismissed", "wages", "overtime"]}).url
    asked = []
    while "/questions/" in here:
        page = here.rstrip("/").rsplit("/", 1)[1]
        asked.append(page)
        here = phone.post(here, DISMISSED[page]).url
    assert asked == ["place", "work", "wage", "dismissed", "end-paid", "wages", "overtime", "overtime-paid"]
    assert "8,000" in words(phone.get(here))

    # One page says it: the sum, until when, and how surely.
    address = here.removesuffix("check/")
    result = words(phone.get(address))
    assert "75,034.48 元" in result
    assert "2027年6月30日" in result
    assert "28,000.00 元 如果认定解除合法但仍有经济补偿" in result
    assert "需要吉林的劳动法律师确认" in result
    assert "工资条、银行流水" in result
    assert phone.get(f"{address}calculation.docx").status_code == 200

    # It goes to the union. The rider signs in; only what nobody knows yet is asked.
    here = phone.post(f"{address}union", follow=True).redirect_chain[-1][0]
    assert here == "/cases/new/dispute_mediation/negotiation/"
    rider = a_person("演示马骑手")
    an_account(rider)
    phone = signed_in(rider.account, phone)
    for page, typed in (("negotiation", {"asked": "straight"}), ("evidence", {"evidence": ["chat"]}),
                        ("reach", {"reach": "any", "knows_employer_is_told": "on"})):  # fmt: skip
        phone.post(f"/cases/new/dispute_mediation/{page}/", typed)
    check = phone.get("/cases/new/dispute_mediation/check/")
    assert "演示松江配送有限公司" in words(check)
    once = re.search(r'name="once" value="([^"]+)"', check.content.decode())[1]
    phone.post("/cases/new/dispute_mediation/check/", {"once": once})
    case = Case.objects.get()
    assert case.claimed == Decimal("75034.48")
    assert [paper.kind for paper in case.documents.all()] == ["calculation"]

    # The officer looks into it, tries another reading beside the rider's, and writes down why.
    desk = browser_of(an_officer(case.union)).client
    assert "75,034.48" in words(desk.get(f"/cases/{case.pk}/desk/"))
    desk.post(f"{address}desk/", {"name": "认定为合法解除"})
    variant = re.search(rf"{address}desk/(\d+)/end/", desk.get(f"{address}desk/").content.decode())[1]
    form = desk.get(f"{address}desk/{variant}/end/").context["form"]
    typed = {bound.html_name: bound.value() or "" for bound in form}
    desk.post(f"{address}desk/{variant}/end/", {**typed, "step-damages": "28000", "why-damages": "单位的证据可能够"})
    compared = words(desk.get(f"{address}desk/"))
    assert "47,034.48 元" in compared
    assert "单位的证据可能够" in compared

    # The rider's own answers and sum stand as they were.
    phone.get("/owed/")
    assert "75,034.48 元" in words(phone.get(address))
