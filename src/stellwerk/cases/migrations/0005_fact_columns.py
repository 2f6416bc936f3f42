# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Coded facts with the duration in days; what every report scans stands first."""

import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import stellwerk.cases.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_closed_oracles'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    sql='DROP INDEX fact_org_opened; ALTER TABLE cases_fact DROP CONSTRAINT cases_fact_pkey; ALTER TABLE cases_fact RENAME TO cases_fact_before',
                ),
            ],
            state_operations=[
                migrations.DeleteModel(
                    name='CaseFact',
                ),
            ],
        ),
        migrations.CreateModel(
            name='CaseFact',
            fields=[
                ('topics', models.BigIntegerField(default=0)),
                ('central', models.BigIntegerField(default=0)),
                ('quarters', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('opened_on'), '*', models.Value(4)), '+', django.db.models.functions.datetime.ExtractQuarter('opened_on')), '-', models.Value(1)), '*', models.Value(10000)), '+', django.db.models.functions.comparison.Coalesce(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('closed_on'), '*', models.Value(4)), '+', django.db.models.functions.datetime.ExtractQuarter('closed_on')), '-', models.Value(1)), 0)), output_field=models.IntegerField())),
                ('traits', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(models.F('residence_status_id'), 0), '*', models.Value(64)), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(gender='w', then=models.Value(0)), models.When(gender='m', then=models.Value(1)), models.When(gender='d', then=models.Value(2)), models.When(gender='x', then=models.Value(3)), default=models.Value(4)), '*', models.Value(8))), '+', models.Case(models.When(birth_year__isnull=True, then=models.Value(7)), models.When(birth_year__gt=django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('opened_on'), '-', models.Value(16)), then=models.Value(0)), models.When(birth_year__gt=django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('opened_on'), '-', models.Value(18)), then=models.Value(1)), models.When(birth_year__gt=django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('opened_on'), '-', models.Value(27)), then=models.Value(2)), models.When(birth_year__gt=django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('opened_on'), '-', models.Value(40)), then=models.Value(3)), models.When(birth_year__gt=django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('opened_on'), '-', models.Value(55)), then=models.Value(4)), models.When(birth_year__gt=django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractYear('opened_on'), '-', models.Value(65)), then=models.Value(5)), default=models.Value(6))), output_field=models.IntegerField())),
                ('due', models.IntegerField(default=0)),
                ('kept', models.IntegerField(default=0)),
                ('planned', models.IntegerField(default=0)),
                ('cancelled_by_us', models.IntegerField(default=0)),
                ('goals', models.IntegerField(default=0)),
                ('goals_assessed', models.IntegerField(default=0)),
                ('goals_reached', models.IntegerField(default=0)),
                ('days', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.Func('closed_on', 'opened_on', arg_joiner=' - ', template='(%(expressions)s)'), 0, output_field=models.IntegerField()), output_field=models.IntegerField())),
                ('opened_on', models.DateField()),
                ('ending', models.GeneratedField(db_persist=True, expression=models.Case(models.When(closed_on__isnull=True, then=models.Value(0)), default=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(1), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(closing_kind='planned', then=models.Value(0)), models.When(closing_kind='unplanned', then=models.Value(1)), default=models.Value(2)), '*', models.Value(5))), '+', models.Case(models.When(closed_by='client', then=models.Value(0)), models.When(closed_by='case_manager', then=models.Value(1)), models.When(closed_by='both', then=models.Value(2)), models.When(closed_by='other', then=models.Value(3)), default=models.Value(4)))), output_field=models.SmallIntegerField())),
                ('nationality_id', models.SmallIntegerField(null=True)),
                ('organisation_id', models.UUIDField()),
                ('case_id', models.UUIDField(primary_key=True, serialize=False)),
                ('attainment_sum', stellwerk.cases.models.fields.PercentField(decimal_places=12, default=0, max_digits=20)),
                ('closed_on', models.DateField(null=True)),
                ('residence_status_id', models.SmallIntegerField(null=True)),
                ('access_channel_id', models.SmallIntegerField(null=True)),
                ('birth_year', models.SmallIntegerField(null=True)),
                ('household_members', models.SmallIntegerField(null=True)),
                ('phase', models.CharField(max_length=16)),
                ('closing_kind', models.CharField(max_length=12, null=True)),
                ('closed_by', models.CharField(max_length=16, null=True)),
                ('gender', models.CharField(max_length=1, null=True)),
            ],
            options={
                'db_table': 'cases_fact',
                'indexes': [models.Index(fields=['organisation_id', 'opened_on'], name='fact_org_opened')],
                'constraints': [],
            },
        ),
        migrations.RunSQL(
            sql='INSERT INTO cases_fact (topics, central, due, kept, planned, cancelled_by_us, goals, goals_assessed, goals_reached, opened_on, nationality_id, organisation_id, case_id, attainment_sum, closed_on, residence_status_id, access_channel_id, birth_year, household_members, phase, closing_kind, closed_by, gender) SELECT topics, central, due, kept, planned, cancelled_by_us, goals, goals_assessed, goals_reached, opened_on, nationality_id, organisation_id, case_id, attainment_sum, closed_on, residence_status_id, access_channel_id, birth_year, household_members, phase, closing_kind, closed_by, gender FROM cases_fact_before; DROP TABLE cases_fact_before',
        ),
    ]
