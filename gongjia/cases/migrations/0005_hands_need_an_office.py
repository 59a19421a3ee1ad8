"""A case in somebody's hands is seen as long as an office of theirs for it reaches it, not longer.

The function of 0003, with `in_hand` in the place of every open assignment.
"""

from importlib import import_module

from django.db import migrations

# Which roles reach which rows (unions/kinds.py: READ_CASES, READ_MEMBERS, MANAGE_OFFICES, READ_AUDIT, HANDLE_CASES).
CASES, MEMBERS = "'{officer,leader,analyst}'", "'{officer,leader}'"
MANAGED, AUDIT = "'{leader,administrator}'", "'{auditor}'"
HANDLE = "'{officer,leader}'"

HAT = f"""
CREATE OR REPLACE FUNCTION gongjia_hat(own bigint, serving bigint, day date) RETURNS TABLE (
    people bigint[], met bigint[], cases bigint[], served_counties bigint[], served_unions bigint[],
    members_counties bigint[], members_unions bigint[], cases_counties bigint[], cases_unions bigint[],
    managed_counties bigint[], managed_unions bigint[], audit_paths text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH held AS MATERIALIZED (
    SELECT o.role, u.path, u.level IN ('province', 'prefecture', 'county') AS is_high
    FROM unions_office o JOIN unions_union u ON u.id = o.union_id
    WHERE o.person_id = own AND o.since <= day AND (o.until IS NULL OR o.until > day)
), reached AS (  -- a high office: its counties, and what lies in none; a low one: each of its unions
    SELECT u.id, u.level = 'county' AS is_county, h.role
    FROM held h JOIN unions_union u ON u.path >= h.path AND u.path < left(h.path, -1) || '0'
    WHERE NOT h.is_high OR u.level = 'county' OR u.county_id IS NULL
), reach AS (
    SELECT array_agg(DISTINCT id) FILTER (WHERE is_county) AS served_counties,
           array_agg(DISTINCT id) FILTER (WHERE NOT is_county) AS served_unions,
           array_agg(DISTINCT id) FILTER (WHERE is_county AND role = ANY ({MEMBERS})) AS members_counties,
           array_agg(DISTINCT id) FILTER (WHERE NOT is_county AND role = ANY ({MEMBERS})) AS members_unions,
           array_agg(DISTINCT id) FILTER (WHERE is_county AND role = ANY ({CASES})) AS cases_counties,
           array_agg(DISTINCT id) FILTER (WHERE NOT is_county AND role = ANY ({CASES})) AS cases_unions,
           array_agg(DISTINCT id) FILTER (WHERE is_county AND role = ANY ({MANAGED})) AS managed_counties,
           array_agg(DISTINCT id) FILTER (WHERE NOT is_county AND role = ANY ({MANAGED})) AS managed_unions
    FROM reached
), above AS (
    SELECT array_agg(DISTINCT part::bigint) AS unions
    FROM held, unnest(string_to_array(rtrim(path, '/'), '/')) AS part
), sides AS MATERIALIZED (  -- as applicant, or as the named side of an employer for which the person speaks
    SELECT c.id FROM cases_case c WHERE c.applicant_id IN (own, serving)
    UNION
    SELECT c.id FROM cases_party p JOIN cases_case c ON c.id = p.case_id
    JOIN unions_employercontact e ON e.person_id = p.person_id AND e.employer_id = c.employer_id
    WHERE p.person_id = own AND p.role = 'respondent' AND c.identity = 'named'
      AND e.since <= day AND (e.until IS NULL OR e.until > day)
), in_hand AS (  -- given to somebody, as long as an office of theirs for it reaches the case
    SELECT a.case_id FROM cases_assignment a
    JOIN cases_case c ON c.id = a.case_id JOIN unions_union u ON u.id = c.union_id
    JOIN held h ON starts_with(u.path, h.path) AND h.role = ANY (CASE a.role
        WHEN 'officer' THEN {HANDLE} WHEN 'mediator' THEN '{{mediator}}' WHEN 'lawyer' THEN '{{lawyer}}' END::text[])
    WHERE a.person_id = own AND a.until IS NULL
), met AS (  -- whoever has to do with those cases
    SELECT a.person_id FROM cases_assignment a WHERE a.case_id IN (SELECT id FROM sides)
    UNION SELECT p.person_id FROM cases_party p WHERE p.case_id IN (SELECT id FROM sides)
    UNION SELECT c.applicant_id FROM cases_case c WHERE c.id IN (SELECT id FROM sides)
    UNION SELECT a.person_id FROM cases_entry e JOIN people_account a ON a.id = e.author_id
          WHERE e.case_id IN (SELECT id FROM sides)
)
SELECT array_remove(ARRAY[own, serving], NULL),
       (SELECT array_agg(person_id) FILTER (WHERE person_id IS NOT NULL) FROM met),
       (SELECT array_agg(id) FROM (SELECT id FROM sides UNION SELECT case_id FROM in_hand) AS mine),
       served_counties, coalesce(served_unions, '{{}}') || coalesce(above.unions, '{{}}'),
       members_counties, members_unions, cases_counties, cases_unions,
       managed_counties, managed_unions, (SELECT array_agg(DISTINCT path) FROM held WHERE role = ANY ({AUDIT}))
FROM reach, above
$$
"""

BEFORE = import_module("gongjia.cases.migrations.0003_walls").HAT.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):

    dependencies = [("cases", "0004_lawyer_beside")]

    operations = [migrations.RunSQL(HAT, BEFORE)]
