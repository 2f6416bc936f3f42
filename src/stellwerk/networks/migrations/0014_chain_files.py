# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models

import stellwerk.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0006_issues"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainFile",
            fields=[
                ("id", models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=160, verbose_name="file name")),
                ("content", models.BinaryField()),
                (
                    "chain_version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source_file", to="networks.chainversion",
                    ),
                ),
            ],
            options={"db_table": "networks_chain_file"},
        ),
        # A version that is agreed on never changes, nor does its file.
        migrations.RunSQL(
            "CREATE TRIGGER chain_file_of_agreed_stays BEFORE INSERT OR UPDATE OR DELETE "
            "ON networks_chain_file FOR EACH ROW EXECUTE FUNCTION networks_agreed_stays()",
            "DROP TRIGGER chain_file_of_agreed_stays ON networks_chain_file",
        ),
    ]
