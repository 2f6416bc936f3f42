# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of a sentence about the structure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker

LONGEST_DELAY = 3660
_MAIL = re.compile(r"\S+@\S+\.\S+")
#: Reference numbers, phone numbers, numbers of customers; a year or an amount is shorter.
_LONG_NUMBER = re.compile(r"\d(?:[ /.-]?\d){5,}")
_BIRTHDAY = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b")


def month_of(day: date) -> date:
    """Only the month is handed down."""
    return day.replace(day=1)


def personal_blockers(text: str, field: str) -> list[Blocker]:
    """What would lead to a person in a sentence that is about offices."""
    if _MAIL.search(text):
        return [Blocker("mail", _("An e-mail address leads to a person: leave it out."), field)]
    if _BIRTHDAY.search(text):
        return [Blocker("day", _("A full date leads to a person: leave it out."), field)]
    if _LONG_NUMBER.search(text):
        return [
            Blocker(
                "number", _("A phone or reference number leads to a person: leave it out."), field
            )
        ]
    return []


def observation_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    """All that stands in the way of an observation: mandatory are only words and interface."""
    found: list[Blocker] = []
    sentence = str(values.get("sentence") or "").strip()
    if not sentence and values.get("known_issue") is None:
        found.append(
            Blocker(
                "words_missing",
                _("Please say in one sentence what stood in the way, or choose a known issue."),
                "sentence",
            )
        )
    for side, text in (
        ("from", _("Please name the office where the way began.")),
        ("to", _("Please name the office where it should have gone on.")),
    ):
        if not values.get(f"{side}_organisation_id") and not values.get(f"{side}_words"):
            found.append(Blocker(f"{side}_missing", text, f"{side}_office"))
    delay = values.get("delay_days")
    if delay is not None and not 0 <= delay <= LONGEST_DELAY:
        found.append(
            Blocker("delay", _("A delay lies between 0 and 3660 days."), "delay_days")
        )
    found += personal_blockers(sentence, "sentence")
    for side in ("from", "to"):
        found += personal_blockers(str(values.get(f"{side}_words") or ""), f"{side}_office")
    return found
