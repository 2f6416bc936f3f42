# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Loading and changing the rules of the deadline watch; every change is a version of its own."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Conflict, refuse_if
from stellwerk.cases.models import DeadlineRule
from stellwerk.cases.rules.deadline_rules import rule_blockers, shipped_rules

RULE_FIELDS = (
    "title_de", "title_en", "meaning_de", "meaning_en", "effect", "actor_kind", "legal_sphere",
    "lead_days", "keep_days", "source", "is_active",
)
_COPIED = (
    "key", "trigger", "parameters", "position", "is_shipped", *RULE_FIELDS,
)
# Who loads or changes rules waits for whoever is at it.
_RULES_LOCK = 7_101_002


@transaction.atomic
def load_rules(*, actor: Actor) -> int:
    """Bring in shipped rules that are new or have changed; return how many versions were written.

    A rule that was changed by hand stays as it is. A second run writes nothing.
    """
    _lock()
    there = {row.key: row for row in DeadlineRule.objects.filter(is_current=True)}
    written = 0
    for key, values in shipped_rules().items():
        known = there.get(key)
        if known is None:
            DeadlineRule.objects.create(key=key, is_shipped=True, **values)
        elif known.is_shipped and any(getattr(known, n) != v for n, v in values.items()):
            _next_version(known, values, note=_("New shipped version"), is_shipped=True)
        else:
            continue
        written += 1
    if written:
        record(
            actor=actor, verb=Verb.CONFIGURED, kind="deadline_rule", note=f"{written} loaded"
        )
    return written


@transaction.atomic
def change_rule(
    *, actor: Actor, rule: DeadlineRule, version: int, amount: int | None = None,
    change_note: str = "", **values: Any,
) -> DeadlineRule:
    """Write the next version of a rule; ``amount`` are its years, months or days.

    Raises ``Conflict`` with both sides when somebody else was quicker.
    """
    refuse_if(rule_blockers({**values, "change_note": change_note}))
    _lock()
    fresh = DeadlineRule.objects.get(key=rule.key, is_current=True)
    wanted = {name: values[name] for name in RULE_FIELDS if name in values}
    wanted["parameters"] = dict(fresh.parameters)
    if amount is not None:
        wanted["parameters"]["amount"] = amount
    theirs = {name: getattr(fresh, name) for name in wanted}
    if fresh.version != version:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=fresh.version, theirs=theirs, yours=wanted, subject_id=fresh.pk,
        )
    changed = [name for name, value in wanted.items() if theirs[name] != value]
    if not changed:
        return fresh
    made = _next_version(fresh, wanted, note=change_note.strip(), is_shipped=False)
    record(
        actor=actor, verb=Verb.CHANGED, kind="deadline_rule", subjects=[made.pk], fields=changed,
        note=made.key,
    )
    return made


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_RULES_LOCK])


def _next_version(
    known: DeadlineRule, values: Mapping[str, Any], *, note: str, is_shipped: bool
) -> DeadlineRule:
    known.is_current = False
    known.save(update_fields=["is_current", "updated_at"])
    copied = {name: getattr(known, name) for name in _COPIED}
    return DeadlineRule.objects.create(
        **{**copied, **values, "is_shipped": is_shipped},
        version=known.version + 1, change_note=note,
    )
