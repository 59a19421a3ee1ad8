"""The pages of a union's partners, as an administrator with a second factor walks them."""

import re
import uuid
from urllib.parse import quote

import pytest
from django.core.exceptions import PermissionDenied

import gongjia.api  # noqa: F401 - the rooms say their scopes when their operations are mounted
from gongjia.connections.access import token_shown
from gongjia.connections.actions.webhooks import add_webhook, deliver, send_again, stop_webhook, try_webhook
from gongjia.connections.kinds import MOST_WEBHOOKS
from gongjia.connections.models import Message, Token, Webhook
from gongjia.foundation.refusals import Refused
from gongjia.people.tests.factories import a_person, an_officer_account, signed_in
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_tree, an_officer

pytestmark = pytest.mark.django_db
HOOK = {"name": "法院", "url": "http://127.0.0.1:9/hook", "events": ["case.opened", "case.closed"]}


@pytest.fixture
def tree():
    return a_tree()


@pytest.fixture
def administrator(tree):
    person = a_person("演示管理员")
    an_officer_account(person)
    an_officer(tree["county"], Office.Role.ADMINISTRATOR, person)
    an_officer(tree["county"], person=person)
    return person


@pytest.fixture
def browser(administrator):
    return signed_in(administrator.account)


@pytest.fixture
def webhook(administrator, tree):
    return add_webhook(administrator.account, tree["county"], **HOOK)[0]


@pytest.fixture
def stranger(tree):
    return an_officer(tree["other"], Office.Role.ADMINISTRATOR)


def test_from_the_unions_page_to_a_token_shown_once(browser, tree):
    at = f"/connections/unions/{tree['county'].pk}/"
    assert at in browser.get(f"/unions/{tree['county'].pk}/desk/").content.decode()
    form = {"name": "热线", "scopes": ["cases:read", "figures:read"], "days": "30", "once": str(uuid.uuid4())}
    page = browser.get(f"{at}tokens/new/").content.decode()
    assert "cases:read" in page and "me:read" not in page
    first, again = (browser.post(f"{at}tokens/new/", form).content.decode() for _press in range(2))
    text = re.search(r"gj_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", first)[0]
    assert token_shown(text).union == tree["county"] and text not in again
    assert "热线" in browser.get(at).content.decode()
    browser.post(f"/connections/tokens/{Token.objects.get().pk}/revoke")
    assert token_shown(text) is None


@pytest.mark.parametrize(
    "page", ["/connections/tokens/new/", "/connections/unions/{}/tokens/new/", "/connections/unions/{}/webhooks/new/"]
)
def test_whoever_left_their_desk_unlocked_gives_nobody_a_token(browser, tree, page):
    """A secret that lasts for months is made by somebody who has just shown who they are."""
    page = page.format(tree["county"].pk)
    assert browser.get(page).status_code == 200
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert browser.get(page).url == f"/sign-in/again/?next={quote(page, safe='')}"
    assert not Token.objects.exists() and not Webhook.objects.exists()


def test_too_many_tokens_are_said_on_the_page(browser, administrator, tree):
    at = f"/connections/unions/{tree['county'].pk}/tokens/new/"
    form = {"name": "热线", "scopes": ["figures:read"], "days": "30"}
    for _one in range(20):
        browser.post(at, form)
    assert "20" in browser.post(at, form).content.decode() and Token.objects.count() == 20
    mine = {"name": "程序", "scopes": ["me:read"], "days": "30"}
    for _one in range(21):
        page = browser.post("/connections/tokens/new/", mine).content.decode()
    assert "20" in page and Token.objects.filter(union=None).count() == 20


def test_a_webhook_is_added_tried_and_stopped(browser, tree):
    at = f"/connections/unions/{tree['county'].pk}/webhooks/new/"
    assert browser.get(at).status_code == 200
    form = {**HOOK, "once": str(uuid.uuid4())}
    first, again = (browser.post(at, form).content.decode() for _press in range(2))
    secret = re.search(r"whsec_[A-Za-z0-9_-]{43}", first)[0]
    webhook = Webhook.objects.get()
    assert secret not in again
    page = f"/connections/webhooks/{webhook.pk}/"
    assert browser.post(f"{page}try").status_code == 302
    deliver(Message.objects.get().pk)
    assert "ConnectError" in browser.get(page).content.decode()
    Message.objects.update(state="failed")
    browser.post(f"/connections/messages/{Message.objects.get().pk}/again")
    assert Message.objects.get().state == "waiting"
    browser.post(f"{page}stop")
    webhook.refresh_from_db()
    assert webhook.stopped_at is not None


@pytest.mark.parametrize("url", ["nonsense", "http://user:pw@example.org/", "http://no-such-name.invalid/"])
def test_an_address_that_is_none_is_said_beside_it(browser, tree, url):
    page = browser.post(f"/connections/unions/{tree['county'].pk}/webhooks/new/", {**HOOK, "url": url})
    assert page.status_code == 200 and not Webhook.objects.exists() and url in page.content.decode()


def test_nothing_to_tell_and_too_many_are_refused(administrator, tree, webhook):
    with pytest.raises(Refused):
        add_webhook(administrator.account, tree["county"], "x", HOOK["url"], [])
    for _one in range(MOST_WEBHOOKS - 1):
        add_webhook(administrator.account, tree["county"], **HOOK)
    with pytest.raises(Refused, match="10"):
        add_webhook(administrator.account, tree["county"], **HOOK)


def test_a_stranger_reaches_neither_webhook_nor_message(administrator, stranger, webhook):
    message = try_webhook(administrator.account, webhook)
    browser = signed_in(an_officer_account(a_person("演示路人")))
    for address in (f"/connections/webhooks/{webhook.pk}/", f"/connections/unions/{webhook.union_id}/"):
        assert browser.get(address).status_code == 404
    for address in (f"webhooks/{webhook.pk}/stop", f"webhooks/{webhook.pk}/try", f"messages/{message.pk}/again"):
        assert browser.post(f"/connections/{address}").status_code == 404
    for action, thing in ((stop_webhook, webhook), (send_again, message), (try_webhook, webhook)):
        with pytest.raises(PermissionDenied):
            action(stranger.account, thing)


def test_a_message_that_another_worker_has_is_left_to_it(administrator, webhook):
    message = try_webhook(administrator.account, webhook)
    Message.objects.update(state="sent")
    assert deliver(message.pk) is None
