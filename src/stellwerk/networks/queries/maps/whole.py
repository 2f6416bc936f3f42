# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The directly-follows map of what a filter means."""

from dataclasses import replace
from typing import Literal

from stellwerk.networks.queries.maps.assembling import assembled
from stellwerk.networks.queries.maps.reading import from_log, percentiles_from_log
from stellwerk.networks.queries.maps.rollup import from_rollup
from stellwerk.networks.queries.maps.variants import variant_count
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.maps import ProcessMap


def process_map(
    flt: MapFilter,
    *,
    source: Literal["log", "rollup"] = "log",
    percentiles: bool = True,
    with_variants: bool = True,
) -> ProcessMap:
    """The map with counts, mean, least and greatest waiting time, and percentiles where asked.

    Both sources count the same. Percentiles are exact from the log and estimated (within one per
    cent, ``is_estimated``) from the roll-up. A filter that chooses whole courses is answered from
    the log in any case. ``cases`` are the courses that began within what was asked for;
    ``variant_count`` counts those of all courses that the filter touches.
    """
    found = _map(flt, source, percentiles)
    return replace(found, variant_count=variant_count(flt)) if with_variants else found


def _map(flt: MapFilter, source: str, percentiles: bool) -> ProcessMap:
    if source == "rollup" and not flt.is_of_courses:
        figures, found = from_rollup(flt, percentiles_too=percentiles)
        return assembled(figures, found, party=flt.party, is_estimated=percentiles)
    exact = percentiles_from_log(flt) if percentiles else {}
    return assembled(from_log(flt), exact, party=flt.party, is_estimated=False)
