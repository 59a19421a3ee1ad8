"""Rows by COPY: several times the speed of INSERT, for the tens of thousands that a province begins with.

PostgreSQL takes no COPY into a table with row-level security, so it goes into a temporary one, and on from there.
"""

from collections.abc import Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def copy(rows: Sequence[Row]) -> Sequence[Row]:
    """Write unsaved instances of one model, giving each its id. Constraints hold as ever; no signal is sent."""
    if not rows:
        return rows
    meta = rows[0]._meta
    fields = meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [meta.db_table, meta.pk.column, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
        cursor.execute(f'CREATE TEMPORARY TABLE copied AS SELECT {columns} FROM "{meta.db_table}" WITH NO DATA')  # noqa: S608
        with cursor.copy(f"COPY copied ({columns}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
        cursor.execute(f'INSERT INTO "{meta.db_table}" ({columns}) SELECT {columns} FROM copied')  # noqa: S608
        cursor.execute("DROP TABLE copied")
    return rows
