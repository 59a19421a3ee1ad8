import pytest
from django.db import connection


@pytest.fixture
def nothing_recorded(request):
    """An empty record, without what loading the law and the unions has left in it."""
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_event, audit_seal RESTART IDENTITY")
