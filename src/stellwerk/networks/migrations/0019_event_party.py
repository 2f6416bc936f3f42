# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether anybody else is named by a recorded event: asked whenever one is erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0018_released_lines"),
    ]
    operations = [
        migrations.AddIndex(
            "event",
            models.Index(
                fields=["party"], name="event_recorded_party",
                condition=models.Q(party__isnull=False) & ~models.Q(source=3),
            ),
        ),
    ]
