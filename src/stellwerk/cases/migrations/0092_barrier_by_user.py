# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A label is "name <address>"; without an address only a name that one account alone has counts.
WHO = """
UPDATE cases_barrier b SET by_user_id = u.id FROM directory_user u
WHERE b.by_user_id IS NULL AND (
    lower(right(b.by, length(u.email) + 2)) = lower('<' || u.email || '>')
    OR (b.by = u.name AND (SELECT count(*) FROM directory_user o WHERE o.name = u.name) = 1)
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0091_typical_sources"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="barrier",
            name="by_user",
            field=models.ForeignKey(
                blank=True, editable=False, null=True,
                on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # The new foreign key is checked at the end of each statement while rows change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(WHO, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
    ]
