"""With whom the disputes that have changed their union were accepted and settled: the record of doings says it.

What cannot be read there, because that union has moved in the tree since, stays with the union that has the case.
"""

from django.db import migrations

SETTLED = """
    UPDATE cases_case AS c SET settled_with_id = u.id
    FROM audit_event AS e JOIN unions_union AS u ON u.path = e.union_path
    WHERE e.kind = 'cases.case' AND e.object_id = c.id::text
      AND e.verb IN ('dispute_mediation.conclude', 'dispute_mediation.withdraw')
      AND c.settled_on IS NOT NULL AND c.settled_with_id IS NULL AND u.id <> c.union_id
      AND c.id IN (SELECT case_id FROM cases_entry WHERE verb = 'hand_over')
"""
# Of the clocks only the one that acceptance starts is counted by the union that had the case.
ACCEPTED = """
    UPDATE cases_due AS d SET begun_with_id = u.id
    FROM cases_case AS c, audit_event AS e JOIN unions_union AS u ON u.path = e.union_path
    WHERE c.id = d.case_id AND d.rule = 'mediation.finish' AND d.begun_with_id IS NULL
      AND e.kind = 'cases.case' AND e.object_id = c.id::text AND e.verb = 'dispute_mediation.accept'
      AND u.id <> c.union_id AND c.id IN (SELECT case_id FROM cases_entry WHERE verb = 'hand_over')
"""


class Migration(migrations.Migration):

    dependencies = [("cases", "0009_reached_with"), ("audit", "0001_initial"), ("unions", "0002_walls")]

    operations = [
        migrations.RunSQL(SETTLED, migrations.RunSQL.noop),
        migrations.RunSQL(ACCEPTED, migrations.RunSQL.noop),
    ]
