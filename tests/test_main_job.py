import pytest

from gongjia.people.models import CodeRequest
from gongjia.web.testing import NARROWEST
from gongjia.world.command import fill
from tests.main_job import PHONE, MainJob


class QuickJob(MainJob):
    """The limit of one code a minute is tested where it lives; here nobody waits for it."""

    def ask_for_code(self, page):
        CodeRequest.objects.all().delete()
        super().ask_for_code(page)


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_one_workers_dispute_from_the_phone_to_the_published_figure(browser, live_server, settings):
    settings.DEMO = True
    fill(members=200, seed=1)
    steps = []
    case = QuickJob(browser, live_server.url, steps.append).walk()
    assert len(steps) == 8
    assert "/cases/" in case


class OldPhone(QuickJob):
    """The same on the smallest telephone, with scripts off: nothing needs them, and nothing scrolls sideways."""

    def open(self, size):
        if size is not PHONE:
            return super().open(size)
        context = self.browser.new_context(viewport=NARROWEST, locale="zh-CN", java_script_enabled=False)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    def go_on(self, page):
        super().go_on(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"


@pytest.mark.browser
@pytest.mark.nightly
@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_the_same_on_an_old_phone_with_scripts_off(browser, live_server, settings):
    settings.DEMO = True
    fill(members=200, seed=1)
    steps = []
    OldPhone(browser, live_server.url, steps.append).walk()
    assert len(steps) == 8
