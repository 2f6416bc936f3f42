# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The shipped rules of the deadline watch, and what must hold of a rule that somebody edits."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import Trigger

_COLUMNS = (
    "trigger", "effect", "actor_kind", "legal_sphere", "lead_days", "keep_days", "source",
    "title_de", "title_en", "meaning_de", "meaning_en",
)
_PARAMETERS = (
    "amount", "holds", "except", "since", "before", "after", "at_month_end",
    "settled_by_sphere", "settled_by_entitlement",
)
_TEXTS = ("title_de", "title_en", "meaning_de", "meaning_en", "source")
#: In these triggers a number belongs to the rule: years, months or days.
AMOUNTS = (
    Trigger.BIRTHDAY, Trigger.TIME_SINCE, Trigger.RESIDENCE_DUTY, Trigger.ENTITLEMENT_UNUSED,
)
MOST_LEADS = 6
LONGEST_LEAD = 730


@cache
def shipped_rules() -> dict[str, dict[str, Any]]:
    """The values of each shipped rule by its key, in their order (``data/deadline_rules.toml``)."""
    source = files("stellwerk.cases").joinpath("data", "deadline_rules.toml")
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["rule"]
    return {row["key"]: _values(row, place * 10) for place, row in enumerate(rows, start=1)}


def _values(row: Mapping[str, Any], position: int) -> dict[str, Any]:
    unknown = set(row) - {"key", *_COLUMNS, *_PARAMETERS}
    if unknown:
        raise ValueError(f"rule {row['key']}: {', '.join(sorted(unknown))}")
    values = {name: row.get(name, "") for name in _COLUMNS}
    return {
        **values,
        "keep_days": row.get("keep_days"),
        "lead_days": list(row.get("lead_days", ())),
        "parameters": {name: row[name] for name in _PARAMETERS if name in row},
        "position": position,
    }


def rule_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    """A rule has words in both languages, a source, and sensible reminder days."""
    found = [
        Blocker("text_missing", _("Please fill in this text."), name)
        for name in _TEXTS
        if not str(values.get(name) or "").strip()
    ]
    leads = values.get("lead_days") or []
    if len(leads) > MOST_LEADS or any(not 1 <= days <= LONGEST_LEAD for days in leads):
        found.append(
            Blocker(
                "lead_days", _("At most six reminders, each between 1 and 730 days before."),
                "lead_days",
            )
        )
    if not str(values.get("change_note") or "").strip():
        found.append(Blocker("note_missing", _("Please say why it changes."), "change_note"))
    return found
