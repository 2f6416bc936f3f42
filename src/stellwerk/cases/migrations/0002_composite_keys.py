# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations

CASE_PARTS = (
    "cases_phasechange", "cases_casetopic", "cases_goal", "cases_measure", "cases_appointment",
    "cases_contact", "cases_involved",
)
PERSON_PARTS = (
    "cases_identity", "cases_contactdata", "cases_personlanguage", "cases_residenceperiod",
    "cases_person_token", "cases_case",
)


def _key(table: str, column: str, target: str) -> migrations.RunSQL:
    """A row and what it hangs on belong to the same organisation: no write across the wall."""
    name = f"{table}_same_organisation"
    cascade = "" if table == "cases_case" else "ON DELETE CASCADE"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
        f"REFERENCES {target} (organisation_id, id) {cascade} DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        *[_key(table, "case_id", "cases_case") for table in CASE_PARTS],
        *[_key(table, "person_id", "cases_person") for table in PERSON_PARTS],
    ]
