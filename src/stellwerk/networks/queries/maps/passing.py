# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who hands over to whom, with what waiting time, and what was declined."""

from collections import defaultdict

from stellwerk.networks.queries.maps.conditions import conditions
from stellwerk.networks.queries.maps.names import Names
from stellwerk.networks.queries.maps.reading import asked, scanned
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.findings import Passed

MILLION = 1_000_000
_MATRIX = """
SELECT e.before_party, e.party_id, count(*), avg(e.wait_us)::float8,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY e.wait_us)
{source} AND e.before_party <> e.party_id
GROUP BY e.before_party, e.party_id
ORDER BY count(*) DESC, e.before_party, e.party_id
"""
#: A declined activity belongs to the last hand-over to the one who declined.
_DECLINED = """
SELECT giver.party_id, refused.party_id, refused.activity_id, count(*)
FROM (
    SELECT e.trace_id, e.at, e.position, e.party_id, e.activity_id {source}
        AND e.party_id IS NOT NULL AND e.activity_id IN (
            SELECT a.id FROM networks_activity a
            LEFT JOIN networks_activity same ON same.id = a.same_as_id
            WHERE a.key LIKE '%%\\_declined' OR same.key LIKE '%%\\_declined'
        )
) refused CROSS JOIN LATERAL (
    SELECT b.party_id FROM networks_event b
    WHERE b.trace_id = refused.trace_id AND b.counts AND b.party_id <> refused.party_id
        AND (b.at, b.position) < (refused.at, refused.position)
    ORDER BY b.at DESC, b.position DESC LIMIT 1
) giver
GROUP BY giver.party_id, refused.party_id, refused.activity_id
"""


def handover_matrix(flt: MapFilter) -> list[Passed]:
    """Neighbours with different, known organisations; the most frequent first."""
    made = conditions(flt)
    rows = scanned(_MATRIX.format(source=made.source), made.params)
    refused = asked(_DECLINED.format(source=made.source), made.params)
    names = Names(
        {activity for _giver, _party, activity, _count in refused},
        {party for row in (*rows, *refused) for party in row[:2]},
    )
    reasons: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for giver, party, activity, count in refused:
        reasons[giver, party][names.activity(activity)] = count
    return [
        Passed(
            names.party(giver), names.party(party), giver, party, count,
            mean_s=mean / MILLION, median_s=found[0] / MILLION, p90_s=found[1] / MILLION,
            declined=reasons.get((giver, party), {}),
        )
        for giver, party, count, mean, found in rows
    ]
