"""Where nobody sends: production prints neither a short message nor an e-mail, since its log is kept and read."""

import pytest
from django.core import mail
from django.core.mail import send_mail

from gongjia.foundation import sms
from gongjia.foundation.mail import NoServer


def test_production_prints_no_code(settings, capsys, db):
    settings.PRODUCTION = True
    for phone in ("13900000001", "19900000001"):
        with pytest.raises(sms.SmsFailed):
            sms.send(phone, "246810")
    assert not capsys.readouterr().out


def test_development_prints_it(capsys):
    sms.send("13900000001", "246810")
    assert "246810" in capsys.readouterr().out


def test_without_a_mail_server_nothing_is_sent_and_it_is_said(settings, capsys):
    settings.EMAIL_BACKEND = f"{NoServer.__module__}.{NoServer.__name__}"
    with pytest.raises(OSError, match="EMAIL_URL"):
        send_mail("246810", "words", None, ["demo@example.invalid"])
    assert not capsys.readouterr().out and not mail.outbox
