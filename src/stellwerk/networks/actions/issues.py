# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping the register of structural issues: entering, changing, going on step by step."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import Conflict, refuse_if
from stellwerk.networks.choices import COURSE, IssueState
from stellwerk.networks.models import IssueStep, KnownIssue
from stellwerk.networks.queries.evidence import evidence_of
from stellwerk.networks.rules.issues import Step, issue_blockers, step_blockers
from stellwerk.networks.rules.keeping import keeper_blockers

ISSUE_FIELDS = (
    "title", "sentence", "kind", "from_organisation_id", "from_words", "to_organisation_id",
    "to_words", "field_of_action", "chain", "station_key",
)
_SETS = ("legal_spheres", "typical_cases")
# One number for "somebody numbers a known issue": they wait for each other.
_NUMBER_LOCK = 7_101_050


@transaction.atomic
def add_known_issue(*, actor: Actor, reported_on: date | None = None, **values: Any) -> KnownIssue:
    """Enter an issue under the next running number.

    ``values`` are keyed by ``ISSUE_FIELDS``, with ``legal_spheres`` and ``typical_cases``; what is
    left out is unknown.
    """
    refuse_if(keeper_blockers(actor))
    refuse_if(issue_blockers(values))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBER_LOCK])
    last = KnownIssue.objects.aggregate(last=Max("number"))["last"] or 0
    issue = KnownIssue.objects.create(number=last + 1, **_cleaned(values))
    for name in _SETS:
        getattr(issue, name).set(values.get(name) or ())
    _note(actor, issue, "", Step(IssueState.REPORTED, reported_on or timezone.localdate()))
    record(
        actor=actor, verb=Verb.CREATED, kind="known_issue", subjects=[issue.pk],
        fields=[*ISSUE_FIELDS, "state"],
    )
    return issue


@transaction.atomic
def change_known_issue(
    *, actor: Actor, issue: KnownIssue, version: int | None, **values: Any
) -> list[str]:
    """Change what is said of an issue; raises ``Conflict`` when somebody else was quicker."""
    refuse_if(keeper_blockers(actor))
    refuse_if(issue_blockers(values))
    row = KnownIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    cleaned = _cleaned(values)
    before = {name: getattr(row, name) for name in cleaned}
    if row.version != version:
        raise _overtaken(row, before, cleaned)
    changed = [name for name, value in cleaned.items() if before[name] != value]
    changed += [name for name in _SETS if _set_anew(row, name, values.get(name) or ())]
    if changed:
        for name in changed:
            if name in cleaned:
                setattr(row, name, cleaned[name])
        row.version += 1
        row.save()
        record(
            actor=actor, verb=Verb.CHANGED, kind="known_issue", subjects=[row.pk], fields=changed
        )
    return changed


@transaction.atomic
def take_step(
    *, actor: Actor, issue: KnownIssue, version: int | None, to_state: str, on: date | None,
    words: str = "", addressee: str = "",
) -> IssueStep:
    """Bring an issue into its next state; who, when and why stays in its history."""
    refuse_if(keeper_blockers(actor))
    step = Step(to_state, on, words.strip(), addressee.strip())
    row = KnownIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if row.version != version:
        raise _overtaken(row, {"state": row.state}, {"state": to_state})
    last = IssueStep.objects.filter(issue=row).aggregate(last=Max("on"))["last"]
    refuse_if(
        step_blockers(
            row.state, step, evidence_of(actor.organisation_id, row), last_on=last,
            today=timezone.localdate(),
        )
    )
    before, row.state = row.state, to_state
    _take_over(row, step)
    row.version += 1
    row.save()
    record(
        actor=actor, verb=Verb.CHANGED, kind="known_issue", subjects=[row.pk], fields=["state"],
        note=to_state,
    )
    return _note(actor, row, before, step)


def _set_anew(row: KnownIssue, name: str, wanted: Iterable[Any]) -> bool:
    """Whether the set was another one. What the wall hides from us stays linked."""
    rows, chosen = getattr(row, name), {one.pk for one in wanted}
    there = set(rows.values_list("pk", flat=True))
    if there != chosen:
        rows.remove(*(there - chosen))
        rows.add(*(chosen - there))
    return there != chosen


def _take_over(row: KnownIssue, step: Step) -> None:
    """What a step leaves in the issue; before the decision there is none."""
    if step.to_state == IssueState.DECIDED:
        row.decided_on, row.decision = step.on, step.words or row.decision
        row.in_force_on, row.result = None, ""
    elif step.to_state == IssueState.IN_FORCE:
        row.in_force_on, row.result = step.on, ""
    elif step.to_state == IssueState.CHECKED:
        row.result = step.words
    elif step.to_state in COURSE[: COURSE.index(IssueState.DECIDED)]:
        row.decided_on, row.decision, row.in_force_on, row.result = None, "", None, ""


def _note(actor: Actor, issue: KnownIssue, before: str, step: Step) -> IssueStep:
    day = certain(step.on, "a step without a day is refused")
    return IssueStep.objects.create(
        issue=issue, from_state=before, to_state=step.to_state, on=day, words=step.words,
        addressee=step.addressee, organisation_id=actor.organisation_id,
        # The name alone: the register is open to the whole network.
        by=actor.label.split(" <")[0][:200],
    )


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: str(values.get(name) or "").strip()
        for name in ("title", "sentence", "kind", "from_words", "to_words", "station_key")
    }
    for name in ("from_organisation_id", "to_organisation_id", "field_of_action", "chain"):
        found[name] = values.get(name)
    return found


def _overtaken(row: KnownIssue, theirs: dict[str, Any], yours: dict[str, Any]) -> Conflict:
    return Conflict(
        _("Somebody else has changed this record in the meantime."),
        version=row.version, theirs=theirs, yours=yours, subject_id=row.pk,
    )
