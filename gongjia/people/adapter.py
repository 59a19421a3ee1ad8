"""How django-allauth finds our accounts, and keeps nothing of theirs in clear."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from gongjia.foundation.walls import as_platform
from gongjia.people import access
from gongjia.people.actions import limits, note_sign_in, set_password
from gongjia.people.addresses import address_of, place_of, remember_browser
from gongjia.people.display import masked_phone
from gongjia.people.models import Account
from gongjia.people.sealing import blind_index, seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Phones lie sealed; wrong passwords make the next try wait; the second factor is the only stage of a login."""

    @as_platform("signing in begins before anybody is known")
    def get_user_by_phone(self, phone: str) -> Account | None:
        return access.account_by_phone(phone)

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        sealed = user.person.phone_sealed
        return (unseal("phone", sealed), user.phone_verified) if sealed else None

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        raise NotImplementedError("a phone is changed by people.actions.change_phone")

    def set_password(self, user: Account, password: str) -> None:
        set_password(user, password)

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        shown = request.session.get("account_authentication_methods", [])
        note_sign_in(user, [one["method"] for one in shown])

    def post_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse:
        response = super().post_login(request, user, **more)
        remember_browser(response, user)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises limits.Wait, which the sign-in form turns into its sentence."""
        subject = _subject(credentials)
        place = place_of(request, subject)
        limits.check_try(subject, place.index, alone=place.is_theirs)

    @as_platform("signing in begins before anybody is known")
    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        account = super().authenticate(request, **credentials)
        if account is not None:
            subject = _subject(credentials)
            limits.forget_wrong_tries(subject, place_of(request, subject).index)
        return account

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        subject = _subject(credentials)
        limits.note_wrong_try(subject, place_of(request, subject).index)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Our pages say themselves what happened; only plain messages pass, not allauth's templates."""
        if message:
            super().add_message(request, level, None, None, extra_tags, message)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There are no e-mail addresses here; the person's log of doings tells what changed."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie sealed like phones; an authenticator shows a name, never a number."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal("second_factor", text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal("second_factor", base64.b64decode(encrypted_text))

    def _get_user_identifier(self, user: Account) -> str:
        return user.person.name or masked_phone(user.person)


def _subject(credentials: dict[str, Any]) -> bytes:
    return blind_index("phone", str(credentials.get("phone", "")))
