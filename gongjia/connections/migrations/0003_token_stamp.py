"""A personal token ends with the sessions of its maker; those made before count as made in the sessions of today."""

from django.db import migrations, models

STAMP = """
UPDATE connections_token t SET session_stamp = a.session_stamp
FROM people_account a WHERE a.person_id = t.person_id AND t.union_id IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [("connections", "0002_walls"), ("people", "0003_walls")]

    operations = [
        migrations.AddField("token", "session_stamp", models.PositiveIntegerField(null=True)),
        migrations.RunSQL(STAMP, migrations.RunSQL.noop),
    ]
