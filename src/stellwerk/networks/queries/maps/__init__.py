# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What happens really: questions to one log. Each takes the same number of statements always.

Of a log behind another organisation's wall the answer is empty; what the network learns of others
is in ``network``.
"""

from stellwerk.networks.queries.maps.findings import (
    break_offs,
    dwell_times,
    loops,
    repeated_demands,
)
from stellwerk.networks.queries.maps.names import (
    activities_of,
    activity_name,
    parties_of,
    party_name,
)
from stellwerk.networks.queries.maps.network import network_handovers, network_map
from stellwerk.networks.queries.maps.passing import handover_matrix
from stellwerk.networks.queries.maps.variants import course_count, variants
from stellwerk.networks.queries.maps.whole import process_map

__all__ = [
    "activities_of",
    "activity_name",
    "break_offs",
    "course_count",
    "dwell_times",
    "handover_matrix",
    "loops",
    "network_handovers",
    "network_map",
    "parties_of",
    "party_name",
    "process_map",
    "repeated_demands",
    "variants",
]
