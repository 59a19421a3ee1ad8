"""Mounted at the root of the site. What django-allauth looks up by name is in security_urls.py."""

from django.urls import path

from gongjia.people.views import closing, copy, counter, demo, logs, me, proof, security, sign_in

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.code, name="code"),
    path("sign-in/again/code/", sign_in.code_again, name="code-again"),
    path("sign-in/officer/", sign_in.officer_sign_in, name="officer-sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("me/", me.me, name="me"),
    path("me/proof/", proof.name, name="proof"),
    path("me/proof/number/", proof.number, name="proof-number"),
    path("me/work/", me.work, name="work"),
    path("me/email/", me.email, name="email"),
    path("me/phone/", me.phone, name="phone"),
    path("me/phone/code/", me.phone_code, name="phone-code"),
    path("me/language/", me.language, name="language"),
    path("me/looks/", logs.looks, name="looks"),
    path("me/counter/", logs.counter, name="counter"),
    path("me/consents/", me.consents, name="consents"),
    path("me/consents/<slug:purpose>/", me.consent, name="consent"),
    path("me/facts/", copy.facts, name="facts"),
    path("me/copy/", copy.copy, name="copy"),
    path("me/copy/file/", copy.fetch, name="copy-file"),
    path("me/closing/", closing.closing, name="closing"),
    path("me/closing/code/", closing.code, name="closing-code"),
    path("me/closing/cancel/", closing.cancel, name="closing-cancel"),
    path("me/sign-out-everywhere/", security.sign_out_everywhere, name="sign-out-everywhere"),
    path("people/<int:person_id>/vouch/", counter.vouch, name="vouch"),
    path("people/<int:person_id>/reveal/", counter.reveal, name="reveal"),
    path("people/<int:person_id>/second-factor/", counter.reset_second_factor, name="reset-second-factor"),
    path("demo/phone/", demo.phone, name="demo-phone"),
]
