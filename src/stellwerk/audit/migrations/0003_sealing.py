# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    """The sealer's checkpoints, and its way to the rows that wait for a seal."""

    dependencies = [("audit", "0002_transaction")]
    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("no", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("horizon", models.BigIntegerField()),
                ("next_xid", models.BigIntegerField()),
                ("seal_no", models.BigIntegerField()),
                ("row_mac", models.BinaryField()),
                ("mac", models.BinaryField()),
            ],
            options={"db_table": "audit_checkpoint"},
        ),
        migrations.RunSQL(
            "DROP INDEX audit_unsealed; "
            "CREATE INDEX audit_unsealed ON audit_event (xid, at, id) WHERE seal_no IS NULL",
            "DROP INDEX audit_unsealed; "
            "CREATE INDEX audit_unsealed ON audit_event (at, id) WHERE seal_no IS NULL",
        ),
    ]
