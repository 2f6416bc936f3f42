# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every count equals pm4py's, every statistic agrees to a millisecond, on logs of every kind."""

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from stellwerk.exchange.eventlogs import saying
from stellwerk.exchange.eventlogs.analysing import analyse
from stellwerk.exchange.eventlogs.collecting import Reading
from tests.networks.generated import (
    Case,
    Traits,
    as_csv,
    as_ocel_json,
    as_ocel_xml,
    as_xes,
    events_for_oracle,
    make,
    make_objects,
)
from tests.networks.oracle.asking import ask, differences

KINDS = {
    "plain": Traits(),
    "no organisations": Traits(has_groups=False, has_resources=False),
    "resources alone": Traits(has_groups=False),
    "equal times": Traits(equal_times=0.9, activities=3),
    "one event per case": Traits(longest=1, cases=40),
    "one activity": Traits(activities=1),
    "lifecycles": Traits(has_lifecycle=True, longest=14),
    "broken rows": Traits(breaks=0.3, longest=14),
    "everything": Traits(breaks=0.1, has_lifecycle=True, longest=20, unnamed=0.2, twice=0.3),
    "names twice": Traits(twice=0.6, cases=25),
    "before 1970": Traits(first_year=1931, years=60),
    "local times": Traits(local_times=True, years=2, longest=15),
    "long": Traits(cases=3, longest=300),
    "many": Traits(cases=400, longest=12, activities=14),
    "nothing": Traits(cases=4, longest=0),
}


def result(path: Path, reading: Reading | None = None) -> dict[str, Any]:
    stream = io.StringIO()
    saying.write_json(analyse(path, reading), stream)
    found: dict[str, Any] = json.loads(stream.getvalue())
    return found


def write_logs(folder: Path, name: str, seed: int, traits: Traits) -> list[tuple[Path, Path]]:
    """One log as XES (plain or packed) and CSV; each with the events for the oracle."""
    cases = make(seed, traits)
    logs = [(f"{name}-{seed}.xes", as_xes(cases, seed).encode(), cases)]
    if seed % 2:
        logs[0] = (f"{name}-{seed}.xes.gz", gzip.compress(logs[0][1]), cases)
    if not traits.unnamed and (traits.has_groups or not traits.has_resources):
        table, rows = as_csv(cases, seed, delimiter=";,\t"[seed % 3])
        logs.append((f"{name}-{seed}.csv", table.encode("utf-8-sig"), rows))
    made = []
    for file, content, events in logs:
        (folder / file).write_bytes(content)
        facts = folder / f"{file}.events"
        facts.write_text(json.dumps(events_for_oracle(events)), encoding="utf-8")
        made.append((folder / file, facts))
    return made


@pytest.mark.xdist_group("oracle")
def test_generated_logs_of_every_kind(tmp_path: Path) -> None:
    logs = [
        pair
        for number, (name, traits) in enumerate(KINDS.items())
        for seed in (number, number + 20)[: 1 + (number % 3 == 0)]
        for pair in write_logs(tmp_path, name, seed, traits)
    ]
    answers = ask([{"kind": "events", "path": str(facts)} for _log, facts in logs])
    wrong = {}
    for (log, _facts), answer in zip(logs, answers, strict=True):
        found = differences(result(log), answer)
        if found:
            wrong[log.name] = found[:3]
    assert not wrong


@pytest.mark.xdist_group("oracle")
def test_files_that_pm4py_reads_itself(tmp_path: Path) -> None:
    """Its own readers on our files: XES as it is written mostly, OCEL 2.0 in both forms."""
    jobs: list[dict[str, Any]] = []
    readings: list[Reading] = []
    for seed in range(4):
        path = tmp_path / f"{seed}.xes"
        traits = Traits(has_lifecycle=seed % 2 == 1, twice=0.3, has_groups=seed < 2)
        path.write_text(as_xes(make(seed, traits), seed, is_plain=True), encoding="utf-8")
        jobs.append({"kind": "xes", "path": str(path), "lifecycle": "complete"})
        readings.append(Reading())
        jobs.append({"kind": "xes", "path": str(path), "lifecycle": "all",
                     "organisation": "org:resource"})  # fmt: skip
        readings.append(Reading(lifecycle="all", organisation_key="org:resource"))
    for seed in range(4):
        log = make_objects(seed, 60)
        for kind, ending, text in (
            ("ocel_json", "json", as_ocel_json(log)), ("ocel_xml", "xml", as_ocel_xml(log)),
        ):  # fmt: skip
            path = tmp_path / f"o{seed}.{ending}"
            path.write_text(text, encoding="utf-8")
            jobs.append({"kind": kind, "path": str(path), "object_type": "Person"})
            readings.append(Reading(object_type="Person"))
    wrong = {}
    for job, reading, answer in zip(jobs, readings, ask(jobs), strict=True):
        found = differences(result(Path(job["path"]), reading), answer)
        if found:
            wrong[json.dumps(job)] = found[:3]
    assert not wrong


def test_memory_is_bounded_by_the_same_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for 50 rows everything goes through files, to the same figures."""
    from stellwerk.exchange.eventlogs import collecting, sorting, xes

    cases: list[Case] = make(5, Traits(cases=60, longest=40, equal_times=0.5, twice=0.3))
    cases += make(6, Traits(cases=1, longest=900, equal_times=0.9, activities=2))
    path = tmp_path / "log.xes"
    path.write_text(as_xes(cases, 5), encoding="utf-8")
    whole = result(path)
    defaults = sorting.Sorter.__init__.__defaults__
    monkeypatch.setattr(sorting.Sorter.__init__, "__defaults__", (50,))
    for module in (collecting, xes):
        monkeypatch.setattr(module, "BATCH", 7)
    assert defaults == (sorting.MOST_ROWS,)
    assert result(path) == whole


@pytest.mark.xdist_group("oracle")
@pytest.mark.skipif("STELLWERK_TEST_DATA" not in os.environ, reason="NOT CHECKED: no real logs")
def test_the_real_logs() -> None:
    """Permit processes of two Dutch municipalities; figures of the first are known besides."""
    folder = Path(os.environ["STELLWERK_TEST_DATA"])
    paths = [folder / "receipt.xes", folder / "BPIC15_1.xes.gz"]
    answers = ask([{"kind": "xes", "path": str(path)} for path in paths])
    found = [result(path) for path in paths]
    assert [differences(*pair) for pair in zip(found, answers, strict=True)] == [[], []]
    assert [(one["cases"], one["events"]) for one in found] == [(1434, 8577), (1199, 52217)]
