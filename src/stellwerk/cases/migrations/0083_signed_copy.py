# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0082_fact_need")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="signed_copy",
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
