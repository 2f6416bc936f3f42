# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the rows of a case say to the event log: activity, day, who; nothing of the person.

Each row has fixed slots ("asked", "began" …); a slot that says nothing holds no event. A row that
is entrusted says nothing at all, one about health names neither another office nor a legal sphere;
what either said before is erased, not only taken back. Days that lie ahead are no facts yet.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from stellwerk.cases.choices import (
    ENDED_PHASES,
    ENTRUSTED,
    AppointmentOutcome,
    AssessmentKind,
    ClosedBy,
    ClosingKind,
    ConferenceState,
    ContactKind,
    EntitlementKind,
    EntitlementState,
    FieldGroup,
    MeasureState,
    Phase,
    TransitionKind,
    TransitionState,
)
from stellwerk.networks.choices import Precision
from stellwerk.networks.rules.standing import Said
from stellwerk.vault.crypto import derived_number


class Fact(NamedTuple):
    """What an event says; ``activity`` is a key of the catalogue, the rest are identities.

    It says the day alone, also where the case knows the minute: the minute stands in clear in the
    case's own row, and whoever had the database would put one beside the other.
    """

    activity: str
    at: datetime
    precision: int
    organisation_id: UUID | None
    sphere_id: int | None = None
    # Nothing that says more of it may stay readable, not even struck out.
    is_secret: bool = False
    # When it was, as far as the case knows: orders what is written at once, and is not written.
    moment: datetime | None = None


#: Nothing is said, and whatever was said before is erased.
SILENT = Fact("", datetime.fromtimestamp(0, UTC), Precision.DAY, None, None, is_secret=True)

#: Slot -> what it says; None: there is no such event (any longer).
Facts = dict[str, Fact | None]

_PHASES: Mapping[str, str] = {
    Phase.APPROACHED: "first_contact",
    Phase.CLARIFICATION: "clarification_begun",
    Phase.ADMITTED: "case_admitted",
    Phase.ASSESSMENT: "assessment_begun",
    Phase.PLANNING: "planning_begun",
    Phase.LINKING: "linking_begun",
    Phase.MONITORING: "monitoring_begun",
    Phase.REASSESSMENT: "reassessment_begun",
    Phase.EVALUATION: "evaluation_begun",
    Phase.ADVISED: "short_advice",
    Phase.REFERRED_ON: "referred_on",
    Phase.DECLINED: "admission_declined",
}
_CONTACTS: Mapping[str, str] = {
    ContactKind.HOME_VISIT: "home_visit",
    ContactKind.ACCOMPANIMENT: "accompaniment",
    ContactKind.THIRD_PARTY: "office_contact",
}
_APPOINTMENTS: Mapping[str, str] = {
    AppointmentOutcome.KEPT: "appointment_kept",
    AppointmentOutcome.NO_SHOW: "appointment_missed",
    AppointmentOutcome.CANCELLED_BY_CLIENT: "appointment_cancelled_by_client",
    AppointmentOutcome.CANCELLED_BY_US: "appointment_cancelled_by_office",
}
_MEASURE_ENDS: Mapping[str, str] = {
    MeasureState.COMPLETED: "measure_ended",
    MeasureState.DROPPED: "measure_broken_off",
    MeasureState.REFUSED: "measure_refused",
}
_ISSUED: Mapping[str, str] = {
    EntitlementKind.INTEGRATION_COURSE: "entitlement_issued",
    EntitlementKind.JOB_LANGUAGE: "job_language_entitlement_issued",
    EntitlementKind.TRAINING_VOUCHER: "training_voucher_issued",
    EntitlementKind.PLACEMENT_VOUCHER: "placement_voucher_issued",
    EntitlementKind.HOUSING: "housing_entitlement_issued",
    EntitlementKind.EDUCATION_PACKAGE: "education_package_granted",
}
#: Group of a residence status -> what its beginning is called.
_RESIDENCE: Mapping[str, str] = {
    "asylum": "asylum_applied",
    "toleration": "toleration_issued",
    "provisional": "residence_provisional",
    "settlement": "settlement_issued",
    "german": "naturalised",
    "eu": "free_movement_used",
    "other": "",
}


def day_at(day: date) -> datetime:
    """The moment that stands for a day: its beginning, in the time zone of the installation."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _on(day: date | None, activity: str, who: UUID | None, sphere: int | None = None) -> Any:
    if day is None or not activity:
        return None
    return Fact(activity, day_at(day), Precision.DAY, who, sphere)


def _at(at: datetime | None, activity: str, who: UUID | None) -> Any:
    if at is None or not activity:
        return None
    zone = timezone.get_default_timezone()
    return Fact(activity, day_at(at.astimezone(zone).date()), Precision.DAY, who, moment=at)


def closing_activity(kind: str | None, by: str | None) -> str:
    """How the ending of a case is called: planned, or unplanned by whom."""
    if kind != ClosingKind.UNPLANNED:
        return "case_closed_planned"
    named = {
        ClosedBy.CLIENT: "case_closed_by_client", ClosedBy.CASE_MANAGER: "case_closed_by_office",
    }
    return named.get(ClosedBy(by) if by else ClosedBy.OTHER, "case_closed_otherwise")


def _phase(row: Any, own: UUID) -> Facts:
    """An ending that the case has gone on from since was none."""
    if row.phase in ENDED_PHASES and row.case.phase != row.phase:
        return {"entered": None}
    name = _PHASES.get(row.phase, "")
    if row.phase == Phase.CLOSED:
        name = closing_activity(row.case.closing_kind, row.case.closed_by)
    return {"entered": _on(row.entered_on, name, own)}


def _contact(row: Any, own: UUID) -> Facts:
    return {"at": _at(row.at, _CONTACTS.get(row.kind, "client_contact"), own)}


def _appointment(row: Any, own: UUID) -> Facts:
    return {"at": _at(row.starts_at, _APPOINTMENTS.get(row.outcome, ""), own)}


def _conference(row: Any, own: UUID) -> Facts:
    held = "conference_held" if row.state == ConferenceState.HELD else ""
    return {"at": _at(row.starts_at, held, own)}


def _barrier(row: Any, _own: UUID) -> Facts:
    return {"since": _on(row.since, "barrier_met", row.observation.to_organisation_id)}


def _goal(row: Any, own: UUID) -> Facts:
    return {"agreed": _on(row.agreed_on, "goal_agreed", own)}


def _agreement(row: Any, own: UUID) -> Facts:
    return {"agreed": _on(row.agreed_on, "plan_agreed", own)}


def _assessment(row: Any, own: UUID) -> Facts:
    again = row.kind == AssessmentKind.AGAIN
    return {
        "taken": _on(row.assessed_on, "reassessment_taken" if again else "assessment_taken", own)
    }


def _measure(row: Any, own: UUID) -> Facts:
    ending, sphere, office = _MEASURE_ENDS.get(row.state, ""), row.legal_sphere_id, row.provider_id
    return {
        "asked": _on(row.asked_on, "measure_requested", own, sphere),
        "began": _on(row.began_on, "measure_begun", office, sphere),
        "ended": _on(row.ended_on, ending, office, sphere),
    }


def _consent(row: Any, own: UUID) -> Facts:
    return {
        "given": _on(row.given_on, "consent_given", own),
        "revoked": _at(row.revoked_at, "consent_withdrawn", own),
    }


def _transmission(row: Any, own: UUID) -> Facts:
    return {"sent": _at(row.sent_at, "transmission_sent", own)}


def _transition(row: Any, own: UUID) -> Facts:
    kinds = {TransitionKind.REFERRAL: "referral", TransitionKind.HAND_OVER: "handover"}
    name = kinds.get(row.kind)
    if name is None:
        return {"proposed": None, "answered": None}
    answers = (TransitionState.ACCEPTED, TransitionState.DECLINED)
    answer = f"{name}_{row.state}" if row.state in answers else ""
    return {
        "proposed": _at(row.created_at, f"{name}_proposed", own),
        "answered": _at(row.answered_at, answer, row.to_organisation_id or own),
    }


def _residence(row: Any, _own: UUID) -> Facts:
    group = str((row.status.attributes or {}).get("group", ""))
    return {"from": _on(row.valid_from, _RESIDENCE.get(group, "residence_issued"), None)}


def _sphere(row: Any, _own: UUID) -> Facts:
    return {"from": _on(row.valid_from, "legal_sphere_changed", row.office_id, row.sphere_id)}


def _entitlement(row: Any, _own: UUID) -> Facts:
    is_course = row.kind == EntitlementKind.INTEGRATION_COURSE
    stem = "entitlement" if is_course else "other_entitlement"
    ended, who = "", None
    if row.state == EntitlementState.RETURNED:
        ended, who = f"{stem}_withdrawn", row.issued_by_id
    elif row.state == EntitlementState.LAPSED:
        ended = f"{stem}_lapsed"
    issued = _ISSUED.get(row.kind, "other_entitlement_issued")
    return {
        "issued": _on(row.issued_on, issued, row.issued_by_id),
        "handed_in": _on(row.handed_in_on, f"{stem}_handed_in", row.handed_in_at_id),
        "ended": _on(row.ended_on, ended, who),
    }


#: Name of the table's class -> its facts.
SOURCES: Mapping[str, Callable[[Any, UUID], Facts]] = {
    "PhaseChange": _phase,
    "Contact": _contact,
    "Appointment": _appointment,
    "CaseConference": _conference,
    "Barrier": _barrier,
    "Goal": _goal,
    "PlanAgreement": _agreement,
    "Assessment": _assessment,
    "Measure": _measure,
    "Consent": _consent,
    "Transmission": _transmission,
    "Transition": _transition,
    "ResidencePeriod": _residence,
    "LegalSpherePeriod": _sphere,
    "Entitlement": _entitlement,
}


def facts_of(row: Any, own: UUID, now: datetime) -> Facts:
    """The slots of a row; ``own`` is the organisation that carries the case."""
    name = type(row).__name__
    groups = int(getattr(row, "groups", 0))
    slots = {f"{name}:{row.pk}:{part}": fact for part, fact in SOURCES[name](row, own).items()}
    if groups & ENTRUSTED:
        return dict.fromkeys(slots, SILENT)
    facts = {slot: fact if fact and _moment(fact) <= now else None for slot, fact in slots.items()}
    if groups & FieldGroup.HEALTH:
        return {slot: _unnamed(fact, own) for slot, fact in facts.items()}
    return facts


def _moment(fact: Fact) -> datetime:
    return fact.moment or fact.at


def in_order(facts: Facts) -> Facts:
    """The slots in the order in which things happened: of one day, what knows no minute first."""
    return dict(
        sorted(facts.items(), key=lambda slot: _moment(slot[1]) if slot[1] else SILENT.at)
    )


def _unnamed(fact: Fact | None, own: UUID) -> Fact:
    """Another office or the law behind it would tell what the illness is."""
    if fact is None:
        return SILENT
    office = own if fact.organisation_id == own else None
    return fact._replace(organisation_id=office, sphere_id=None, is_secret=True)


def gone(row: Any, own: UUID, now: datetime) -> Facts:
    """The same slots for a row that was removed: nothing of it happened."""
    return {slot: elsewhere(fact) for slot, fact in facts_of(row, own, now).items()}


def elsewhere(fact: Fact | None) -> Fact | None:
    """What a slot says where its fact does not stand: nothing, and of a secret not even that."""
    return SILENT if fact and fact.is_secret else None


class Told(NamedTuple):
    """What a slot has to say in the numbers of the log, and whether nothing more may stay."""

    said: Said | None
    is_secret: bool = False


def said_by(
    facts: Facts, codes: Mapping[str, int], parties: Mapping[UUID, int]
) -> dict[str, Told]:
    """Facts in the numbers of the log; what the catalogue does not know is not recorded."""
    return {
        slot: Told(_said(fact, codes, parties), bool(fact and fact.is_secret))
        for slot, fact in in_order(facts).items()
    }


def _said(
    fact: Fact | None, codes: Mapping[str, int], parties: Mapping[UUID, int]
) -> Said | None:
    if fact is None or fact.activity not in codes:
        return None
    who = parties[fact.organisation_id] if fact.organisation_id else None
    return Said(codes[fact.activity], fact.at, fact.precision, who, fact.sphere_id)


# ── numbers that only the case's key leads to ────────────────────────────────────────────────


def trace_number(key: bytes) -> int:
    """The number of a case's course in the log."""
    return derived_number(key, "event log")


def event_number(key: bytes, slot: str, turn: int) -> int:
    """The number of a slot's event; after a withdrawal the next turn begins."""
    return derived_number(key, f"event log {slot} {turn}")


def episode_of(day: date, openings: Iterable[tuple[date, UUID]]) -> UUID:
    """Which of a person's cases something of that day belongs to: the last begun by then."""
    rows = sorted(openings)
    begun = [case_id for opened_on, case_id in rows if opened_on <= day]
    return begun[-1] if begun else rows[0][1]


# ── what a course carries besides ────────────────────────────────────────────────────────────


class Bearing(NamedTuple):
    """Identities of field of action and target group, code of the residence statuses' group."""

    field_id: int | None = None
    target_id: int | None = None
    residence_group: str = ""


def field_for(topics: Iterable[tuple[str, bool]], fields: Iterable[Any]) -> int | None:
    """The one field of action that the central topics (else all topics) belong to.

    ``topics``: key of the life area, whether central. None where several fields fit: nothing is
    guessed.
    """
    rows = list(topics)
    wanted = {key for key, central in rows if central} or {key for key, _central in rows}
    found = {
        field.pk for field in fields if wanted & set((field.attributes or {}).get("common", []))
    }
    return found.pop() if len(found) == 1 else None


_TARGETS: Mapping[str, str] = {
    "asylum": "asylum_seekers", "toleration": "tolerated", "protection": "refugees",
    "work": "labour_migrants", "education": "students_trainees", "family": "family_reunification",
    "eu": "eu_citizens",
}


def target_for(status_key: str, group: str, age: int | None) -> str:
    """Key of the target group that status and age make likely; "" where they say nothing.

    Young adults with a toleration or during the asylum procedure: "Gemeinsam klappt's" (seed 001).
    """
    if group in ("asylum", "toleration") and age is not None and 18 <= age <= 27:
        return "young_adults"
    if status_key == "aufenthg_24":
        return "temporary_protection"
    if status_key == "bvfg_15":
        return "repatriates"
    return _TARGETS.get(group, "")
