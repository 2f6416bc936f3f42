# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How sure the days of a measure are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0040_legal"),
    ]
    operations = [
        migrations.AddField(
            model_name="measure",
            name="precision",
            field=models.CharField(
                choices=[("day", "to the day"), ("about", "approximate")], default="day",
                max_length=5, verbose_name="precision of the days",
            ),
        ),
    ]
