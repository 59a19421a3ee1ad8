"""The pages that django-allauth finds by its own names, which bear no namespace. Mounted at the root of the site."""

from django.urls import path

from gongjia.people.views import security, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/closed/", sign_in.closed, name="account_inactive"),
    path("sign-in/second-factor/", security.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", security.password_again, name="account_reauthenticate"),
    path("sign-in/again/second-factor/", security.authenticate_again, name="mfa_reauthenticate"),
    path("sign-in/again/key/", security.key_again, name="mfa_reauthenticate_webauthn"),
    path("me/security/", security.index, name="mfa_index"),
    path("me/security/password/", security.change_password, name="account_change_password"),
    path("me/security/password/first/", security.set_password, name="account_set_password"),
    path("me/security/authenticator/", security.add_totp, name="mfa_activate_totp"),
    path("me/security/authenticator/remove/", security.remove_totp, name="mfa_deactivate_totp"),
    path("me/security/keys/", security.list_keys, name="mfa_list_webauthn"),
    path("me/security/keys/add/", security.add_key, name="mfa_add_webauthn"),
    path("me/security/keys/<int:pk>/", security.rename_key, name="mfa_edit_webauthn"),
    path("me/security/keys/<int:pk>/remove/", security.remove_key, name="mfa_remove_webauthn"),
    path("me/security/recovery-codes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("me/security/recovery-codes/new/", security.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
