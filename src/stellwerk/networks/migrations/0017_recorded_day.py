# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""When something was recorded is known to the day: the moment would lead to the case's own row."""

from django.db import migrations, models

import stellwerk.networks.models.log


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0016_issue_places"),
    ]
    operations = [
        migrations.AlterField(
            "event", "recorded_at",
            models.DateTimeField(default=stellwerk.networks.models.log.today_alone, editable=False),
        ),
        migrations.RunSQL(
            "UPDATE networks_event SET recorded_at = date_trunc('day', recorded_at)",
            migrations.RunSQL.noop,
        ),
    ]
