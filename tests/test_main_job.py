import pytest

from gongjia.people.models import CodeRequest
from gongjia.world.command import fill
from tests.main_job import MainJob


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
