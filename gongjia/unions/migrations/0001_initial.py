import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VIEW = """
CREATE VIEW unions_membership_change AS
SELECT id * 2 AS id, id AS membership_id, person_id, union_id, county_id, started_on AS day, 1::smallint AS change
FROM unions_membership
UNION ALL
SELECT id * 2 + 1, id, person_id, union_id, county_id, ended_on, (-1)::smallint
FROM unions_membership WHERE ended_on IS NOT NULL
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MembershipChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('change', models.SmallIntegerField()),
            ],
            options={
                'db_table': 'unions_membership_change',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='LeagueMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('name_pinyin', models.CharField(blank=True, db_collation='C', max_length=400)),
                ('name_grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None)),
                ('credit_code', models.CharField(max_length=18, null=True, unique=True)),
                ('is_verified', models.BooleanField(default=False)),
                ('division_code', models.CharField(blank=True, max_length=12)),
                ('is_platform', models.BooleanField(default=False)),
                ('opened_on', models.DateField(null=True)),
                ('telephone', models.CharField(blank=True, max_length=30)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('is_demo', models.BooleanField(default=False)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='EmployerContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='unions.employer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employer_contacts', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('how', models.CharField(choices=[('scan', "Scanned the union's code"), ('workplace', 'Through the workplace'), ('platform', 'Through the platform'), ('residence', 'Where the person lives'), ('league', 'Through a league'), ('counter', 'Entered at a counter'), ('transfer', 'Transferred')], max_length=10)),
                ('is_first', models.BooleanField()),
                ('end_reason', models.CharField(blank=True, choices=[('transfer', 'Transferred'), ('left', 'Left by own wish'), ('auto_left', 'Left after notice'), ('expelled', 'Expelled'), ('deceased', 'Deceased')], max_length=10)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person')),
                ('transferred_from', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transferred_to', to='unions.membership')),
            ],
        ),
        migrations.CreateModel(
            name='Retention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('reason', models.CharField(max_length=200)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retentions', to='unions.membership')),
            ],
        ),
        migrations.CreateModel(
            name='Union',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.TextField(db_collation='C', unique=True)),
                ('name', models.CharField(max_length=100)),
                ('name_ko', models.CharField(blank=True, max_length=100)),
                ('name_pinyin', models.CharField(blank=True, db_collation='C', max_length=400)),
                ('name_grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None)),
                ('kind', models.CharField(choices=[('federation', 'Federation'), ('industry', 'Industry union'), ('league', 'Union league'), ('grassroots', 'Grassroots union'), ('joint', 'Joint grassroots union')], max_length=12)),
                ('level', models.CharField(choices=[('province', 'Province'), ('prefecture', 'Prefecture'), ('county', 'County'), ('township', 'Township'), ('grassroots', 'Grassroots')], max_length=12)),
                ('method', models.CharField(blank=True, choices=[('key', 'Key enterprise'), ('industry', 'By industry'), ('fallback', 'Territorial fallback'), ('', 'Ordinary')], max_length=8)),
                ('division_code', models.CharField(blank=True, max_length=12)),
                ('founded_on', models.DateField()),
                ('dissolved_on', models.DateField(null=True)),
                ('telephone', models.CharField(blank=True, max_length=30)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('join_code', models.CharField(max_length=12, unique=True)),
                ('has_mediation_committee', models.BooleanField(default=False)),
                ('is_demo', models.BooleanField(default=False)),
                ('county', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='unions.union')),
                ('employer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unions', to='unions.employer')),
                ('leagues', models.ManyToManyField(related_name='league_unions', through='unions.LeagueMember', to='unions.union')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='unions.union')),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'Union officer'), ('mediator', 'Mediator'), ('lawyer', 'Lawyer'), ('leader', 'Leader'), ('analyst', 'Analyst'), ('auditor', 'Auditor'), ('supervisor', 'Labour-law supervisor'), ('administrator', 'Administrator')], max_length=14)),
                ('title', models.CharField(blank=True, max_length=50)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('appointed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='people.person')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='unions.union')),
            ],
        ),
        migrations.AddField(
            model_name='membership',
            name='county',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='unions.union'),
        ),
        migrations.AddField(
            model_name='membership',
            name='union',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='unions.union'),
        ),
        migrations.AddField(
            model_name='leaguemember',
            name='league',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='league_members', to='unions.union'),
        ),
        migrations.AddField(
            model_name='leaguemember',
            name='union',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='league_places', to='unions.union'),
        ),
        migrations.AddIndex(
            model_name='employer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_grams'], name='employer_grams'),
        ),
        migrations.AddIndex(
            model_name='employer',
            index=models.Index(fields=['name_pinyin', 'id'], name='employer_pinyin'),
        ),
        migrations.AddConstraint(
            model_name='employercontact',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'employer'), name='one_open_contact_per_employer'),
        ),
        migrations.AddConstraint(
            model_name='retention',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('membership',), name='one_open_retention_per_membership'),
        ),
        migrations.AddConstraint(
            model_name='retention',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='retention_ends_after_start'),
        ),
        migrations.AddIndex(
            model_name='union',
            index=models.Index(fields=['division_code', 'level'], name='union_division'),
        ),
        migrations.AddIndex(
            model_name='union',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_grams'], name='union_grams'),
        ),
        migrations.AddConstraint(
            model_name='union',
            constraint=models.CheckConstraint(condition=models.Q(('dissolved_on__isnull', True), ('dissolved_on__gte', models.F('founded_on')), _connector='OR'), name='union_dissolved_after_founding'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'union', 'role'), name='one_open_office_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='office_ends_after_start'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['union', 'started_on', 'ended_on'], name='membership_union'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['county', 'started_on', 'ended_on'], name='membership_county'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['started_on'], name='membership_started'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('ended_on__isnull', False)), fields=['ended_on'], name='membership_ended'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('person',), name='one_open_membership_per_person'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='membership_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_on__isnull', True)), models.Q(('ended_on__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='membership_end_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='leaguemember',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('union', 'league'), name='one_open_place_per_league'),
        ),
        migrations.RunSQL(VIEW, "DROP VIEW unions_membership_change"),
    ]
