# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


def without_index(name: str) -> migrations.AlterField:
    return migrations.AlterField(
        model_name="caseaccess",
        name=name,
        field=models.ForeignKey(
            db_index=False,
            on_delete=django.db.models.deletion.CASCADE,
            related_name="+",
            to="directory.organisation",
        ),
    )


class Migration(migrations.Migration):
    """No question asks for an organisation alone; its index only misleads the planner."""

    dependencies = [("cases", "0006_access_by_both")]
    operations = [without_index("organisation"), without_index("owner_organisation")]
