"""The main job, walked through the pages as people would: one worker's dispute, from the phone to the published figure.

Used twice: by the browser test on a small demo province, and by `make story` against a running instance.
"""

import re
import time
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Browser, BrowserContext, Page, expect

from gongjia.world.cast import CAST, PASSWORD, Player, code_now
from gongjia.world.names import MARK

PHONE = {"width": 375, "height": 812}
DESK = {"width": 1280, "height": 900}
PLAYERS = {player.key: player for player in CAST}
AMOUNT = "4500"


class MainJob:
    """One walk. `say` is told each step as it is done, in the words of minutes of a meeting."""

    def __init__(self, browser: Browser, address: str, say: Callable[[str], None]):
        self.browser, self.address, self.say = browser, address.rstrip("/"), say
        self.contexts: list[BrowserContext] = []
        self.case = ""

    def walk(self) -> str:
        """Walk the whole of it; returns the address of the case."""
        before = self.figure()
        self.worker_raises_a_dispute()
        self.officer_accepts_it()
        self.mediator_writes_the_agreement()
        self.both_sides_sign()
        self.worker_confirms_the_money()
        self.figures_have_moved(before)
        self.analyst_opens_the_case()
        for context in self.contexts:
            context.close()
        return self.case

    # ---- the worker, on a phone ------------------------------------------------------------------------------------

    def worker_raises_a_dispute(self) -> None:
        page = self.worker = self.open(PHONE)
        page.goto(self.address)
        page.locator("a[href='/problem/']").first.click()
        page.locator("a[href*='dispute_mediation']").first.click()
        self.choose(page, "matter", "wages")
        page.fill("[name=since]", (date.today() - timedelta(days=75)).isoformat())
        page.fill("[name=story]", "送餐的工资两个月没有发，站长一直说再等等。")
        self.go_on(page)
        page.fill("[name=monthly_pay]", "4500")
        page.fill("[name=claimed]", AMOUNT)
        self.go_on(page)
        self.choose(page, "employment", "still")
        page.fill("[name=employer_name]", "演示松江外卖站点")
        self.go_on(page)
        if page.locator("[name=employer][value=new]").count():
            page.locator("[name=employer][value=new]").check()
            self.go_on(page)
        page.select_option("[name=county_code]", "220202")
        self.go_on(page)
        self.choose(page, "asked", "straight")
        page.locator("[name=evidence][value=chat]").check()
        page.set_input_files("[name=files]", {"name": "聊天.png", "mimeType": "image/png", "buffer": picture()})
        self.go_on(page)
        page.fill("[name=request]", "补发两个月的工资。")
        self.go_on(page)
        page.locator("[name=reach][value=any]").check()
        page.locator("[name=knows_employer_is_told]").check()
        self.go_on(page)
        self.say("外卖骑手在手机上一问一答地说了欠薪的事，附上聊天截图。")
        expect(page).to_have_url(re.compile("/check/"))
        self.go_on(page)  # sending asks who is there, and keeps every answer
        self.sign_in(page, PLAYERS["courier"])
        expect(page).to_have_url(re.compile("/check/"))
        self.go_on(page)
        expect(page).to_have_url(re.compile(r"/cases/\d+/receipt/"))
        self.case = self.address + "/cases/" + re.search(r"/cases/(\d+)/", page.url)[1] + "/"
        page.goto(self.case)
        expect(page.locator(".standing")).to_contain_text("昌邑区总工会")
        expect(page.locator(".standing-date")).to_be_visible()
        self.say("他拿到受理编号，看见事情在昌邑区总工会、哪天之前答复、依据哪一条。")

    def worker_confirms_the_money(self) -> None:
        page = self.worker
        page.goto(self.case)
        self.move(page, "all_performed")
        self.say("骑手确认钱全部到账，事情办结。")
        page.goto(self.case)
        rating = page.locator("a[href$='/rating'], form[action$='/rating']").first
        expect(rating).to_be_visible()

    # ---- the union, at a desk --------------------------------------------------------------------------------------

    def officer_accepts_it(self) -> None:
        page = self.officer = self.open(DESK)
        self.sign_in(page, PLAYERS["county"])
        page.goto(self.address + "/desk/?scope=union")
        number = self.case.rstrip("/").rsplit("/", 1)[1]
        expect(page.locator(f"a[href='/cases/{number}/desk/']")).to_be_visible()
        page.locator(f"a[href='/cases/{number}/desk/']").click()
        self.press(page, "invite")
        page.fill("[name=name]", PLAYERS["employer"].name.removesuffix(MARK))
        page.fill("[name=phone]", PLAYERS["employer"].phone)
        page.locator("[name=respondent_is_head]").check()
        self.go_on(page)
        self.press(page, "accept")
        mediator = page.locator("[name=mediator]")
        if mediator.first.evaluate("element => element.tagName") == "SELECT":
            value = mediator.locator("option", has_text=PLAYERS["mediator"].name).first.get_attribute("value")
            mediator.select_option(value)
        else:
            page.get_by_label(PLAYERS["mediator"].name).check()
        page.fill("[name=employer_agreed_on]", date.today().isoformat())
        page.fill("[name=how]", "电话")
        self.go_on(page)
        self.say("县总工会的李敏在工作台上受理，请来单位，指定调解员孙和。")

    def mediator_writes_the_agreement(self) -> None:
        page = self.mediator = self.open(DESK)
        self.sign_in(page, PLAYERS["mediator"])
        page.goto(self.case + "desk/")
        self.press(page, "draft")
        page.fill("[name=facts]", "双方确认：拖欠九月、十月的工资。")
        page.fill("[name=what_1]", "补发九月、十月的工资")
        page.fill("[name=amount_1]", AMOUNT)
        page.fill("[name=basis_1]", "按工资条核对。")
        page.fill("[name=due_on_1]", (date.today() + timedelta(days=10)).isoformat())
        self.go_on(page)
        page.goto(self.case + "desk/")
        self.move(page, "send_to_sign")
        self.say("调解员写好调解协议，送双方签字。")

    def both_sides_sign(self) -> None:
        self.sign(self.worker, PLAYERS["courier"])
        employer = self.open(PHONE)
        self.sign_in(employer, PLAYERS["employer"])
        self.sign(employer, PLAYERS["employer"])
        self.sign(self.mediator, PLAYERS["mediator"], at="desk/", move="conclude")
        self.worker.goto(self.case)
        self.say("骑手、单位用短信验证码签了字，调解员签字后协议生效。")

    # ---- the figures -----------------------------------------------------------------------------------------------

    def figure(self) -> int:
        """The province's resolved disputes of the last years, as the analyst reads them on the page."""
        page = self.analyst = self.open(DESK)
        self.sign_in(page, PLAYERS["analyst"])
        return self.read_figure()

    def read_figure(self) -> int:
        self.analyst.goto(self.address + "/figures/disputes_resolved/")
        return int(re.sub(r"\D", "", self.analyst.locator(".figure-number, .number").first.inner_text()))

    def figures_have_moved(self, before: int) -> None:
        after = self.read_figure()
        assert after == before + 1, f"{before} became {after}"
        self.say(f"全省化解劳动争议从 {before} 件变成 {after} 件。")

    def analyst_opens_the_case(self) -> None:
        page = self.analyst
        page.locator("a[href*='/records/']").first.click()
        path = "/" + self.case.split("/", 3)[3]
        link = page.locator(f"a[href='{path}'], a[href='{path}desk/']")
        while not link.count():
            page.locator("a[rel=next]").click()
        link.first.click()
        expect(page.locator("h1")).to_be_visible()
        assert path in page.url
        self.say("数据分析员从这个数字一路点开，看到的就是这件事。")

    # ---- hands -----------------------------------------------------------------------------------------------------

    def open(self, size: dict[str, int]) -> Page:
        context = self.browser.new_context(viewport=size, locale="zh-CN")
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    def sign_in(self, page: Page, player: Player) -> None:
        if player.is_officer:
            page.goto(self.address + "/sign-in/officer/")
            page.fill("[name=phone], [name=login]", player.phone)
            page.fill("[type=password]", PASSWORD)
            self.go_on(page)
            page.fill("[name=code]", code_now(player))
            self.go_on(page)
            page.wait_for_url(lambda url: "sign-in" not in url)
            return
        if "/sign-in/" not in page.url:
            page.goto(self.address + "/sign-in/")
        page.fill("[name=phone], [name=login]", player.phone)
        self.go_on(page)
        if question := re.search(r"(\d) 加 (\d)", page.locator("main").inner_text()):  # several codes in this hour
            page.fill("[name=answer]", str(int(question[1]) + int(question[2])))
            self.go_on(page)
        page.fill("[name=code]", self.last_code(player))
        self.go_on(page)

    def last_code(self, player: Player) -> str:
        """The six digits of the last message to a made-up telephone, as the demo shows them."""
        page = self.open(PHONE)
        page.goto(f"{self.address}/demo/phone/?number={player.phone}")
        code = re.search(r"\b\d{6}\b", page.locator("main").inner_text().replace(player.phone, ""))
        page.close()
        assert code, f"no code came for {player.phone}"
        return code[0]

    def ask_for_code(self, page: Page) -> None:
        """One code a minute goes to a telephone: who has just signed in waits, as the page says."""
        deadline = time.monotonic() + 90
        while True:
            with page.expect_navigation():
                page.locator("[name=send_code]").click()
            if not page.locator("main [role=alert]").count():
                return
            assert time.monotonic() < deadline, page.locator("main [role=alert]").inner_text()
            page.wait_for_timeout(3000)

    def choose(self, page: Page, name: str, value: str) -> None:
        page.locator(f"[name={name}][value={value}]").check()
        self.go_on(page)

    def go_on(self, page: Page) -> None:
        """Press the one main button and wait for the next page."""
        with page.expect_navigation():
            page.locator("main .button-main").first.click()

    def press(self, page: Page, move: str) -> None:
        """Press a move's button: its form opens, or the move is made."""
        with page.expect_navigation():
            page.locator(f"a[href$='/moves/{move}'], form[action$='/moves/{move}'] button").first.click()

    def move(self, page: Page, move: str) -> None:
        self.press(page, move)
        if f"/moves/{move}" in page.url:
            self.go_on(page)

    def sign(self, page: Page, player: Player, at: str = "", move: str = "sign") -> None:
        page.goto(self.case + at)
        self.press(page, move)
        self.ask_for_code(page)
        page.fill("[name=code]", self.last_code(player))
        self.go_on(page)
        expect(page).not_to_have_url(re.compile("/moves/"))


def picture() -> bytes:
    """A small real PNG, as a phone would send one."""
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (64, 64), "#2B5C8A").save(buffer, "PNG")
    return buffer.getvalue()
