# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the way of a substitution with dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker

#: Longer than this somebody has left: hand the cases over instead.
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Cover:
    """Who covers whom, from a day until another (both included; None = open)."""

    substitute_id: UUID
    covers_id: UUID
    valid_from: date
    valid_until: date | None

    def meets(self, first: date, last: date) -> bool:
        """Whether there is a day of it between two days."""
        return self.valid_from <= last and (self.valid_until is None or self.valid_until >= first)


def substitution_blockers(
    *,
    substitute_id: UUID | None,
    covers_id: UUID | None,
    valid_from: date | None,
    valid_until: date | None,
    today: date,
    known: Iterable[Cover],
    workers: Iterable[UUID],
) -> list[Blocker]:
    """Everything at once: self-cover, overlaps, days, and who may stand in at all.

    ``workers`` are those who carry cases of the organisation; ``known`` its substitutions.
    """
    found = _day_blockers(valid_from, valid_until, today)
    if substitute_id is None or substitute_id not in set(workers):
        found.append(
            Blocker(
                "no_worker", _("Only who carries cases of your organisation can stand in."),
                "substitute",
            )
        )
    if covers_id is None:
        found.append(Blocker("covers_missing", _("Please say who is to be covered."), "covers"))
    if covers_id is not None and covers_id == substitute_id:
        found.append(
            Blocker("covers_self", _("Nobody stands in for herself or himself."), "substitute")
        )
    if valid_from and valid_until and valid_from <= valid_until:
        found += _overlaps(substitute_id, covers_id, valid_from, valid_until, list(known))
    return found


def _day_blockers(first: date | None, last: date | None, today: date) -> list[Blocker]:
    found: list[Blocker] = []
    if first is None:
        found.append(Blocker("from", _("Please say from which day on."), "valid_from"))
    elif first < today:
        found.append(
            Blocker("past", _("A substitution begins today at the earliest."), "valid_from")
        )
    if last is None:
        found.append(Blocker("until", _("A substitution always has an end."), "valid_until"))
    elif first is not None and last < first:
        found.append(
            Blocker("backwards", _("This day lies before the one above."), "valid_until")
        )
    elif first is not None and last > first + LONGEST:
        found.append(
            Blocker(
                "long", _("A substitution lasts a year at most: hand the cases over instead."),
                "valid_until",
            )
        )
    return found


def _overlaps(
    substitute_id: UUID | None, covers_id: UUID | None, first: date, last: date,
    known: list[Cover],
) -> list[Blocker]:
    meanwhile = [cover for cover in known if cover.meets(first, last)]
    found: list[Blocker] = []
    if any(cover.covers_id == covers_id for cover in meanwhile):
        found.append(
            Blocker("overlap", _("This person is covered at that time already."), "covers")
        )
    # A standing deputy (without an end) says nothing about anybody being away.
    absences = [cover for cover in meanwhile if cover.valid_until is not None]
    if any(cover.covers_id == substitute_id for cover in absences):
        found.append(
            Blocker(
                "away", _("This person is away at that time and is covered herself."),
                "substitute",
            )
        )
    if any(cover.substitute_id == covers_id for cover in absences):
        found.append(
            Blocker(
                "covering",
                _("This person stands in for somebody else at that time: end that first."),
                "covers",
            )
        )
    return found
