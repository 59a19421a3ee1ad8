"""The second wall around messages: everybody reads their own."""

from django.db import migrations

from gongjia.foundation.walls import ids, wall


class Migration(migrations.Migration):

    dependencies = [("notices", "0001_initial"), ("people", "0003_walls")]

    operations = [
        wall("notices_notice", f"person_id = {ids('people')}"),
        wall("notices_delivery", "EXISTS (SELECT FROM notices_notice n WHERE n.id = notice_id)"),
    ]
