"""A worker who was dismissed, on the pages of the calculator."""

from typing import Any

from django.http import QueryDict
from django.test import Client

from gongjia.cases.actions.documents import keep_paper
from gongjia.cases.kinds import Actor
from gongjia.programmes.owed import actions
from gongjia.programmes.owed.models import Calculation, Variant
from gongjia.programmes.owed.papers import paper_to_hand_over
from gongjia.programmes.owed.questions import PAGES

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


def a_calculation(person: Any = None, pages: dict[str, dict[str, Any]] | None = None, *situations: str) -> Calculation:
    """A calculation that is answered to the end; a stranger's without a person."""
    actor = Actor(account=person.account, person=person) if person is not None else Actor()
    calculation = actions.begin(actor)
    typed = {"happened": {"situations": list(situations or ("dismissed", "wages", "overtime"))}, **(pages or DISMISSED)}
    for page in PAGES:
        if page.key in typed:
            data = QueryDict(mutable=True)
            for name, value in typed[page.key].items():
                data.setlist(name, value if isinstance(value, list) else [value])
            calculation = actions.save_answers(actor, calculation.token, page, data)
    return calculation


def handed_in(case: Any, calculation: Calculation) -> Calculation:
    """The calculation as one of the papers of a case, as it is once the dispute's draft was sent."""
    calculation.paper = keep_paper(case, paper_to_hand_over(calculation.answers), "calculation", for_employer=False)
    calculation.save()
    return calculation


def a_variant(officer: Any, calculation: Calculation, name: str = "基数不含奖金", **changes: Any) -> Variant:
    actor = Actor(account=officer.account, person=officer)
    variant = actions.add_variant(actor, calculation.token, name)
    for key, change in changes.items():
        variant = actions.change_claim(actor, calculation.token, variant.pk, key, change)
    return variant
