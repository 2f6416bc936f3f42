# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation was last shown of the others; the live views go."""

import django.db.models.deletion
from django.db import migrations, models

import stellwerk.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0017_recorded_day"),
        ("directory", "0002_sign_in_links"),
    ]
    operations = [
        migrations.CreateModel(
            name="ReleasedLine",
            fields=[
                ("id", models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("edge", "Edge"), ("handover", "Hand Over"), ("issue", "Issue"), ("interface", "Interface")], max_length=10)),
                ("year", models.SmallIntegerField(default=0)),
                ("line", models.CharField(max_length=120)),
                ("shown", models.JSONField(null=True)),
                ("counted", models.JSONField(default=dict)),
                ("released_on", models.DateField()),
                ("organisation", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.organisation")),
            ],
            options={"db_table": "networks_released_line"},
        ),
        migrations.AddConstraint(
            model_name="releasedline",
            constraint=models.UniqueConstraint(fields=("organisation", "kind", "year", "line"), name="released_line_once"),
        ),
        migrations.RunSQL(
            [
                "DROP FUNCTION IF EXISTS network_log_edges(integer)",
                "DROP FUNCTION IF EXISTS network_log_handovers(integer)",
            ],
            migrations.RunSQL.noop,
        ),
    ]
