# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is around a person: network card and family."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from stellwerk.base.keys import share_key
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Case, FamilyMember, Household, Involved, NetworkTie, Person
from stellwerk.cases.queries.casefile import opened, within
from stellwerk.cases.rules.surroundings import Born, HouseholdCount, household_count, parse_born


@dataclass
class Surroundings:
    """What the section shows; ``household`` is None where family is not granted."""

    ties: list[NetworkTie]
    family: list[FamilyMember]
    household: HouseholdCount | None

    @property
    def present(self) -> list[NetworkTie]:
        today = timezone.localdate()
        return [tie for tie in self.ties if tie.until is None or tie.until >= today]

    @property
    def former(self) -> list[NetworkTie]:
        present = {tie.pk for tie in self.present}
        return [tie for tie in self.ties if tie.pk not in present]


def surroundings_of(case: Case, scope: FieldGroup) -> Surroundings:
    """Network card and family, each narrowed to what was granted: three questions at most."""
    rows = NetworkTie.objects.filter(case=case).select_related("involved__provider")
    ties = opened(within(rows, scope), case)
    share_key(case, [tie.involved for tie in ties if tie.involved is not None])
    if FieldGroup.FAMILY not in scope:
        return Surroundings(ties, [], None)
    person = case.person
    family = list(
        within(FamilyMember.objects.filter(person=person).select_related("client"), scope)
    )
    share_key(person, family)
    home = Household.objects.filter(people=person).first()
    there = sum(member.in_household for member in family)
    return Surroundings(ties, family, household_count(home.members if home else None, there))


def family_member_of(person: Person, row_id: UUID) -> FamilyMember | None:
    row = FamilyMember.objects.filter(person=person, pk=row_id).first()
    if row is not None:
        share_key(person, [row])
    return row


def involved_in(case: Case) -> QuerySet[Involved]:
    """Those whom a tie of the network card may refer to."""
    return Involved.objects.filter(case=case).select_related("provider")


def born_of(member: FamilyMember) -> Born:
    """Day or year of birth as it is known."""
    return parse_born(member.born)
