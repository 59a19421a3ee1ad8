from django.utils import translation

from gongjia.unions.models import Union
from gongjia.unions.tests.factories import a_member, a_union

CHANGYI = "220202"


def page_of(client, code=""):
    return client.get("/near/", {"division": code} if code else {}).content.decode()


def federation(code):
    return Union.objects.get(division_code=code, kind=Union.Kind.FEDERATION)


def test_two_presses_lead_from_the_province_to_a_county(client, db):
    first = page_of(client)
    assert "吉林省的工会" in first and "?division=220200" in first
    second = page_of(client, "220200")
    assert f"?division={CHANGYI}" in second and "?division=220000" in second
    third = page_of(client, CHANGYI)
    assert "昌邑区的工会" in third and "?division=220200" in third


def test_whoever_is_sent_to_a_counter_is_told_where_it_is(client, db):
    page = client.get("/help/").content.decode()
    assert 'href="/near/"' in page and "附近的工会，地址和电话" in page


def test_the_countys_own_union_stands_before_those_above(client, db):
    page = page_of(client, CHANGYI)
    names = [federation(code).name for code in (CHANGYI, "220200", "220000")]
    assert sorted(names, key=page.rindex) == names


def test_telephone_address_and_committee_are_shown(client, db):
    Union.objects.filter(pk=federation(CHANGYI).pk).update(
        telephone="0432-12351", address="演示路1号", has_mediation_committee=True
    )
    page = page_of(client, CHANGYI)
    assert 'href="tel:0432-12351"' in page and "演示路1号" in page
    assert page.count("劳动争议调解委员会") == 1


def test_where_no_telephone_is_known_the_hotline_is_named(client, db):
    Union.objects.update(telephone="")
    assert "电话还没登记，请打 12351" in page_of(client, CHANGYI)


def test_a_member_begins_in_the_own_county(db, visit):
    workplace = a_union(federation(CHANGYI), Union.Level.GRASSROOTS, division_code=CHANGYI)
    client = visit(a_member(workplace))
    assert "昌邑区的工会" in page_of(client)


def test_a_union_without_a_place_begins_at_the_province(db, visit):
    client = visit(a_member(a_union(federation(CHANGYI), Union.Level.GRASSROOTS)))
    assert "吉林省的工会" in page_of(client)


def test_a_place_that_is_not_in_jilin_is_not_found(client, db):
    assert client.get("/near/", {"division": "110101"}).status_code == 404


def test_places_have_their_korean_names(client, db):
    with translation.override("ko"):
        client.cookies["django_language"] = "ko"
        page = page_of(client, "222400")
    assert "연길" in page
