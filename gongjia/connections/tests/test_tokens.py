"""Making, showing once, revoking and warning of tokens, on the pages and in the actions."""

import re
import time
import uuid
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied
from django.test import Client

import gongjia.api  # noqa: F401 - the rooms say their scopes when their operations are mounted
from gongjia.audit.models import Event
from gongjia.connections.access import digest_of, token_shown
from gongjia.connections.actions.tokens import make_token, revoke_token, warn
from gongjia.connections.jobs import warn_of_ends
from gongjia.connections.models import Token
from gongjia.foundation.clock import now, today
from gongjia.foundation.refusals import Refused
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.people.actions import change_phone, reset_second_factor, set_password
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import TOTP_SECRET, a_person, a_phone, signed_in
from gongjia.unions.actions import appoint
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_member, a_tree, an_account, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return an_account(a_person())


@pytest.fixture
def administrator():
    tree = a_tree()
    person = an_officer(tree["county"], Office.Role.ADMINISTRATOR)
    person.tree = tree
    return person


@pytest.fixture
def sent(settings, db):
    return gateway.use(settings)


def test_only_a_hash_is_kept(account):
    token, text = make_token(account, "程序", ["me:read"], 30)
    assert re.fullmatch(r"gj_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", text)
    assert bytes(token.digest) == digest_of(text) and text not in str(vars(token))
    assert token_shown(text) == token and token_shown(text[:-1]) is None
    event = Event.objects.get(verb="connections.token.made")
    assert event.person_id == account.person_id and text.split("_", 2)[2] not in str(event.change)


def test_a_page_shows_it_once(account):
    browser = signed_in(account)
    form = {"name": "记账程序", "scopes": ["me:read"], "days": "90", "once": str(uuid.uuid4())}
    first = browser.post("/connections/tokens/new/", form).content.decode()
    again = browser.post("/connections/tokens/new/", form).content.decode()
    text = re.search(r"gj_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", first)[0]
    assert token_shown(text) is not None
    assert text not in again and Token.objects.count() == 1
    listed = browser.get("/connections/tokens/").content.decode()
    assert "记账程序" in listed and text not in listed


def test_a_page_says_what_is_missing(account):
    page = signed_in(account).post("/connections/tokens/new/", {"name": "", "days": "90"})
    assert page.status_code == 200 and Token.objects.count() == 0
    assert "error" in page.content.decode()


def test_the_maker_revokes(account):
    token, text = make_token(account, "程序", ["me:read"], 30)
    signed_in(account).post(f"/connections/tokens/{token.pk}/revoke")
    assert token_shown(text) is None
    assert revoke_token(account, token).revoked_at is not None
    assert Event.objects.filter(verb="connections.token.revoked").count() == 1


def test_nobody_revokes_anothers(account):
    token, text = make_token(account, "程序", ["me:read"], 30)
    stranger = an_account(a_person())
    assert signed_in(stranger).post(f"/connections/tokens/{token.pk}/revoke").status_code == 404
    with pytest.raises(PermissionDenied):
        revoke_token(stranger, token)
    assert token_shown(text) is not None


def test_an_administrator_gives_only_what_is_theirs(administrator):
    union = administrator.tree["county"]
    make_token(administrator.account, "伙伴", ["figures:read"], 30, union)
    with pytest.raises(Refused):
        make_token(administrator.account, "伙伴", ["cases:read"], 30, union)
    an_officer(union, Office.Role.ANALYST, administrator)
    token, _text = make_token(administrator.account, "伙伴", ["cases:read"], 30, union)
    assert token.union == union
    with pytest.raises(Refused):
        make_token(administrator.account, "伙伴", ["me:read"], 30, union)


@pytest.mark.parametrize("where", ["other", "prefecture"])
def test_no_token_for_a_union_that_one_does_not_administer(administrator, where):
    union = administrator.tree[where]
    with pytest.raises(PermissionDenied):
        make_token(administrator.account, "伙伴", ["figures:read"], 30, union)
    browser = signed_in(administrator.account)
    for address in (f"/connections/unions/{union.pk}/", f"/connections/unions/{union.pk}/tokens/new/"):
        assert browser.get(address).status_code in (302, 404)


def test_another_administrator_revokes_a_partners_token(administrator):
    union = administrator.tree["county"]
    token, text = make_token(administrator.account, "伙伴", ["figures:read"], 30, union)
    colleague = an_officer(administrator.tree["prefecture"], Office.Role.ADMINISTRATOR)
    revoke_token(colleague.account, token)
    assert token_shown(text) is None


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 30), (["me:read", "nonsense"], 30), (["me:read"], 31), (["me:read"], 9999)]
)
def test_what_is_no_choice_is_refused(account, scopes, days):
    with pytest.raises(Refused):
        make_token(account, "程序", scopes, days)


def test_there_is_a_limit(account):
    for _one in range(20):
        make_token(account, "程序", ["me:read"], 30)
    with pytest.raises(Refused, match="20"):
        make_token(account, "程序", ["me:read"], 30)


def test_it_ends_by_itself_and_its_maker_is_told_before(account, time_machine):
    token, text = make_token(account, "记账程序", ["me:read"], 30)
    warn_of_ends(0)
    assert not Notice.objects.exists()
    time_machine.move_to(f"{token.expires_on - timedelta(days=6)}T09:00+08:00")
    warn_of_ends(0)
    warn_of_ends(0)
    warn(token.pk)
    notice = Notice.objects.get(person=account.person)
    title, words = title_and_text(notice)
    assert "记账程序" in title and token.expires_on.isoformat() in words
    time_machine.move_to(f"{token.expires_on + timedelta(days=1)}T09:00+08:00")
    assert token_shown(text) is None


def test_the_day_of_the_last_use_is_kept(account, client):
    token, text = make_token(account, "程序", ["me:read"], 30)
    client.get("/api/v1/me", headers={"Authorization": f"Bearer {text}"})
    token.refresh_from_db()
    assert token.last_used_on == today()


def test_a_member_sees_no_page_of_partners():
    tree = a_tree()
    member = a_member(tree["grassroots"])
    assert signed_in(member.account).get(f"/connections/unions/{tree['county'].pk}/").status_code == 404


# ---- what ends a person's own token ----------------------------------------------------------------------------------


def opens(text):
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


def sign_out(account):
    signed_in(account).post("/me/sign-out-everywhere/")


def new_phone(account):
    change_phone(account.person, a_phone())


def new_password(account):
    set_password(account, "第一次设的长口令十二位以上 abc")


def lost_factor(account):
    reset_second_factor(account, an_account(a_person()), "丢了手机，已当面核对证件", a_tree()["county"])


def office(account):
    appoint(account.person, a_tree()["grassroots"], Office.Role.OFFICER)


@pytest.mark.parametrize("ending", [sign_out, new_phone, new_password, lost_factor, office])
def test_a_persons_own_ends_with_their_sessions(account, ending):
    _token, text = make_token(account, "程序", ["me:read"], 30)
    assert opens(text)
    ending(account)
    assert not opens(text)
    account.refresh_from_db()
    page = signed_in(account).get("/connections/tokens/").content.decode()
    assert "/revoke" not in page and "程序" in page
    assert opens(make_token(account, "程序", ["me:read"], 30)[1])


def test_a_partners_stands_when_its_maker_signs_out(administrator):
    _token, text = make_token(administrator.account, "伙伴", ["figures:read"], 30, administrator.tree["county"])
    sign_out(administrator.account)
    assert token_shown(text) is not None


def test_an_office_that_begins_later_is_not_served_by_an_earlier_token(account, time_machine):
    appoint(account.person, a_tree()["grassroots"], Office.Role.OFFICER, since=today() + timedelta(days=3))
    account.refresh_from_db()
    _token, text = make_token(account, "程序", ["me:read", "cases:read"], 30)
    assert opens(text)
    time_machine.move_to(now() + timedelta(days=3))
    assert not opens(text)
    assert opens(make_token(account, "程序", ["me:read", "cases:read"], 30)[1])


def test_an_office_with_a_second_factor_works_by_token_only_with_one(administrator):
    _token, text = make_token(administrator.account, "程序", ["me:read"], 30)
    assert not opens(text)
    TOTP.activate(administrator.account, TOTP_SECRET)
    assert opens(text)


def test_who_signs_in_by_code_shows_once_more_that_it_is_them(sent):
    """Thirty days after the sign-in an unlocked telephone is no proof of who holds it."""
    browser = signed_in(an_account(a_person(phone="13900001234")))
    session = browser.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 3600}]
    session.save()
    form = {"name": "程序", "scopes": ["me:read"], "days": "90", "once": str(uuid.uuid4())}
    asked = "/sign-in/again/code/?next=/connections/tokens/new/"
    assert browser.get("/connections/tokens/new/").url == asked
    assert browser.post("/connections/tokens/new/", form).url == asked
    assert not Token.objects.exists()
    assert browser.get(asked).status_code == 200 and not sent
    assert browser.post(asked).status_code == 200
    wrong = f"{(int(re.search('[0-9]{6}', sent[0][1])[0]) + 1) % 10**6:06d}"
    assert browser.post(asked, {"code": wrong}).status_code == 200 and len(sent) == 1
    assert browser.get("/connections/tokens/new/").url == asked
    answer = browser.post(asked, {"code": re.search(r"\d{6}", sent[0][1])[0]})
    assert answer.url == "/connections/tokens/new/"
    assert "gj_" in browser.post("/connections/tokens/new/", form).content.decode()
