# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which roles go together, and what stands in the way of a change. Values in, answers out."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.directory.choices import SEES_PEOPLE, Role

LINK_LIFETIME = timedelta(days=7)
RECOVERY_LIFETIME = timedelta(hours=24)
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AGS = re.compile(r"\d{5}(\d{3})?")


@dataclass(frozen=True)
class RoleSpan:
    """A role held in an organisation from a day until another (both inclusive, None = open)."""

    organisation_id: UUID
    role: str
    valid_from: date
    valid_until: date | None = None
    covers_id: UUID | None = None

    def meets(self, other: "RoleSpan") -> bool:
        """Whether there is a day on which both hold."""
        return (self.valid_until is None or self.valid_until >= other.valid_from) and (
            other.valid_until is None or other.valid_until >= self.valid_from
        )


def do_roles_exclude(one: str, other: str) -> bool:
    """Whether nobody may hold both roles at a time.

    Who runs the platform is blind for cases, and who controls the log is not controlled by it.
    """
    pair = {one, other}
    if Role.ADMINISTRATOR in pair:
        return bool(pair & (SEES_PEOPLE | {Role.DATA_PROTECTION_OFFICER}))
    return Role.DATA_PROTECTION_OFFICER in pair and bool(pair & SEES_PEOPLE)


def blockers_to_grant(
    *,
    wanted: RoleSpan,
    user_id: UUID,
    granting_user_id: UUID | None,
    held: Collection[RoleSpan],
    covered: Collection[RoleSpan],
) -> list[Blocker]:
    """Why a role may not be granted. ``covered`` are the roles of the user to stand in for."""
    found = []
    if wanted.role not in Role.values:
        found.append(Blocker("role_unknown", _("There is no such role."), "role"))
    if granting_user_id == user_id:
        found.append(Blocker("own_role", _("Nobody grants roles to herself or himself.")))
    if wanted.valid_until is not None and wanted.valid_until < wanted.valid_from:
        found.append(
            Blocker("ends_before_start", _("The end lies before the start."), "valid_until")
        )
    clashing = [span for span in held if span.meets(wanted)]
    if any(_is_same(span, wanted) for span in clashing):
        found.append(Blocker("held_already", _("The user holds this role at that time."), "role"))
    for span in clashing:
        if do_roles_exclude(span.role, wanted.role):
            found.append(
                Blocker(
                    "roles_exclude",
                    _("“%(one)s” and “%(other)s” exclude each other.")
                    % {"one": Role(wanted.role).label, "other": Role(span.role).label},
                    "role",
                )
            )
            break
    return found + _blockers_of_substitution(wanted, user_id, covered)


def _is_same(span: RoleSpan, wanted: RoleSpan) -> bool:
    return (span.organisation_id, span.role, span.covers_id) == (
        wanted.organisation_id,
        wanted.role,
        wanted.covers_id,
    )


def _blockers_of_substitution(
    wanted: RoleSpan, user_id: UUID, covered: Collection[RoleSpan]
) -> list[Blocker]:
    if wanted.role != Role.SUBSTITUTE:
        if wanted.covers_id is not None:
            return [Blocker("covers_nobody", _("Only a substitute stands in."), "covers")]
        return []
    if wanted.covers_id is None:
        return [Blocker("covers_missing", _("Say for whom the substitute stands in."), "covers")]
    if wanted.covers_id == user_id:
        return [Blocker("covers_self", _("Nobody stands in for herself or himself."), "covers")]
    works_there = any(
        span.role in (Role.CASE_MANAGER, Role.TEAM_LEAD)
        and span.organisation_id == wanted.organisation_id
        and span.meets(wanted)
        for span in covered
    )
    if works_there:
        return []
    return [
        Blocker(
            "covers_no_cases",
            _("The person to stand in for carries no cases in this organisation at that time."),
            "covers",
        )
    ]


def blockers_to_end_role(*, span: RoleSpan, on: date, is_last_administrator: bool) -> list[Blocker]:
    """Why a role may not end after the day ``on``."""
    found = []
    if span.valid_until is not None and span.valid_until <= on:
        found.append(Blocker("ended_already", _("This role has ended already."), "valid_until"))
    if span.role == Role.ADMINISTRATOR and is_last_administrator:
        found.append(
            Blocker(
                "last_administrator",
                _("This is the last administrator. Grant the role to somebody else first."),
            )
        )
    return found


def blockers_to_create_organisation(*, key: str, name: str, is_key_taken: bool) -> list[Blocker]:
    """Why an organisation may not be created."""
    found = []
    if not _KEY.fullmatch(key):
        found.append(Blocker("key_form", _("A key has small letters, digits and hyphens."), "key"))
    if is_key_taken:
        found.append(Blocker("key_taken", _("There is an organisation with this key."), "key"))
    if not name.strip():
        found.append(Blocker("name_missing", _("An organisation needs a name."), "name"))
    return found


def blockers_to_create_user(*, email: str, name: str, is_email_taken: bool) -> list[Blocker]:
    """Why an account may not be created."""
    found = []
    if "@" not in email.strip("@"):
        found.append(Blocker("email_form", _("This is no e-mail address."), "email"))
    if is_email_taken:
        found.append(
            Blocker("email_taken", _("There is an account with this e-mail address."), "email")
        )
    if not name.strip():
        found.append(Blocker("name_missing", _("An account needs a name."), "name"))
    return found


def blockers_to_add_municipality(*, ags: str, is_taken: bool) -> list[Blocker]:
    """Why a municipality may not be added."""
    if not _AGS.fullmatch(ags):
        return [Blocker("ags_form", _("An AGS has 5 or 8 digits."), "ags")]
    if is_taken:
        return [Blocker("ags_taken", _("This municipality is there already."), "ags")]
    return []


def secret_hash(secret: str) -> str:
    """What is kept of a link's secret; it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
