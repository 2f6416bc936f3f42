# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models

LISTS = [
    ("nationality", "Nationalities"),
    ("residence_status", "Residence statuses"),
    ("legal_sphere", "Legal spheres"),
    ("life_area", "Life areas"),
    ("field_of_action", "Fields of action"),
    ("language", "Languages"),
    ("cefr_level", "Language levels (CEFR)"),
    ("access_channel", "Access channels"),
    ("closing_reason", "Closing reasons"),
    ("organisation_kind", "Kinds of organisation"),
    ("target_group", "Target groups"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("vocabulary", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="term",
            name="list",
            field=models.CharField(choices=LISTS, max_length=24, verbose_name="list"),
        ),
    ]
