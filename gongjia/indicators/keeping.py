"""Figures that are counted as their rows change, not anew for each who looks: the registry of members has millions.

Statement triggers append to MonthCount what each statement changes, in the writer's own transaction, and a job folds
what has gathered. Whoever reads adds up both in one statement, so that a kept figure is exact at any instant.
"""

from collections import defaultdict
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, F, QuerySet, SmallIntegerField, Value

from gongjia.indicators.kinds import Indicator, all_indicators
from gongjia.unions.models import Union

STEPS = 3  # province, prefecture, county: for these it is kept; below a county few rows are left to count

# A row counts for its union's place among the first three steps of the tree, its home, and for those over it.
COUNTS = """
    SELECT figure, branch::bigint AS branch_id, step = cardinality(steps) AS is_home,
           date_trunc('month', day)::date AS month, sum(begun) AS begun, sum(ended) AS ended
    FROM ({rows}) AS changed (figure, home, day, begun, ended) JOIN unions_union ON unions_union.id = changed.home,
         LATERAL (SELECT (string_to_array(rtrim(path, '/'), '/'))[:{steps}] AS steps) AS place,
         unnest(steps) WITH ORDINALITY AS line (branch, step)
    GROUP BY 1, 2, 3, 4
"""
KEY = "figure, branch_id, is_home, month"
APPEND = f"INSERT INTO indicators_monthcount ({KEY}, begun, ended)"
KEEPER = f"""
BEGIN
    {APPEND}
    SELECT {KEY}, TG_ARGV[0]::int * begun, TG_ARGV[0]::int * ended FROM (%s) AS counts;
    RETURN NULL;
END
"""  # noqa: S608 - words of our own, here and below
# Inside a trigger the changed rows bear the name of their table, so that one SELECT counts the table and the change.
TRIGGERS = [
    ("inserted", "INSERT", "NEW", "1"),
    ("before_update", "UPDATE", "OLD", "-1"),
    ("after_update", "UPDATE", "NEW", "1"),
    ("deleted", "DELETE", "OLD", "-1"),
]
# Whoever takes counts away: it stands in the way of itself alone, of no writer and no reader.
ONE_AT_A_TIME = "LOCK TABLE indicators_monthcount IN SHARE UPDATE EXCLUSIVE MODE"
FOLD = f"""
    WITH many AS (
        SELECT {KEY} FROM indicators_monthcount GROUP BY {KEY} HAVING count(*) > 1
    ), gone AS (
        DELETE FROM indicators_monthcount AS old USING many
        WHERE (old.figure, old.branch_id, old.is_home, old.month) = (many.figure, many.branch_id, many.is_home, many.month)
        RETURNING old.*
    )
    {APPEND}
    SELECT {KEY}, sum(begun), sum(ended) FROM gone GROUP BY {KEY} HAVING sum(begun) <> 0 OR sum(ended) <> 0
"""  # noqa: S608
DIFFERENCES = f"""
    SELECT {KEY}, coalesce(kept.begun, 0), coalesce(kept.ended, 0), coalesce(counts.begun, 0), coalesce(counts.ended, 0)
    FROM (SELECT {KEY}, sum(begun) AS begun, sum(ended) AS ended
          FROM indicators_monthcount WHERE figure = ANY(%s) GROUP BY {KEY}) AS kept
    FULL JOIN ({{counts}}) AS counts USING ({KEY})
    WHERE (coalesce(kept.begun, 0), coalesce(kept.ended, 0)) <> (coalesce(counts.begun, 0), coalesce(counts.ended, 0))
    ORDER BY {KEY}
"""  # noqa: S608


class FiguresDiffer(RuntimeError):
    """What was kept was not what the records say. It is mended already; the message says what it had been."""


def is_kept(indicator: Indicator, union: Union, depth: int = 0) -> bool:
    """Whether the figure can be read from what is kept, for a union and those under it down to `depth`."""
    return bool(indicator.kept or indicator.growth_of) and union.path.count("/") + depth <= STEPS


def install() -> None:
    """Give each table its triggers, and count it once where they are new or count something else. Run as the owner.

    Twice changes nothing. Writers wait while a table is counted: some five seconds for 400,000 members, once.
    """
    for table, indicators in _tables().items():
        if _installed(table) != _keeper(indicators):
            with transaction.atomic(), connection.cursor() as cursor:
                _hold(table)
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql "
                    f"SECURITY DEFINER SET search_path = public, pg_temp AS $keeper${_keeper(indicators)}$keeper$"
                )
                for name, event, rows, sign in TRIGGERS:
                    cursor.execute(
                        f"CREATE OR REPLACE TRIGGER keep_{name} AFTER {event} ON {table} REFERENCING {rows} TABLE "
                        f"AS {table} FOR EACH STATEMENT EXECUTE FUNCTION keep_{table}('{sign}')"
                    )
                _count(indicators)


def is_installed() -> bool:
    return all(_installed(table) == _keeper(indicators) for table, indicators in _tables().items())


def fold() -> None:
    """One row for each month of a branch again. Writers and readers never wait for it, and see the same sums meanwhile.

    Only another one waits: two that take the same rows away in different orders would end in a deadlock.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(FOLD)


def differences() -> list[tuple[Any, ...]]:
    """Where what is kept is not what the records say: of what, kept begun and ended, true begun and ended."""
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for indicators in _tables().values():
            keys = [indicator.key for indicator in indicators]
            cursor.execute(DIFFERENCES.format(counts=_counts(indicators)), [keys])
            found += cursor.fetchall()
    return found


def recount() -> None:
    """Compare all that is kept with the records. Raises FiguresDiffer, after mending it, where they differ."""
    found = differences()
    if not found:
        return
    for table, indicators in _tables().items():
        with transaction.atomic():
            _hold(table)
            _count(indicators)
    raise FiguresDiffer(f"{len(found)} months of kept figures differed from their records, the first: {found[0]}")


def _tables() -> dict[str, list[Indicator]]:
    """The kept figures by the table whose rows they count."""
    tables: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in all_indicators():
        if indicator.kept:
            tables[indicator.rows().model._meta.db_table].append(indicator)
    return tables


def _hold(table: str) -> None:
    """Until the end of the transaction nobody changes the table; everybody reads it."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _count(indicators: list[Indicator]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        keys = [indicator.key for indicator in indicators]
        cursor.execute("DELETE FROM indicators_monthcount WHERE figure = ANY(%s)", [keys])
        cursor.execute(f"{APPEND} {_counts(indicators)}")


def _installed(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [f"keep_{table}"])
        found = cursor.fetchone()
    return found[0] if found else ""


def _keeper(indicators: list[Indicator]) -> str:
    return KEEPER % _counts(indicators)


def _counts(indicators: list[Indicator]) -> str:
    rows = [rows for indicator in indicators for rows in _begun_and_ended(indicator)]
    return COUNTS.format(rows=" UNION ALL ".join(map(_sql, rows)), steps=STEPS)


def _begun_and_ended(indicator: Indicator) -> list[QuerySet[Any]]:
    days = [(indicator.from_day, 1, 0)] + ([(indicator.to_day, 0, 1)] if indicator.to_day else [])
    return [
        indicator.rows().order_by().filter(**{f"{day}__isnull": False}).values_list(
            Value(indicator.key, CharField()), F(indicator.union_path.removesuffix("__path")), F(day),
            Value(begun, SmallIntegerField()), Value(ended, SmallIntegerField()),
        )
        for day, begun, ended in days
    ]  # fmt: skip


def _sql(rows: QuerySet[Any]) -> str:
    sql, values = rows.query.get_compiler(connection=connection).as_sql()
    return str(connection.ops.compose_sql(sql, values))  # type: ignore[attr-defined]
