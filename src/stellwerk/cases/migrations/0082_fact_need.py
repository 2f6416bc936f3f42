# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The highest need of the latest assessment as a coded fact (``manage rebuild_facts`` fills it)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0081_import_mappings")]

    operations = [
        migrations.AddField(
            model_name="casefact", name="need", field=models.SmallIntegerField(null=True)
        ),
    ]
