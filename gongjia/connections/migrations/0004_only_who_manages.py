"""A union's tokens and webhooks belong to who manages it or a union above: not to every officer, nor to those below."""

from django.db import migrations

from gongjia.foundation.walls import ids

TABLES = ("connections_token", "connections_webhook")
BEFORE, AFTER = (
    f"""person_id = {ids('people')} OR union_id = {ids(f'{kind}_unions')}
    OR EXISTS (SELECT FROM unions_union u WHERE u.id = union_id AND u.county_id = {ids(f'{kind}_counties')})"""
    for kind in ("served", "managed")
)


def seen(condition: str) -> str:
    return ";\n".join(f"ALTER POLICY seen ON {table} USING ({condition}) WITH CHECK ({condition})" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [("connections", "0003_token_stamp")]

    operations = [migrations.RunSQL(seen(AFTER), seen(BEFORE))]
