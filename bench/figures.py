"""How fast the figures are read: 40,000 members and 4,000 settled disputes in the real tree of unions.

Measures the two pages as a signed-in officer of the province gets them, the map's one grouped query against one query
per county, and what is kept by month against counting the rows, alternated in the same run. Runs in a database of its
own that is thrown away. Another size: `python -m bench.figures 400000`.
"""

import dataclasses
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

MEMBERS, CASES = int(sys.argv[1]) if sys.argv[1:] else 40_000, 4_000
ROUNDS = 7
AS_OF, SINCE = date(2023, 7, 15), date(2018, 7, 15)


def main() -> None:
    from gongjia.foundation.postgres import Cluster

    folder = Path(tempfile.mkdtemp(prefix="gongjia-bench-", dir="/tmp"))
    folder.chmod(0o755)
    cluster = Cluster(folder).start()
    try:
        os.environ |= {
            "DATABASE_URL": cluster.url,
            "OWNER_DATABASE_URL": cluster.owner_url,
            "GONGJIA_DATA": str(folder / "data"),
        }
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongjia.settings"
        measure()
    finally:
        from django.db import connection

        connection.close()
        connection.close_pool()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure() -> None:
    import django

    django.setup()
    from gongjia.foundation.walls import platform_process

    platform_process()
    from django.conf import settings

    from gongjia.operations.database import prepare

    settings.ALLOWED_HOSTS = ["testserver"]
    prepare()
    fill()
    pages = {
        name: median(lambda address=address: fetch(address))
        for name, address in {
            "all figures": "/figures/?",
            "members, by prefecture": "/figures/members/?",
            "members, by county": "/figures/members/?by=county&",
            "disputes, by county": "/figures/disputes_resolved/?by=county&",
        }.items()
    }
    grouped, separate = grouped_and_separate()
    for name, seconds in pages.items():
        print(f"page {name:<28}{1000 * seconds:>8.0f} ms")
    print(f"map: one grouped query           {1000 * grouped:>8.1f} ms")
    print(f"map: one query per county        {1000 * separate:>8.1f} ms")
    print(f"ratio                            {separate / grouped:>8.1f}")
    kept = kept_and_counted()
    for name, (quick, slow) in kept.items():
        print(f"{name:<12} kept {1000 * quick:>8.1f} ms   counted {1000 * slow:>8.1f} ms   ratio {slow / quick:>6.1f}")
    result = {
        "members": MEMBERS,
        "cases": CASES,
        "page_ms": {name: round(1000 * seconds) for name, seconds in pages.items()},
        "grouped_ms": round(1000 * grouped, 1),
        "separate_ms": round(1000 * separate, 1),
        "separate_to_grouped": round(separate / grouped, 1),
        "kept_ms": {name: round(1000 * quick, 1) for name, (quick, _slow) in kept.items()},
        "counted_to_kept": {name: round(slow / quick, 1) for name, (quick, slow) in kept.items()},
    }
    print(json.dumps(result, ensure_ascii=False))


def fill() -> None:
    from django.db import connection

    from gongjia.cases.models import Case
    from gongjia.foundation.walls import as_owner
    from gongjia.indicators import keeping
    from gongjia.people.models import Person
    from gongjia.unions.models import Membership, Union

    chance = random.Random(20230715)
    homes = list(Union.objects.filter(level="township").order_by("path"))
    people = Person.objects.bulk_create((Person(name="演示", is_demo=True) for _n in range(MEMBERS)), batch_size=5000)
    Membership.objects.bulk_create(
        (membership(person, chance.choice(homes), chance) for person in people), batch_size=5000
    )
    Case.objects.bulk_create(
        (dispute(number, chance.choice(homes), chance) for number in range(CASES)), batch_size=1000
    )
    keeping.fold()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def membership(person: Any, union: Any, chance: random.Random) -> Any:
    from gongjia.unions.models import Membership

    start = date(2012, 1, 1) + timedelta(days=chance.randrange(4200))
    has_left = chance.random() < 0.15
    return Membership(
        person=person, union=union, county=union.county, started_on=start, is_first=True, how="scan",
        ended_on=start + timedelta(days=chance.randrange(1500)) if has_left else None, end_reason="left" if has_left else "",
    )  # fmt: skip


def dispute(number: int, union: Any, chance: random.Random) -> Any:
    from gongjia.cases.models import Case

    opened = SINCE + timedelta(days=chance.randrange(1700))
    return Case(
        number=f"B{number}", kind="dispute_mediation", union=union, county=union.county, step="closed", step_since=opened,
        outcome="agreed", agreed=chance.randrange(1_000, 20_000), opened_at=f"{opened}T08:00Z", opened_on=opened,
        settled_on=opened + timedelta(days=20),
    )  # fmt: skip


def fetch(address: str) -> None:
    """One page through the whole request stack, as the officer of the province."""
    answer = officer().get(f"{address}since={SINCE}&as_of={AS_OF}")
    assert answer.status_code == 200, (address, answer.status_code)


_officers: list[Any] = []


def officer() -> Any:
    if not _officers:
        from django.test import Client

        from gongjia.indicators.access import province
        from gongjia.indicators.tests.factories import sign_in
        from gongjia.unions.tests.factories import an_officer

        client = Client()
        sign_in(client, an_officer(province()))
        _officers.append(client)
    return _officers[0]


def grouped_and_separate() -> tuple[float, float]:
    """Median seconds of the county map's query, and of what it replaces, in turn. Both count the rows."""
    from gongjia.indicators import counting
    from gongjia.indicators.access import province
    from gongjia.unions.models import Union

    members, root = counted("members"), province()
    counties = list(Union.objects.filter(level="county").order_by("path"))
    return in_turn(
        lambda: counting.by_branch(members, root, AS_OF, SINCE, depth=2),
        lambda: [counting.tally(members, county, AS_OF, SINCE) for county in counties],
    )


def kept_and_counted() -> dict[str, tuple[float, float]]:
    """Median seconds of what was kept as the rows changed, and of counting the rows, in turn; both say the same."""
    from gongjia.indicators import counting
    from gongjia.indicators.access import province
    from gongjia.indicators.kinds import indicator_of

    kept, rows, root = indicator_of("members"), counted("members"), province()
    questions: dict[str, Any] = {
        "number": lambda members: counting.tally(members, root, AS_OF, SINCE),
        "months": lambda members: counting.by_month(members, root, AS_OF, SINCE),
        "counties": lambda members: counting.by_branch(members, root, AS_OF, SINCE, depth=2),
    }
    for question in questions.values():
        assert question(kept) == question(rows)
    return {name: in_turn(lambda ask=ask: ask(kept), lambda ask=ask: ask(rows)) for name, ask in questions.items()}


def counted(key: str) -> Any:
    """The figure as if nothing of it were kept."""
    from gongjia.indicators.kinds import indicator_of

    return dataclasses.replace(indicator_of(key), kept=False)


def in_turn(one: Any, other: Any) -> tuple[float, float]:
    times = [(timed(one), timed(other)) for _round in range(ROUNDS)]
    return statistics.median(first for first, _second in times), statistics.median(second for _first, second in times)


def median(work: Any) -> float:
    work()  # the first one compiles templates
    return statistics.median(timed(work) for _round in range(ROUNDS))


def timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
