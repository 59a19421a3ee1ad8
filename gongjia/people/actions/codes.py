"""One-time codes: six digits to a phone, five tries, five minutes. For sign-in, a new phone, and signatures."""

import hmac
import secrets
from datetime import timedelta

from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.foundation import sms
from gongjia.foundation.clock import now
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.people.actions import limits
from gongjia.people.models import CodeRequest, OneTimeCode, Person
from gongjia.people.sealing import blind_index, unseal

DIGITS, TRIES, LIFE = 6, 5, timedelta(minutes=5)
MESSAGE = gettext_lazy("%(code)s is your code for the workers' platform. It works for 5 minutes. Nobody from the union will "
                       "ever ask you for it.")  # fmt: skip


class CodeWrong(Refused):
    """The digits do not fit, are used up, or too old; the sentence says which and what to do."""


def issue_code(person: Person, purpose: str, about: models.Model | str, address: bytes | None = None) -> None:
    """Send a person a code for one thing, e.g. to sign one agreement; an earlier code for it stops working.

    Raises Refused (limits.Wait) with a sentence where the person has no phone or a code was sent just now.
    """
    if person.phone_sealed is None:
        raise Refused(_("There is no mobile number for this person. The counter can add one."))
    account = getattr(person, "account", None)
    language = account.language if account else None
    own = limits.own_count(bytes(person.phone_index or b""))
    send_code(unseal("phone", person.phone_sealed), purpose, about, address, language, counted=own)


def check_code(person: Person, purpose: str, about: models.Model | str, code: str) -> None:
    """Use up the code sent by issue_code. Raises CodeWrong.

    Call it before the action that the code allows, not inside: a wrong try must stay counted when that action is
    rolled back. A refusal with a sentence is kept with its request (people/middleware.py).
    """
    if person.phone_index is None:
        raise CodeWrong(_("There is no mobile number for this person. The counter can add one."))
    use_code(bytes(person.phone_index), purpose, about, code)


def send_code(
    phone: str,
    purpose: str,
    about: models.Model | str,
    address: bytes | None = None,
    language: str | None = None,
    words: str | Promise = MESSAGE,
    counted: bytes | None = None,
) -> None:
    """Send a code to a phone, whoever's it is. `address` is the keyed hash of where the wish came from, if it is
    known; `language` that of the message, else the page's; `words` what it says, with a lazy %(code)s in it; `counted` a
    count of its own (limits.own_count).

    The request is counted and the code kept before the message goes out, so that a failing provider cannot be used
    to send without limit. Raises limits.Wait, or Refused where the provider does not take the message.
    """
    index = blind_index("phone", phone)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    _keep(index, address or b"", purpose, _name(about), code, counted)
    with translation.override(language or translation.get_language()):
        text = str(words) % {"code": code}
    try:
        sms.send(phone, text)
    except sms.SmsFailed:
        raise Refused(_("The message could not be sent just now. Please try again in %(time)s.")
                      % {"time": limits.spoken(limits.MINUTE)}) from None  # fmt: skip


@transaction.atomic
@as_platform("codes are nobody's to read")
def _keep(index: bytes, address: bytes, purpose: str, about: str, code: str, own: bytes | None) -> None:
    counted = own or index
    limits.lock(counted, address)
    limits.check_sending(counted, address, is_own=own is not None)
    CodeRequest.objects.create(phone_index=counted, address_index=address, sent=True)
    OneTimeCode.objects.filter(phone_index=index, purpose=purpose, about=about, used_at__isnull=True).delete()
    OneTimeCode.objects.create(
        phone_index=index,
        purpose=purpose,
        about=about,
        code_hash=_hash(index, purpose, about, code),
        expires_at=now() + LIFE,
    )


def use_code(index: bytes, purpose: str, about: models.Model | str, typed: str) -> None:
    """Use up a code sent to the phone of this index. Raises CodeWrong; see check_code about transactions."""
    typed = "".join(character for character in typed if character.isdecimal())
    with transaction.atomic(), as_platform("codes are nobody's to read"):
        problem = _try(index, purpose, _name(about), typed)
    if problem:
        raise CodeWrong(problem)


def _try(index: bytes, purpose: str, about: str, typed: str) -> str:
    """Why a code does not work, in a sentence; empty where it does, and then it is used up."""
    found = OneTimeCode.objects.select_for_update().filter(
        phone_index=index, purpose=purpose, about=about, used_at__isnull=True
    ).first()  # fmt: skip
    if found is None:
        return _("Please ask for a code first.")
    if found.expires_at <= now():
        return _("This code is older than 5 minutes and no longer works. Please ask for a new one.")
    if found.tries >= TRIES:
        return _("This code was tried 5 times and no longer works. Please ask for a new one.")
    if len(typed) != DIGITS:
        return _("The code has 6 digits. Please look at the message again.")
    if hmac.compare_digest(bytes(found.code_hash), _hash(index, purpose, about, typed)):
        found.used_at = now()
        found.save(update_fields=["used_at"])
        return ""
    found.tries += 1
    found.save(update_fields=["tries"])
    left = TRIES - found.tries
    if left == 0:
        return _("This code was tried 5 times and no longer works. Please ask for a new one.")
    return _("These digits are not right. You can try %(left)s more times.") % {"left": left}


def _hash(index: bytes, purpose: str, about: str, code: str) -> bytes:
    return blind_index("code", f"{index.hex()}:{purpose}:{about}:{code}")


def _name(about: models.Model | str) -> str:
    return about if isinstance(about, str) else f"{about._meta.label_lower}:{about.pk}"
