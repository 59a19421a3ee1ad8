"""What somebody with all rights in the database might do to the record; used by the tests and by bench/audit.py.

Every function takes a psycopg cursor in a transaction in which `take_the_lock_off` was called, and is told by `chance`
where and how. It returns the id of the event that a checker must name.
"""

import random
from typing import Any

from gongjia.audit import chain

FLIPS = [
    "verb = verb || 'x'",
    "actor_id = coalesce(actor_id, 0) + 1",
    "person_id = NULL, actor_id = person_id",
    "object_id = reverse(object_id) || '0'",
    "reason = reason || ' '",
    "at = at + interval '1 microsecond'",
    "change = change || '{\"approved\": true}'",
    "change = jsonb_set(change, '{amount}', '1.0')",  # equal as a number, not as it was written
    "union_path = 'jl.else'",
    "on_behalf_of = coalesce(on_behalf_of, 0) + 1",
    "kind = upper(kind)",
]


def add_events(cursor: Any, first: int, count: int, seconds: float = 60) -> None:
    """`count` events with even ids from 2 * `first`, spread over the last `seconds`; odd ids stay free, as after a rollback."""
    cursor.execute(
        """
        INSERT INTO audit_event (id, at, actor_id, on_behalf_of, verb, kind, object_id, person_id, union_path, change, reason)
        SELECT 2 * n, %(now)s - make_interval(secs => %(seconds)s * (1 - (n - %(first)s) / %(count)s::float8)), 1000 + n %% 977,
            CASE WHEN n %% 5 = 0 THEN n END, 'cases.' || (ARRAY['opened', 'accepted', 'looked', 'settled'])[1 + n %% 4],
            'cases.case', (n / 3)::text, n %% 40009, 'jl.jl02.c' || n %% 60,
            jsonb_build_object('step', '受理', 'amount', 1.00, 'line', n), '演示 “理由” ' || n || E'\\n\\t\\\\'
        FROM generate_series(%(first)s::bigint, %(first)s + %(count)s - 1) AS n
        """,
        {"first": first, "count": count, "seconds": seconds, "now": _now()},
    )


def _now() -> Any:
    from gongjia.foundation.clock import now

    return now()


def take_the_lock_off(cursor: Any) -> None:
    for table in ("audit_event", "audit_seal"):
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_append_only")


def flip(cursor: Any, event: int, chance: random.Random) -> int:
    cursor.execute(f"UPDATE audit_event SET {chance.choice(FLIPS)} WHERE id = %s", [event])  # noqa: S608
    assert cursor.rowcount == 1
    return event


def delete(cursor: Any, event: int, chance: random.Random) -> int:
    cursor.execute("DELETE FROM audit_event WHERE id = %s", [event])
    assert cursor.rowcount == 1
    return event


def insert(cursor: Any, event: int, chance: random.Random) -> int:
    """A false event beside a true one: in a gap of the numbers, below all of them, or as the newest, dated back."""
    number = chance.choice([f"{event} + 1", "(SELECT least(min(id), 0) - 1 FROM audit_event)",
                            "(SELECT max(id) + 1 FROM audit_event)"])  # fmt: skip
    columns = "at, actor_id, on_behalf_of, kind, object_id, person_id, union_path, change, reason"
    cursor.execute(
        f"INSERT INTO audit_event (id, verb, {columns}) SELECT {number}, 'cases.agreed', {columns} "  # noqa: S608
        "FROM audit_event WHERE id = %s RETURNING id",
        [event],
    )
    return cursor.fetchone()[0]


def reorder(cursor: Any, event: int, chance: random.Random) -> int:
    """Two neighbours change places: every word of both stays."""
    cursor.execute("SELECT min(id) FROM audit_event WHERE id > %s", [event])
    (other,) = cursor.fetchone()
    for old, new in ((event, -event), (other, event), (-event, other)):
        cursor.execute("UPDATE audit_event SET id = %s WHERE id = %s", [new, old])
    return event


def truncate(cursor: Any, event: int, chance: random.Random) -> int:
    """Everything from `event` on is cut off: the events only, the seals as well, or so that the chain fits again."""
    cursor.execute("DELETE FROM audit_event WHERE id >= %s", [event])
    how = chance.choice(["events", "seals", "mended"])
    if how != "events":
        seal = seal_of(cursor, event)
        cursor.execute("DELETE FROM audit_seal WHERE number > %s", [seal])
        if how == "mended":
            mend(cursor, seal)
        else:
            cursor.execute("DELETE FROM audit_seal WHERE number = %s", [seal])
    return event


def seal_of(cursor: Any, event: int) -> int:
    cursor.execute("SELECT number FROM audit_seal WHERE highest >= %s ORDER BY number LIMIT 1", [event])
    return cursor.fetchone()[0]


def mend(cursor: Any, first: int) -> None:
    """Make the chain anew from a seal on, over the events that are left, as a knowing attacker would."""
    cursor.execute("SELECT head, highest, total FROM audit_seal WHERE number = %s", [first - 1])
    head, highest, total = cursor.fetchone() or (chain.START, 0, 0)
    cursor.execute("SELECT number, at, events FROM audit_seal WHERE number >= %s ORDER BY number", [first])
    for number, at, events in cursor.fetchall():
        cursor.execute(f"SELECT {chain.COLUMNS} FROM audit_event WHERE id = ANY(%s) ORDER BY id", [events])  # noqa: S608
        rows = cursor.fetchall()
        if not rows:
            cursor.execute("DELETE FROM audit_seal WHERE number >= %s", [number])
            return
        digests, previous, left = chain.digests_of(bytes(head), rows), head, [row[0] for row in rows]
        highest, total = max(highest, left[-1]), total + len(left)
        head = chain.head_of(digests[-1], number=number, at=at, count=len(left), highest=highest, total=total)
        cursor.execute(
            "UPDATE audit_seal SET events = %s, digests = %s, previous = %s, head = %s, highest = %s, total = %s "
            "WHERE number = %s",
            [left, b"".join(digests), previous, head, highest, total, number],
        )


KINDS = {function.__name__: function for function in (flip, delete, insert, reorder, truncate)}
