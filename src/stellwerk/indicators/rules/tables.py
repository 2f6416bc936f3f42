# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Flow per quarter and the cross table."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.utils.translation import gettext_noop as _

from stellwerk.cases.choices import AGE_BOUNDS, GENDER_CODES
from stellwerk.indicators.choices import TOP_NATIONALITIES
from stellwerk.indicators.rules.groups import QuarterGroup, TraitGroup
from stellwerk.indicators.rules.report import (
    CrossCell,
    CrossTable,
    FlowRow,
    Period,
    Pivot,
    PivotRow,
)
from stellwerk.indicators.rules.words import Words, in_both

MISSING = "missing"
REST = "rest"
NOT_LISTED = -1
# Official keys that are answers, but no nationality: shown apart, never among the most frequent.
STATELESS, UNRESOLVED, NOT_STATED = "997", "998", "999"
APART = (STATELESS, UNRESOLVED, NOT_STATED)

AGE_GROUPS = (
    *[f"{low}-{high - 1}" for low, high in zip((0, *AGE_BOUNDS[:-1]), AGE_BOUNDS, strict=True)],
    f"{AGE_BOUNDS[-1]}+",
    MISSING,
)
GENDERS = (*[str(gender) for gender in GENDER_CODES], MISSING)
GENDER_LABELS = (_("female"), _("male"), _("diverse"), _("not stated"), _("missing in the record"))
DIMENSIONS = ("residence_status", "gender", "age_group", "nationality")
# The two-way tables that people read: rows by columns.
PIVOTS = (
    ("residence_status", "gender"),
    ("age_group", "gender"),
    ("nationality", "gender"),
    ("residence_status", "age_group"),
)


@dataclass(frozen=True)
class TermLabel:
    """What a cross table needs of a word of the vocabulary."""

    key: str
    code: str
    label: Words


def quarter_of(day: date) -> int:
    """Year * 4 + 0..3."""
    return day.year * 4 + (day.month - 1) // 3


def flow(groups: Iterable[QuarterGroup], period: Period, today: date) -> tuple[FlowRow, ...]:
    """Entries, exits and stock per quarter, without gaps.

    From the quarter in which the period starts (or the first entry) to the one in which it ends
    (or the latest entry or exit, at least the present one).
    """
    entries: Counter[int] = Counter()
    exits: Counter[int] = Counter()
    stock = 0
    for group in groups:
        if group.opened:
            entries[group.opened] += group.cases
        else:
            stock += group.cases
        if group.closed:
            exits[group.closed] += group.cases
    moves = [*entries, *exits]
    if not moves and not stock:
        return ()
    now = quarter_of(today)
    first = quarter_of(period.start) if period.start else min(moves, default=now)
    last = quarter_of(period.end) if period.end else max([*moves, now])
    rows = []
    for quarter in range(first, last + 1):
        stock += entries[quarter] - exits[quarter]
        rows.append(FlowRow(quarter // 4, quarter % 4 + 1, entries[quarter], exits[quarter], stock))
    return tuple(rows)


def most_frequent(counts: dict[int, int], terms: dict[int, TermLabel]) -> list[int]:
    """The nationalities a cross table names: most cases first, ties by key."""
    ranked = sorted(
        (nationality for nationality in counts if nationality in terms),
        key=lambda nationality: (-counts[nationality], terms[nationality].key),
    )
    return [n for n in ranked if terms[n].code not in APART][:TOP_NATIONALITIES]


def cross(groups: Iterable[TraitGroup], terms: dict[int, TermLabel]) -> CrossTable:
    """Unpack the traits; ``terms`` by id hold the residence statuses and listed nationalities."""
    counts: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)
    traits: dict[int, tuple[str, str, str]] = {}
    for packed, nationality, cases in groups:
        key = traits.get(packed)
        if key is None:
            key = traits[packed] = _traits(packed, terms)
        counts[(*key, _nationality(nationality, terms))] += cases
    cells = tuple([CrossCell(*key, cases) for key, cases in sorted(counts.items())])
    labels = _labels(cells, terms)
    pivots = tuple(pivot(cells, labels, *views) for views in PIVOTS) if cells else ()
    return CrossTable(cells, labels, pivots)


def _traits(packed: int, terms: dict[int, TermLabel]) -> tuple[str, str, str]:
    status_id, rest = divmod(packed, 64)
    gender, age = divmod(rest, 8)
    status = terms[status_id].key if status_id in terms else MISSING
    return status, GENDERS[gender], AGE_GROUPS[age]


def _nationality(code: int, terms: dict[int, TermLabel]) -> str:
    if code == NOT_LISTED:
        return REST
    term = terms.get(code)
    return term.key if term else MISSING


def _labels(
    cells: tuple[CrossCell, ...], terms: dict[int, TermLabel]
) -> dict[str, dict[str, Words]]:
    """Labels of every key that occurs, per dimension, in the order in which tables show them."""
    by_key = {term.key: term for term in terms.values()}
    present = [set(map(itemgetter(place), cells)) for place in range(len(DIMENSIONS))]
    missing = in_both(_("missing in the record"))
    statuses = {key: by_key[key].label for key in by_key if key in present[0]}
    genders = {
        key: in_both(label)
        for key, label in zip(GENDERS, GENDER_LABELS, strict=True)
        if key in present[1]
    }
    ages = {key: _age_label(key) for key in AGE_GROUPS if key in present[2]}
    order: Counter[str] = Counter()
    for cell in cells:
        order[cell[3]] += cell[4]
    named = [key for key, _cases in order.most_common() if key in by_key]
    nationalities = {k: by_key[k].label for k in named if by_key[k].code not in APART}
    if REST in present[3]:
        nationalities[REST] = in_both(_("all others"))
    nationalities |= {k: by_key[k].label for k in named if by_key[k].code in APART}
    if MISSING in present[3]:
        nationalities[MISSING] = missing
    if MISSING in present[0]:
        statuses[MISSING] = missing
    return dict(zip(DIMENSIONS, (statuses, genders, ages, nationalities), strict=True))


def _age_label(key: str) -> Words:
    if key == MISSING:
        return in_both(_("missing in the record"))
    if key.endswith("+"):
        return Words(f"{key[:-1]} und älter", f"{key[:-1]} and older")
    text = key.replace("-", "–")
    return Words(text, text)


def pivot(
    cells: Iterable[CrossCell], labels: dict[str, dict[str, Words]], rows_by: str, columns_by: str
) -> Pivot:
    """Sum the cross table over the two other dimensions."""
    place = itemgetter(DIMENSIONS.index(rows_by), DIMENSIONS.index(columns_by), -1)
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row, column, cases in map(place, cells):
        counts[row, column] += cases
    row_labels, column_labels = labels.get(rows_by, {}), labels.get(columns_by, {})
    rows = []
    for row, label in row_labels.items():
        numbers = tuple(counts[row, column] for column in column_labels)
        rows.append(PivotRow(label, numbers, sum(numbers)))
    totals = tuple(sum(counts[row, column] for row in row_labels) for column in column_labels)
    return Pivot(
        rows_by, columns_by, tuple(column_labels.values()), tuple(rows), totals, sum(totals)
    )
