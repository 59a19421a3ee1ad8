from django.db import migrations, models

from gongjia.foundation.walls import wall


class Migration(migrations.Migration):

    dependencies = [("people", "0003_walls")]

    operations = [
        migrations.CreateModel(
            name="StrangersHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.BinaryField(max_length=32, unique=True)),
                ("hour", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
        ),
        wall("people_strangershour"),  # what the limits count is nobody's to read
    ]
