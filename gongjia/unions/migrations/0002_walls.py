"""The second wall around memberships and offices: one's own, and those that one's offices reach.

The names of unions and employers are public. An office is seen by whoever holds one above or below it.
"""

from django.db import migrations

from gongjia.foundation.walls import also_seen, ids, reached, wall



def of_unions(kind: str) -> str:
    """Rows of unions that offices of this kind reach; an office has no county of its own to compare."""
    return f"""union_id = {ids(f"{kind}_unions")} OR EXISTS (
        SELECT FROM unions_union u WHERE u.id = union_id AND u.county_id = {ids(f"{kind}_counties")})"""


OWN = f"person_id = {ids('people')}"
# Nobody enters themselves or appoints themselves: what one writes of one's own is an end.
LEFT = f"({OWN} AND ended_on IS NOT NULL)"
LAID_DOWN = f"({OWN} AND until <= greatest(since, current_date))"
SHOWS_OFFICER = """
    CREATE FUNCTION unions_show_officer(person bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 1000 SET search_path = public, pg_temp AS $$
    BEGIN RETURN EXISTS (SELECT FROM unions_office WHERE person_id = person); END $$
"""
# The index of names is no use to a query under a policy, so this one looks into it, as far as its caller reaches.
NAMED = f"""
    CREATE FUNCTION people_named(grams varchar[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id FROM people_person p WHERE p.name_grams @> grams AND (
        current_setting('role') = 'gongjia_platform' OR p.id = {ids('people')}
        OR EXISTS (SELECT FROM unions_membership m
                   WHERE m.person_id = p.id AND m.ended_on IS NULL AND ({reached('members')}))) $$
"""


class Migration(migrations.Migration):

    dependencies = [("unions", "0001_initial"), ("people", "0003_walls")]

    operations = [
        wall("unions_membership", f"{OWN} OR {reached('members')}", add=f"{LEFT} OR {reached('members')}"),
        wall("unions_retention", "EXISTS (SELECT FROM unions_membership m WHERE m.id = membership_id)"),
        migrations.RunSQL(
            "ALTER VIEW unions_membership_change SET (security_invoker = true)",
            "ALTER VIEW unions_membership_change RESET (security_invoker)",
        ),
        wall("unions_office", f"{OWN} OR {of_unions('served')}", add=f"{LAID_DOWN} OR {of_unions('managed')}"),
        wall("unions_employercontact", OWN),
        migrations.RunSQL(NAMED, "DROP FUNCTION people_named"),
        # Whoever sees the membership or the office sees the person who has it.
        migrations.RunSQL(SHOWS_OFFICER, "DROP FUNCTION unions_show_officer"),
        also_seen(
            "people_person",
            "member",
            "EXISTS (SELECT FROM unions_membership m WHERE m.person_id = people_person.id AND m.ended_on IS NULL)",
        ),
        also_seen("people_person", "by_office", "unions_show_officer(id)"),
        also_seen("people_account", "by_office", "unions_show_officer(person_id)"),
    ]
