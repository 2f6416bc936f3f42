# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of `bench imports` that need Django: make a workbook, take it in, refuse harm.

``python -m stellwerk.jobs.bench._importing make|import|check|refuse …``: each runs in a process
of its own, so that the memory measured is its own. Prints one JSON line.
"""

import json
import random
import resource
import statistics
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ORGANISATION = "rheine-beratung"
BERLIN = ZoneInfo("Europe/Berlin")
AREAS = ("housing", "health", "work", "language", "childcare", "school_training")
FAMILY = ("Yıldız", "Al-Hassan", "Schmidt", "Kowalska", "Öztürk", "Іваненко", "Tesfay", "Haddad")
GIVEN = ("Ayşe", "Mohammed", "Olena", "Anna", "Samira", "Navid", "Elif", "Yonas")


def rows(cases: int, appointments: int, goals: int) -> dict[str, list[dict[str, Any]]]:
    """Invented records: so many cases, with so many appointments and goals over all of them."""
    chance = random.Random(20261121)
    made: dict[str, list[dict[str, Any]]] = {"cases": [], "appointments": [], "goals": []}
    for number in range(cases):
        made["cases"].append(_case(chance, number))
    for number in range(appointments):
        case = made["cases"][number % cases]
        day = case["opened_on"] + timedelta(days=7 * (number // cases))
        made["appointments"].append(
            {
                "case_key": case["case_key"],
                "starts_at": datetime(
                    day.year, day.month, day.day, chance.randrange(8, 18), tzinfo=BERLIN
                ),
                "kind": chance.choice(["office", "phone", "home_visit"]),
                "outcome": chance.choice(["kept", "kept", "no_show", "planned"]),
            }
        )
    for number in range(goals):
        case = made["cases"][number % cases]
        made["goals"].append(
            {
                "case_key": case["case_key"],
                "life_area": chance.choice(AREAS),
                "text": f"Erfundenes Ziel Nummer {number // cases} mit etwas Text dazu",
                "agreed_on": case["opened_on"],
                "attainment": chance.choice([None, 0, 50, 100]),
            }
        )
    return made


def _case(chance: random.Random, number: int) -> dict[str, Any]:
    opened = date(2018, 1, 1) + timedelta(days=chance.randrange(2_000))
    ended = chance.random() < 0.6
    return {
        "case_key": f"B-{number:06d}", "client_key": f"P-{number:06d}",
        "family_name": chance.choice(FAMILY), "given_name": chance.choice(GIVEN),
        "birth_year": chance.randrange(1950, 2010), "gender": chance.choice("wmdx"),
        "nationality": chance.choice(["sy", "af", "ua", "tr"]),
        "residence_status": chance.choice(["aufenthg_60a", "aufenthg_24"]),
        "opened_on": opened, "closed_on": opened + timedelta(days=90) if ended else None,
        "closing_kind": "planned" if ended else None, "closed_by": "both" if ended else None,
        "topics": tuple(chance.sample(AREAS, 3)), "household_members": chance.randrange(1, 8),
    }  # fmt: skip


def make(path: str, cases: str, appointments: str, goals: str) -> dict[str, Any]:
    from stellwerk.exchange.template import write_workbook
    from stellwerk.exchange.words import shipped_words

    write_workbook(path, shipped_words(), rows(int(cases), int(appointments), int(goals)))
    return {"bytes": Path(path).stat().st_size}


def take(path: str, *, write: bool) -> dict[str, Any]:
    """Import or check, with the time and the largest memory of this and the reading process."""
    from stellwerk.base.actor import system_actor
    from stellwerk.base.context import acting
    from stellwerk.directory.queries import organisation_by_key
    from stellwerk.exchange.importing import check_uploads, import_uploads
    from stellwerk.exchange.intake import uploads_from_path

    organisation = organisation_by_key(ORGANISATION)
    if organisation is None:
        raise SystemExit(f"no organisation {ORGANISATION}")
    actor = system_actor("bench", organisation.pk)
    began, processor = time.monotonic(), time.process_time()
    with acting(actor):
        work = import_uploads if write else check_uploads
        preview = work(uploads_from_path(Path(path)), organisation=organisation, actor=actor)
    return {
        "result": preview.result,
        "rows": preview.checked.records.size if preview.checked.records else 0,
        "changes": preview.changes_anything,
        "seconds": time.monotonic() - began,
        "processor": time.process_time() - processor,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "reader_memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def refuse(checkout: str, repeat: str) -> dict[str, float]:
    """Milliseconds until each hostile file of the tests' corpus is refused (median)."""
    sys.path.insert(0, checkout)
    from tests.exchange.hostile import CORPUS

    from stellwerk.base.refusal import Refusal
    from stellwerk.exchange.intake import Upload, read

    found: dict[str, float] = {}
    for name, (build, _code) in CORPUS.items():
        path = Path(checkout) / "var" / "bench-hostile"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(build())
        times = []
        for _ in range(int(repeat)):
            with path.open("rb") as stream:
                began = time.perf_counter()
                try:
                    list(read([Upload(name, stream)]))
                    times.append(float("inf"))
                except Refusal:
                    times.append((time.perf_counter() - began) * 1000)
        found[name] = statistics.median(times)
        path.unlink()
    return found


def main() -> None:
    import django

    django.setup()
    deed, *arguments = sys.argv[1:]
    if deed == "make":
        result: dict[str, Any] = make(*arguments)
    elif deed == "refuse":
        result = refuse(*arguments)
    else:
        result = take(arguments[0], write=deed == "import")
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
