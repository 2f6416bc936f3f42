# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The same events in pm4py: run by a Python of its own, `python _chain_oracle.py FILE ROUNDS`.

Loading and formatting stand outside the clock. Prints one line of JSON.
"""

import json
import statistics
import sys
import time

import numpy as np
import pandas as pd
import pm4py


def main() -> None:
    found = np.load(sys.argv[1])
    frame = pd.DataFrame(
        {
            "case:concept:name": pd.Series(found["trace"]).astype(str),
            "concept:name": found["activities"][found["activity"]].astype(object),
            "time:timestamp": pd.to_datetime(found["at"], unit="us", utc=True),
        }
    )
    frame = pm4py.format_dataframe(
        frame, case_id="case:concept:name", activity_key="concept:name",
        timestamp_key="time:timestamp",
    )
    times: dict[str, list[float]] = {"dfg": [], "performance": []}
    for _round in range(int(sys.argv[2])):
        began = time.perf_counter()
        edges, start, end = pm4py.discover_dfg(frame)
        times["dfg"].append(time.perf_counter() - began)
        began = time.perf_counter()
        waits, _start, _end = pm4py.discover_performance_dfg(frame)
        times["performance"].append(time.perf_counter() - began)
    print(
        json.dumps(
            {
                **{name: statistics.median(values) for name, values in times.items()},
                "edges": [
                    [*edge, count, *(waits[edge][k] for k in ("mean", "min", "max", "median"))]
                    for edge, count in edges.items()
                ],
                "start": start, "end": end,
            }
        )
    )


if __name__ == "__main__":
    main()
