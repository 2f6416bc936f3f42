# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import stellwerk.base.ids
from django.db import migrations, models


def _key(table: str, name: str, columns: str, target: str, target_columns: str) -> migrations.RunSQL:
    """A row and what it hangs on belong together; what goes takes along what hangs on it."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0004_chains"),
        ("directory", "0002_sign_in_links"),
        ("vocabulary", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='TypicalCase',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='number')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('called', models.CharField(blank=True, default='', max_length=40, verbose_name='called here')),
                ('about', models.TextField(blank=True, default='', verbose_name='what it is about')),
                ('profile', models.TextField(blank=True, default='', verbose_name='what is known of the person')),
                ('target_group', models.CharField(blank=True, default='', max_length=160, verbose_name='target group')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('checked', 'checked'), ('released', 'released to the group'), ('archived', 'archived')], default='draft', max_length=8, verbose_name='state')),
                ('source_count', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('age_band', models.CharField(blank=True, choices=[('0-15', 'under 16'), ('16-17', '16 to 17'), ('18-26', '18 to 26'), ('27-39', '27 to 39'), ('40-54', '40 to 54'), ('55-64', '55 to 64'), ('65-199', '65 and older'), ('0-17', 'under 18'), ('18-39', '18 to 39'), ('40-64', '40 to 64'), ('18-199', '18 and older')], default='', max_length=6, verbose_name='age group')),
                ('region', models.CharField(blank=True, choices=[('northern_africa', 'Northern Africa'), ('eastern_africa', 'Eastern Africa'), ('middle_africa', 'Middle Africa'), ('southern_africa', 'Southern Africa'), ('western_africa', 'Western Africa'), ('northern_america', 'Northern America'), ('central_america', 'Central America'), ('caribbean', 'Caribbean'), ('south_america', 'South America'), ('central_asia', 'Central Asia'), ('eastern_asia', 'Eastern Asia'), ('south_eastern_asia', 'South-eastern Asia'), ('southern_asia', 'Southern Asia'), ('western_asia', 'Western Asia'), ('eastern_europe', 'Eastern Europe'), ('northern_europe', 'Northern Europe'), ('southern_europe', 'Southern Europe'), ('western_europe', 'Western Europe'), ('australia_and_new_zealand', 'Australia and New Zealand'), ('melanesia', 'Melanesia'), ('micronesia', 'Micronesia'), ('polynesia', 'Polynesia'), ('africa', 'Africa'), ('americas', 'Americas'), ('asia', 'Asia'), ('europe', 'Europe'), ('oceania', 'Oceania')], default='', max_length=32, verbose_name='region of origin')),
                ('residence_group', models.CharField(blank=True, default='', max_length=16, verbose_name='group of residence statuses')),
                ('gender', models.CharField(blank=True, choices=[('w', 'female'), ('m', 'male'), ('d', 'diverse')], default='', max_length=1, verbose_name='gender')),
                ('half_year', models.CharField(blank=True, default='', max_length=7, verbose_name='half-year of opening')),
                ('released_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='released on')),
                ('field_of_action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term', verbose_name='field of action')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'networks_typical_case',
                'ordering': ['organisation', 'number'],
            },
        ),
        migrations.CreateModel(
            name='TypicalRelease',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('attributes', models.JSONField(default=dict)),
                ('persons', models.PositiveIntegerField()),
                ('released_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_because', models.CharField(blank=True, choices=[('editing', 'to be changed'), ('archived', 'archived'), ('too_few', 'fewer than five people match by now')], default='', max_length=8)),
                ('by', models.CharField(max_length=320)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('typical_case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='networks.typicalcase')),
            ],
            options={
                'db_table': 'networks_typical_release',
                'ordering': ['-released_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TypicalStation',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('course', models.CharField(choices=[('actual', 'Actual course'), ('positive', 'Positive course')], default='actual', max_length=8, verbose_name='course')),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('interval', models.CharField(blank=True, default='', max_length=120, verbose_name='when')),
                ('actor_words', models.CharField(blank=True, default='', max_length=120, verbose_name='who (in words)')),
                ('action', models.TextField(verbose_name='what happens')),
                ('legal_basis', models.CharField(blank=True, default='', max_length=160, verbose_name='legal basis')),
                ('input', models.TextField(blank=True, default='', verbose_name='what is needed for it')),
                ('output', models.TextField(blank=True, default='', verbose_name='what comes of it')),
                ('waiting_time', models.CharField(blank=True, default='', max_length=120, verbose_name='waiting time')),
                ('consequence', models.TextField(blank=True, default='', verbose_name='consequence')),
                ('client_view', models.TextField(blank=True, default='', verbose_name="the client's view")),
                ('rating', models.CharField(choices=[('helpful', 'helpful'), ('hindering', 'hindering'), ('neither', 'neither of the two')], default='neither', max_length=9, verbose_name='rating')),
                ('evidence', models.TextField(blank=True, default='', verbose_name='evidence')),
                ('lever', models.TextField(blank=True, default='', verbose_name='adjusting screw')),
                ('actor_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='organisation')),
                ('instead_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='networks.typicalstation', verbose_name='instead of')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('typical_case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='stations', to='networks.typicalcase')),
            ],
            options={
                'db_table': 'networks_typical_station',
                'ordering': ['course', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='StationView',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('words', models.TextField(verbose_name='how we see it')),
                ('rating', models.CharField(choices=[('helpful', 'helpful'), ('hindering', 'hindering'), ('neither', 'neither of the two')], default='neither', max_length=9, verbose_name='rating')),
                ('lever', models.TextField(blank=True, default='', verbose_name='what would help from our point of view')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('typical_case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='views', to='networks.typicalcase')),
                ('station', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='views', to='networks.typicalstation')),
            ],
            options={
                'db_table': 'networks_station_view',
                'ordering': ['organisation__name', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='typicalcase',
            index=models.Index(fields=['state'], name='typical_case_state'),
        ),
        migrations.AddConstraint(
            model_name='typicalcase',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='typical_case_in_organisation'),
        ),
        migrations.AddConstraint(
            model_name='typicalcase',
            constraint=models.UniqueConstraint(fields=('organisation', 'number'), name='typical_case_number_once'),
        ),
        migrations.AddConstraint(
            model_name='typicalcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), _negated=True), ('released_at__isnull', False), _connector='OR'), name='typical_case_released_at'),
        ),
        migrations.AddIndex(
            model_name='typicalrelease',
            index=models.Index(fields=['typical_case'], name='typical_release_case'),
        ),
        migrations.AddConstraint(
            model_name='typicalrelease',
            constraint=models.CheckConstraint(condition=models.Q(('persons__gte', 5)), name='typical_release_of_a_group'),
        ),
        migrations.AddIndex(
            model_name='typicalstation',
            index=models.Index(fields=['typical_case', 'course', 'position'], name='typical_station_at'),
        ),
        migrations.AddConstraint(
            model_name='typicalstation',
            constraint=models.UniqueConstraint(fields=('typical_case', 'id'), name='typical_station_in_case'),
        ),
        migrations.AddIndex(
            model_name='stationview',
            index=models.Index(fields=['typical_case'], name='station_view_case'),
        ),
        migrations.AddConstraint(
            model_name='stationview',
            constraint=models.UniqueConstraint(fields=('organisation', 'station'), name='station_view_once_per_organisation'),
        ),
        _key(
            "networks_typical_station", "typical_station_of_own_case",
            "organisation_id, typical_case_id", "networks_typical_case", "organisation_id, id",
        ),
        _key(
            "networks_typical_release", "typical_release_of_own_case",
            "organisation_id, typical_case_id", "networks_typical_case", "organisation_id, id",
        ),
        _key(
            "networks_station_view", "station_view_of_this_case",
            "typical_case_id, station_id", "networks_typical_station", "typical_case_id, id",
        ),
    ]
