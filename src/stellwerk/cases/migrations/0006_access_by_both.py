# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An access row is found by case and organisation, never by the case alone."""

    dependencies = [("cases", "0005_fact_columns")]
    operations = [
        migrations.AlterField(
            model_name="caseaccess",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="access_rows",
                to="cases.case",
            ),
        ),
    ]
