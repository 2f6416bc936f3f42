# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A row and what it hangs on belong to the same organisation: no write across the wall."""

from django.db import migrations

_CASE, _PERSON = "cases_case", "cases_person"
_CASCADE = " ON DELETE CASCADE"
KEYS = (
    ("cases_clarification", "case_id", _CASE, _CASCADE),
    ("cases_criterionanswer", "case_id", _CASE, _CASCADE),
    ("cases_clientevaluation", "case_id", _CASE, _CASCADE),
    ("cases_criterionanswer", "clarification_id", "cases_clarification", _CASCADE),
    ("cases_criterionanswer", "item_id", "cases_checklistitem", ""),
    ("cases_clarification", "checklist_id", "cases_checklist", ""),
    ("cases_checklistitem", "checklist_id", "cases_checklist", _CASCADE),
    ("cases_personmerge", "person_id", _PERSON, _CASCADE),
    ("cases_personmerge", "merged_id", _PERSON, _CASCADE),
    ("cases_person", "merged_into_id", _PERSON, ""),
)


def _key(table: str, column: str, target: str, cascade: str) -> migrations.RunSQL:
    name = f"{table}_{column.removesuffix('_id')}_same_org"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
        f"REFERENCES {target} (organisation_id, id){cascade} DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_clarification"),
    ]
    operations = [_key(*key) for key in KEYS]
