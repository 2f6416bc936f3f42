# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of appointments, contacts, goals, measures, residence and grants."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import ALL_GROUPS, ENDED_PHASES, AppointmentOutcome, FieldGroup, Phase

# A consent is given for traceable purposes, never for good.
LONGEST_GRANT = timedelta(days=3 * 366)
_CLOCK_TOLERANCE = timedelta(minutes=10)


def groups_for(attributes: Mapping[str, Any] | None) -> FieldGroup:
    """The field groups a reader needs for something about a life area (its attributes)."""
    name = str((attributes or {}).get("field_group", "")).upper()
    return FieldGroup.PLAN | FieldGroup.__members__.get(name, FieldGroup(0))


def open_blockers(phase: str) -> list[Blocker]:
    """Nothing new is planned in a case that has ended."""
    if Phase(phase) in ENDED_PHASES:
        return [Blocker("ended", _("This case has ended: nothing new can be planned in it."))]
    return []


def outcome_blockers(outcome: str, starts_at: datetime, now: datetime) -> list[Blocker]:
    """Kept and no-show can only be said of something that has begun."""
    took_place = outcome in (AppointmentOutcome.KEPT, AppointmentOutcome.NO_SHOW)
    if took_place and starts_at > now + _CLOCK_TOLERANCE:
        return [
            Blocker("not_begun", _("This appointment lies in the future."), "outcome")
        ]
    return []


def ending_blockers(starts_at: datetime, ends_at: datetime | None) -> list[Blocker]:
    """An appointment ends after it began; without an end it is as long as it takes."""
    if ends_at is not None and ends_at <= starts_at:
        return [Blocker("ends_before", _("The end lies before the beginning."), "ends_at")]
    return []


def contact_blockers(at: datetime | None, now: datetime) -> list[Blocker]:
    if at is None:
        return [Blocker("when_missing", _("The time is missing."), "at")]
    if at > now + _CLOCK_TOLERANCE:
        return [
            Blocker("contact_ahead", _("A contact is noted when it has taken place."), "at")
        ]
    return []


def assessment_blockers(
    attainment: Decimal | None, assessed_on: date | None, agreed_on: date | None, today: date
) -> list[Blocker]:
    """0 is a value; an assessment has both a value and a day."""
    found: list[Blocker] = []
    if attainment is not None and not 0 <= attainment <= 100:
        found.append(
            Blocker("percent", _("Attainment lies between 0 and 100 %."), "attainment")
        )
    if attainment is None and assessed_on is not None:
        found.append(Blocker("value_missing", _("The value is missing."), "attainment"))
    if attainment is not None and assessed_on is None:
        found.append(Blocker("day_missing", _("The day is missing."), "assessed_on"))
    if assessed_on is not None and assessed_on > today:
        found.append(Blocker("day_ahead", _("The day lies in the future."), "assessed_on"))
    if assessed_on is not None and agreed_on is not None and assessed_on < agreed_on:
        found.append(
            Blocker("before_agreed", _("The goal was agreed on later."), "assessed_on")
        )
    return found


def order_blockers(values: Mapping[str, Any], *names: str) -> list[Blocker]:
    """The days of the named fields must not run backwards; missing ones are skipped."""
    found: list[Blocker] = []
    earlier: date | None = None
    for name in names:
        day = values.get(name)
        if day is None:
            continue
        if earlier is not None and day < earlier:
            found.append(Blocker("backwards", _("This day lies before the one above."), name))
        earlier = day
    return found


def grant_blockers(
    *, scope: int, basis: str, note: str, until: date | None, today: date
) -> list[Blocker]:
    """A grant names field groups, its basis in words, and its end."""
    found: list[Blocker] = []
    if not 0 < scope <= ALL_GROUPS:
        found.append(Blocker("scope", _("Please choose what may be seen."), "scope"))
    if basis not in ("consent", "statute"):
        found.append(Blocker("basis", _("Please name the basis."), "basis"))
    if not note.strip():
        found.append(
            Blocker(
                "basis_note",
                _("Please say which consent (date, form) or which provision it rests on."),
                "basis_note",
            )
        )
    if until is None:
        found.append(Blocker("until", _("A grant always has an end."), "until"))
    elif until <= today:
        found.append(Blocker("until_past", _("The end must lie in the future."), "until"))
    elif until > today + LONGEST_GRANT:
        found.append(Blocker("until_far", _("A grant lasts at most three years."), "until"))
    return found
