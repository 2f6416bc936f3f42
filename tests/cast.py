# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The cast of the tests: who asks for what. All people are invented."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from stellwerk.base.actor import Actor
from stellwerk.directory.choices import MunicipalityKind, Role
from stellwerk.directory.models import Membership, Municipality, Organisation, User
from stellwerk.directory.queries import actor_for
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

LONG_AGO = date(2015, 1, 1)


@dataclass
class Member:
    """A signed-in person of an organisation."""

    user: User
    organisation: Organisation

    @cached_property
    def actor(self) -> Actor:
        return actor_for(self.user, date.today(), self.organisation.pk)


@dataclass
class Cast:
    home: Organisation
    neighbour: Organisation
    members: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        try:
            return self.__dict__["members"][name]
        except KeyError:
            raise AttributeError(name) from None


def organisation(key: str, municipality: Municipality) -> Organisation:
    kind = Term.objects.filter(list=ListKey.ORGANISATION_KIND).first()
    if kind is None:
        kind = Term.objects.create(
            list=ListKey.ORGANISATION_KIND, key="other", label_de="Sonstige", label_en="Other"
        )
    return Organisation.objects.create(
        key=key, name=f"Stelle {key}", kind=kind, municipality=municipality
    )


def member(name: str, where: Organisation, role: Role | None, covers: User | None = None) -> Member:
    """A user with one role (or none) since long ago."""
    user = User.objects.create_user(email=f"{name}@{where.key}.example", name=name.title())
    if role is not None:
        Membership.objects.create(
            user=user, organisation=where, role=role, valid_from=LONG_AGO, covers=covers
        )
    return Member(user, where)


def build_cast() -> Cast:
    """Home organisation with every role, a neighbour in the same municipality with its own."""
    town, _ = Municipality.objects.get_or_create(
        ags="05566076", defaults={"name": "Rheine", "kind": MunicipalityKind.MUNICIPALITY}
    )
    home = organisation("home", town)
    neighbour = organisation("neighbour", town)
    cast = Cast(home, neighbour)
    add = cast.members
    add["manager"] = member("manager", home, Role.CASE_MANAGER)
    add["colleague"] = member("colleague", home, Role.CASE_MANAGER)
    add["substitute"] = member("substitute", home, Role.SUBSTITUTE, add["manager"].user)
    add["lead"] = member("lead", home, Role.TEAM_LEAD)
    add["coordinator"] = member("coordinator", home, Role.COORDINATOR)
    add["steering"] = member("steering", home, Role.STEERING_MEMBER)
    add["administrator"] = member("administrator", home, Role.ADMINISTRATOR)
    add["officer"] = member("officer", home, Role.DATA_PROTECTION_OFFICER)
    add["roleless"] = member("roleless", home, None)
    add["partner"] = member("partner", neighbour, Role.PARTNER)
    add["foreign_manager"] = member("foreign-manager", neighbour, Role.CASE_MANAGER)
    add["foreign_lead"] = member("foreign-lead", neighbour, Role.TEAM_LEAD)
    return cast
