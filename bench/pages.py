"""How the pages hold up as the register grows: nine pages at 40,000 and at 400,000 members, asked in turn.

    make bench NAME=pages                       both sizes (ten minutes: filling the larger one takes most of it)
    python -m bench.pages 20000 40000           other sizes

Two demo provinces lie in two databases of their own that are thrown away, each served by a process of its own. The
pages go through the whole request stack, signed in as those who use them; both sizes are asked in turn within each
round, so that a noisy neighbour meets both. Growth is the ratio of the medians, largest to smallest.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = [40_000, 400_000]
ROUNDS = 40
WARM_UP = 3  # rounds that nobody counts: templates are compiled, pages of the database are read


# ---- the one who asks -----------------------------------------------------------------------------------------------


def main(sizes: list[int]) -> None:
    provinces = [subprocess.Popen(
        [sys.executable, "-m", "bench.pages", "--serve", str(size)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) for size in sizes]  # fmt: skip
    queries = [told(province) for province in provinces]  # waits until it is filled
    seconds: list[dict[str, list[float]]] = [{} for _size in sizes]
    for number in range(WARM_UP + ROUNDS):
        for province, found in zip(provinces, seconds, strict=True):
            print("again", file=province.stdin, flush=True)
            for page, value in told(province).items():
                found.setdefault(page, []).extend([value] if number >= WARM_UP else [])
    for province in provinces:
        province.communicate()
    report(sizes, queries, seconds)


def told(province: "subprocess.Popen[str]") -> dict[str, Any]:
    assert province.stdout is not None
    line = province.stdout.readline()
    if not line:
        sys.exit("A province ended before it had answered.")
    return json.loads(line)


def report(sizes: list[int], queries: list[dict[str, int]], seconds: list[dict[str, list[float]]]) -> None:
    last, growth = seconds[-1], {}
    print(f"{'page':<16}" + "".join(f"{size:>12,} p50 {'p95':>8} {'queries':>8}" for size in sizes) + f"{'growth':>8}")
    for page in last:
        growth[page] = round(statistics.median(last[page]) / statistics.median(seconds[0][page]), 2)
        columns = "".join(
            f"{1000 * statistics.median(found[page]):>13.1f} ms {1000 * p95(found[page]):>8.1f} {asked[page]:>8}"
            for found, asked in zip(seconds, queries, strict=True)
        )
        print(f"{page:<16}{columns}{growth[page]:>8.2f}")
    p95_ms = {page: round(1000 * p95(found), 1) for page, found in last.items()}
    print(json.dumps({"growth": growth, "p95_ms": p95_ms, "queries": queries[-1], "members": sizes}))


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


# ---- one province ---------------------------------------------------------------------------------------------------


def serve(members: int) -> None:
    """Fill a province, say how many queries each page asks, then the seconds of each page for every line that comes."""
    from gongjia.foundation.postgres import Cluster

    folder = Path(tempfile.mkdtemp(prefix="gongjia-bench-", dir="/tmp"))
    folder.chmod(0o755)
    os.environ |= {"GONGJIA_DATA": str(folder), "GONGJIA_DEMO": "1", "DJANGO_SETTINGS_MODULE": "gongjia.settings"}
    cluster = Cluster(folder).start()
    try:
        pages = a_province(members)
        say({page: count_queries(*visit) for page, visit in pages.items()})
        for _line in sys.stdin:
            say({page: timed(*visit) for page, visit in pages.items()})
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def a_province(members: int) -> dict[str, tuple[Any, ...]]:
    """By page: the browser of whom it belongs to, its address, and what is sent to it."""
    import django

    django.setup()
    from gongjia.foundation.walls import platform_process

    platform_process()
    from django.conf import settings
    from django.test import Client

    from gongjia.cases.models import Case
    from gongjia.operations.database import prepare
    from gongjia.people.models import Account
    from gongjia.people.sealing import blind_index
    from gongjia.people.tests.factories import signed_in
    from gongjia.unions.tests.factories import an_account
    from gongjia.world.cast import CAST
    from gongjia.world.command import fill

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SAME_TIME_SECONDS = 0  # the honest time is what is measured
    prepare()
    fill(members=members, seed=1)
    accounts = {
        player.key: Account.objects.get(person__phone_index=blind_index("phone", player.phone)) for player in CAST
    }
    county = accounts["county"].person.offices.get().union
    case = Case.objects.filter(union=county, kind="dispute_mediation", closed_on=None, applicant__isnull=False).latest(
        "pk"
    )
    worker = getattr(case.applicant, "account", None) or an_account(case.applicant)
    officer, analyst = signed_in(accounts["county"]), signed_in(accounts["analyst"])
    return {
        "sign_in": (Client(), "/sign-in/"),
        "member_home": (signed_in(worker), "/"),
        "tracker": (signed_in(worker), f"/cases/{case.pk}/"),
        "worklist": (officer, "/desk/?scope=union"),
        "case_page": (officer, f"/cases/{case.pk}/desk/"),
        "figures_page": (analyst, "/figures/members/"),
        "member_list": (officer, f"/unions/members/?union={county.pk}"),
        "find_by_name": (officer, f"/unions/members/?union={county.pk}", {"q": "晓明"}),
        "find_by_phone": (officer, f"/unions/members/?union={county.pk}", {"q": "19900000001"}),
    }


def fetch(browser: Any, address: str, sent: dict[str, str] | None = None) -> None:
    answer = browser.post(address, sent) if sent else browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.headers)


def count_queries(*visit: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fetch(*visit)
    with CaptureQueriesContext(connection) as asked:
        fetch(*visit)
    return len(asked)


def timed(*visit: Any) -> float:
    start = time.perf_counter()
    fetch(*visit)
    return time.perf_counter() - start


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or SIZES)
