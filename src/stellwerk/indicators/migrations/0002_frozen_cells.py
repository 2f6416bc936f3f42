# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The combinations of a frozen cross table stand apart from what its page shows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='frozenreport',
            name='cells',
            field=models.TextField(default=''),
        ),
    ]
