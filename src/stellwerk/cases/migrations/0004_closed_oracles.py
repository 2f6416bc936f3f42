# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models

POINTERS = (
    ("cases_case", "previous_id", "cases_case", "cases_case_previous_same_organisation"),
    ("cases_person", "household_id", "cases_household", "cases_person_household_same_organisation"),
)


def _key(table: str, column: str, target: str, name: str) -> migrations.RunSQL:
    """What a row points at belongs to its own organisation."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
        f"REFERENCES {target} (organisation_id, id) DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    """No unique key and no foreign key tells anything about a foreign row."""

    dependencies = [("cases", "0003_fact_groups")]
    operations = [
        migrations.RemoveConstraint(model_name="casetopic", name="topic_once_per_case"),
        migrations.AddConstraint(
            model_name="casetopic",
            constraint=models.UniqueConstraint(
                fields=["organisation", "case", "life_area"], name="topic_once_per_case"
            ),
        ),
        migrations.RemoveConstraint(model_name="personlanguage", name="language_once_per_person"),
        migrations.AddConstraint(
            model_name="personlanguage",
            constraint=models.UniqueConstraint(
                fields=["organisation", "person", "language"], name="language_once_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.UniqueConstraint(
                fields=["organisation", "id"], name="household_in_organisation"
            ),
        ),
        *[_key(*pointer) for pointer in POINTERS],
    ]
