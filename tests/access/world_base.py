# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What all rows of the tests' world share: days, canaries, how a row is written."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from stellwerk.base.keys import attach_key
from stellwerk.base.models import DataKey
from stellwerk.cases.choices import FieldGroup
from stellwerk.directory.models import Organisation, User
from stellwerk.vault import crypto
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

OWNER = "owner"
DAY = date(2026, 3, 2)
EXPIRY = date(2031, 7, 19)
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.get_fixed_timezone(60))

#: One canary per field group: it must show where the group is granted and nowhere else.
CANARY = {
    FieldGroup.IDENTITY: "Kanarienname",
    FieldGroup.CONTACT: "Kanarienweg",
    FieldGroup.FAMILY: "Kanarienkind",
    # The status itself is a word of a list that everybody sees in filters; this day is not.
    FieldGroup.RESIDENCE: "19.07.2031",
    FieldGroup.LANGUAGE: "Kanariensprache",
    FieldGroup.WORK_EDUCATION: "Kanarienarbeit",
    FieldGroup.HOUSING: "Kanarienwohnung",
    FieldGroup.HEALTH: "Kanarienkrankheit",
    FieldGroup.PLAN: "Kanarienplan",
    FieldGroup.NOTES: "Kanariennotiz",
}


def term(kind: ListKey, key: str, label: str = "", **attributes: str) -> Term:
    """A term by key; made when the lists do not have it."""
    found, _ = Term.objects.using(OWNER).get_or_create(
        list=kind,
        key=key,
        defaults={"label_de": label or key, "label_en": label or key, "attributes": attributes},
    )
    found._state.db = "default"
    return found


class Writer:
    """Writes rows; every one is remembered by its table."""

    def __init__(self, organisation: Organisation, manager: User | None, mark: str) -> None:
        self.organisation, self.manager, self.mark = organisation, manager, mark
        self.rows: dict[str, Any] = {}
        self.keys: dict[UUID, bytes] = {}

    def say(self, group: FieldGroup) -> str:
        return f"{CANARY[group]} {self.mark}"

    def somebody(self) -> User | None:
        """Whom a row may belong to: the manager, or whoever there is."""
        found = self.manager or User.objects.using(OWNER).order_by("email").first()
        if found is not None:
            found._state.db = "default"
        return found

    def add(self, row: Any) -> Any:
        if hasattr(row, "key_subject_id"):
            attach_key([row], self.key(row.key_subject_id))
        row.save(using=OWNER, force_insert=True)
        row._state.db = "default"  # the same database by another name
        self.rows[row._meta.db_table] = row
        return row

    def once(self, row: Any) -> None:
        """A row of which an organisation has one: a second folder finds it there."""
        there = type(row)._default_manager.using(OWNER).filter(organisation=self.organisation)
        found = there.first()
        if found is None:
            self.add(row)
        else:
            self.rows[row._meta.db_table] = found

    def key(self, subject: UUID) -> bytes:
        if subject not in self.keys:
            ring = crypto.keyring()
            self.keys[subject] = ring.new_data_key()
            self.rows["base_data_key"] = DataKey.objects.using(OWNER).create(
                subject_id=subject,
                organisation_id=self.organisation.pk,
                wrapped=ring.wrap(self.keys[subject], subject),
                kek_version=ring.current_version,
            )
        return self.keys[subject]
