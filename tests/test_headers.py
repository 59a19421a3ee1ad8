"""Headers that protect whoever reads the answer, on pages, on files of the look, and on what is not there."""

import json
import os
import subprocess
import sys

import pytest

from gongjia.foundation.middleware import HEADERS
from gongjia.people.tests.factories import a_person, signed_in
from gongjia.unions.tests.factories import an_account

ANSWERS = ["/", "/sign-in/", "/static/web/base.css", "/no-such-page/", "/static/no-such-file.css"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_carries_them(client, address):
    answer = client.get(address)
    wanted = HEADERS | {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    for name, value in wanted.items():
        assert answer.headers.get(name) == value, (address, name)


def test_no_script_of_a_page_and_no_foreign_host_is_allowed():
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    for wanted in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert wanted in policy


@pytest.mark.django_db
def test_behind_tls_the_browser_is_told_to_stay_there(client, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 24 * 3600, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    secure = client.get("/", headers={"X-Forwarded-Proto": "https"})
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get("/").headers


@pytest.mark.django_db
def test_no_other_origin_is_let_in(client):
    for address in ANSWERS:
        answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")], address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "kind"), [("/", "text/html; charset=utf-8"), ("/static/web/base.css", 'text/css; charset="utf-8"')]
)
def test_answers_say_what_they_are(client, address, kind):
    assert client.get(address).headers["Content-Type"] == kind


@pytest.mark.django_db
def test_what_somebody_signed_in_reads_is_kept_nowhere(client):
    reader = signed_in(an_account(a_person()))
    assert "no-store" in reader.get("/").headers["Cache-Control"]
    assert "no-store" not in reader.get("/static/web/base.css").headers.get("Cache-Control", "")
    assert "Cache-Control" not in client.get("/help/").headers


@pytest.mark.django_db
def test_signing_out_empties_the_browser():
    reader = signed_in(an_account(a_person()))
    answer = reader.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not reader.cookies["sessionid"].value


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND"])
def test_methods_nobody_needs_are_refused(client, method):
    assert client.generic(method, "/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/static/", "/static/web/", "/.git/config", "/static/../pyproject.toml", "/var/", "/admin/"]
)
def test_no_folder_and_nothing_of_the_source_is_served(client, address):
    assert client.get(address).status_code == 404


def test_cookies_of_a_server_behind_tls():
    """Asked of a process of its own: the settings are read once, from the environment."""
    names = [
        "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
        "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG",
    ]  # fmt: skip
    words = f"import json, gongjia.settings as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    said = subprocess.run(
        [sys.executable, "-c", words], env=os.environ | {"BEHIND_TLS": "1"}, capture_output=True, text=True, check=True
    )
    found = json.loads(said.stdout)
    assert (found.pop("SESSION_COOKIE_NAME"), found.pop("CSRF_COOKIE_NAME")) == ("__Host-sessionid", "__Host-csrftoken")
    assert (found.pop("SESSION_COOKIE_SAMESITE"), found.pop("CSRF_COOKIE_SAMESITE")) == ("Lax", "Lax")
    assert found.pop("SECURE_HSTS_SECONDS") >= 365 * 24 * 3600 and found.pop("DEBUG") is False
    assert all(found.values()), found
