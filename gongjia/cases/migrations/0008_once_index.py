"""A second press of an anonymous form finds its case by the whole token of the form, and is let see it by that."""

from django.db import migrations, models

from gongjia.foundation.walls import also_seen

ONCE = "once_index = (SELECT decode(nullif(current_setting('gongjia.pickup', true), ''), 'hex'))"


class Migration(migrations.Migration):

    dependencies = [("cases", "0007_raised_with_known")]

    operations = [
        migrations.AddField("case", "once_index", models.BinaryField(max_length=32, null=True, unique=True)),
        also_seen("cases_case", "once", ONCE),
    ]
