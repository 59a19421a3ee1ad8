"""The database's own log: what is refused stands in it, what somebody had typed does not."""

import psycopg
import pytest

from gongjia.foundation.postgres import Cluster
from gongjia.operations import checks, doctor

TYPED = "王芳"
REPEAT = "INSERT INTO worker VALUES (1, '王芳', '1990-01-02')"


def test_the_log_repeats_no_names_and_begins_anew_with_each_start(make_room):
    data = make_room() / "var"
    cluster = Cluster(data, {"fsync": "off"}).start()
    try:
        with psycopg.connect(cluster.owner_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE worker (number int PRIMARY KEY, name text, birth_date date)")
            connection.execute(REPEAT)
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute(REPEAT)
        said = cluster.log.read_text()
        assert 'duplicate key value violates unique constraint "worker_pkey"' in said
        assert TYPED not in said and "1990" not in said and "(1)" not in said
        cluster.process.kill()
        cluster.process.wait()
        cluster.start()
        assert "worker_pkey" in cluster.log.read_text()  # why it died is still there
        cluster.stop()
        again = Cluster(data, {"fsync": "off"}).start()
        assert "worker_pkey" not in again.log.read_text()  # what an earlier version wrote is gone
        again.stop()
    finally:
        cluster.stop()


def test_a_server_of_ones_own_that_repeats_them_is_named_with_the_remedy(make_room, monkeypatch):
    cluster = Cluster(make_room() / "var", {"fsync": "off"})
    cluster.settings = {name: value for name, value in cluster.settings.items() if not name.startswith("log_")}
    cluster.start()
    monkeypatch.setattr(doctor, "ENV", doctor.ENV.model_copy(update={"DATABASE_URL": cluster.url}))
    try:
        [said] = [says for good, says in doctor.machine() if not good and "ALTER DATABASE" in says]
        with psycopg.connect(cluster.admin_url, autocommit=True) as superuser:
            superuser.execute(said.partition(": ")[2])
        assert checks.talkative_log(cluster.url) == ""
    finally:
        cluster.stop()
