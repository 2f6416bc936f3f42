# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing typical cases, and their way from the draft to the group and back."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Blocker, Conflict, NotVisible, Refusal, refuse_if
from stellwerk.networks.choices import CourseKind, TypicalState, Withdrawal
from stellwerk.networks.models import TypicalCase, TypicalRelease, TypicalStation
from stellwerk.networks.queries.typical import stations_of, told_of, traits_of, views_of
from stellwerk.networks.rules import typical as rules
from stellwerk.networks.rules.keeping import drafter_blockers, keeper_blockers
from stellwerk.networks.rules.reidentification import Evidence, risk_blockers

CASE_FIELDS = (
    "title", "called", "about", "profile", "field_of_action", "target_group", "age_band", "region",
    "residence_group", "gender", "half_year",
)
STATION_FIELDS = (
    "interval", "actor_organisation", "actor_words", "action", "legal_basis", "input", "output",
    "waiting_time", "consequence", "client_view", "rating", "evidence", "lever", "instead_of",
)
# One number for "an organisation numbers a typical case": they wait for each other.
_NUMBER_LOCK = 7_101_051


@transaction.atomic
def add_typical_case(
    *, actor: Actor, values: Mapping[str, Any], stations: Iterable[Mapping[str, Any]] = (),
    source_count: int = 0,
) -> TypicalCase:
    """A new draft of the actor's organisation; ``values`` are keyed by ``CASE_FIELDS``.

    ``stations``: each keyed by ``STATION_FIELDS``, in their order, with ``course`` if not actual.
    """
    refuse_if(drafter_blockers(actor))
    refuse_if(rules.value_blockers(values))
    row = TypicalCase(organisation_id=own_organisation(actor), source_count=source_count)
    row.number = _next_number(actor)
    _take_over(row, values, CASE_FIELDS)
    row.save(force_insert=True)
    made = [_new_station(row, number, one) for number, one in _numbered(stations)]
    TypicalStation.objects.bulk_create(made)
    record(
        actor=actor, verb=Verb.CREATED, kind="typical_case", subjects=[row.pk],
        fields=[name for name in CASE_FIELDS if getattr(row, name)],
    )
    return row


@transaction.atomic
def change_typical_case(
    *, actor: Actor, typical: TypicalCase, version: int | None, values: Mapping[str, Any]
) -> list[str]:
    """Change a draft; raises ``Conflict`` when somebody else was quicker."""
    row = _locked(actor, typical)
    refuse_if([*rules.edit_blockers(row.state), *rules.value_blockers(values)])
    return _change(actor, row, version, values, CASE_FIELDS, "typical_case", [row.pk])


@transaction.atomic
def delete_typical_case(*, actor: Actor, typical: TypicalCase, version: int | None) -> None:
    """Throw a draft away that the group has never seen."""
    row = _locked(actor, typical)
    _same_version(row, version)
    found = rules.edit_blockers(row.state)
    if TypicalRelease.objects.filter(typical_case=row).exists():
        found.append(
            Blocker("was_released", _("The group has seen it: it can be archived, not deleted."))
        )
    refuse_if(found)
    TypicalCase.objects.filter(pk=row.pk).delete()
    record(actor=actor, verb=Verb.DELETED, kind="typical_case", subjects=[typical.pk])


# --- stations ------------------------------------------------------------------------------------


@transaction.atomic
def add_station(
    *, actor: Actor, typical: TypicalCase, course: str, values: Mapping[str, Any]
) -> TypicalStation:
    """A further station at the end of a course; ``values`` are keyed by ``STATION_FIELDS``."""
    row = _locked(actor, typical)
    refuse_if([*rules.edit_blockers(row.state), *rules.station_blockers(values)])
    there = TypicalStation.objects.filter(typical_case=row, course=course)
    last = there.aggregate(last=Max("position"))["last"]
    made = _new_station(row, 0 if last is None else last + 1, {**values, "course": course})
    made.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind="typical_station", subjects=[row.pk, made.pk],
        fields=[name for name in STATION_FIELDS if getattr(made, name)],
    )
    return made


@transaction.atomic
def change_station(
    *, actor: Actor, typical: TypicalCase, station: TypicalStation, version: int | None,
    values: Mapping[str, Any],
) -> list[str]:
    """Change one station of a draft."""
    case = _locked(actor, typical)
    refuse_if([*rules.edit_blockers(case.state), *rules.station_blockers(values)])
    row = _locked_station(case, station)
    return _change(actor, row, version, values, STATION_FIELDS, "typical_station",
                   [case.pk, row.pk])


@transaction.atomic
def move_station(
    *, actor: Actor, typical: TypicalCase, station: TypicalStation, up: bool
) -> None:
    """Change places with the neighbour; at the end of the list nothing happens."""
    case = _locked(actor, typical)
    refuse_if(rules.edit_blockers(case.state))
    rows = list(_course(case, station.course).select_for_update())
    at = next((i for i, row in enumerate(rows) if row.pk == station.pk), None)
    if at is None:
        raise NotVisible
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    _renumber(rows)
    record(actor=actor, verb=Verb.CHANGED, kind="typical_station", subjects=[case.pk, station.pk],
           fields=["position"])


@transaction.atomic
def remove_station(*, actor: Actor, typical: TypicalCase, station: TypicalStation) -> None:
    """Take a station out of a draft; the views of it go with it."""
    case = _locked(actor, typical)
    refuse_if(rules.edit_blockers(case.state))
    row = _locked_station(case, station)
    TypicalStation.objects.filter(instead_of=row).update(instead_of=None)
    TypicalStation.objects.filter(pk=row.pk).delete()
    _renumber(_course(case, row.course))
    record(actor=actor, verb=Verb.DELETED, kind="typical_station", subjects=[case.pk, row.pk])


# --- the way to the group ------------------------------------------------------------------------


@transaction.atomic
def check_typical_case(*, actor: Actor, typical: TypicalCase, version: int | None) -> TypicalCase:
    """Draft -> checked: somebody has read it and nothing in it leads to a person."""
    row = _stepping(actor, typical, version, TypicalState.CHECKED)
    refuse_if(rules.check_blockers(row, stations_of(row), views_of(row)))
    return _step(actor, row, TypicalState.CHECKED)


@transaction.atomic
def release_typical_case(
    *, actor: Actor, typical: TypicalCase, version: int | None, evidence: Evidence
) -> TypicalCase:
    """Checked -> released to the group.

    ``evidence`` is what the case base answered in this transaction (``cases``, the room above).
    It must speak of exactly what stands here now and of all that was told before; everything is
    judged once more.
    """
    row = _stepping(actor, typical, version, TypicalState.RELEASED)
    refuse_if([
        *rules.check_blockers(row, stations_of(row), views_of(row)),
        *_evidence_blockers(row, evidence),
        *risk_blockers(evidence),
    ])
    row.released_at = timezone.now()
    TypicalRelease.objects.create(
        organisation_id=row.organisation_id, typical_case=row,
        attributes={
            "stated": evidence.traits.stated, "said": [one.stated for one in evidence.said],
        },
        persons=evidence.fewest,
        released_at=row.released_at, by=actor.label,
    )
    return _step(actor, row, TypicalState.RELEASED)


@transaction.atomic
def reopen_typical_case(
    *, actor: Actor, typical: TypicalCase, version: int | None
) -> TypicalCase:
    """Back to the draft, to be changed; the group no longer reads it."""
    row = _stepping(actor, typical, version, TypicalState.DRAFT)
    _withdraw(row, Withdrawal.EDITING)
    return _step(actor, row, TypicalState.DRAFT)


@transaction.atomic
def archive_typical_case(
    *, actor: Actor, typical: TypicalCase, version: int | None
) -> TypicalCase:
    """Out of use; only its owner reads it from now on."""
    row = _stepping(actor, typical, version, TypicalState.ARCHIVED)
    _withdraw(row, Withdrawal.ARCHIVED)
    return _step(actor, row, TypicalState.ARCHIVED)


@transaction.atomic
def withdraw_if_too_few(*, actor: Actor, typical: TypicalCase, evidence: Evidence) -> bool:
    """Take a released one from the group when the case base has become too small for it."""
    row = _locked(actor, typical)
    if row.state != TypicalState.RELEASED:
        return False
    if not [*_evidence_blockers(row, evidence), *risk_blockers(evidence)]:
        return False
    _withdraw(row, Withdrawal.TOO_FEW)
    _step(actor, row, TypicalState.DRAFT, note=Withdrawal.TOO_FEW)
    return True


def _evidence_blockers(row: TypicalCase, evidence: Evidence) -> list[Blocker]:
    """Whether the evidence is about this very text: nothing stated and nothing told is missing."""
    if evidence.traits == traits_of(row) and set(told_of([row.pk])) <= set(evidence.told):
        return []
    return [Blocker("other_evidence", _("The case base was asked about something else."))]


def _withdraw(row: TypicalCase, because: Withdrawal) -> None:
    TypicalRelease.objects.filter(typical_case=row, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now(), withdrawn_because=because
    )
    row.released_at = None


def _stepping(actor: Actor, typical: TypicalCase, version: int | None, to: str) -> TypicalCase:
    row = _locked(actor, typical)
    concerns_group = TypicalState.RELEASED in (row.state, to) or to == TypicalState.ARCHIVED
    refuse_if(keeper_blockers(actor) if concerns_group else [])
    _same_version(row, version)
    refuse_if(rules.step_blockers(row.state, to))
    return row


def _step(actor: Actor, row: TypicalCase, to: str, *, note: str = "") -> TypicalCase:
    row.state = to
    row.version += 1
    row.save()
    record(
        actor=actor, verb=Verb.CHANGED, kind="typical_case", subjects=[row.pk], fields=["state"],
        note=note or str(to),
    )
    return row


# --- rows ----------------------------------------------------------------------------------------


def own_organisation(actor: Actor) -> UUID:
    """The organisation in whose name the actor writes; without one there is nothing to write."""
    if actor.organisation_id is None:
        raise NotVisible
    return actor.organisation_id


def _locked(actor: Actor, typical: TypicalCase) -> TypicalCase:
    """The row as it stands, locked; only for its owner, and for those who draft."""
    rows = TypicalCase.objects.select_for_update(of=("self",))
    row = rows.filter(pk=typical.pk, organisation_id=own_organisation(actor)).first()
    if row is None:
        raise NotVisible
    refuse_if(drafter_blockers(actor))
    return row


def _locked_station(case: TypicalCase, station: TypicalStation) -> TypicalStation:
    rows = TypicalStation.objects.select_for_update(of=("self",))
    row = rows.filter(pk=station.pk, typical_case=case).first()
    if row is None:
        raise NotVisible
    return row


def _same_version(row: TypicalCase, version: int | None) -> None:
    if version is None:
        raise Refusal("version_missing", _("The form is incomplete: please open it again."))
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=row.version, theirs={}, yours={}, subject_id=row.pk,
        )


def _change(
    actor: Actor, row: Any, version: int | None, values: Mapping[str, Any],
    names: Iterable[str], kind: str, subjects: list[Any],
) -> list[str]:
    before = {name: getattr(row, name) for name in names if name in values}
    yours = {name: _clean(values[name]) for name in before}
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=row.version, theirs=before, yours=yours, subject_id=row.pk,
        )
    changed = [name for name, value in yours.items() if before[name] != value]
    if changed:
        for name in changed:
            setattr(row, name, yours[name])
        row.version += 1
        row.save()
        record(actor=actor, verb=Verb.CHANGED, kind=kind, subjects=subjects, fields=changed)
    return changed


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _take_over(row: Any, values: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if name in values:
            setattr(row, name, _clean(values[name]))


def _new_station(case: TypicalCase, position: int, values: Mapping[str, Any]) -> TypicalStation:
    refuse_if(rules.station_blockers(values))
    row = TypicalStation(
        organisation_id=case.organisation_id, typical_case=case, position=position,
        course=values.get("course") or CourseKind.ACTUAL,
    )
    _take_over(row, values, STATION_FIELDS)
    return row


def _numbered(stations: Iterable[Mapping[str, Any]]) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """Each course counts from nought."""
    at: dict[str, int] = {}
    for one in stations:
        course = one.get("course") or CourseKind.ACTUAL
        yield at.setdefault(course, 0), one
        at[course] += 1


def _course(case: TypicalCase, course: str) -> Any:
    rows = TypicalStation.objects.filter(typical_case=case, course=course)
    return rows.order_by("position", "id")


def _renumber(rows: Iterable[TypicalStation]) -> None:
    for position, row in enumerate(rows):
        if row.position != position:
            TypicalStation.objects.filter(pk=row.pk).update(position=position)


def _next_number(actor: Actor) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBER_LOCK])
    rows = TypicalCase.objects.filter(organisation_id=own_organisation(actor))
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
