"""The second wall around the record of doings: what concerns me, what I did, and what an auditor's office reaches."""

from django.db import migrations

from gongjia.foundation.walls import ids, own_account, wall

AUDITED = """EXISTS (
    SELECT FROM unnest((SELECT nullif(current_setting('gongjia.audit_paths', true), '')::text[])) AS path
    WHERE union_path >= path AND union_path < left(path, -1) || '0')"""


class Migration(migrations.Migration):

    dependencies = [("audit", "0002_seal")]

    operations = [
        wall(
            "audit_event",
            f"person_id = {ids('people')} OR on_behalf_of = {ids('people')} OR actor_id = {own_account()} OR {AUDITED}",
        ),
    ]
