import django.db.models.deletion
from django.db import migrations, models

from gongjia.foundation.walls import wall

# The triggers are made by keeping.install() after every migration; without the table nobody could write.
WITHOUT_TRIGGERS = """
    DO $$ DECLARE keeper regprocedure; BEGIN
        FOR keeper IN SELECT oid FROM pg_proc
                      WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'keep_') LOOP
            EXECUTE format('DROP FUNCTION %s CASCADE', keeper);
        END LOOP;
    END $$
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('unions', '0002_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=60)),
                ('is_home', models.BooleanField()),
                ('month', models.DateField()),
                ('begun', models.BigIntegerField()),
                ('ended', models.BigIntegerField()),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='unions.union')),
            ],
            options={
                'indexes': [models.Index(fields=['figure', 'branch', 'month'], name='month_count')],
            },
        ),
        # Small numbers point at people: only the platform counts, and only the triggers write.
        wall('indicators_monthcount'),
        migrations.RunSQL(migrations.RunSQL.noop, WITHOUT_TRIGGERS),
    ]
