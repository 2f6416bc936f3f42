# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The settings of an organisation: their keys and what holds until somebody decides.

A new setting is one line here; its page belongs to whoever needs it.
"""

from typing import Any

#: key -> default. Values are JSON: numbers, texts, lists, true or false.
DEFAULTS: dict[str, Any] = {
    # Reminders to clients by e-mail: off until an organisation decides otherwise.
    "reminders.email": False,
    "reminders.text_message": False,
    # Days before an appointment on whose morning the reminder goes out.
    "reminders.days_before": 1,
    # The phone number that a reminder names.
    "reminders.office_phone": "",
    # Days without an entry that the biography shows as a gap.
    "biography.gap_days": 90,
    # The team lead's board (rules.caseload; None = its documented defaults).
    "caseload.phase_weights": None,
    "caseload.need_weights": None,
    "caseload.topic_step": None,
    "caseload.usual_days": None,
    "caseload.silence_days": None,
}


def default_of(key: str) -> Any:
    """The value that holds until the organisation decides; an unknown key is a mistake."""
    return DEFAULTS[key]
