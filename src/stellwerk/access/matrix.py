# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The role matrix: one place that says which role may do what."""

from enum import StrEnum

from stellwerk.base.actor import Actor
from stellwerk.directory.choices import Role


class Need(StrEnum):
    """What a page or an action asks for."""

    SIGNED_IN = "signed_in"  # any account, even one without a role today
    SEE_CASES = "see_cases"  # own, covered, the team's or granted cases
    WORK_ON_CASES = "work_on_cases"  # create and change cases of the own organisation
    LEAD_TEAM = "lead_team"  # assign cases, see all of the organisation
    IMPORT = "import"
    SEE_FIGURES = "see_figures"
    FREEZE_FIGURES = "freeze_figures"
    SEE_NETWORK_FIGURES = "see_network_figures"
    MANAGE_DIRECTORY = "manage_directory"
    MANAGE_VOCABULARY = "manage_vocabulary"
    READ_LOG = "read_log"
    SEE_ISSUES = "see_issues"  # the known issues of the network
    KEEP_ISSUES = "keep_issues"  # enter and change them
    SEE_CHAINS = "see_chains"  # maps, agreed chains, released typical cases
    KEEP_CHAINS = "keep_chains"  # read logs in, keep chains and typical cases


MATRIX: dict[str, frozenset[Need]] = {
    Role.CASE_MANAGER: frozenset(
        {
            Need.SEE_CASES, Need.WORK_ON_CASES, Need.SEE_FIGURES, Need.SEE_ISSUES,
            Need.SEE_CHAINS,
        }
    ),
    Role.SUBSTITUTE: frozenset(
        {Need.SEE_CASES, Need.WORK_ON_CASES, Need.SEE_ISSUES, Need.SEE_CHAINS}
    ),
    Role.TEAM_LEAD: frozenset(
        {
            Need.SEE_CASES,
            Need.WORK_ON_CASES,
            Need.LEAD_TEAM,
            Need.IMPORT,
            Need.SEE_FIGURES,
            Need.FREEZE_FIGURES,
            Need.SEE_ISSUES,
            Need.KEEP_ISSUES,
            Need.SEE_CHAINS,
            Need.KEEP_CHAINS,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            Need.SEE_FIGURES,
            Need.FREEZE_FIGURES,
            Need.SEE_NETWORK_FIGURES,
            Need.SEE_ISSUES,
            Need.KEEP_ISSUES,
            Need.SEE_CHAINS,
            Need.KEEP_CHAINS,
        }
    ),
    Role.STEERING_MEMBER: frozenset(
        {Need.SEE_NETWORK_FIGURES, Need.SEE_ISSUES, Need.SEE_CHAINS}
    ),
    Role.PARTNER: frozenset({Need.SEE_CASES, Need.SEE_ISSUES, Need.SEE_CHAINS}),
    # Runs the platform and is blind for cases.
    Role.ADMINISTRATOR: frozenset({Need.MANAGE_DIRECTORY, Need.MANAGE_VOCABULARY}),
    Role.DATA_PROTECTION_OFFICER: frozenset({Need.READ_LOG}),
}


def may(actor: Actor | None, need: Need) -> bool:
    """Whether one of the actor's roles today satisfies ``need``."""
    if actor is None or actor.user_id is None:
        return False
    if need == Need.SIGNED_IN:
        return True
    return any(need in MATRIX.get(role, frozenset()) for role in actor.roles)
