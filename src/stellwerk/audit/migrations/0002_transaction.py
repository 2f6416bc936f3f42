# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations


class Migration(migrations.Migration):
    """The transaction of each row, so that the sealer takes only what can no longer change."""

    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE audit_event ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()",
            "ALTER TABLE audit_event DROP COLUMN xid",
        ),
        migrations.RunSQL(
            "CREATE INDEX audit_unsealed ON audit_event (at, id) WHERE seal_no IS NULL",
            "DROP INDEX audit_unsealed",
        ),
    ]
