"""The second wall around saved worklists: one's own."""

from django.db import migrations

from gongjia.foundation.walls import own_account, wall


class Migration(migrations.Migration):

    dependencies = [("desks", "0001_initial"), ("cases", "0003_walls")]

    operations = [wall("desks_savedview", f"account_id = {own_account()}")]
