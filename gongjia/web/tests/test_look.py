"""The reader's choice of look is kept in a cookie and drawn by the server."""

import pytest
from django.test import Client

from gongjia.web.context import look
from gongjia.web.look import Look, with_choices


@pytest.fixture
def reader(settings, db):
    settings.DEMO = True
    return Client(headers={"accept-language": "zh-CN"})


def root_of(client):
    return client.get("/look/home/").content.decode().split("<head>")[0]


def test_a_first_visit_is_normal_and_light(reader):
    assert 'lang="zh-hans" data-skin="normal" data-size="1" data-theme="light"' in root_of(reader)


def test_elder_skin_stays(reader):
    answer = reader.post("/settings/look", {"skin": "elder", "next": "/look/home/"})
    assert (answer.status_code, answer["Location"]) == (302, "/look/home/")
    cookie = answer.cookies["gj_look"]
    assert cookie["max-age"] >= 365 * 24 * 3600
    assert cookie["httponly"]
    assert 'data-skin="elder"' in root_of(reader)


def test_one_choice_leaves_the_others(reader):
    reader.post("/settings/look", {"skin": "elder"})
    reader.post("/settings/look", {"size": "3"})
    reader.post("/settings/look", {"theme": "dark"})
    assert 'data-skin="elder" data-size="3" data-theme="dark"' in root_of(reader)


def test_nonsense_changes_nothing(reader):
    reader.cookies["gj_look"] = 'x"><script>.9'
    reader.post("/settings/look", {"skin": "<script>", "theme": "dark"})
    assert 'data-skin="normal" data-size="1" data-theme="dark"' in root_of(reader)
    assert with_choices(Look(), {"skin": "other"}) == Look()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_never_leads_elsewhere(reader, back):
    assert reader.post("/settings/look", {"skin": "elder", "next": back})["Location"] == "/"


@pytest.mark.django_db
def test_the_choice_needs_the_page_s_token():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/settings/look", {"skin": "elder"})
    assert answer.status_code == 403
    assert "gj_look" not in answer.cookies


def test_after_an_answer_to_a_form_the_choice_leads_back_to_its_page(rf):
    def here(**headers):
        return look(rf.post("/unions/members/5/end/", headers=headers))["here"]

    assert here(referer="http://testserver/unions/members/5/?page=2") == "/unions/members/5/?page=2"
    assert here(referer="https://elsewhere.example/x") == "/"
    assert here(referer="http://no such host/", host="no such host") == "/", "its error page is drawn all the same"
    assert look(rf.get("/inbox/?page=2"))["here"] == "/inbox/?page=2"


def test_language_is_chosen_without_signing_in(reader):
    reader.post("/i18n/setlang/", {"language": "ko", "next": "/look/home/"})
    page = reader.get("/look/home/").content.decode()
    assert 'lang="ko"' in page
    assert "창구에서 도움받기" in page
