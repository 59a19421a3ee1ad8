"""Where the cases that have changed their union were raised: the record of doings says it of their opening.

What cannot be read there, because that union has moved in the tree since, stays with the union that has the case.
"""

from django.db import migrations

KNOWN = """
    UPDATE cases_case AS c SET raised_with_id = u.id
    FROM audit_event AS e JOIN unions_union AS u ON u.path = e.union_path
    WHERE e.kind = 'cases.case' AND e.object_id = c.id::text AND e.verb = c.kind || '.opened'
      AND c.raised_with_id IS NULL AND u.id <> c.union_id
      AND c.id IN (SELECT case_id FROM cases_entry WHERE verb IN ('hand_over', 'reject_answer'))
"""


class Migration(migrations.Migration):

    dependencies = [("cases", "0006_raised_with"), ("audit", "0001_initial"), ("unions", "0002_walls")]

    operations = [migrations.RunSQL(KNOWN, migrations.RunSQL.noop)]
