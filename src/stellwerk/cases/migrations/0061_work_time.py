# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Hours for case work; what the team's board asks for stands in small indexes."""

import django.db.models.deletion
import stellwerk.base.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0060_transitions"),
        ("directory", "0002_sign_in_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkTime',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('hours_per_week', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='hours per week')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ['user', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'user', 'valid_from'), name='work_time_once_per_day'), models.CheckConstraint(condition=models.Q(('hours_per_week__gte', 0), ('hours_per_week__lte', 60)), name='work_time_hours')],
            },
        ),
        # What waits is little beside what there is: these indexes hold only that.
        *(
            migrations.RunSQL(
                f"CREATE INDEX {name} ON {table} (organisation_id, {day}, case_id) WHERE {which}",
                f"DROP INDEX {name}",
            )
            for name, table, day, which in (
                ("appointment_waiting", "cases_appointment", "starts_at", "outcome = 'planned'"),
                ("goal_waiting", "cases_goal", "due_on", "attainment IS NULL"),
                (
                    "measure_waiting", "cases_measure", "due_on",
                    "state IN ('planned', 'asked', 'running')",
                ),
            )
        ),
    ]
