"""Two who remove the same paper at the same moment: it is removed once, and told once."""

import threading
import time

from django.db import connection, transaction

from gongjia.cases.actions import documents
from gongjia.cases.models import Case
from gongjia.cases.tests.conftest import a_place
from gongjia.cases.tests.factories import an_upload


def someone_waits_for_a_lock() -> bool:
    """From pg_locks, which everybody may read: of what other roles are doing PostgreSQL says nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE datname = current_database() AND NOT granted"
        )
        return cursor.fetchone()[0] > 0


def test_a_paper_removed_while_one_waited_is_removed_once(transactional_db):
    place, results = a_place(), []
    member = place.actor("member")
    document = documents.add(place.case.pk, member, an_upload())

    def press():
        try:
            results.append(documents.remove(document.pk, member))
        finally:
            connection.close()

    second = threading.Thread(target=press)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=place.case.pk)
        second.start()
        give_up = time.monotonic() + 10
        while not someone_waits_for_a_lock():
            assert time.monotonic() < give_up, "the second one did not come as far as the lock"
            time.sleep(0.01)
        first = documents.remove(document.pk, member)
    second.join(timeout=20)
    assert [done.removed_at for done in results] == [first.removed_at]
    assert place.case.entries.filter(verb="document_removed").count() == 1
