# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two maps side by side: 0 is a value, missing is missing."""

from stellwerk.networks.rules.comparing import compare
from stellwerk.networks.rules.maps import Edge, ProcessMap


def found(*edges: Edge) -> ProcessMap:
    return ProcessMap(3, 9, {}, {}, {}, edges, None)


def test_each_edge_with_its_differences() -> None:
    before = found(Edge("a", "b", 3, 30, 20, 60), Edge("b", "a", 1, 0, 0, 0))
    after = found(Edge("a", "b", 2, 10, 10, 12), Edge("b", "c", 2, None, None, None))
    told = {(row.source, row.target): row for row in compare(before, after).edges}
    assert next(iter(told)) == ("a", "b")
    shared = told["a", "b"]
    assert (shared.count_difference, shared.share_difference) == (-1, -0.25)
    assert (shared.mean_difference_s, shared.median_difference_s) == (-20, -10)
    gone = told["b", "a"]
    assert (gone.second, gone.count_difference, gone.median_difference_s) == (None, -1, None)
    assert told["b", "c"].share_difference == 0.5
    assert told["b", "c"].median_difference_s is None


def test_empty_maps_compare_to_nothing() -> None:
    assert compare(found(), found()).edges == ()
