# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who covers whom, now and soon."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from stellwerk.cases.rules.substitution import Cover
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, User


def substitutions(organisation_id: UUID, day: date) -> QuerySet[Membership]:
    """The substitutions of an organisation that hold on a day or begin later, the next first."""
    rows = Membership.objects.filter(organisation_id=organisation_id, role=Role.SUBSTITUTE)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return rows.select_related("user", "covers").order_by("valid_from", "covers__name", "id")


def substitutions_of(organisation_id: UUID, user_id: UUID, day: date) -> QuerySet[Membership]:
    """Those in which somebody is covered or stands in."""
    return substitutions(organisation_id, day).filter(Q(user_id=user_id) | Q(covers_id=user_id))


def covers_known(organisation_id: UUID, day: date) -> list[Cover]:
    """The same as plain values for the rules."""
    return [
        Cover(row.user_id, row.covers_id, row.valid_from, row.valid_until)
        for row in substitutions(organisation_id, day)
        if row.covers_id is not None
    ]


def covered_on(organisation_id: UUID, day: date) -> dict[UUID, str]:
    """Who is covered on a day, by whom (one question; two substitutes stand with a comma)."""
    found: dict[UUID, str] = {}
    for row in substitutions(organisation_id, day).filter(valid_from__lte=day):
        if row.covers_id is not None:
            known = found.get(row.covers_id)
            found[row.covers_id] = f"{known}, {row.user.name}" if known else row.user.name
    return found


def people_to_cover(organisation_id: UUID, day: date) -> QuerySet[User]:
    """Those of an organisation whose cases somebody may look after, by name."""
    holding = Membership.objects.filter(
        organisation_id=organisation_id, role__in=(Role.CASE_MANAGER, Role.TEAM_LEAD)
    ).exclude(valid_until__lt=day)
    return User.objects.filter(pk__in=holding.values("user_id"), is_active=True)


def substitution_by_id(organisation_id: UUID, row_id: UUID, day: date) -> Membership | None:
    return substitutions(organisation_id, day).filter(pk=row_id).first()
