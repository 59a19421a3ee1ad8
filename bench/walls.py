"""What the second wall costs: the pages an officer of a county opens most, with the wall and without it.

Runs on a synthetic province (`MEMBERS=400000 make bench NAME=walls`; 40,000 if not said) in a database of its own that
is thrown away. "With" is a web process as it is: the unprivileged role, one transaction a request, the policies.
"Without" is the same page as the platform, which sees everything, in no transaction. Both in turn, in the same run.
Then every statement of those pages is planned once more with the officer's eyes: no scan of all people or all cases.
"""

import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS, PRESSES = 10, 5  # turns of with and without; presses of each page in a turn
OFFICER = "19900000003"  # of a county, in the demo's cast
SCANS = re.compile(r"Seq Scan on (people_person|cases_case)\b")


def main() -> None:
    from gongjia.foundation.postgres import Cluster

    members = int(os.environ.get("MEMBERS", 40_000))
    folder = Path(tempfile.mkdtemp(prefix="gongjia-bench-", dir="/tmp"))
    folder.chmod(0o755)
    cluster = Cluster(folder).start()
    try:
        os.environ |= {
            "DATABASE_URL": cluster.url, "OWNER_DATABASE_URL": cluster.owner_url,
            "GONGJIA_DATA": str(folder / "data"), "GONGJIA_DEMO": "1", "DJANGO_SETTINGS_MODULE": "gongjia.settings",
        }  # fmt: skip
        print(json.dumps(measure(members)))
    finally:
        from django.db import connection

        connection.close()
        connection.close_pool()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(members: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    from gongjia.foundation.walls import connected_as, platform_process
    from gongjia.operations.database import prepare
    from gongjia.world.command import fill

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SAME_TIME_SECONDS = 0  # the honest time is what is measured
    web = dict(connections.settings["default"], OPTIONS=dict(connections.settings["default"]["OPTIONS"]))
    platform_process()
    prepare()
    fill(members=members, seed=1)
    account, pages = the_pages()
    times: dict[str, dict[bool, list[float]]] = {name: {True: [], False: []} for name in pages}
    for turn in range(2 * ROUNDS):
        is_walled = bool(turn % 2)
        with connected_as(web) if is_walled else no_wall():
            browser = signed_in(account)
            for name, press in pages.items():
                press(browser)
                times[name][is_walled] += [
                    timed(lambda press=press, browser=browser: press(browser)) for _n in range(PRESSES)
                ]
    with connected_as(web):
        scans = {name: found for name, press in pages.items() if (found := scanned(account, press))}
    return told(members, times, scans)


@contextmanager
def no_wall() -> Iterator[None]:
    from django.conf import settings
    from django.test import override_settings

    without = [name for name in settings.MIDDLEWARE if not name.endswith("OwnEyes")]
    with override_settings(MIDDLEWARE=without):
        yield


def the_pages() -> tuple[Any, dict[str, Callable[[Any], Any]]]:
    """The officer's account, and each page as a press in their browser. Their reach: a county of about a sixtieth."""
    from gongjia.cases.models import Case
    from gongjia.people.access import person_by_phone
    from gongjia.unions.access import offices_of

    officer = person_by_phone(OFFICER)
    union = offices_of(officer).get().union
    case = Case.objects.open().filter(county=union, applicant__isnull=False).order_by("-pk").first()
    return officer.account, {
        "worklist": lambda browser: browser.get("/desk/?scope=below"),
        "case page": lambda browser: browser.get(f"/cases/{case.pk}/desk/"),
        "members": lambda browser: browser.get("/unions/members/"),
        "member search": lambda browser: browser.post("/unions/members/", {"q": "王"}),
        "figures": lambda browser: browser.get("/figures/"),
        "figure": lambda browser: browser.get("/figures/members/"),
    }


def signed_in(account: Any) -> Any:
    """A browser of the officer, with the second factor used."""
    from gongjia.foundation.walls import seen_by
    from gongjia.people.tests.factories import signed_in as sign_in

    with seen_by(account.person_id, account.pk):
        return sign_in(account)


def timed(press: Callable[[], Any]) -> float:
    start = time.perf_counter()
    answer = press()
    seconds = time.perf_counter() - start
    assert answer.status_code == 200, (answer.status_code, answer.headers)
    return seconds


def scanned(account: Any, press: Callable[[Any], Any]) -> list[str]:
    """The statements of a page whose plan reads all people or all cases from end to end."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongjia.foundation.walls import seen_by

    browser = signed_in(account)
    with CaptureQueriesContext(connection) as asked:
        press(browser)
    found = []
    is_platform = False
    for query in (query["sql"] for query in asked):
        if "set_config('role'" in query or "'{role}'" in query:
            is_platform = "gongjia_platform" in query
        if not query.startswith("SELECT") or is_platform or "set_config" in query:
            continue
        with seen_by(account.person_id, account.pk), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query}".replace("%", "%%"), [])
            plan = "\n".join(line for (line,) in cursor.fetchall())
        if SCANS.search(plan):
            found.append(query)
            if "-v" in sys.argv:
                print(query, plan, sep="\n")
    return found


def told(members: int, times: dict[str, dict[bool, list[float]]], scans: dict[str, list[str]]) -> dict[str, Any]:
    """The ratio of a page is the median over the rounds: the quickest press of a turn with is compared with that of the
    turn without before it. What other work on the machine adds, and a machine that slows down meanwhile, is left out."""
    rows = {name: {walled: statistics.median(found) for walled, found in both.items()} for name, both in times.items()}
    ratios = {name: round(statistics.median(by_round(both)), 2) for name, both in times.items()}
    for name, both in rows.items():
        print(f"{name:<16}{1000 * both[False]:>8.1f} ms{1000 * both[True]:>8.1f} ms {ratios[name]:>6.2f}")
    for name, queries in scans.items():
        print(f"SCANS in {name}: {len(queries)}")
    return {
        "members": members,
        "without_ms": {name: round(1000 * both[False], 1) for name, both in rows.items()},
        "with_ms": {name: round(1000 * both[True], 1) for name, both in rows.items()},
        "ratio": ratios,
        "scans": sum(map(len, scans.values())),
    }


def by_round(times: dict[bool, list[float]]) -> Iterator[float]:
    for begin in range(0, ROUNDS * PRESSES, PRESSES):
        with_it, without = (min(times[walled][begin : begin + PRESSES]) for walled in (True, False))
        yield with_it / without


if __name__ == "__main__":
    main()
