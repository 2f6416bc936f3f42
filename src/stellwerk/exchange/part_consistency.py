# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold in the sheets of what hangs on a case: its case exists, keys are unique, days run
forward, and what only some sheets ask for."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import FieldGroup, TransitionState
from stellwerk.cases.rules.barriers import (
    name_words,
    naming_blockers,
    since_blockers,
    words_among,
)
from stellwerk.cases.rules.consent import ConsentDraft, consent_blockers, opens_access
from stellwerk.cases.rules.people import age_on
from stellwerk.cases.rules.surroundings import family_blockers, parse_born
from stellwerk.exchange.consistency import Reporter, Row, case_of, check_phase, german
from stellwerk.exchange.sheet_form import Sheet
from stellwerk.networks.rules.observing import observation_blockers

Check = Callable[
    [Iterable[Row], dict[str, Row], Collection[str], date, Reporter], None
]
#: Per sheet the columns whose days must not run backwards.
_IN_ORDER = {
    "phases": ("entered_on", "left_on"),
    "measures": ("asked_on", "began_on", "ended_on"),
    "residence": ("valid_from", "valid_until"),
    "spheres": ("valid_from", "valid_until"),
    "entitlements": ("issued_on", "handed_in_on"),
    "agreements": ("agreed_on", "review_on"),
    "network": ("noted_on", "until"),
    "alliances": ("agreed_on", "ended_on"),
}
#: Per sheet the columns that together may stand only once per case.
_ONCE = {"languages": ("language",)}


def checker(sheet: Sheet) -> Check:
    """The check of one sheet."""

    def check(
        rows: Iterable[Row], cases: dict[str, Row], bad: Collection[str], today: date,
        report: Reporter,
    ) -> None:  # fmt: skip
        held = list(rows)
        seen: dict[tuple[Any, ...], int] = {}
        has_key = any(column.key == "row_key" for column in sheet.columns)
        for row in held:
            case = case_of(row, cases, bad, report)
            _once(row, seen, report, has_key)
            _in_order(row, _IN_ORDER.get(sheet.key, ()), report)
            if sheet.key in _ONCE:
                _once_per_case(row, _ONCE[sheet.key], seen, report)
            if sheet.key in _MORE:
                _MORE[sheet.key](row, case or {}, today, report)
        if sheet.key == "phases":
            _check_history(held, cases, report)

    return check


def _once(row: Row, seen: dict[tuple[Any, ...], int], report: Reporter, has_key: bool) -> None:
    """One row per key, or, in sheets without keys, one row per case."""
    key = row.get("row_key", "")
    if has_key and not key:
        return
    mark = ("key", row["case_key"], key)
    if mark in seen:
        column = "row_key" if has_key else "case_key"
        report.fault(
            row["row"], column, key or row["case_key"],
            _("each once per case; row %(row)d has it already") % {"row": seen[mark]},
            "row_twice", case=row["case_key"],
        )  # fmt: skip
    seen.setdefault(mark, row["row"])


def _once_per_case(
    row: Row, columns: tuple[str, ...], seen: dict[tuple[Any, ...], int], report: Reporter
) -> None:
    mark = ("once", row["case_key"], *(row.get(name) for name in columns))
    if mark in seen:
        report.fault(
            row["row"], columns[0], str(row.get(columns[0], "")),
            _("each once per case; row %(row)d has it already") % {"row": seen[mark]},
            "row_twice", case=row["case_key"],
        )  # fmt: skip
    seen.setdefault(mark, row["row"])


def _in_order(row: Row, columns: tuple[str, ...], report: Reporter) -> None:
    before: date | None = None
    for name in columns:
        on = row.get(name)
        if on is None:
            continue
        if before is not None and on < before:
            report.fault(
                row["row"], name, german(on),
                _("a date from %(day)s on") % {"day": german(before)},
                "days_backwards", case=row["case_key"],
            )  # fmt: skip
        before = on


def _contact(row: Row, _case: Row, today: date, report: Reporter) -> None:
    at: datetime = row["at"]
    if at.date() > today:
        report.fault(
            row["row"], "at", at.strftime("%d.%m.%Y %H:%M"),
            _("a time that is not in the future: a contact has taken place"),
            "contact_in_future", case=row["case_key"],
        )  # fmt: skip


def _involved(row: Row, _case: Row, _today: date, report: Reporter) -> None:
    if not row.get("provider") and not row.get("name"):
        report.fault(
            row["row"], "name", "", _("an organisation or a name"), "involved_empty",
            case=row["case_key"],
        )  # fmt: skip


def _blocked(
    row: Row, blockers: Iterable[Blocker], report: Reporter, *, kind: str, fallback: str,
    columns: Mapping[str, str] = MappingProxyType({}),
) -> None:  # fmt: skip
    """What the page would refuse the file may not bring in either, cell by cell."""
    for blocker in blockers:
        column = columns.get(blocker.field, blocker.field) or fallback
        report.fault(
            row["row"], column, "", blocker.message, f"{kind}_{blocker.code}",
            case=row["case_key"],
        )  # fmt: skip


def _consent(row: Row, case: Row, today: date, report: Reporter) -> None:
    """The same rules as on the page; naming the health group in the cell is naming it expressly."""
    age = age_on(today, case.get("birth_date"), case.get("birth_year"))
    draft = ConsentDraft(
        purpose=row["purpose"], own_words=row.get("own_words", ""),
        scope=sum({int(FieldGroup[word.upper()]) for word in row["scope"]}), health_ticked=True,
        explained_in=row["explained_in"], refusal_explained=row["refusal_explained"],
        form=row["form"], guardian=row.get("guardian", ""), given_on=row["given_on"],
        valid_until=row["valid_until"], recipients=1,
        age=age if opens_access(row, today) else None,
    )  # fmt: skip
    found = [b for b in consent_blockers(draft, today) if b.code != "until_past"]
    if not opens_access(row, today):  # history: what nobody can act on any more is told as it was
        found = [b for b in found if b.code not in ("refusal", "own_words")]
    _blocked(row, found, report, kind="consent", fallback="purpose", columns={"groups": "scope"})
    if row["valid_until"] <= row["given_on"]:
        report.fault(
            row["row"], "valid_until", german(row["valid_until"]),
            _("a date after the consent (%(day)s)") % {"day": german(row["given_on"])},
            "days_backwards", case=row["case_key"],
        )  # fmt: skip


def _barrier(row: Row, case: Row, today: date, report: Reporter) -> None:
    values = {
        "sentence": row.get("sentence", ""), "known_issue": row.get("known_issue"),
        "from_words": row["from_office"], "to_words": row["to_office"],
        "delay_days": row.get("delay_days"),
    }  # fmt: skip
    texts = {name: row.get(name, "") for name in ("sentence", "from_office", "to_office")}
    forms = name_words([case.get("family_name", ""), case.get("given_name", "")], ())
    found = [
        *observation_blockers(values),
        *since_blockers(row["since"], today),
        *naming_blockers({field: words_among(text, forms) for field, text in texts.items()}),
    ]
    _blocked(row, found, report, kind="barrier", fallback="sentence")


def _answered(row: Row, _case: Row, today: date, report: Reporter) -> None:
    """Settled, and declined with a reason and only then."""
    if row["answered_at"].date() > today:
        report.fault(
            row["row"], "answered_at", row["answered_at"].strftime("%d.%m.%Y %H:%M"),
            _("a time that is not in the future"), "answered_in_future", case=row["case_key"],
        )  # fmt: skip
    if (row["state"] == TransitionState.DECLINED) != bool(row.get("decline_reason")):
        report.fault(
            row["row"], "decline_reason", row.get("decline_reason", ""),
            _("a reason where it was declined, and only there"), "declined_reason",
            case=row["case_key"],
        )  # fmt: skip


def _family(row: Row, _case: Row, today: date, report: Reporter) -> None:
    text, born = row.get("born", ""), parse_born(row.get("born"))
    if text and born.day is None and born.year is None:
        report.fault(
            row["row"], "born", text, _("a day such as 2015-03-31 or a year"), "born_unread",
            case=row["case_key"],
        )  # fmt: skip
    blockers = [one for one in family_blockers(row, today) if one.code == "born"]
    _blocked(row, blockers, report, kind="family", fallback="born", columns={"born_year": "born"})


def _rated(row: Row, _case: Row, _today: date, report: Reporter) -> None:
    if row.get("attainment") is None and row.get("level") is None:
        report.fault(
            row["row"], "attainment", "", _("a percentage or a level; 0 is a value"),
            "rated_empty", case=row["case_key"],
        )  # fmt: skip


_MORE: Mapping[str, Callable[[Row, Row, date, Reporter], None]] = {
    "contacts": _contact,
    "involved": _involved,
    "consents": _consent,
    "barriers": _barrier,
    "goal_assessments": _rated,
    "hand_overs": _answered,
    "family": _family,
}


#: Per sheet the column that names a row of another sheet.
_REFERS = {
    "assessment_areas": ("assessment", "assessments"),
    "conference_guests": ("conference", "conferences"),
    "goal_assessments": ("goal", "goals"),
    "goal_scales": ("goal", "goals"),
    "network": ("involved", "involved"),
    "consents": ("replaced_by", "consents"),
    "consent_recipients": ("consent", "consents"),
}


def check_references(rows: Mapping[str, Iterable[Row]], reports: Mapping[str, Reporter]) -> None:
    """A row that names a row of another sheet finds it there, in the same case."""
    for sheet, (column, parent) in _REFERS.items():
        known = {(row["case_key"], row.get("row_key")) for row in rows.get(parent, ())}
        for row in rows.get(sheet, ()):
            if row.get(column) and (row["case_key"], row[column]) not in known:
                reports[sheet].fault(
                    row["row"], column, row[column],
                    _("a number of the sheet that it belongs to, in the same case"),
                    "reference_unknown", case=row["case_key"],
                )  # fmt: skip


def check_recipients(
    rows: Mapping[str, Iterable[Row]], reports: Mapping[str, Reporter], own: str, today: date
) -> None:
    """A consent in force names somebody, nobody names the own organisation, and of two consents
    in force for one organisation only one can count."""
    given = {(r["case_key"], r.get("row_key", "")): r for r in rows.get("consents", ())}
    standing: dict[tuple[str, str], Row] = {}
    named = set()
    for row in rows.get("consent_recipients", ()):
        if not row.get("consent") or not row.get("recipient"):
            continue  # the column is missing, and that is said already
        mark = (row["case_key"], row["consent"])
        named.add(mark)
        where = (row["row"], "recipient", row["recipient"])
        report = reports["consent_recipients"]
        if row["recipient"] == own:
            text = _("another organisation: your own sees its case anyway")
            report.fault(*where, text, "recipient_own", case=row["case_key"])
        if row.get("ended_at") or mark not in given or not opens_access(given[mark], today):
            continue
        report.note(
            "consent_opens",
            _("The consent is in force: the organisation named can look into the case."),
            row["row"], "recipient",
        )  # fmt: skip
        before = standing.setdefault((row["case_key"], row["recipient"]), row)
        if before is not row:
            text = _("one consent in force; row %(row)d names this organisation already")
            report.fault(
                *where, text % {"row": before["row"]}, "recipient_twice", case=row["case_key"]
            )
    if "consent_recipients" not in rows:
        return
    for mark, row in given.items():
        if mark not in named and opens_access(row, today):
            reports["consents"].fault(
                row["row"], "row_key", mark[1],
                _("a number that the sheet of recipients names"), "consent_unnamed",
                case=row["case_key"],
            )  # fmt: skip


def check_people(
    rows: Mapping[str, Iterable[Row]], reports: Mapping[str, Reporter], known: Collection[str]
) -> None:
    """Who handed over to whom: accounts of the organisation itself, or nobody named."""
    for row in rows.get("hand_overs", ()):
        for column in {"from_user", "to_user"} & row.keys():
            address = row[column] = row[column].lower()
            if address not in known:
                reports["hand_overs"].fault(
                    row["row"], column, address,
                    _("the address of an account of your organisation, or nothing"),
                    "person_unknown", case=row["case_key"],
                )  # fmt: skip


def check_named(
    rows: Mapping[str, Iterable[Row]], reports: Mapping[str, Reporter], offices: Iterable[str]
) -> None:
    """No sentence about the structure names somebody who is involved in the case."""
    people: dict[str, list[str]] = {}
    for row in rows.get("involved", ()):
        people.setdefault(row["case_key"], []).append(row.get("name", ""))
    known = tuple(offices) if people else ()
    for row in rows.get("barriers", ()):
        forms = name_words(people.get(row["case_key"], ()), known)
        texts = {name: row.get(name, "") for name in ("sentence", "from_office", "to_office")}
        hits = {field: words_among(text, forms) for field, text in texts.items()}
        _blocked(
            row, naming_blockers(hits), reports["barriers"], kind="barrier", fallback="sentence"
        )


def _check_history(rows: Iterable[Row], cases: dict[str, Row], report: Reporter) -> None:
    """The last phase of a history is the case's own, and the only one without an end."""
    histories: dict[str, list[Row]] = {}
    for row in rows:
        histories.setdefault(row["case_key"], []).append(row)
    for case_key, history in histories.items():
        running = [row for row in history if row.get("left_on") is None]
        if len(running) != 1:
            report.fault(
                history[-1]["row"], "left_on", "",
                _("an end in every phase but the last one"), "phases_open", case=case_key,
            )  # fmt: skip
            continue
        case = cases.get(case_key)
        if case is not None and not case.get("phase"):
            case["phase"] = running[0]["phase"]  # the history says it; judged with the case's end
            check_phase(case, report)
        wanted = (case or {}).get("phase")
        if wanted and wanted != running[0]["phase"]:
            report.fault(
                running[0]["row"], "phase", running[0]["phase"],
                _("%(phase)s, as on the sheet of cases") % {"phase": wanted},
                "phase_contradiction", case=case_key,
            )  # fmt: skip
