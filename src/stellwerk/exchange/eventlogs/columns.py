# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which column of a table is what: by the names that people give them, or as told.

Names are guessed, cells never. Where two columns could be meant, the person is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs.collecting import GROUP, RESOURCE, Reading

#: Said instead of a column: there is none.
NONE = "-"
TRANSITION = "lifecycle:transition"

# Usual names, the surest first; folded, without blanks and signs.
_USUAL: dict[str, tuple[tuple[str, ...], ...]] = {
    "case": (
        ("caseconceptname",),
        ("caseid", "case", "casekey", "casenumber", "fall", "fallid", "fallnummer", "fallnr",
         "fallkennung", "vorgang", "vorgangsid", "vorgangsnummer", "vorgangsnr", "aktenzeichen",
         "traceid", "trace"),
    ),
    "activity": (
        ("conceptname",),
        ("activity", "activityname", "aktivität", "aktivitaet", "tätigkeit", "taetigkeit"),
        ("event", "eventname", "ereignis", "schritt", "prozessschritt", "vorgangsschritt", "step",
         "task", "aufgabe", "station", "action", "aktion"),
    ),
    "time": (
        ("timetimestamp",),
        ("timestamp", "zeitstempel", "zeitpunkt", "datetime", "datumuhrzeit", "datumzeit",
         "completetimestamp", "eventtime", "ereigniszeit"),
        ("time", "zeit", "uhrzeit", "date", "datum", "day", "tag"),
    ),
    "organisation": (
        ("organisation", "organization", "organisationseinheit", "behörde", "behoerde", "stelle",
         "amt", "dienststelle", "abteilung", "department", "group", "gruppe"),
        ("resource", "ressource", "performer", "bearbeitung", "zuständig", "zustaendig", "user"),
    ),
}  # fmt: skip
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Columns:
    """Places of the columns; -1: there is none."""

    case: int
    activity: int
    time: int
    group: int = -1
    resource: int = -1
    transition: int = -1
    width: int = 0


def find_columns(header: Sequence[str], reading: Reading) -> Columns:
    """The columns of a table. Raises `Refusal` that lists what there is."""
    names = [name.strip() for name in header]
    told = {
        "case": reading.case,
        "activity": reading.activity or reading.activity_key,
        "time": reading.time,
        "organisation": reading.organisation or reading.organisation_key,
    }
    found = {
        role: _told(names, column, role) if column else _usual(names, role)
        for role, column in told.items()
        if column or role != "organisation"
    }
    if told["organisation"]:
        group, resource = found["organisation"], -1
    else:
        group, resource = _place(names, GROUP), _place(names, RESOURCE)
        if group < 0 and resource < 0:
            group = _usual(names, "organisation", is_needed=False)
    return Columns(
        found["case"], found["activity"], found["time"], group, resource,
        _place(names, TRANSITION), len(names),
    )  # fmt: skip


def _told(names: list[str], column: str, role: str) -> int:
    if role == "organisation" and column == NONE:
        return -1
    place = _place(names, column)
    if place < 0:
        raise Refusal(
            "column_unknown",
            _("There is no column “%(name)s”. The columns are: %(columns)s.")
            % {"name": column, "columns": _listed(names)},
        )
    return place


def _place(names: list[str], column: str) -> int:
    """Written exactly so, or else so but for capitals; -1: not at all."""
    if column in names:
        return names.index(column)
    folded = [name.casefold() for name in names]
    return folded.index(column.casefold()) if folded.count(column.casefold()) == 1 else -1


def _usual(names: list[str], role: str, *, is_needed: bool = True) -> int:
    folded = [_SIGNS.sub("", name.casefold()) for name in names]
    for usual in _USUAL[role]:
        places = [place for place, name in enumerate(folded) if name in usual]
        if len(places) == 1:
            return places[0]
        if places:
            raise Refusal(
                "column_ambiguous",
                _("Which column holds %(what)s? These are possible: %(columns)s. Please say it "
                  "(--%(option)s).")
                % {
                    "what": _role(role), "option": role,
                    "columns": _listed([names[place] for place in places]),
                },
            )  # fmt: skip
    if is_needed:
        raise Refusal(
            "column_missing",
            _("No column is recognised as %(what)s. Please say which one it is (--%(option)s). "
              "The columns are: %(columns)s.")
            % {"what": _role(role), "option": role, "columns": _listed(names)},
        )  # fmt: skip
    return -1


def _role(role: str) -> str:
    return {
        "case": _("the case"), "activity": _("the activity"), "time": _("the time"),
        "organisation": _("the organisation"),
    }[role]  # fmt: skip


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"“{name[:60]}”" for name in names[:60])
    return shown + (" …" if len(names) > 60 else "")
