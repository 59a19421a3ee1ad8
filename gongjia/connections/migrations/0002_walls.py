"""The second wall around tokens and webhooks: their maker's, and those of a union in which one holds an office."""

from django.db import migrations

from gongjia.foundation.walls import ids, wall

SERVED = f"""union_id = {ids('served_unions')}
    OR EXISTS (SELECT FROM unions_union u WHERE u.id = union_id AND u.county_id = {ids('served_counties')})"""


class Migration(migrations.Migration):

    dependencies = [("connections", "0001_initial"), ("unions", "0002_walls")]

    operations = [
        wall("connections_token", f"person_id = {ids('people')} OR {SERVED}"),
        wall("connections_call", f"person_id = {ids('people')}"),
        wall("connections_hit"),  # what the limits count is nobody's to read
        wall("connections_webhook", f"person_id = {ids('people')} OR {SERVED}"),
        wall("connections_message", "EXISTS (SELECT FROM connections_webhook w WHERE w.id = webhook_id)"),
    ]
