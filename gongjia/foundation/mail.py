"""E-mail in production where no server is named. Printing it, as development does, would put names into the log."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class NoServer(BaseEmailBackend):
    """Sends nothing and says so: the delivery is given up, and the notice stays in the inbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ConnectionError("EMAIL_URL names no mail server")
