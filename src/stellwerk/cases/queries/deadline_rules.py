# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the deadline watch: those in force, and the history of each."""

from stellwerk.cases.models import DeadlineRule
from stellwerk.cases.rules.deadline_watch import Rule


def rules_in_force() -> list[Rule]:
    """In the language of the page, in their order."""
    return [
        as_rule(row) for row in DeadlineRule.objects.filter(is_current=True, is_active=True)
    ]


def as_rule(row: DeadlineRule) -> Rule:
    return Rule(
        key=row.key, trigger=row.trigger, effect=row.effect, title=row.title, meaning=row.meaning,
        actor_kind=row.actor_kind, legal_sphere=row.legal_sphere, source=row.source,
        version=row.version, lead_days=tuple(row.lead_days), keep_days=row.keep_days,
        parameters=row.parameters,
    )


def current_rules() -> list[DeadlineRule]:
    """All rules as they stand, also those out of use."""
    return list(DeadlineRule.objects.filter(is_current=True))


def versions_of(key: str) -> list[DeadlineRule]:
    """The newest first; empty when there is no such rule."""
    return list(DeadlineRule.objects.filter(key=key).order_by("-version"))
