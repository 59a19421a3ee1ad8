"""Browsers of the people in the story: they open pages, fill in what stands there, and press."""

import re
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from gongjia.foundation import sms
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import TOTP_SECRET, signed_in


@dataclass
class Browser:
    person: Any
    client: Client

    def reads(self, address: str) -> str:
        self.client = signed_in(self.person.account)  # days pass between two visits
        page = self.client.get(address, follow=True)
        assert page.status_code == 200, f"{address} answered {page.status_code}"
        return page.content.decode()

    def presses(self, address: str, **typed: Any) -> Any:
        """Open a form, take over its hidden fields, fill in the rest and send it."""
        hidden = dict(re.findall(r'<input type="hidden" name="(once|version)" value="([^"]*)"', self.reads(address)))
        return self.client.post(address, {**hidden, **typed})

    def moves(self, case: Any, move: str, **typed: Any) -> Any:
        """Make a move on its page; what is refused shows the page again."""
        sent = self.presses(f"/cases/{case.pk}/moves/{move}", **typed)
        assert sent.status_code == 302, problems_on(sent)
        case.refresh_from_db()
        return sent

    def signs(self, case: Any, move: str) -> Any:
        """Read the text, ask for the code, type the code that came to the phone."""
        address = f"/cases/{case.pk}/moves/{move}"
        self.presses(address, send_code="1")
        return self.moves(case, move, code=self.last_code())

    def last_code(self) -> str:
        return re.search(r"\b\d{6}\b", self.messages()[0])[0]

    def messages(self) -> list[str]:
        """The short messages on this person's phone, newest first."""
        return sms.demo_messages(unseal("phone", self.person.phone_sealed))


def browser_of(person: Any) -> Browser:
    """A signed-in browser; whoever holds an office has used the second factor."""
    account = person.account
    if person.offices.exists() and not Authenticator.objects.filter(user=account).exists():
        totp.TOTP.activate(account, TOTP_SECRET)
    return Browser(person, signed_in(account))


def problems_on(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))[:600]
