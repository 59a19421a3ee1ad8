"""The second wall as the database has it: every table with somebody's rows is walled, and nobody can step over."""

import pytest
from django.apps import apps
from django.db import connection

from gongjia.foundation.walls import APP, PLATFORM
from gongjia.unions.kinds import MANAGE_OFFICES, READ_AUDIT, READ_CASES, READ_MEMBERS, roles_that_may

pytestmark = pytest.mark.django_db

# A column of these names says whose a row is.
WHOSE = {
    "person_id", "person", "applicant_id", "user_id", "account_id", "case_id", "document_id", "draft_id", "notice_id",
    "membership_id", "written_by_id", "officer_id", "union_path", "calculation_id", "webhook_id", "token_id", "phone_index",
    "caller", "union_id", "county_id",
}  # fmt: skip
# Open to whoever asks, each for a reason.
OPEN = {
    "unions_union": "names, addresses and telephones of unions are public",
    "unions_leaguemember": "which union belongs to which league is public",
    "unions_membership_change": "a view that looks with its reader's eyes",
}


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def walled():
    return {name for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")}


def test_every_table_with_somebodys_rows_is_walled():
    found = rows("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    wanted = {table for table, column in found if column in WHOSE and not table.startswith("kept_")}
    assert not wanted - walled() - set(OPEN), "Add a policy in a migration (foundation/walls.py), or a row to OPEN"
    assert not set(OPEN) & walled()


def test_a_walled_table_has_the_three_policies_and_no_other_hole():
    policies = rows("SELECT tablename, policyname, roles::text[], cmd, qual FROM pg_policies")
    for table in walled():
        own = {name: (roles, cmd, qual) for where, name, roles, cmd, qual in policies if where == table}
        assert own["owner"][0] == ["gongjia"] and own["platform"][0] == [PLATFORM], table
        assert own["seen"][0] == [APP] and own["seen"][1] == "ALL" and own["seen"][2] != "true", table
        for name, (roles, cmd, qual) in own.items():
            if name not in ("owner", "platform", "seen"):
                assert (roles, cmd) == ([APP], "SELECT") and qual != "true", (table, name)


def test_the_roles_are_ordinary_and_own_nothing():
    mighty = rows(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls OR rolcreatedb OR "
        "rolcreaterole OR rolinherit OR rolreplication)", [APP, PLATFORM],
    )  # fmt: skip
    owned = rows("SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE rolname = ANY(%s) "
                 "AND relpersistence <> 't'", [APP, PLATFORM])  # fmt: skip
    assert not mighty and not owned
    # What PostgreSQL 15 calls MEMBER may SET ROLE; 16 and later have a word of their own for that.
    assert rows("SELECT pg_has_role(%s, %s, 'USAGE'), pg_has_role(%s, %s, 'MEMBER')", APP, PLATFORM, APP, PLATFORM) == [
        (False, True)
    ]


def test_the_application_may_not_empty_tables_nor_touch_the_record():
    tables = rows(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    for (table,) in tables:
        assert rows("SELECT has_table_privilege(%s, %s, 'TRUNCATE, REFERENCES, TRIGGER')", APP, table) == [(False,)], (
            table
        )
    for table in ("audit_event", "audit_seal"):
        assert rows("SELECT has_table_privilege(%s, %s, 'UPDATE, DELETE')", APP, table) == [(False,)]
        assert rows("SELECT has_table_privilege(%s, %s, 'UPDATE, DELETE')", PLATFORM, table) == [(False,)]


# No wall stands before what requests write here, each for a reason.
WRITABLE = {
    "django_session": "found by its key alone", "foundation_cache": "what is counted and forgotten again",
    "law_article": "kept by who keeps the law", "law_calendarday": "kept by who keeps the law", "law_gist": "kept by who keeps the law",
    "law_localfigure": "kept by who keeps the law", "law_questioncard": "kept by who keeps the law",
    "law_statute": "kept by who keeps the law", "law_synonym": "kept by who keeps the law",
    "law_unansweredquestion": "words without a person", "operations_reading": "how the machine is",
    "procrastinate_events": "jobs", "procrastinate_jobs": "jobs", "procrastinate_periodic_defers": "jobs",
    "procrastinate_workers": "jobs", "unions_employer": "anybody adds the employer that is not found",
}  # fmt: skip


def test_a_request_writes_only_behind_a_wall_or_for_a_reason():
    may_write = rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND "
        "has_table_privilege(%s, oid, 'INSERT, UPDATE, DELETE')", APP,
    )  # fmt: skip
    assert {table for (table,) in may_write if not table.startswith("kept_")} - walled() == set(WRITABLE)
    assert rows("SELECT has_table_privilege(%s, 'audit_seal', 'INSERT')", APP) == [(False,)]
    assert rows("SELECT has_column_privilege(%s, 'unions_union', 'path', 'UPDATE')", APP) == [(False,)]


def test_nothing_is_granted_to_everybody():
    tables = rows("SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'PUBLIC' "
                  "AND table_schema = 'public'")  # fmt: skip
    functions = rows(
        "SELECT p.proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner, aclexplode(p.proacl) a "
        "WHERE p.pronamespace = 'public'::regnamespace AND a.grantee = 0 AND r.rolname = 'gongjia'"
    )
    assert not tables and not functions


def test_functions_say_where_they_look_and_views_look_with_their_readers_eyes():
    loose = rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND "
        "(prosecdef OR proname LIKE 'gongjia%%' OR proname LIKE '%%\\_show%%') AND "
        "NOT coalesce(array_to_string(proconfig, ',') LIKE '%%search_path=%%', false)"
    )
    views = rows("SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace "
                 "AND NOT coalesce('security_invoker=true' = ANY(reloptions), false)")  # fmt: skip
    assert not loose and not views


def test_every_model_is_open_for_a_reason_or_walled():
    """Also a table without such a column, where it can be reached from a person."""
    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("gongjia.")}
    plain = {"unions_employer", "law_rule", "law_calendarday", "audit_seal", "operations_reading"}
    law = {table for table in ours if table.startswith("law_")}
    assert not ours - walled() - set(OPEN) - plain - law


def test_the_database_names_the_roles_that_the_house_names():
    [(body,)] = rows("SELECT prosrc FROM pg_proc WHERE proname = 'gongjia_hat'")
    for verb in (READ_CASES, READ_MEMBERS, MANAGE_OFFICES, READ_AUDIT):
        assert "'{" + ",".join(roles_that_may(verb)) + "}'" in body, verb
