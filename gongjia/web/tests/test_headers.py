"""Headers that protect whoever reads the answer, on pages, on files of the look, and on what is not there."""

import pytest

from gongjia.foundation.middleware import HEADERS

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
