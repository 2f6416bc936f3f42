# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The numbers of the weekly digest, for everybody of an organisation at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from stellwerk.cases.models import CaseAccess, DigestWish
from stellwerk.cases.queries.caseload import (
    OpenRow,
    asked_by_person,
    loads_by_person,
    measure_of,
    open_case_rows,
)
from stellwerk.cases.queries.substitution import covers_known
from stellwerk.cases.queries.transitions import referrals_for
from stellwerk.cases.rules.digest import Digest
from stellwerk.directory.choices import Role
from stellwerk.directory.models import User
from stellwerk.directory.queries import case_workers, holders_of


@dataclass(frozen=True)
class Letter:
    """Whom the digest goes to and what it says."""

    user: User
    digest: Digest


def is_wanted(organisation_id: UUID, user_id: UUID) -> bool:
    """Whether somebody gets the digest; whoever never said anything does."""
    row = DigestWish.objects.filter(organisation_id=organisation_id, user_id=user_id).first()
    return row is None or row.is_wanted


def letters(
    access: QuerySet[CaseAccess], organisation_id: UUID, day: date, week: str
) -> list[Letter]:
    """Everybody who has not had the digest of this week and wants it (a constant number of
    questions). Cases that somebody covers on the day count as hers as well.
    """
    rows = map(OpenRow._make, open_case_rows(access, organisation_id))
    loads = loads_by_person(rows, organisation_id, measure_of(organisation_id), day)
    asked = asked_by_person(organisation_id)
    leads = set(holders_of(organisation_id, Role.TEAM_LEAD, day))
    referrals = referrals_for(organisation_id).count() if leads else 0
    nobody = loads.get(None)
    covers: dict[UUID, set[UUID]] = {}
    for cover in covers_known(organisation_id, day):
        if cover.valid_from <= day:
            covers.setdefault(cover.substitute_id, set()).add(cover.covers_id)
    wishes = DigestWish.objects.filter(organisation_id=organisation_id)
    done = {row.user_id for row in wishes if not row.is_wanted or row.last_week == week}
    found = []
    for user in case_workers(organisation_id, day):
        if user.pk in done:
            continue
        hers = {user.pk, *covers.get(user.pk, ())}
        mine = [loads[who] for who in hers if who in loads]
        found.append(
            Letter(
                user,
                Digest(
                    cases=sum(load.cases for load in mine),
                    stalled=sum(load.stalled for load in mine),
                    overdue=sum(load.overdue for load in mine),
                    silent=sum(load.silent for load in mine),
                    hand_overs=sum(asked.get(who, 0) for who in hers),
                    unassigned=(nobody.cases if nobody else 0) if user.pk in leads else None,
                    referrals=referrals if user.pk in leads else None,
                ),
            )
        )
    return found
