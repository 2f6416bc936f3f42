# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models


def _term(name: str) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
        related_name="+", to="vocabulary.term", verbose_name=name,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0083_signed_copy"),
        ("vocabulary", "0002_target_group"),
    ]

    operations = [
        migrations.AddField("case", "field_of_action", _term("field of action")),
        migrations.AddField("case", "target_group", _term("target group")),
    ]
