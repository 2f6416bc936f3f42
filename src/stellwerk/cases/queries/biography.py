# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The integration biography: all sources of one person in one round trip, as far as one may see.

A further source is one entry of ``SOURCES``: who may see it, its rows, what each row tells.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from stellwerk.base.keys import attach_key, load_keys, open_keys, opened_key, share_key
from stellwerk.cases.choices import (
    ALL_GROUPS,
    OWN_SCOPE,
    AppointmentKind,
    AppointmentOutcome,
    AssessmentKind,
    BiographyKind,
    ConferenceState,
    ContactKind,
    DatePrecision,
    EntitlementKind,
    EntitlementState,
    FieldGroup,
    MeasureState,
    Phase,
    TransitionState,
    WorkPermit,
)
from stellwerk.cases.models import (
    Appointment,
    Assessment,
    Barrier,
    Case,
    CaseConference,
    Contact,
    Entitlement,
    Goal,
    LanguageLevel,
    LegalSpherePeriod,
    Measure,
    PhaseChange,
    ResidencePeriod,
    Transition,
    Transmission,
)
from stellwerk.cases.queries.casefile import within
from stellwerk.cases.queries.deadline_rules import rules_in_force
from stellwerk.cases.queries.legal import paper_of
from stellwerk.cases.queries.settings import setting_of
from stellwerk.cases.rules.biography import Item, gaps
from stellwerk.cases.rules.deadline_watch import PersonFacts, evaluate
from stellwerk.questions.kept import STAND_IN, Questions

GAP_DAYS = "biography.gap_days"
#: A case may have thousands of contacts; the newest of each source are told.
MOST = 3000


@dataclass(frozen=True)
class Source:
    """Rows of one table: ``needs`` (any of these groups), and what a row tells (``items``)."""

    needs: FieldGroup
    rows: Callable[[], QuerySet[Any]]
    items: Callable[[Any], Iterable[Item]]
    of_person: bool = False
    own_only: bool = False


def _about(row: Any) -> bool:
    return bool(row.precision == DatePrecision.ABOUT)


def _residence(row: ResidencePeriod) -> Iterable[Item]:
    if row.valid_from is None:
        return

    def title() -> str:
        return f"{row.status.label} ({row.paragraph or row.status.code})".replace(" ()", "")

    def text() -> str:
        permit = str(WorkPermit(row.work_permit).label) if row.work_permit else ""
        said = (permit, row.residence_duty, row.conditions, row.note)
        return " · ".join(str(part) for part in said if part)

    yield Item(
        BiographyKind.RESIDENCE, row.valid_from, row.valid_until, is_span=True, title_of=title,
        text_of=text, is_about=_about(row), sphere="aufenthg", sphere_label="",
    )


def _sphere(row: LegalSpherePeriod) -> Iterable[Item]:
    if row.valid_from is None:
        return
    yield Item(
        BiographyKind.SPHERE, row.valid_from, row.valid_until, is_span=True,
        title_of=lambda: row.sphere.label, text_of=lambda: row.note or "",
        office=str(row.office or ""), sphere=row.sphere.key, sphere_label=row.sphere.label,
        is_about=_about(row),
    )


def _entitlement(row: Entitlement) -> Iterable[Item]:
    if row.issued_on is None:
        return
    runs = row.ended_on is None and row.state in ("issued", "handed_in")

    def text() -> str:
        state = str(EntitlementState(row.state).label)
        return " · ".join(part for part in (state, str(row.handed_in_at or ""), row.note) if part)

    yield Item(
        BiographyKind.ENTITLEMENT, row.issued_on,
        row.ended_on or (row.valid_until if runs else row.issued_on), is_span=True,
        title_of=lambda: str(EntitlementKind(row.kind).label), text_of=text,
        office=str(row.issued_by or ""), state=row.state, is_about=_about(row),
    )


def _phase(row: PhaseChange) -> Iterable[Item]:
    yield Item(
        BiographyKind.PHASE, row.entered_on, row.left_on, is_span=not row.is_last,  # type: ignore[attr-defined]
        is_activity=True,
        title_of=lambda: str(Phase(row.phase).label), state=row.phase,
        case_number=row.number,  # type: ignore[attr-defined]
    )


def _measure(row: Measure) -> Iterable[Item]:
    begins = row.began_on or row.asked_on or row.ended_on
    if begins is None:
        return
    is_span = row.began_on is not None
    runs = row.state in (MeasureState.PLANNED, MeasureState.ASKED, MeasureState.RUNNING)
    ends = row.ended_on if row.ended_on or runs else begins
    sphere = row.legal_sphere
    yield Item(
        BiographyKind.MEASURE, begins, ends, is_span=is_span, is_activity=True,
        title_of=lambda: row.title, text_of=lambda: row.outcome_reason or "", state=row.state,
        office=str(row.provider or ""), sphere=sphere.key if sphere else "",
        sphere_label=sphere.label if sphere else "", is_about=_about(row),
        asked=None if row.state == MeasureState.REFUSED else row.asked_on,
        case_number=row.number,  # type: ignore[attr-defined]
    )


def _contact(row: Contact) -> Iterable[Item]:
    local = timezone.localtime(row.at)
    yield Item(
        BiographyKind.CONTACT, local.date(), is_activity=True, at=local,
        title_of=lambda: str(ContactKind(row.kind).label), text_of=lambda: row.note or "",
        case_number=row.number,  # type: ignore[attr-defined]
    )


def _appointment(row: Appointment) -> Iterable[Item]:
    local = timezone.localtime(row.starts_at)
    yield Item(
        BiographyKind.APPOINTMENT, local.date(), at=local,
        is_activity=row.outcome == AppointmentOutcome.KEPT,
        title_of=lambda: str(AppointmentKind(row.kind).label) if row.kind else "",
        state=row.outcome, case_number=row.number,  # type: ignore[attr-defined]
    )


def _goal(row: Goal) -> Iterable[Item]:
    number = row.number  # type: ignore[attr-defined]
    if row.agreed_on:
        yield Item(
            BiographyKind.GOAL, row.agreed_on, is_activity=True, title_of=lambda: row.text,
            state="agreed", case_number=number,
        )
    if row.assessed_on:
        yield Item(
            BiographyKind.GOAL, row.assessed_on, is_activity=True, title_of=lambda: row.text,
            state="assessed", text_of=lambda: f"{row.attainment} %", case_number=number,
        )


def _transition(row: Transition) -> Iterable[Item]:
    if row.state != TransitionState.ACCEPTED or row.answered_at is None:
        return
    local = timezone.localtime(row.answered_at)
    yield Item(
        BiographyKind.TRANSITION, local.date(), at=local, is_activity=True,
        title_of=lambda: str(row.get_kind_display()),
        office=str(row.to_organisation or row.to_user or ""),
        case_number=row.number,  # type: ignore[attr-defined]
    )


def _language(row: LanguageLevel) -> Iterable[Item]:
    yield Item(
        BiographyKind.LANGUAGE, row.reached_on, is_activity=True,
        title_of=lambda: f"{row.language.label} {row.level.label}",
        text_of=lambda: " · ".join(part for part in (row.certificate, row.issuer) if part),
    )


def _assessment(row: Assessment) -> Iterable[Item]:
    yield Item(
        BiographyKind.ASSESSMENT, row.assessed_on, is_activity=True,
        title_of=lambda: str(AssessmentKind(row.kind).label),
        case_number=row.number,  # type: ignore[attr-defined]
    )


def _conference(row: CaseConference) -> Iterable[Item]:
    local = timezone.localtime(row.starts_at)
    yield Item(
        BiographyKind.CONFERENCE, local.date(), at=local,
        is_activity=row.state == ConferenceState.HELD,
        title_of=lambda: str(ConferenceState(row.state).label),
        text_of=lambda: row.agenda or "", case_number=row.number,  # type: ignore[attr-defined]
    )


def _barrier(row: Barrier) -> Iterable[Item]:
    yield Item(
        BiographyKind.BARRIER, row.since, is_activity=True,
        title_of=lambda: row.observation.sentence or str(row.observation.get_kind_display()),
        text_of=lambda: row.note or "", case_number=row.number,  # type: ignore[attr-defined]
    )


def _transmission(row: Transmission) -> Iterable[Item]:
    local = timezone.localtime(row.sent_at)
    yield Item(
        BiographyKind.TRANSMISSION, local.date(), at=local, is_activity=True,
        title_of=lambda: str(row.recipient), text_of=lambda: row.purpose or "",
        case_number=row.number,
    )


def _of_case(model: Any, *related: str) -> Callable[[], QuerySet[Any]]:
    def rows() -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.all()
        return found.select_related(*related) if related else found

    return rows


SOURCES: dict[str, Source] = {
    "residence": Source(
        FieldGroup.RESIDENCE, lambda: ResidencePeriod.objects.select_related("status"),
        _residence, of_person=True,
    ),
    "sphere": Source(
        FieldGroup.RESIDENCE,
        lambda: LegalSpherePeriod.objects.select_related("sphere", "office"), _sphere,
        of_person=True,
    ),
    "entitlement": Source(
        FieldGroup(ALL_GROUPS),
        lambda: Entitlement.objects.select_related("issued_by", "handed_in_at"), _entitlement,
        of_person=True,
    ),
    "language": Source(
        FieldGroup.LANGUAGE, lambda: LanguageLevel.objects.select_related("language", "level"),
        _language, of_person=True,
    ),
    "phase": Source(FieldGroup.PLAN, _of_case(PhaseChange), _phase),
    "assessment": Source(FieldGroup.PLAN, _of_case(Assessment), _assessment),
    "conference": Source(FieldGroup.PLAN, _of_case(CaseConference), _conference),
    "barrier": Source(
        FieldGroup.NOTES, _of_case(Barrier, "observation"), _barrier, own_only=True
    ),
    "transmission": Source(
        FieldGroup.PLAN, _of_case(Transmission, "recipient"), _transmission, own_only=True
    ),
    "measure": Source(
        FieldGroup.PLAN, _of_case(Measure, "legal_sphere", "provider"), _measure
    ),
    "goal": Source(FieldGroup.PLAN, _of_case(Goal), _goal),
    "appointment": Source(FieldGroup.PLAN, _of_case(Appointment), _appointment),
    "contact": Source(FieldGroup.NOTES, _of_case(Contact), _contact),
    "transition": Source(
        FieldGroup.PLAN, _of_case(Transition, "to_organisation", "to_user"), _transition
    ),
}


def _questions(scope: int) -> dict[str, QuerySet[Any, Any]]:
    """All sources narrowed to the field groups of ``scope``; the newest rows of each."""

    def visible(source: Source) -> QuerySet[Any]:
        key = "person_id" if source.of_person else "case__person_id"
        rows = source.rows().filter(**{key: STAND_IN})
        if not source.own_only:
            rows = within(rows, FieldGroup(scope))
        newest: QuerySet[Any] = rows.order_by("-created_at", "id")[:MOST]
        return newest

    return {name: visible(SOURCES[name]) for name in _asked(scope)}


def _asked(scope: int) -> list[str]:
    """The sources of which this reader may see anything."""
    return [
        name
        for name, source in SOURCES.items()
        if source.needs & scope and (scope == OWN_SCOPE or not source.own_only)
    ]


_BIOGRAPHY = Questions(_questions)


@dataclass(frozen=True)
class Biography:
    """All entries in the order of their sources, gaps and contradictions among them."""

    items: list[Item]
    gap_days: int
    today: date


def biography_of(cases: Sequence[Case], scope: FieldGroup) -> Biography:
    """The line of one person over ``cases``, her opened episodes in one organisation."""
    person, today = cases[0].person, timezone.localdate()
    names = _asked(int(scope))
    answers = _BIOGRAPHY.ask(int(scope), dict.fromkeys(names, person.pk))
    kept = _opened(answers, cases)
    _mark_ends(kept.get("phase", []))
    items = [item for name in names for row in kept[name] for item in SOURCES[name].items(row)]
    items += _conflicts(kept.get("entitlement", []), today)
    longest = int(setting_of(cases[0].organisation_id, GAP_DAYS))
    return Biography([*items, *gaps(items, today, longest)], longest, today)


def _opened(answers: dict[str, list[Any]], cases: Sequence[Case]) -> dict[str, list[Any]]:
    """Rows of these cases and of their person only, with their keys."""
    by_id: dict[UUID, Case] = {case.pk: case for case in cases}
    person = cases[0].person
    if opened_key(person) is None:
        attach_key([person], load_keys([person.pk]).get(person.pk, b""))
    kept: dict[str, list[Any]] = {}
    for name, rows in answers.items():
        if SOURCES[name].of_person:
            share_key(person, rows)
            kept[name] = rows
            continue
        kept[name] = [row for row in rows if row.case_id in by_id]
        if name == "transmission":  # it has a number and a key of its own
            if kept[name]:
                open_keys(kept[name])
            continue
        for row in kept[name]:
            share_key(by_id[row.case_id], [row])
            row.number = by_id[row.case_id].case_key
    return kept


def _mark_ends(phases: list[PhaseChange]) -> None:
    """The phases in which a case has ended are points, not spans."""
    for row in phases:
        ended = row.phase in (Phase.CLOSED, Phase.REFERRED_ON, Phase.DECLINED)
        row.is_last = ended  # type: ignore[attr-defined]


def _conflicts(rows: list[Entitlement], today: date) -> list[Item]:
    """Contradictions that a rule finds among the entitlements, also those settled since."""
    if len(rows) < 2:
        return []
    facts = PersonFacts(papers=tuple(map(paper_of, rows)))
    wanted = [rule for rule in rules_in_force() if rule.effect == "conflict"]

    def item(finding: Any) -> Item:
        return Item(
            BiographyKind.CONFLICT, finding.on, finding.until, is_span=True,
            title_of=lambda: finding.rule.title, text_of=lambda: finding.rule.meaning,
            office=" · ".join(finding.names), sphere=finding.rule.legal_sphere,
            state=finding.level,
        )

    return [item(finding) for finding in evaluate(facts, wanted, today)]
