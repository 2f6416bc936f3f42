# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Verbs of the directory."""

from stellwerk.directory.actions.links import (
    forget_links,
    forget_sign_in_counts,
    invite,
    redeem_link,
    reset_sign_in,
    set_password,
)
from stellwerk.directory.actions.organisations import (
    add_municipality,
    change_organisation,
    create_network,
    create_organisation,
    reinstate_organisation,
    retire_organisation,
)
from stellwerk.directory.actions.roles import end_role, grant_role
from stellwerk.directory.actions.users import (
    change_user,
    create_user,
    deactivate_user,
    reactivate_user,
)

__all__ = [
    "add_municipality",
    "change_organisation",
    "change_user",
    "create_network",
    "create_organisation",
    "create_user",
    "deactivate_user",
    "end_role",
    "forget_links",
    "forget_sign_in_counts",
    "grant_role",
    "invite",
    "reactivate_user",
    "redeem_link",
    "reinstate_organisation",
    "reset_sign_in",
    "retire_organisation",
    "set_password",
]
