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


class Garbled:
    def send(self, phone, text):
        raise ValueError(f"no JSON about {phone}")


@pytest.mark.parametrize(
    ("backend", "kind"), [(f"{__name__}.Garbled", "ValueError"), ("unoin.sms.Sender", "ModuleNotFoundError")]
)
def test_however_a_sender_fails_it_is_one_failure_and_the_log_names_no_number(settings, caplog, backend, kind):
    settings.ENV = settings.ENV.model_copy(update={"SMS_BACKEND": backend})
    with pytest.raises(sms.SmsFailed) as failed:
        sms.send("13900000001", "246810")
    assert type(failed.value.__cause__).__name__ == kind
    assert kind in caplog.text and "139" not in caplog.text and "246810" not in caplog.text


def test_development_prints_it(capsys):
    sms.send("13900000001", "246810")
    assert "246810" in capsys.readouterr().out


def test_without_a_mail_server_nothing_is_sent_and_it_is_said(settings, capsys):
    settings.EMAIL_BACKEND = f"{NoServer.__module__}.{NoServer.__name__}"
    with pytest.raises(OSError, match="EMAIL_URL"):
        send_mail("246810", "words", None, ["demo@example.invalid"])
    assert not capsys.readouterr().out and not mail.outbox
