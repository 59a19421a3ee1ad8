from gongjia.cases.models import Case
from gongjia.foundation.clock import today
from gongjia.unions.tests.factories import a_member


def page_of(client):
    return client.get("/matters/").content.decode()


def test_a_stranger_signs_in_first(client, db):
    assert client.get("/matters/").url == "/sign-in/?next=/matters/"


def test_open_and_finished_matters_stand_apart(place, visit):
    client = visit(place.member)
    assert "在办的" in page_of(client) and "办完的" not in page_of(client)
    Case.objects.filter(pk=place.case.pk).update(step="done", closed_on=today())
    page = page_of(client)
    assert "办完的" in page and "在办的" not in page
    assert "办完： <time" in page and "back pay" in page


def test_an_empty_list_leads_on(place, visit):
    page = page_of(visit(a_member(place.tree["grassroots"])))
    assert "这里还没有内容" in page and 'href="/problem/"' in page


def test_only_ones_own_matters_are_there(place, visit):
    assert "back pay" not in page_of(visit(place.officer))
