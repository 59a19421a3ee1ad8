"""The pages of a case in a real browser: open to everybody in three skins, on a phone and on a desk."""

import pytest

from gongjia.cases.actions import make_move, messages
from gongjia.cases.kinds import Role
from gongjia.cases.tests import kinds
from gongjia.cases.tests.conftest import a_place, signed_in_client
from gongjia.cases.tests.factories import a_paper
from gongjia.web.testing import WIDTHS, check_accessible, check_in_every_skin

MEMBER = ["cases/new/{kind}/wish/", "cases/new/{kind}/proof/", "cases/{case}/", "cases/{case}/messages", "cases/{case}/rating",
          "cases/{case}/papers/", "cases/{case}/receipt/", "cases/{case}/papers/{paper}/sign", "cases/mailbox/"]  # fmt: skip
DESK = ["cases/{case}/desk/", "cases/{case}/moves/settle", "cases/{case}/desk/assignment", "cases/{case}/desk/hand-over",
        "cases/{case}/desk/messages", "cases/counter/"]  # fmt: skip


@pytest.mark.parametrize(("who", "addresses"), [("member", MEMBER), ("officer", DESK)])
def test_every_page_is_open_to_everybody(browser, live_server, who, addresses):
    place = a_place()
    case = make_move(place.case.pk, "accept", place.actor("officer"))
    messages.note(case.pk, place.actor("officer"), "内部的话")
    messages.message(case.pk, place.actor("officer"), "周四之前给您答复。", Role.APPLICANT)
    paper = a_paper(case, place.officer.account)
    cookie = signed_in_client(getattr(place, who)).cookies["sessionid"].value
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        for address in addresses:
            url = f"{live_server.url}/{address.format(kind=kinds.KEY, case=case.pk, paper=paper.pk)}"
            assert page.goto(url).status == 200, url
            if (width > 1000) == (who == "officer"):  # where this reader usually sits
                check_in_every_skin(page)
            else:
                check_accessible(page)
        context.close()
