"""The second wall around cases: one's own, those in one's hands, those that one's offices reach.

And what a request's transaction is told at its beginning: `gongjia_hat` reads from the offices of a day, from the
cases in somebody's hands and from nothing that the application says, how far a person sees. It shares no code with
unions/access.py; tests compare the two.
"""

from django.db import migrations

from gongjia.foundation.walls import also_seen, ids, own_account, reached, tokens_held, wall

# Which roles reach which rows (unions/kinds.py: READ_CASES, READ_MEMBERS, MANAGE_OFFICES, READ_AUDIT); any office serves.
CASES, MEMBERS = "'{officer,leader,analyst}'", "'{officer,leader}'"
MANAGED, AUDIT = "'{leader,administrator}'", "'{auditor}'"

HAT = f"""
CREATE FUNCTION gongjia_hat(own bigint, serving bigint, day date) RETURNS TABLE (
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
), met AS (  -- whoever has to do with those cases
    SELECT a.person_id FROM cases_assignment a WHERE a.case_id IN (SELECT id FROM sides)
    UNION SELECT p.person_id FROM cases_party p WHERE p.case_id IN (SELECT id FROM sides)
    UNION SELECT c.applicant_id FROM cases_case c WHERE c.id IN (SELECT id FROM sides)
    UNION SELECT a.person_id FROM cases_entry e JOIN people_account a ON a.id = e.author_id
          WHERE e.case_id IN (SELECT id FROM sides)
)
SELECT array_remove(ARRAY[own, serving], NULL),
       (SELECT array_agg(person_id) FILTER (WHERE person_id IS NOT NULL) FROM met),
       (SELECT array_agg(id) FROM (SELECT id FROM sides UNION SELECT a.case_id FROM cases_assignment a
                                   WHERE a.person_id = own AND a.until IS NULL) AS mine),
       served_counties, coalesce(served_unions, '{{}}') || coalesce(above.unions, '{{}}'),
       members_counties, members_unions, cases_counties, cases_unions,
       managed_counties, managed_unions, (SELECT array_agg(DISTINCT path) FROM held WHERE role = ANY ({AUDIT}))
FROM reach, above
$$
"""

OF_CASE = "EXISTS (SELECT FROM cases_case c WHERE c.id = case_id)"
PICKUP = "pickup_index = (SELECT decode(nullif(current_setting('gongjia.pickup', true), ''), 'hex'))"
DRAFT = f"(person_id IS NULL AND token = {tokens_held()})"
CASE = f"id = {ids('cases')} OR applicant_id = {ids('people')} OR {reached('cases')} OR {PICKUP}"
DOCUMENT = f"""
    (case_id IS NOT NULL AND {OF_CASE})
    OR (draft_id IS NOT NULL AND EXISTS (SELECT FROM cases_draft d WHERE d.id = draft_id))
    OR (case_id IS NULL AND draft_id IS NULL AND added_by_id = {own_account()})"""

# They look with the eyes of whoever asks: what is not seen of a case shows nobody.
SHOWS = """
CREATE FUNCTION cases_show(person bigint) RETURNS boolean
LANGUAGE plpgsql STABLE COST 1000 SET search_path = public, pg_temp AS $$
BEGIN RETURN EXISTS (SELECT FROM cases_case c WHERE c.applicant_id = person)
    OR EXISTS (SELECT FROM cases_party p WHERE p.person_id = person)
    OR EXISTS (SELECT FROM cases_assignment a WHERE a.person_id = person); END $$
"""
SHOWS_APPLICANT = """
CREATE FUNCTION cases_show_applicant(person bigint) RETURNS boolean
LANGUAGE plpgsql STABLE COST 1000 SET search_path = public, pg_temp AS $$
BEGIN RETURN EXISTS (SELECT FROM cases_case c WHERE c.applicant_id = person); END $$
"""


class Migration(migrations.Migration):

    dependencies = [("cases", "0002_kept_papers"), ("unions", "0002_walls"), ("people", "0003_walls")]

    operations = [
        migrations.RunSQL(HAT, "DROP FUNCTION gongjia_hat"),
        wall("cases_case", CASE),
        wall("cases_party", OF_CASE),
        wall("cases_assignment", OF_CASE),
        wall("cases_entry", OF_CASE),
        wall("cases_due", OF_CASE),
        wall("cases_payment", OF_CASE),
        wall("cases_rating", OF_CASE),
        wall("cases_draft", f"person_id = {ids('people')} OR written_by_id = {own_account()} OR {DRAFT}"),
        wall("cases_document", DOCUMENT),
        wall("cases_keptpaper", "EXISTS (SELECT FROM cases_document d WHERE d.id = document_id)"),
        wall("cases_signature", "EXISTS (SELECT FROM cases_document d WHERE d.id = document_id)"),
        wall("cases_countervisit", f"officer_id = {own_account()} OR person_id = {ids('people')}"),
        # Whoever sees the case sees its people, and where its applicant is a member.
        migrations.RunSQL(SHOWS, "DROP FUNCTION cases_show"),
        migrations.RunSQL(SHOWS_APPLICANT, "DROP FUNCTION cases_show_applicant"),
        also_seen("people_person", "by_case", "cases_show(id)"),
        also_seen("people_account", "by_case", "cases_show(person_id)"),
        also_seen("unions_membership", "by_case", "cases_show_applicant(person_id)"),
    ]
