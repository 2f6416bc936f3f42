# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The first page of the case list: the page that everybody opens, as a kept question."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from stellwerk.access.visible import Kind, kind_of, visible_access
from stellwerk.base.actor import Actor
from stellwerk.cases.queries.lists import COLUMNS, ORDER, CaseFilter, narrowed
from stellwerk.questions.kept import STAND_IN, Questions

# Stands for the case manager whose cases are asked for.
_MANAGER = UUID(int=2)


def _first(key: tuple[Kind, CaseFilter, int]) -> dict[str, QuerySet[Any, Any]]:
    kind, chosen, most = key
    rows = narrowed(visible_access(kind.somebody()), chosen, STAND_IN)
    return {"rows": rows.order_by(*ORDER).values_list(*COLUMNS)[:most]}


_FIRST = Questions(_first, in_order=True)


def first_cases(actor: Actor, chosen: CaseFilter, most: int) -> list[dict[str, Any]]:
    """At most so many rows as ``narrowed(visible_access(actor), chosen)`` has first, in ``ORDER``.

    Only for a filter that ``is_wide``: its kinds are few, so that their translations can be kept.
    """
    known = kind_of(actor)
    if known is None:
        return []
    kind, others = known
    if chosen.manager is not None:
        others[_MANAGER] = chosen.manager
        chosen = replace(chosen, manager=_MANAGER)
    rows = _FIRST.ask((kind, chosen, most), {"rows": STAND_IN}, others)["rows"]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]
