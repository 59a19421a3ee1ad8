"""Second factor, password, sessions. The ceremonies are django-allauth's; pages, words and limits are ours."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongjia.people import actions
from gongjia.people import security_forms as forms
from gongjia.people.again import proof_required
from gongjia.web.sign_in import login_required

FOLDER = "people/member/security"
QUESTION = "web/question.html"
INDEX = reverse_lazy("mfa_index")
AGAIN = {
    "heading": _("Is it still you?"),
    "help": _("This changes how your account is entered, so please show once more that it is you."),
}


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    actions.sign_out_everywhere(request.user)
    logout(request)
    return redirect("people:sign-in")


class Authenticate(second_factor.AuthenticateView):
    """Shows the way with a passkey only to whoever has one."""

    form_class = forms.SecondFactorForm
    template_name = f"{FOLDER}/authenticate.html"
    extra_context = {
        "heading": _("The second factor"),
        "help": _("Please type the six digits that your authenticator shows now."),
        "main_label": _("Sign in"),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_key = get_adapter().is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])
        return super().get_context_data(**kwargs) | self.extra_context | {"has_key": has_key}


authenticate = Authenticate.as_view()
authenticate_again = second_factor.ReauthenticateView.as_view(
    form_class=forms.SecondFactorAgainForm, template_name=f"{FOLDER}/again.html", extra_context=AGAIN
)
key_again = keys.ReauthenticateWebAuthnView.as_view(template_name=f"{FOLDER}/key_again.html", extra_context=AGAIN)
password_again = account.ReauthenticateView.as_view(
    form_class=forms.PasswordAgainForm, template_name=f"{FOLDER}/again.html", extra_context=AGAIN
)
index = second_factor.IndexView.as_view(
    template_name=f"{FOLDER}/index.html",
    extra_context={
        "heading": _("Sign-in and security"),
        "help": _("A second factor keeps your account yours even if somebody gets hold of your number or password."),
        "back_url": reverse_lazy("people:me"),
    },
)
add_totp = proof_required(
    totp.ActivateTOTPView.as_view(
        form_class=forms.TotpForm,
        template_name=f"{FOLDER}/totp_add.html",
        extra_context={"heading": _("Set up an authenticator"), "main_label": _("Set it up"), "back_url": INDEX},
    )
)
remove_totp = totp.DeactivateTOTPView.as_view(
    template_name=QUESTION,
    extra_context={
        "heading": _("Stop using the authenticator?"),
        "help": _("Whoever holds an office at county level or above needs another second factor first."),
        "main_label": _("Stop using it"),
        "back_url": INDEX,
    },
)
list_keys = keys.ListWebAuthnView.as_view(
    template_name=f"{FOLDER}/keys.html", extra_context={"heading": _("Passkeys"), "back_url": INDEX}
)
add_key = proof_required(
    keys.AddWebAuthnView.as_view(
        form_class=forms.KeyForm,
        template_name=f"{FOLDER}/key_add.html",
        extra_context={"heading": _("Add a passkey"), "back_url": reverse_lazy("mfa_list_webauthn")},
    )
)
remove_key = keys.RemoveWebAuthnView.as_view(
    template_name=QUESTION,
    extra_context={
        "heading": _("Remove this passkey?"),
        "main_label": _("Remove it"),
        "back_url": reverse_lazy("mfa_list_webauthn"),
    },
)
rename_key = keys.EditWebAuthnView.as_view(
    form_class=forms.KeyNameForm,
    template_name=QUESTION,
    extra_context={
        "heading": _("Rename this passkey"),
        "main_label": _("Keep this name"),
        "back_url": reverse_lazy("mfa_list_webauthn"),
    },
)
recovery_codes = recovery.ViewRecoveryCodesView.as_view(
    template_name=f"{FOLDER}/recovery_codes.html",
    extra_context={
        "heading": _("Recovery codes"),
        "help": _("Each works once in place of the six digits. Print them or write them down; do not keep a photo."),
        "back_url": INDEX,
    },
)
new_recovery_codes = recovery.GenerateRecoveryCodesView.as_view(
    template_name=QUESTION,
    extra_context={
        "heading": _("Make new recovery codes?"),
        "help": _("The codes you have now stop working."),
        "main_label": _("Make new codes"),
        "back_url": INDEX,
    },
)
change_password = login_required(
    account.PasswordChangeView.as_view(
        form_class=forms.NewPasswordForm,
        template_name=QUESTION,
        success_url=INDEX,
        extra_context={
            "heading": _("Change the password"),
            "help": _("Your other devices are signed out."),
            "main_label": _("Change it"),
            "back_url": INDEX,
        },
    )
)
set_password = proof_required(
    account.PasswordSetView.as_view(
        form_class=forms.FirstPasswordForm,
        template_name=QUESTION,
        success_url=INDEX,
        extra_context={
            "heading": _("Set a password"),
            "help": _(
                "With a password, sign-in goes by number and password, and ends after 15 minutes without a press."
            ),
            "main_label": _("Set it"),
            "back_url": INDEX,
        },
    )
)
