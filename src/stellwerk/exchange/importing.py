# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The import as the page and the command line use it: check, preview, take in.

All functions run inside the caller's database context (`base.context.acting` or the request).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.importing import (
    Objected,
    Outcome,
    import_cases,
    preview_import,
)
from stellwerk.cases.rules.rows import Objection
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import account_addresses, all_organisations
from stellwerk.exchange.checking import Checked, check
from stellwerk.exchange.columns import CORE, SHEETS
from stellwerk.exchange.consistency import Scope
from stellwerk.exchange.faults import Fault, grouped
from stellwerk.exchange.intake import Upload
from stellwerk.exchange.words import load_words


class Meter(Protocol):
    """Who wants to know how far it is: first the rows read, then the records worked through."""

    def reading(self, done: int, expected: int) -> None:
        """Rows read, of about so many (0: not known yet)."""

    def started(self, total: int) -> None:
        """The file is judged; so many rows are to be compared or taken in."""

    def __call__(self, done: int) -> None:
        """Rows compared or taken in."""


@dataclass(frozen=True)
class Preview:
    """What a file would do, or has done: counts per sheet, faults, notes."""

    organisation: str
    checked: Checked
    outcome: Outcome | None
    is_applied: bool = False

    @property
    def is_refused(self) -> bool:
        return self.checked.findings.fault_count > 0

    @property
    def changes_anything(self) -> bool:
        return self.outcome is not None and self.outcome.changes_anything

    @property
    def rows_total(self) -> int:
        return sum(self.checked.rows.values())

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Per sheet: new, changed, unchanged, only_stored, refused, rows."""
        counted: dict[str, dict[str, int]] = {}
        for sheet in SHEETS:
            if sheet not in CORE and sheet.key not in self.checked.rows:
                continue
            known = self.outcome.counts.get(sheet.key, {}) if self.outcome is not None else {}
            refused = self.checked.findings.refused(sheet.label)
            counted[sheet.key] = {
                "new": 0, "changed": 0, "unchanged": 0, "only_stored": 0, **known,
                "refused": refused,
            }  # fmt: skip
        return counted

    def as_json(self) -> dict[str, Any]:
        changes = self.outcome.changes if self.outcome is not None else []
        return {
            "organisation": self.organisation,
            "result": self.result,
            "counts": self.counts,
            "changes": [asdict(change) for change in changes],
            **self.checked.findings.as_json(),
        }

    @property
    def result(self) -> str:
        if self.is_refused:
            return "refused"
        if self.is_applied:
            return "imported" if self.changes_anything else "unchanged"
        return "checked"


def check_uploads(
    uploads: Sequence[Upload],
    *,
    organisation: Organisation,
    actor: Actor,
    meter: Meter | None = None,
) -> Preview:
    """Read, judge and compare with what is stored. Writes nothing."""
    checked = _check(uploads, organisation, meter)
    if checked.records is None:
        return Preview(organisation.key, checked, None)
    if meter is not None:
        meter.started(checked.records.size)
    outcome = preview_import(
        actor=actor, organisation_id=organisation.pk, records=checked.records, progress=meter
    )
    if outcome.objections:
        return _objected(organisation, checked, outcome.objections)
    return Preview(organisation.key, checked, outcome)


def import_uploads(
    uploads: Sequence[Upload],
    *,
    organisation: Organisation,
    actor: Actor,
    meter: Meter | None = None,
) -> Preview:
    """Read and take in: everything, or with a single fault nothing."""
    checked = _check(uploads, organisation, meter)
    if checked.records is None:
        return Preview(organisation.key, checked, None)
    if meter is not None:
        meter.started(checked.records.size)
    try:
        outcome = import_cases(
            actor=actor, organisation_id=organisation.pk, records=checked.records, progress=meter
        )
    except Objected as refused:
        return _objected(organisation, checked, refused.objections)
    return Preview(organisation.key, checked, outcome, is_applied=True)


def _objected(
    organisation: Organisation, checked: Checked, objections: Sequence[Objection]
) -> Preview:
    """Refused for rows that do not go with what is stored, each with its place in the file."""
    for one in objections:
        sheet = next(sheet for sheet in SHEETS if sheet.key == one.sheet)
        checked.findings.fault(
            Fault(
                one.code, sheet.label, one.row, sheet.column(one.column).label, "", one.value,
                one.expected, one.case_key,
            )
        )  # fmt: skip
    checked.findings.sort([sheet.label for sheet in SHEETS])
    return Preview(organisation.key, replace(checked, records=None), None)


@transaction.atomic
def import_once(uploads: Sequence[Upload], *, organisation: Organisation, actor: Actor) -> Preview:
    """Take in only what is not there yet; an unchanged file leaves no trace (sample data)."""
    preview = check_uploads(uploads, organisation=organisation, actor=actor)
    if preview.is_refused:
        raise Refusal("import_refused", describe(preview))
    if not preview.changes_anything or preview.checked.records is None:
        return preview
    outcome = import_cases(
        actor=actor, organisation_id=organisation.pk, records=preview.checked.records
    )
    return Preview(organisation.key, preview.checked, outcome, is_applied=True)


def _check(uploads: Sequence[Upload], organisation: Organisation, meter: Meter | None) -> Checked:
    offices = dict(all_organisations().values_list("key", "name"))
    scope = Scope(
        organisation.key, frozenset(offices), timezone.localdate(), tuple(offices.values()),
        account_addresses(organisation.pk),
    )
    return check(uploads, load_words(), scope, meter.reading if meter is not None else None)


def describe(preview: Preview) -> str:
    """The result for a terminal: counts, then every fault and note on a line."""
    lines = [_result_line(preview)]
    for sheet in SHEETS:
        counts = preview.counts.get(sheet.key)
        if counts is not None and not preview.is_refused:
            lines.append(
                _(
                    "%(sheet)s: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, "
                    "%(only_stored)d stored but not in the file"
                )
                % {"sheet": sheet.label, **counts}
            )
    findings = preview.checked.findings
    lines += [fault_line(asdict(fault)) for fault in findings.faults]
    if findings.fault_count > len(findings.faults):
        lines.append(
            _("… and %(more)d more faults") % {"more": findings.fault_count - len(findings.faults)}
        )
    for note in grouped([asdict(note) for note in findings.notes]):
        where = ": ".join(filter(None, [note["sheet"], note["shown"]]))
        lines.append(" ".join(filter(None, [_("Note:"), note["message"], f"({where})"])))
    return "\n".join(lines)


def _result_line(preview: Preview) -> str:
    if preview.is_refused:
        return _("Refused; nothing was taken in. Faults: %(count)d.") % {
            "count": preview.checked.findings.fault_count
        }
    if preview.is_applied:
        if preview.changes_anything:
            return _("Taken in.")
        return _("Everything was there already; nothing was changed.")
    return _("Checked without fault; nothing was taken in yet.")


def fault_line(fault: dict[str, Any]) -> str:
    """One fault on one line: where it is, what stands there, what is expected."""
    place = [fault["sheet"]]
    if fault["row"]:
        place.append(_("row %(row)d") % {"row": fault["row"]})
    if fault["column"]:
        column = fault["column"]
        place.append(f"{column} ({fault['letter']})" if fault["letter"] else column)
    where = ", ".join(filter(None, place))
    value = " " + _("“%(value)s”") % {"value": fault["value"]} if fault["value"] else ""
    expected = _("expected: %(expected)s") % {"expected": fault["expected"]}
    return f"{where}:{value} – {expected} [{fault['code']}]" if where else fault["expected"]
