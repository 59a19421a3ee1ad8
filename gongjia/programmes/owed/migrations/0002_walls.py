"""The second wall around calculations: one's own, a stranger's by its token, and those that belong to a case one sees."""

from django.db import migrations

from gongjia.foundation.walls import ids, own_account, tokens_held, wall

SEEN = f"""person_id = {ids('people')} OR written_by_id = {own_account()}
    OR (person_id IS NULL AND token = {tokens_held()})
    OR EXISTS (SELECT FROM cases_document d WHERE d.id = paper_id AND d.case_id IS NOT NULL)"""


class Migration(migrations.Migration):

    dependencies = [("owed", "0001_initial"), ("cases", "0003_walls")]

    operations = [
        wall("owed_calculation", SEEN),
        wall("owed_variant", "EXISTS (SELECT FROM owed_calculation c WHERE c.id = calculation_id)"),
    ]
