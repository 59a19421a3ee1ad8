"""The second wall: PostgreSQL itself shows a request only the rows of the people it serves (docs/why/walls.md).

A web process connects as `gongjia_app`, which owns nothing and by itself sees no row with personal data. For each
request the middleware says whose eyes to look with (`seen_by`); the policies of the tables do the rest. The few steps
that must look further wear the hat of `gongjia_platform` (`as_platform`), each with its reason; jobs and the command
line wear it all the time (`platform_process`). Tables are made by their owner alone (`as_owner`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection, connections, migrations, transaction
from psycopg.pq import TransactionStatus

from gongjia.foundation.clock import today
from gongjia.foundation.postgres import APP, PLATFORM

EYES = "eyes"  # of the people of a request

# What the database computes for a request: whom it serves, whom they meet, what is in their hands, how far they reach.
COMPUTED = (
    "people", "met", "cases", "served_counties", "served_unions", "members_counties", "members_unions",
    "cases_counties", "cases_unions", "managed_counties", "managed_unions", "audit_paths",
)  # fmt: skip
NOBODY = {"role": "none"} | dict.fromkeys(
    (f"gongjia.{name}" for name in ("account", "pickup", "tokens", *COMPUTED)), ""
)
_worn: ContextVar[str] = ContextVar("hat", default="")  # "" is what the process was started with

# ---- hats -----------------------------------------------------------------------------------------------------------


@contextmanager
def seen_by(person: int | None, account: int | None = None) -> Iterator[None]:
    """One transaction that sees only what this person may; nobody at all without one.

    `person` and `account` are numbers. Reach and cases in hand are computed by the database from the offices of today.
    """
    before = _context() if connection.in_atomic_block else None
    is_blank = before is None and not _is_platform()  # as a web process is between its requests
    with transaction.atomic():
        token = _worn.set(EYES)
        try:
            if not is_blank:
                _set(NOBODY)
            if person is not None:
                look_with(person, account)
            yield
        finally:
            _worn.reset(token)
        if before is not None and not _is_broken():
            _set(before)


def look_with(person: int | None, account: int | None = None, serving: int | None = None) -> None:
    """From here to the end of the request look with these eyes: somebody signed in, or stands at the counter.

    `serving` is the person for whom an officer acts with a consent slip: their own rows are seen too, what their
    offices reach is not. Without a request (a job, the command line) nothing changes: all is seen there.
    """
    if not _worn.get() and _is_platform():
        return
    if person is None:
        _set(NOBODY)
        return
    names = ", ".join(f"set_config('gongjia.{name}', coalesce(hat.{name}::text, ''), true)" for name in COMPUTED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT set_config('gongjia.account', %s, true), {names} "  # noqa: S608 - names of our own
            "FROM gongjia_hat(%s::bigint, %s::bigint, %s::date) hat",
            [str(account or ""), person, serving, today()],
        )


def hold_pickup(index: bytes) -> None:
    """The keyed hash of a pick-up code opens its one case to whoever holds the code."""
    if _worn.get() or not _is_platform():
        _set({"gongjia.pickup": index.hex()})


def hold_tokens(*tokens: Any) -> None:
    """The tokens (UUID) of what a browser began before anybody signed in open just that; held besides the earlier ones."""
    if _worn.get() or not _is_platform():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('gongjia.tokens', (coalesce(nullif(current_setting('gongjia.tokens', true), ''), '{}')"
                "::uuid[] || %s::uuid[])::text, true)",
                [[str(token) for token in tokens if token]],
            )


@contextmanager
def as_platform(reason: str) -> Iterator[None]:
    """Look further than the people of the request for a moment. `reason` says why that is right; tests list its users.

    Only inside a transaction, and the earlier eyes are back afterwards, whatever happens inside. Also a decorator.
    """
    if _is_platform():
        yield
        return
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"outside a transaction nobody looks further ({reason})")
    token = _worn.set(PLATFORM)
    try:
        _set({"role": PLATFORM})
        yield
    finally:
        _worn.reset(token)
        if not _is_broken():  # a broken transaction is rolled back to where the earlier eyes were
            _set({"role": "none"})


def platform_process() -> None:
    """This process is a job worker or the command line: it wears the platform's hat from its first connection."""
    database = connections.settings["default"]
    database["OPTIONS"] = {**database["OPTIONS"], "options": f"-c role={PLATFORM}"}


def _is_platform() -> bool:
    """Whether everything is seen now: the platform's hat is worn, or the process was started as it or as the owner."""
    started = connection.settings_dict
    is_open = (
        PLATFORM in (started["OPTIONS"].get("options") or "") or started["USER"] == settings.OWNER_DATABASE["USER"]
    )
    return _worn.get() == PLATFORM or (not _worn.get() and is_open)


def _context() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name, true) FROM unnest(%s::text[]) name", [list(NOBODY)])
        return {name: value or "" for name, value in cursor.fetchall()}


def _set(values: dict[str, str]) -> None:
    """Until the end of the transaction, or until it is rolled back to before this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(name, value, true) FROM unnest(%s::text[], %s::text[]) _(name, value)",
                       [list(values), list(values.values())])  # fmt: skip


def _is_broken() -> bool:
    raw = connection.connection
    return connection.needs_rollback or raw is None or raw.info.transaction_status == TransactionStatus.INERROR


# ---- the owner and privileges --------------------------------------------------------------------------------


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables: to migrate, and for nothing else."""
    with connected_as(settings.OWNER_DATABASE):
        yield


@contextmanager
def connected_as(database: dict[str, Any]) -> Iterator[None]:
    """Connect as another role, given as an entry of DATABASES. One thread, outside transactions."""
    target = connections.settings["default"]
    before = {name: target[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    _reconnect({name: database[name] for name in before})
    try:
        yield
    finally:
        _reconnect(before)


def _reconnect(changes: dict[str, Any]) -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connections.settings["default"].update(changes)


# Every table of ours to both roles, nothing to anybody else; the record of doings is only added to, and sealed by jobs.
# The tree decides how far everybody reaches, and the rules every last day: no request changes them, but for a union that
# an administrator founds below their own, which the platform adds (unions/actions/tree.py). (Who locks a union's
# row needs the right to change a column; its telephone decides nothing.) Run after each migration, so that a new table is
# never forgotten. Functions belong to PUBLIC unless somebody says otherwise.
GRANTS = f"""
    GRANT USAGE ON SCHEMA public TO {APP}, {PLATFORM};
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}, {PLATFORM};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}, {PLATFORM};
    REVOKE UPDATE, DELETE ON audit_event, audit_seal FROM {APP}, {PLATFORM};
    REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}, {PLATFORM};
    REVOKE INSERT ON audit_seal FROM {APP};
    REVOKE INSERT, UPDATE, DELETE ON unions_union, unions_leaguemember, law_rule, auth_permission, auth_group,
        auth_group_permissions, django_content_type FROM {APP};
    GRANT UPDATE (telephone) ON unions_union TO {APP};
    DO $$ DECLARE own regprocedure; BEGIN
        FOR own IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
                   WHERE p.pronamespace = 'public'::regnamespace AND r.rolname = current_user LOOP
            EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', own);
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {APP}, {PLATFORM}', own);
        END LOOP;
    END $$;
"""  # noqa: S608 - names of our own


def grant() -> None:
    """Give both roles their privileges. Run as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTS)


# ---- policies, for the rooms' migrations ----------------------------------------------------------------------------


def ids(name: str) -> str:
    """The numbers that the transaction's context holds under a name, as one value computed once a query.

    NULL where nothing was said, and nothing equals NULL: without a context there are no rows.
    """
    return f"ANY ((SELECT nullif(current_setting('gongjia.{name}', true), '')::bigint[])::bigint[])"


def own_account() -> str:
    return "(SELECT nullif(current_setting('gongjia.account', true), '')::bigint)"


def tokens_held() -> str:
    return "ANY ((SELECT nullif(current_setting('gongjia.tokens', true), '')::uuid[])::uuid[])"


def reached(kind: str, county: str = "county_id", union: str = "union_id") -> str:
    """Rows of the counties and unions that an office of this kind reaches."""
    return f"{county} = {ids(f'{kind}_counties')} OR {union} = {ids(f'{kind}_unions')}"


def wall(table: str, seen: str = "false", *, add: str = "") -> migrations.RunSQL:
    """Row-level security on a table: the platform and the owner see all, the people of a request what `seen` says.

    `seen` is a condition on the row; what is written must fit it too, or `add` where that is said.
    """
    forward = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)",
        f"CREATE POLICY platform ON {table} TO {PLATFORM} USING (true) WITH CHECK (true)",
        f"CREATE POLICY seen ON {table} TO {APP} USING ({seen}) WITH CHECK ({add or seen})",
    ]
    back = [
        *(f"DROP POLICY {name} ON {table}" for name in ("seen", "platform", "owner")),
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]
    return migrations.RunSQL(";\n".join(forward), ";\n".join(back))


def also_seen(table: str, name: str, seen: str) -> migrations.RunSQL:
    """A room above adds whom its own rows show: one policy more on a table of a room below, for reading alone.

    PostgreSQL tries the policies of a table backwards by name until one lets the row pass, so what asks a function of
    its own is named "by_…" and comes last. That is a matter of cost alone.
    """
    return migrations.RunSQL(
        f"CREATE POLICY {name} ON {table} FOR SELECT TO {APP} USING ({seen})", f"DROP POLICY {name} ON {table}"
    )
