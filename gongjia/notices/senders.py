"""The ways out of the house: how a delivery becomes a short message or an e-mail."""

from django.core.mail import send_mail
from django.utils import translation

from gongjia.foundation import sms
from gongjia.notices.models import Delivery
from gongjia.notices.words import title_and_text
from gongjia.people.sealing import unseal


class NotSent(Exception):
    """The provider did not take it; the sentence is kept in the delivery log."""


def send(delivery: Delivery) -> None:
    """Send one delivery in its reader's language. Raises NotSent, and whatever a backend or a template raises."""
    notice = delivery.notice
    account = getattr(notice.person, "account", None)
    with translation.override(account.language if account else "zh-hans"):
        title, text = title_and_text(notice)
    if delivery.channel == Delivery.Channel.SMS:
        _send_sms(delivery, f"{title} {text}" if text else title)
    else:
        _send_email(delivery, title, text)


def _send_sms(delivery: Delivery, text: str) -> None:
    sealed = delivery.notice.person.phone_sealed
    if sealed is None:
        raise NotSent("no telephone")
    try:
        sms.send(unseal("phone", bytes(sealed)), text)
    except sms.SmsFailed as problem:
        raise NotSent(type(problem.__cause__ or problem).__name__) from problem


def _send_email(delivery: Delivery, title: str, text: str) -> None:
    sealed = delivery.notice.person.email_sealed
    if sealed is None:
        raise NotSent("no address")
    try:
        send_mail(title, text, None, [unseal("email", bytes(sealed))])
    except OSError as problem:  # smtplib's errors are among them
        raise NotSent(type(problem).__name__) from problem
