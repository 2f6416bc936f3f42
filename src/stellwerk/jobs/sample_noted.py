# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What other offices did in sample cases, noted and once corrected. All people are invented."""

from datetime import timedelta

from django.utils import timezone

from stellwerk.base.actor import Actor
from stellwerk.cases.actions.noting import correct_noted, note_event, withdraw_noted
from stellwerk.cases.models import Case
from stellwerk.networks.models import Event
from stellwerk.networks.queries.activities import activity_by_key

#: Days ago, activity, office: two entitlements for one course, and who had to take one back.
_COURSE = (
    (150, "entitlement_requested", "Jobcenter Kreis Steinfurt"),
    (141, "entitlement_issued", "Jobcenter Kreis Steinfurt"),
    (120, "course_registered", "Volkshochschule Rheine"),
    (113, "entitlement_declined", "Bundesamt für Migration und Flüchtlinge"),
    (75, "entitlement_withdrawn", "Jobcenter Kreis Steinfurt"),
    (60, "placement_test_taken", "Volkshochschule Rheine"),
)


def note_what_others_did(actor: Actor, case: Case) -> None:
    """Runs where the actor's organisation asks; the case comes with its key."""
    for days, key, office in _COURSE:
        _note(actor, case, days, key, office)
    wrong = _note(actor, case, 33, "course_begun", "Volkshochschule Rheine")
    correct_noted(
        actor=actor, case=case, event=wrong,
        values=_values(30, "course_begun", "Volkshochschule Rheine"),
    )
    twice = _note(actor, case, 30, "course_begun", "Sprachschule Emsland")
    withdraw_noted(actor=actor, case=case, event=twice)


def _note(actor: Actor, case: Case, days: int, key: str, office: str) -> Event:
    return note_event(actor=actor, case=case, values=_values(days, key, office))


def _values(days: int, key: str, office: str) -> dict[str, object]:
    return {
        "activity": activity_by_key(key), "office": office,
        "on": timezone.localdate() - timedelta(days=days),
    }
