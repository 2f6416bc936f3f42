# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The BPMN file from which a version of a chain came."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0006_issues"),
    ]
    operations = [
        migrations.CreateModel(
            name="ChainFile",
            fields=[
                ("chain_version", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="networks.chainversion")),
                ("content", models.BinaryField()),
            ],
            options={"db_table": "networks_chain_file"},
        ),
        migrations.RunSQL(
            "CREATE TRIGGER chain_file_of_agreed_stays BEFORE INSERT OR UPDATE OR DELETE "
            "ON networks_chain_file FOR EACH ROW EXECUTE FUNCTION networks_agreed_stays()",
            "DROP TRIGGER chain_file_of_agreed_stays ON networks_chain_file",
        ),
    ]
