"""What went wrong is said in a designed page with a way on; the pages stand when the database does not."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from gongjia.web import errors, views

STATUS = {
    "400": 400,
    "403": 403,
    "404": 404,
    "409": 409,
    "429": 429,
    "500": 500,
    "503": 503,
    "expired": 403,
    "offline": 200,
}


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def request_():
    return RequestFactory().get("/cases/12/?tab=papers")


# No database mark: pytest-django fails these tests if a page asks the database anything.
@pytest.mark.parametrize("name", STATUS)
def test_every_page_names_a_person_and_a_way_on(request_, name, settings):
    settings.DEMO = True
    answer = views._sample_error(request_, name)
    page = answer.content.decode()
    assert answer.status_code == STATUS[name]
    assert "tel:12351" in page
    assert 'class="button button-main"' in page
    assert page.count("<h1>") == 1


def test_too_busy_says_how_long(request_):
    answer = errors.too_busy(request_, seconds=20, waiting=1820, place=431)
    assert answer["Retry-After"] == "20"
    assert "现在有 1,820 人在等，您排在第 431 位附近，大约 20 秒。" in answer.content.decode()


def test_too_busy_without_a_queue(request_):
    assert "请大约 5 秒后再试" in errors.too_busy(request_, seconds=5).content.decode()


def test_a_stale_page_leads_to_the_present_state(request_):
    assert 'href="/cases/12/?tab=papers"' in errors.stale_page(request_).content.decode()
    assert 'href="/cases/12/"' in errors.stale_page(request_, again="/cases/12/").content.decode()


def test_an_address_in_the_page_is_escaped():
    page = errors.stale_page(RequestFactory().get("/"), again='"><script>x</script>').content.decode()
    assert "<script>x" not in page


def test_unknown_address_is_the_designed_page(db):
    answer = Client(headers={"accept-language": "zh-CN"}).get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_a_form_without_token_is_explained(db):
    answer = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-CN"}).post("/settings/look", {})
    assert answer.status_code == 403
    assert "这一页打开太久了" in answer.content.decode()
