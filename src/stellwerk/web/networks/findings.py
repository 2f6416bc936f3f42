# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the sections beside the map show, ready to be written down."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.networks.rules.findings import Passed, VariantShare
from stellwerk.networks.rules.waiting import in_words
from stellwerk.web.networks.asking import Asked

#: Organisations on one side of the matrix; the list below holds all.
MOST_IN_MATRIX = 12


def variant_rows(asked: Asked, found: Sequence[VariantShare], total: int) -> list[dict[str, Any]]:
    """The variants with n / N and the address of a map of this one alone."""
    return [
        {
            "number": number, "steps": row.activities, "length": len(row.activities),
            "count": row.count, "total": total, "address": asked.query(variant=row.key),
        }
        for number, row in enumerate(found, start=1)
    ]


def matrix(found: Sequence[Passed]) -> dict[str, Any]:
    """Organisation × organisation: counts with median waiting; empty where nothing was handed."""
    weight: dict[str, int] = {}
    for row in found:
        for name in (row.source, row.target):
            weight[name] = weight.get(name, 0) + row.count
    names = sorted(weight, key=lambda name: (-weight[name], name))[:MOST_IN_MATRIX]
    cells = {(row.source, row.target): row for row in found}
    most = max((row.count for row in found), default=0)
    return {
        "names": names,
        "rows": [
            {
                "name": source,
                "cells": [_cell(cells.get((source, target)), most) for target in names],
            }
            for source in names
        ],
        "left_out": len(weight) - len(names),
    }


def _cell(row: Passed | None, most: int) -> dict[str, Any]:
    if row is None:
        return {"count": None}
    return {
        "count": row.count, "wait": in_words(row.median_s),
        "is_heavy": row.count * 2 >= most, "declined": row.declined_count,
    }


def passed_rows(found: Sequence[Passed]) -> list[dict[str, Any]]:
    """Every pair with waiting times and why the other side declined."""
    return [
        {
            "source": row.source, "target": row.target, "count": row.count,
            "mean": in_words(row.mean_s), "median": in_words(row.median_s),
            "p90": in_words(row.p90_s), "declined": row.declined_count,
            "reasons": sorted(row.declined.items(), key=lambda pair: (-pair[1], pair[0])),
        }
        for row in found
    ]


def party_word(name: str) -> str:
    """The organisation, or that none was named."""
    return name or _("not named")
