# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of a lever."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import BETWEEN, LEVER_STEPS, Figure, LeverState
from stellwerk.networks.rules.observing import personal_blockers

_TEXTS = ("title", "point", "power_words", "effect", "figure_words")


def lever_blockers(values: Mapping[str, Any], *, state: str | None = None) -> list[Blocker]:
    """All that stands in the way of a lever; ``state`` is the one that it has so far, if any.

    It hangs on an issue or says its point in a chain; turned it can only be by somebody who is
    named; a figure in words has words, a waiting time two activities.
    """
    found = []
    if not str(values.get("title") or "").strip():
        found.append(Blocker("title_missing", _("Please give the lever a title."), "title"))
    if not values.get("issue") and not str(values.get("point") or "").strip():
        found.append(
            Blocker(
                "place_missing", _("Please choose an issue or say the point in the chain."), "issue"
            )
        )
    wanted = values.get("state") or LeverState.IDEA
    has_power = values.get("powers") or str(values.get("power_words") or "").strip()
    if wanted not in (LeverState.IDEA, LeverState.DROPPED) and not has_power:
        found.append(
            Blocker("power_missing", _("Please say in whose power it is to turn it."), "powers")
        )
    if state is not None and wanted != state and wanted not in LEVER_STEPS[LeverState(state)]:
        text = _("This state cannot follow the present one.")
        found.append(Blocker("step", text, "state"))
    return [*found, *_figure_blockers(values), *_personal(values)]


def _figure_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    figure = values.get("figure") or ""
    ends = (values.get("from_activity"), values.get("to_activity"))
    if figure == Figure.OTHER and not str(values.get("figure_words") or "").strip():
        text = _("Please say which figure should move.")
        return [Blocker("figure_missing", text, "figure_words")]
    if figure in BETWEEN and not all(ends):
        text = _("A waiting time runs from one activity to another: please choose both.")
        return [Blocker("activity_missing", text, "from_activity")]
    if figure not in BETWEEN and any(ends):
        text = _("Only a waiting time is measured between two activities.")
        return [Blocker("activity_unused", text, "figure")]
    return []


def _personal(values: Mapping[str, Any]) -> list[Blocker]:
    return [
        blocker
        for name in _TEXTS
        for blocker in personal_blockers(str(values.get(name) or ""), name)
    ]
