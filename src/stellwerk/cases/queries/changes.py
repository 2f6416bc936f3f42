# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who changed a record last (for the page that shows a conflict)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stellwerk.audit.choices import Verb
from stellwerk.audit.models import Event


@dataclass(frozen=True)
class LastChange:
    who: str
    when: datetime


def last_change(organisation_id: UUID, subject_id: UUID) -> LastChange | None:
    """The newest change of a record in the own organisation's log; None when none is found."""
    found = (
        Event.objects.filter(
            organisation_id=organisation_id, verb=Verb.CHANGED, subjects__contains=[subject_id]
        )
        .order_by("-at")
        .values_list("actor", "at")
        .first()
    )
    return LastChange(found[0].split(" <")[0], found[1]) if found else None
