"""Does any tampering with the record show, and how fast is it sealed? A million events, five hundred tamperings.

Seals 1,000,000 events in a hundred runs; the speed is that of the median run, because neighbours come and go. Then, as
superuser of a database that is thrown away, changes, removes, slips in, exchanges or cuts off at 100 random places each,
and lets the checker look. Tamperings of one kind are planted together and must all be named (after a bad row the checker
goes on from the stored digest); every cut is made alone.
"""

import json
import os
import random
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

EVENTS = int(os.environ.get("EVENTS", 1_000_000))
RUNS, PLACES, SEED = 100, 100, 20261122
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def main() -> int:
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
        return measure(cluster)
    finally:
        from django.db import connection

        connection.close()
        connection.close_pool()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(cluster: Any) -> int:
    import django
    import psycopg

    django.setup()
    from django.core.management import call_command

    from gongjia.audit.access import head_of_day
    from gongjia.audit.verify import verify
    from gongjia.foundation.walls import as_owner, grant, platform_process

    platform_process()
    with as_owner():
        call_command("migrate", verbosity=0)
        grant()
    rates = seal_everything()
    anchor = head_of_day(NOW.date())
    with psycopg.connect(host=str(cluster.sockets), user="postgres", dbname="gongjia") as connection:
        honest = verify(connection, [anchor])
        assert honest.ok and honest.events == EVENTS, honest
        connection.rollback()
        found = {kind: planted_together(connection, kind, anchor) for kind in ("flip", "delete", "insert", "reorder")}
        found["truncate"] = cuts(connection, anchor)
        left = verify(connection, [anchor])
    assert left.ok, "a tampering was left behind"
    result = {
        "passed": sum(found.values()), "failed": PLACES * len(found) - sum(found.values()),
        "events": EVENTS, "found": sum(found.values()), "of": PLACES * len(found), **found,
        "sealed_per_second": round(statistics.median(rates)), "slowest_run": round(min(rates)),
        "checked_per_second": round(EVENTS / honest.seconds),
    }  # fmt: skip
    print(json.dumps(result))
    return 0 if result["found"] == result["of"] else 1


def seal_everything() -> list[float]:
    """Events a second of each run of the sealer, looking for what is unsealed and the commit included."""
    import time_machine
    from django.db import connection, transaction

    from gongjia.audit.actions import seal
    from gongjia.audit.tests.tampering import add_events

    size, rates = EVENTS // RUNS, []
    for run in range(RUNS):
        with time_machine.travel(NOW - timedelta(hours=3) * (RUNS - run), tick=False):
            with transaction.atomic(), connection.cursor() as cursor:
                add_events(cursor, 1 + run * size, size)
            began = time.perf_counter()
            assert seal() == size
            rates.append(size / (time.perf_counter() - began))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE audit_event, audit_seal")
    print(f"{EVENTS:,} events sealed, {statistics.median(rates):,.0f} a second", flush=True)
    return rates


def planted_together(connection: Any, kind: str, anchor: dict[str, Any]) -> int:
    """How many of PLACES tamperings of one kind the checker names."""
    from gongjia.audit.tests.tampering import KINDS, take_the_lock_off
    from gongjia.audit.verify import verify

    chance = random.Random(f"{SEED}{kind}")
    places = chance.sample(range(1, EVENTS // 2), PLACES)  # every fourth number at the most: no two are neighbours
    with connection.cursor() as cursor:
        take_the_lock_off(cursor)
        planted = {KINDS[kind](cursor, 4 * place, chance) for place in places}
        report = verify(connection, [anchor])
        connection.rollback()
    named = {finding.event for finding in report.findings}
    print(f"{kind:<10}{len(planted & named):>5} of {PLACES} named in {report.seconds:.1f} s", flush=True)
    return len(planted & named)


def cuts(connection: Any, anchor: dict[str, Any]) -> int:
    """How many of PLACES cut-off ends the checker reports. It begins at the seal before the cut; those before are sound."""
    from gongjia.audit.tests.tampering import KINDS, seal_of, take_the_lock_off
    from gongjia.audit.verify import verify

    chance, found, began = random.Random(f"{SEED}truncate"), 0, time.perf_counter()
    for place in chance.sample(range(1, EVENTS + 1), PLACES):
        with connection.cursor() as cursor:
            take_the_lock_off(cursor)
            seal = seal_of(cursor, 2 * place)
            KINDS["truncate"](cursor, 2 * place, chance)
            found += not verify(connection, [anchor], since=max(1, seal - 1)).ok
            connection.rollback()
    print(f"truncate  {found:>5} of {PLACES} found in {time.perf_counter() - began:.1f} s", flush=True)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
