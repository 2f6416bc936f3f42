# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The owner's rows take in the bit "anvertraut", which no grant contains."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_access_without_lone_indexes")]
    operations = [
        migrations.RunSQL(
            "UPDATE cases_access SET scope = scope | 1024 WHERE basis = 'ownership'",
            "UPDATE cases_access SET scope = scope & 1023 WHERE basis = 'ownership'",
        )
    ]
