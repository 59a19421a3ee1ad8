import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_once_index'),
        ('unions', '0002_walls'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='settled_with',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='unions.union'),
        ),
        migrations.AddField(
            model_name='due',
            name='begun_with',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='unions.union'),
        ),
    ]
