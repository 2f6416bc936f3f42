# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The open cases of a team as the board weighs them, as a kept question."""

from typing import Any

from django.db.models import QuerySet

from stellwerk.access.visible import Kind, kind_of, visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.queries.caseload import OpenRow, open_case_rows
from stellwerk.questions.kept import STAND_IN, Questions


def _of_kind(kind: Kind) -> dict[str, QuerySet[Any, Any]]:
    somebody = kind.somebody()
    home = certain(somebody.organisation_id, "a stand-in stands for it")
    return {"rows": open_case_rows(visible_access(somebody), home)}


_OPEN = Questions(_of_kind)


def open_cases(actor: Actor) -> list[OpenRow]:
    """The open cases of the actor's own organisation that she may see."""
    known = kind_of(actor)
    if known is None:
        return []
    kind, others = known
    return list(map(OpenRow._make, _OPEN.ask(kind, {"rows": STAND_IN}, others)["rows"]))
