"""A worker who was dismissed, on the pages of the calculator."""

from typing import Any

from django.test import Client

DISMISSED: dict[str, dict[str, Any]] = {
    "place": {"county": "220202", "employer_name": "演示松江配送有限公司"},
    "work": {"started_on": "2023年3月5日", "employment": "ended", "ended_on": "20260630"},
    "wage": {"wage": "0.8万", "wage_overtime": ""},
    "dismissed": {"dismissal": "no_ground"},
    "end-paid": {"end_paid": ""},
    "wages": {"unpaid_months": "2", "unpaid_days": "", "unpaid_part_paid": ""},
    "overtime": {"weekday_hours": "44", "rest_days": "", "holidays": ""},
    "overtime-paid": {"overtime_paid": "", "overtime_base": ""},
}


def begun(client: Client, *situations: str) -> str:
    """The address of a new calculation over these things that happened."""
    sent = client.post("/owed/", {"situations": situations or ("dismissed", "wages", "overtime")})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    return sent.url.partition("questions/")[0]


def answered(client: Client, pages: dict[str, dict[str, Any]] | None = None, *situations: str) -> str:
    """The address of a calculation with every page answered, in the order in which they come."""
    address, pages = begun(client, *situations), pages or DISMISSED
    here = client.get(address).url
    while "/questions/" in here:
        key = here.rstrip("/").rsplit("/", 1)[1]
        sent = client.post(here, pages[key])
        assert sent.status_code == 302, f"{key}: {sent.content.decode()}"
        here = sent.url
    assert here == f"{address}check/"
    return address
