# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What has to be written into a course so that it says what the rows of the case say."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from stellwerk.cases.rules.logging import Told, event_number
from stellwerk.networks.choices import Precision, Source
from stellwerk.networks.rules.standing import Said, chains


class Plan(NamedTuple):
    """What has to be written so that the log says what the case says."""

    added: dict[int, Said]
    corrected: dict[Any, Said]
    withdrawn: list[Any]
    erased: list[Any]


def planned(
    key: bytes, wanted: Mapping[str, Told], entries: Iterable[Any], *, is_whole: bool
) -> Plan:
    """Compare slots with all rows of the course.

    ``is_whole``: these are all slots of the case, so that any other event that its work left
    behind comes from a row that is gone.
    """
    rows = chains(entries)
    last = {number: chain[-1] for number, chain in rows.items()}
    plan = Plan({}, {}, [], [])
    known = set()
    for slot, (said, is_secret) in wanted.items():
        turn = 0
        written: list[Any] = []
        while (entry := last.get(event_number(key, slot, turn))) is not None:
            written += rows[event_number(key, slot, turn)]
            if not entry.is_withdrawal:
                break
            turn += 1
        known.add(event_number(key, slot, turn))
        told = any(is_too_exact(row) for row in written)
        if told or (is_secret and any(says_more(row, said) for row in written)):
            plan.erased.extend(written)
            entry, turn = None, 0
        number = event_number(key, slot, turn)
        if entry is None:
            if said is not None:
                plan.added[number] = said
        elif said is None:
            plan.withdrawn.append(entry)
        elif _says(entry) != said:
            plan.corrected[entry] = said
    if is_whole:
        for number, entry in last.items():
            if number in known or entry.source != Source.ACTION:
                continue
            if any(is_too_exact(row) for row in rows[number]):
                plan.erased.extend(rows[number])
            elif not entry.is_withdrawal:
                plan.withdrawn.append(entry)
    return plan


def is_too_exact(entry: Any) -> bool:
    """Whether a row of the case's own work says more than the day, as rows once did."""
    return bool(entry.source == Source.ACTION and entry.precision != Precision.DAY)


def says_more(entry: Any, said: Said | None) -> bool:
    """Whether a row names an office or a legal sphere that it may not name (any longer)."""
    if said is None:
        return True
    return entry.party_id not in (None, said.party_id) or entry.legal_sphere_id is not None


def _says(entry: Any) -> Said:
    return Said(
        entry.activity_id, entry.at, entry.precision, entry.party_id, entry.legal_sphere_id
    )
