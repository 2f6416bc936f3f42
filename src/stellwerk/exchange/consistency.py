# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold between the cells of a row, between rows and between sheets."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from stellwerk.cases.choices import ENDED_PHASES, AppointmentOutcome, ClosingKind, Phase

Row = dict[str, Any]
# What belongs to the person and so cannot differ between two of her cases.
_PERSON = ("family_name", "given_name", "birth_date", "birth_year", "gender", "nationality")
_ENDING = ("closing_kind", "closed_by", "closing_reason")


class Reporter(Protocol):
    """Where faults and notes of one sheet go (`SheetReading`)."""

    def fault(
        self, row: int, key: str, value: object, expected: str, code: str,
        readings: tuple[str, ...] = (), case: str = "",
    ) -> None: ...  # fmt: skip

    def note(self, code: str, message: str, row: int = 0, key: str = "") -> None: ...


@dataclass(frozen=True)
class Scope:
    """For whom the file is read: the organisation's key, and all keys and names that exist."""

    organisation: str
    known: Collection[str]
    today: date
    offices: Collection[str] = ()  # their names
    people: Collection[str] = ()  # addresses of its accounts


def german(on: date) -> str:
    return on.strftime("%d.%m.%Y")


def check_cases(rows: Iterable[Row], scope: Scope, report: Reporter) -> None:
    """Each case for itself, then keys and people across all cases."""
    seen: dict[str, int] = {}
    people: dict[str, dict[str, tuple[Any, int]]] = {}
    for row in rows:
        number, key = row["row"], row["case_key"]
        if key in seen:
            report.fault(
                number, "case_key", key,
                _("each case number once; row %(row)d has it already") % {"row": seen[key]},
                "case_twice", case=key,
            )  # fmt: skip
        seen.setdefault(key, number)
        _check_organisation(row, scope, report)
        _check_ending(row, scope, report)
        check_phase(row, report)
        _check_birth(row, report)
        _check_topics(row, report)
        if row["opened_on"] > scope.today:
            report.note("in_future", _("The case begins in the future."), number, "opened_on")
        if row.get("client_key"):
            known = people.setdefault(row["client_key"], {})
            _check_person(row, known, report)
            _check_status(row, known, report)


def _check_organisation(row: Row, scope: Scope, report: Reporter) -> None:
    key = row.get("organisation")
    if not key or key == scope.organisation:
        return
    if key in scope.known:
        expected = _("empty or %(key)s: this file is read for this organisation alone")
        code = "organisation_foreign"
    else:
        expected, code = _("empty or %(key)s"), "organisation_unknown"
    report.fault(
        row["row"], "organisation", key, expected % {"key": scope.organisation}, code,
        case=row["case_key"],
    )  # fmt: skip


def _check_ending(row: Row, scope: Scope, report: Reporter) -> None:
    number, key, closed_on = row["row"], row["case_key"], row.get("closed_on")
    if closed_on is None:
        for column in _ENDING:
            if row.get(column):
                report.fault(
                    number, column, row[column], _("nothing, or a date in “closed_on”"),
                    "ending_without_date", case=key,
                )  # fmt: skip
        return
    if closed_on < row["opened_on"]:
        report.fault(
            number, "closed_on", german(closed_on),
            _("a date from the beginning (%(day)s) on") % {"day": german(row["opened_on"])},
            "closed_before_opened", case=key,
        )  # fmt: skip
    if closed_on > scope.today:
        report.fault(
            number, "closed_on", german(closed_on), _("a date that is not in the future"),
            "closed_in_future", case=key,
        )  # fmt: skip
    if row.get("phase") in (Phase.ADVISED, Phase.DECLINED, Phase.REFERRED_ON):
        return
    kind = row.get("closing_kind")
    if not kind:
        report.fault(
            number, "closing_kind", "", _("planned or unplanned, since the case has ended"),
            "ending_incomplete", case=key,
        )  # fmt: skip
    elif not row.get("closed_by"):
        if kind == ClosingKind.UNPLANNED:
            report.fault(
                number, "closed_by", "", _("who ended the case, since it ended unplanned"),
                "ending_incomplete", case=key,
            )  # fmt: skip
        else:
            report.note("closed_by_missing", _("It is not said who ended the case."),
                        number, "closed_by")  # fmt: skip


def check_phase(row: Row, report: Reporter) -> None:
    phase = row.get("phase")
    if not phase:
        return
    if (phase in ENDED_PHASES) != (row.get("closed_on") is not None):
        expected = (
            _("a phase of an ended case, since there is an end date")
            if row.get("closed_on")
            else _("a phase of a running case, since there is no end date")
        )
        report.fault(
            row["row"], "phase", phase, expected, "phase_contradicts_end", case=row["case_key"]
        )


def _check_birth(row: Row, report: Reporter) -> None:
    number, key = row["row"], row["case_key"]
    born, year = row.get("birth_date"), row.get("birth_year")
    if born and year is not None and born.year != year:
        report.fault(
            number, "birth_year", year,
            _("%(year)d, as in the birth date %(day)s")
            % {"year": born.year, "day": german(born)},
            "birth_contradiction", case=key,
        )  # fmt: skip
    opened = row["opened_on"]
    if born and born > opened:
        report.fault(
            number, "birth_date", german(born),
            _("a date before the case began (%(day)s)") % {"day": german(opened)},
            "born_after_case", case=key,
        )  # fmt: skip
    elif year is not None and year > opened.year:
        report.fault(
            number, "birth_year", year,
            _("a year before the case began (%(day)s)") % {"day": german(opened)},
            "born_after_case", case=key,
        )  # fmt: skip


def _check_topics(row: Row, report: Reporter) -> None:
    """A central topic is a topic: it is added where it was forgotten, and that is said."""
    topics = row.get("topics", ())
    missing = [topic for topic in row.get("central_topics", ()) if topic not in topics]
    if missing:
        row["topics"] = (*topics, *missing)
        if topics:
            report.note(
                "central_added",
                _("Also counted as topics, since they are central: %(topics)s.")
                % {"topics": ", ".join(missing)},
                row["row"], "central_topics",
            )  # fmt: skip


def _check_person(row: Row, known: dict[str, tuple[Any, int]], report: Reporter) -> None:
    """Two cases of one person agree about the person; what one leaves out the other may say."""
    for column in _PERSON:
        value = row.get(column)
        if value in (None, ""):
            continue
        first, number = known.setdefault(column, (value, row["row"]))
        if first != value:
            report.fault(
                row["row"], column, german(value) if isinstance(value, date) else value,
                _("the same as in row %(row)d, which has the same client key")
                % {"row": number},
                "person_contradiction", case=row["case_key"],
            )  # fmt: skip


def _check_status(row: Row, known: dict[str, tuple[Any, int]], report: Reporter) -> None:
    """Statuses follow each other; on one day a person has one."""
    status = row.get("residence_status")
    if not status:
        return
    day = german(row["opened_on"])
    first, number = known.setdefault(f"residence_status {day}", (status, row["row"]))
    if first != status:
        report.fault(
            row["row"], "residence_status", status,
            _("the same as in row %(row)d: the same person on the same day") % {"row": number},
            "person_contradiction", case=row["case_key"],
        )  # fmt: skip


def check_appointments(
    rows: Iterable[Row], cases: dict[str, Row], bad: Collection[str], today: date, report: Reporter
) -> None:
    """Appointments against their cases. ``bad``: cases whose own row has a fault already."""
    doubles: Counter[tuple[str, datetime, str]] = Counter()
    for row in rows:
        case = case_of(row, cases, bad, report)
        on = row["starts_at"].date()
        doubles[(row["case_key"], row["starts_at"], row.get("kind", ""))] += 1
        if row["outcome"] in (AppointmentOutcome.KEPT, AppointmentOutcome.NO_SHOW) and on > today:
            report.note(
                "in_future", _("The appointment lies in the future and has an outcome already."),
                row["row"], "outcome",
            )  # fmt: skip
        closed = case.get("closed_on") if case else None
        if case and (on < case["opened_on"] or (closed is not None and on > closed)):
            report.note(
                "outside_case", _("The appointment lies outside of the case's time."),
                row["row"], "starts_at",
            )  # fmt: skip
    for (key, at, _kind), count in doubles.items():
        if count > 1:
            report.note(
                "appointment_repeated",
                _("Case %(key)s has %(count)d appointments of the same kind on %(at)s; "
                  "all of them count.")
                % {"key": key, "count": count, "at": at.strftime("%d.%m.%Y %H:%M")},
            )  # fmt: skip


def check_goals(
    rows: Iterable[Row], cases: dict[str, Row], bad: Collection[str], today: date, report: Reporter
) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        number, key = row["row"], row["case_key"]
        case_of(row, cases, bad, report)
        own = row.get("row_key", "")
        if own and (key, own) in seen:
            report.fault(
                number, "row_key", own,
                _("each once per case; row %(row)d has it already") % {"row": seen[key, own]},
                "row_twice", case=key,
            )  # fmt: skip
        seen.setdefault((key, own), number)
        agreed, due, assessed = row.get("agreed_on"), row.get("due_on"), row.get("assessed_on")
        if not row.get("life_area") and not row.get("text"):
            report.fault(
                number, "text", "", _("a life area or a text, best both"), "goal_empty", case=key
            )
        if due and agreed and due < agreed:
            report.fault(
                number, "due_on", german(due),
                _("a date from the agreement (%(day)s) on") % {"day": german(agreed)},
                "due_before_agreed", case=key,
            )  # fmt: skip
        if assessed and row.get("attainment") is None:
            report.fault(
                number, "attainment", "", _("a percentage, since there is a date of assessment"),
                "assessed_without_value", case=key,
            )  # fmt: skip
        if assessed and agreed and assessed < agreed:
            report.note(
                "assessed_early", _("The goal was assessed before it was agreed."),
                number, "assessed_on",
            )  # fmt: skip
        if assessed and assessed > today:
            report.note("in_future", _("The date of assessment lies in the future."),
                        number, "assessed_on")  # fmt: skip


def case_of(row: Row, cases: dict[str, Row], bad: Collection[str], report: Reporter) -> Row | None:
    key = row["case_key"]
    case = cases.get(key)
    if case is None and key not in bad:
        report.fault(
            row["row"], "case_key", key, _("a case number of the sheet of cases"),
            "case_unknown", case=key,
        )  # fmt: skip
    return case
