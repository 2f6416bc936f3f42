# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Courses and the ways they took."""

from stellwerk.networks.queries.maps.conditions import conditions
from stellwerk.networks.queries.maps.names import Names
from stellwerk.networks.queries.maps.reading import asked
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.findings import VariantShare

_VARIANTS = """
WITH found AS (
    SELECT t.variant, count(*) AS courses, min(t.id) AS example {source} AND t.events > 0
    GROUP BY t.variant
)
SELECT variant, courses, example, (sum(courses) OVER ())::bigint
FROM found ORDER BY courses DESC, variant LIMIT %(most)s
"""
_SEQUENCES = """
SELECT trace_id, array_agg(activity_id ORDER BY at, position)
FROM networks_event WHERE trace_id = ANY(%(traces)s::bigint[]) AND counts GROUP BY trace_id
"""


def variants(flt: MapFilter, *, most: int = 20) -> list[VariantShare]:
    """The most frequent variants, whole, of all courses that the filter touches."""
    made = conditions(flt)
    rows = asked(_VARIANTS.format(source=made.of_courses), {**made.params, "most": most})
    sequences = dict(asked(_SEQUENCES, {"traces": [row[2] for row in rows]}))
    names = Names({code for codes in sequences.values() for code in codes}, ())
    return [
        VariantShare(
            variant, tuple(names.activity(code) for code in sequences.get(example, ())), courses,
            courses / total,
        )
        for variant, courses, example, total in rows
    ]


def course_count(flt: MapFilter) -> int:
    """How many courses the filter touches: with an event that it means, whenever they began."""
    made = conditions(flt)
    return int(asked(f"SELECT count(*) {made.of_courses}", made.params)[0][0])


def variant_count(flt: MapFilter) -> int:
    """How many different ways the courses took that the filter touches."""
    made = conditions(flt)
    sql = f"SELECT count(DISTINCT t.variant) {made.of_courses} AND t.events > 0"
    return int(asked(sql, made.params)[0][0])
