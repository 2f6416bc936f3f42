# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The oracle: what pm4py says about event logs. Runs in an environment of its own.

Reads jobs as JSON from standard input, one object per file:
{"path": …, "kind": "xes" | "ocel_json" | "ocel_xml" | "events", "lifecycle": "complete" | "all",
 "organisation": key or "", "object_type": …}. Prints one result per job. "events" is a table of
events that the test itself has made (columns case, activity, time in microseconds, organisation).
Order within a case: time, then place in the file.
"""

import json
import os
import sys
import warnings
from pathlib import Path

os.environ["PM4PY_SHOW_PROGRESS_BAR"] = "False"
os.environ["PM4PY_SHOW_INTERNAL_WARNINGS"] = "False"
warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pm4py  # noqa: E402
from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph  # noqa: E402

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
TRANSITION = "lifecycle:transition"


def table(job):
    """The events of a file as pm4py reads them."""
    kind = job["kind"]
    if kind == "xes":
        return pm4py.read_xes(job["path"], return_legacy_log_object=False)
    if kind == "ocel_json":
        return pm4py.ocel_flattening(pm4py.read_ocel2_json(job["path"]), job["object_type"])
    if kind == "ocel_xml":
        return pm4py.ocel_flattening(pm4py.read_ocel2_xml(job["path"]), job["object_type"])
    rows = pd.DataFrame(
        json.loads(Path(job["path"]).read_text(encoding="utf-8")),
        columns=[CASE, ACTIVITY, "microseconds", "org:group"],
    )
    rows[TIME] = pd.to_datetime(rows["microseconds"].astype("int64"), unit="us", utc=True)
    return rows


def prepared(frame, job):
    if TRANSITION in frame.columns and job.get("lifecycle", "complete") == "complete":
        states = frame[TRANSITION]
        frame = frame[states.isna() | (states.astype(str).str.lower() == "complete")]
    frame = frame.dropna(subset=[CASE, ACTIVITY, TIME]).copy()
    frame[TIME] = pd.to_datetime(frame[TIME], utc=True).astype("datetime64[us, UTC]")
    frame[CASE], frame[ACTIVITY] = frame[CASE].astype(str), frame[ACTIVITY].astype(str)
    frame["position"] = np.arange(len(frame))
    return frame.sort_values([CASE, TIME, "position"]).reset_index(drop=True)


def edges(frame):
    """Counts by pm4py's graph; statistics over pm4py's own waiting times of each edge."""
    dfg, _start, _end = pm4py.discover_dfg(frame.copy())
    waits = get_dfg_graph(frame.copy(), measure="performance", perf_aggregation_key="raw_values")
    found = []
    for (source, target), count in dfg.items():
        raw = np.array(waits[source, target])
        assert len(raw) == count
        found.append({
            "from": source, "to": target, "count": int(count), "mean_s": float(raw.mean()),
            "median_s": float(np.median(raw)), "p90_s": float(np.percentile(raw, 90)),
            "min_s": float(raw.min()), "max_s": float(raw.max()),
        })  # fmt: skip
    return found


def handovers(frame, key):
    columns = [key] if key else ["org:group", "org:resource"]
    chosen = next((c for c in columns if c in frame.columns and named(frame[c]).any()), None)
    if chosen is None:
        return [], {}, len(frame) - frame[CASE].nunique()
    party = frame[chosen].where(named(frame[chosen]), None)
    before = party.shift()
    follows = frame[CASE] == frame[CASE].shift()
    known = follows & party.notna() & before.notna()
    other = known & (party != before)
    pairs = pd.DataFrame({"a": before[other].astype(str), "b": party[other].astype(str)})
    counted = pairs.value_counts().to_dict()
    work = party[known & (party == before)].astype(str).value_counts().to_dict()
    listed = [{"from": a, "to": b, "count": int(n)} for (a, b), n in counted.items()]
    unknown = int(follows.sum() - known.sum())
    return listed, {key: int(n) for key, n in work.items()}, unknown


def named(column):
    return column.notna() & (column.astype(str) != "")


def judge(job):
    frame = prepared(table(job), job)
    if not len(frame):
        return {
            "cases": 0, "events": 0, "activities": {}, "start": {}, "end": {}, "edges": [],
            "variants": 0, "handovers": [], "work": {}, "unknown_handovers": 0,
            "variant_counts": [],
        }  # fmt: skip
    given, work, unknown = handovers(frame, job.get("organisation", ""))
    variants = pm4py.get_variants(frame)
    return {
        "cases": int(frame[CASE].nunique()),
        "events": len(frame),
        "activities": pm4py.get_event_attribute_values(frame, ACTIVITY),
        "start": pm4py.get_start_activities(frame),
        "end": pm4py.get_end_activities(frame),
        "edges": edges(frame) if len(frame) > frame[CASE].nunique() else [],
        "variants": len(variants),
        "handovers": given,
        "work": work,
        "unknown_handovers": unknown,
        "variant_counts": sorted((int(n) for n in variants.values()), reverse=True),
    }


def main():
    for line in sys.stdin:
        job = json.loads(line)
        try:
            found = judge(job)
        except Exception as problem:  # the test shows what the oracle could not do
            found = {"trouble": f"{type(problem).__name__}: {problem}"}
        sys.stdout.write(json.dumps(found, default=int) + "\n")


if __name__ == "__main__":
    main()
