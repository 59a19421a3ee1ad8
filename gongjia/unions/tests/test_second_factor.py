"""An office at county level or above works only with a second factor, enrolled and used in this session."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from gongjia.audit.models import Event
from gongjia.people.tests.factories import TOTP_SECRET, signed_in
from gongjia.unions.kinds import Role
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

pytestmark = pytest.mark.django_db


def sign_in(person, used: bool = False) -> Client:
    if used:
        return signed_in(person.account)
    client = Client()
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("level", ["province", "prefecture", "county"])
def test_without_one_every_page_leads_to_enrolling(level):
    browser = sign_in(an_officer(a_tree()[level]))
    for address in ("/unions/mine/", "/unions/membership/", "/figures/", "/inbox/"):
        answer = browser.get(address)
        assert answer.status_code == 302, address
        assert answer.url == f"/me/security/authenticator/?next={address.replace('/', '%2F')}"
    assert browser.post("/unions/membership/resume/").url.endswith("next=%2F")


def test_enrolled_but_not_used_leads_to_using_it():
    officer = an_officer(a_tree()["county"])
    totp.TOTP.activate(officer.account, TOTP_SECRET)
    assert sign_in(officer).get("/unions/mine/").url.startswith("/sign-in/again/second-factor/?next=")
    assert sign_in(officer, used=True).get("/unions/mine/").status_code == 200


def test_the_way_to_enrol_and_the_way_out_stay_open():
    browser = sign_in(an_officer(a_tree()["county"]))
    for address in ("/me/security/authenticator/", "/help/", "/sw.js", "/sign-out/"):
        answer = browser.get(address)
        assert "authenticator/?next" not in answer.headers.get("Location", ""), address


def test_below_the_county_and_for_members_it_is_free():
    tree = a_tree()
    for person in (an_officer(tree["township"]), an_officer(tree["grassroots"]), a_member(tree["county"])):
        assert sign_in(person).get("/unions/membership/").status_code == 200


def test_an_administrator_above_takes_away_a_lost_one_though_the_officer_is_no_member():
    tree = a_tree()
    officer, administrator = an_officer(tree["county"]), an_officer(tree["prefecture"], Role.ADMINISTRATOR)
    stranger = an_officer(tree["other"], Role.ADMINISTRATOR)
    for person in (officer, administrator, stranger):
        totp.TOTP.activate(person.account, TOTP_SECRET)
    address = f"/people/{officer.pk}/second-factor/"
    assert signed_in(stranger.account).get(address).status_code == 404
    browser, offices = signed_in(administrator.account), f"/unions/{tree['county'].pk}/offices/"
    assert f'href="{address}?next={offices}"' in browser.get(offices).content.decode()
    assert browser.get(address).status_code == 200
    assert browser.post(f"{address}?next={offices}", {"reason": "手机丢失，本人到场核对"}).url == offices
    assert not Authenticator.objects.filter(user=officer.account).exists()
    event = Event.objects.get(verb="people.second_factor.reset")
    assert (event.actor_id, event.union_path) == (administrator.account.pk, tree["prefecture"].path)
