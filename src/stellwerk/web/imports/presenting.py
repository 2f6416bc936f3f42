# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A run's result as the page shows it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.cases.choices import ImportState
from stellwerk.cases.models import ImportRun
from stellwerk.exchange.columns import SHEETS, Sheet
from stellwerk.exchange.runs import OpenedRun

TONES = {
    ImportState.WAITING: "info", ImportState.RUNNING: "info", ImportState.DONE: "success",
    ImportState.REFUSED: "danger", ImportState.FAILED: "danger",
}  # fmt: skip


def state_of(run: ImportRun) -> tuple[str, str]:
    """Label and tone of a run's state; "waiting" is said more exactly."""
    label = run.get_state_display()
    if run.state == ImportState.WAITING and run.counts.get("step") == "checked":
        return _("ready to take in"), "warning"
    return str(label), TONES[ImportState(run.state)]


def sender(run: ImportRun) -> str:
    """The name without the address behind it."""
    return run.uploaded_by.split(" <")[0]


def listed(run: ImportRun) -> dict[str, Any]:
    """A run in the list of uploads."""
    label, tone = state_of(run)
    counts = run.counts.get("cases", {})
    return {
        "run": run, "sender": sender(run), "state": label, "tone": tone,
        "new": counts.get("new"), "changed": counts.get("changed"),
        "refused": counts.get("refused"),
    }  # fmt: skip


def counted(run: ImportRun) -> list[dict[str, Any]]:
    """One line per sheet with its counts."""
    return [
        {"label": sheet.label, **run.counts[sheet.key]}
        for sheet in SHEETS
        if isinstance(run.counts.get(sheet.key), Mapping)
    ]


def changes_of(opened: OpenedRun) -> list[dict[str, Any]]:
    """What would change, with the columns' labels."""
    sheets = {sheet.key: sheet for sheet in SHEETS}
    return [
        {
            **change,
            "sheet": sheets[change["sheet"]].label,
            "fields": ", ".join(
                column_label(sheets[change["sheet"]], name) for name in change["fields"]
            ),
        }
        for change in opened.result.get("changes", ())
    ]


def column_label(sheet: Sheet, key: str) -> str:
    return next((c.label for c in sheet.columns if c.key == key), key)
