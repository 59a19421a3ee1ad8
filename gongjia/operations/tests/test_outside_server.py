"""The same on a server of another version that is not ours, through a role that may only read and replicate."""

import shutil
import signal
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from gongjia.foundation.postgres import Cluster
from gongjia.operations import archive
from gongjia.operations.backup import take
from gongjia.operations.drill import fingerprint
from gongjia.operations.restore import plan, restored
from gongjia.operations.source import Source

FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
ROLE = (
    "CREATE ROLE gongjia_backup LOGIN REPLICATION BYPASSRLS",
    "GRANT pg_read_all_data TO gongjia_backup",
)


@pytest.mark.nightly
@pytest.mark.skipif(not FOUND, reason="NO OTHER POSTGRESQL FOUND: install Debian's postgresql-15 to run this")
@pytest.mark.parametrize("programs", [path.parent for path in FOUND], ids=lambda path: path.parent.name)
def test_a_distributions_server_comes_back_to_the_moment(make_room, programs):
    room = make_room()
    cluster = Cluster(room / "var", {"fsync": "off"}, programs=programs).start()
    try:
        with psycopg.connect(cluster.admin_url, autocommit=True) as owner:
            for command in ROLE:
                owner.execute(command)
            owner.execute("CREATE TABLE worker AS SELECT n FROM generate_series(1, 1000) AS n")
            # Distributions keep their configuration outside the data folder.
            for name in ("postgresql.conf", "pg_hba.conf", "pg_ident.conf"):
                shutil.move(cluster.folder / "data" / name, cluster.folder / name)
            source = Source.of(f"postgresql://gongjia_backup@/gongjia?host={quote(str(cluster.sockets))}")
            assert source.programs == programs
            receiver, _folder = archive.receive(source, room / "backups")
            backup = take(source, room / "backups", room / "no-uploads", keep=2)
            owner.execute("INSERT INTO worker SELECT n FROM generate_series(1001, 2000) AS n")
            before = fingerprint(source.url)
            [(moment,)] = owner.execute("SELECT clock_timestamp()").fetchall()
            time.sleep(0.05)
            owner.execute("DROP TABLE worker")
            time.sleep(0.5)
        receiver.send_signal(signal.SIGINT)
        receiver.wait(20)
    finally:
        cluster.stop()
    assert backup.major == source.major < 18
    began = time.monotonic()
    with restored(plan(room / "backups", moment, room / "again")) as (again, _last):
        assert fingerprint(again.admin_url) == before
    print(f"PostgreSQL {backup.major}: restored in {time.monotonic() - began:.1f} s")
