"""Making, showing once, revoking and warning of tokens, on the pages and in the actions."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

import gongjia.api  # noqa: F401 - the rooms say their scopes when their operations are mounted
from gongjia.audit.models import Event
from gongjia.connections.access import digest_of, token_shown
from gongjia.connections.actions.tokens import make_token, revoke_token, warn
from gongjia.connections.jobs import warn_of_ends
from gongjia.connections.models import Token
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.people.tests.factories import a_person, signed_in
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
