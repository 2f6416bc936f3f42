# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the page of a typical case shows: both courses, the views, the risk, the next steps."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Blocker
from stellwerk.cases.queries.reidentification import evidence_for
from stellwerk.networks.choices import (
    SMALLEST_GROUP,
    TYPICAL_STEPS,
    CourseKind,
    StationRating,
    TypicalState,
    Withdrawal,
)
from stellwerk.networks.models import StationView, TypicalCase, TypicalStation
from stellwerk.networks.queries import typical as queries
from stellwerk.networks.rules import typical as rules
from stellwerk.networks.rules.generalising import kind_label
from stellwerk.networks.rules.reidentification import (
    Evidence,
    attribute_label,
    risk_blockers,
    value_label,
)

_TONES = {
    TypicalState.DRAFT: "neutral", TypicalState.CHECKED: "info",
    TypicalState.RELEASED: "success", TypicalState.ARCHIVED: "neutral",
}
RATING_TONES = {
    StationRating.HELPFUL: "success", StationRating.HINDERING: "warning",
    StationRating.NEITHER: "neutral",
}
_ICONS = {
    StationRating.HELPFUL: "check", StationRating.HINDERING: "warning",
    StationRating.NEITHER: "dot",
}


@dataclass
class StationEntry:
    """A station with the views of it; ``number`` counts from one in its course."""

    row: TypicalStation
    number: int
    views: list[StationView] = field(default_factory=list)
    may_say: bool = False
    has_own: bool = False
    replaces: int | None = None
    #: What each organisation of the page says, in the order of its columns.
    by_organisation: list[str] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return RATING_TONES[StationRating(self.row.rating)]

    @property
    def icon(self) -> str:
        return _ICONS[StationRating(self.row.rating)]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is said beside the action, in the order of the method."""
        told = (
            (_("Legal basis"), self.row.legal_basis), (_("What is needed for it"), self.row.input),
            (_("What comes of it"), self.row.output), (_("Waiting time"), self.row.waiting_time),
            (_("The client's view"), self.row.client_view), (_("Evidence"), self.row.evidence),
        )
        return [(label, value) for label, value in told if value]


@dataclass(frozen=True)
class Courses:
    """The two columns."""

    actual: list[StationEntry]
    positive: list[StationEntry]
    organisations: list[str]

    @property
    def both(self) -> list[tuple[str, list[StationEntry]]]:
        """Heading and stations, one course after the other."""
        return [
            (str(CourseKind.ACTUAL.label), self.actual),
            (str(CourseKind.POSITIVE.label), self.positive),
        ]

    @property
    def levers(self) -> list[StationEntry]:
        """Stations at which something could be turned."""
        return [one for one in self.actual if one.row.lever]


def may_draft(actor: Actor) -> bool:
    return may(actor, Need.KEEP_CHAINS) or may(actor, Need.WORK_ON_CASES)


def is_own(actor: Actor, typical: TypicalCase) -> bool:
    return typical.organisation_id == actor.organisation_id


def state_tone(typical: TypicalCase) -> str:
    return _TONES[TypicalState(typical.state)]


def courses_of(typical: TypicalCase, actor: Actor) -> Courses:
    """Both courses with everybody's views; three questions, however long they are."""
    views: dict[UUID, list[StationView]] = {}
    organisations: dict[str, None] = {}
    for view in queries.views_of(typical):
        views.setdefault(view.station_id, []).append(view)
        organisations[view.organisation.name] = None
    entries = [
        StationEntry(row, row.position + 1, views.get(row.pk, []))
        for row in queries.stations_of(typical)
    ]
    numbers = {one.row.pk: one.number for one in entries}
    # The owner's view was counted with the rest: it is written while that is a draft.
    open_ = typical.state == (
        TypicalState.DRAFT if is_own(actor, typical) else TypicalState.RELEASED
    )
    for one in entries:
        one.may_say = open_ and actor.organisation_id is not None
        one.has_own = any(v.organisation_id == actor.organisation_id for v in one.views)
        said = {view.organisation.name: view.words for view in one.views}
        one.by_organisation = [said.get(name, "") for name in organisations]
        one.replaces = numbers.get(one.row.instead_of_id) if one.row.instead_of_id else None
    return Courses(
        actual=[one for one in entries if one.row.course == CourseKind.ACTUAL],
        positive=[one for one in entries if one.row.course == CourseKind.POSITIVE],
        organisations=list(organisations),
    )


@dataclass(frozen=True)
class Risk:
    """The panel on re-identification: people per attribute, what stands in the way, hints."""

    evidence: Evidence
    rows: list[tuple[str, str, int]]
    blockers: list[Blocker]
    hints: list[tuple[str, str, str]]
    least: int = SMALLEST_GROUP

    @property
    def is_safe(self) -> bool:
        return not self.blockers

    @property
    def together(self) -> int:
        return self.evidence.fewest


def risk_of(typical: TypicalCase, courses: Courses) -> Risk:
    """Asks the case base; for the owner alone."""
    evidence = evidence_for(typical)
    stations = [one.row for one in (*courses.actual, *courses.positive)]
    views = [view for one in (*courses.actual, *courses.positive) for view in one.views]
    found = rules.findings(rules.texts_of(typical, stations, views))
    return Risk(
        evidence=evidence,
        rows=[
            (attribute_label(name), value_label(name, value), evidence.alone[name])
            for name, value in evidence.traits.stated.items()
        ],
        blockers=[
            *rules.check_blockers(typical, stations, views), *risk_blockers(evidence),
        ],
        hints=[
            (rules.place_in_words(one.field), one.words, kind_label(one.kind))
            for one in found
            if not one.is_certain
        ],
    )


def traits_in_words(typical: TypicalCase) -> list[tuple[str, str]]:
    """What it states of the person, as everybody reads it."""
    stated = queries.traits_of(typical).stated
    return [(attribute_label(name), value_label(name, value)) for name, value in stated.items()]


def steps_of(typical: TypicalCase, actor: Actor) -> list[dict[str, Any]]:
    """The buttons: where it can go from here, and for whom."""
    if not is_own(actor, typical) or not may_draft(actor):
        return []
    labels = {
        TypicalState.DRAFT: (_("Back to the draft"), "quiet", "edit"),
        TypicalState.CHECKED: (_("Mark as checked"), "primary", "check"),
        TypicalState.RELEASED: (_("Release to the group"), "primary", "unlock"),
        TypicalState.ARCHIVED: (_("Archive"), "quiet", "folder"),
    }
    return [
        {"to": to, "label": labels[TypicalState(to)][0], "kind": labels[TypicalState(to)][1],
         "icon": labels[TypicalState(to)][2]}
        for to in TYPICAL_STEPS[typical.state]
        if may_step(actor, typical, to)
    ]


def may_step(actor: Actor, typical: TypicalCase, to: str) -> bool:
    """Drafting and checking is for all who draft; what concerns the group is for those who keep
    chains.
    """
    if not is_own(actor, typical) or not may_draft(actor):
        return False
    concerns_group = TypicalState.RELEASED in (typical.state, to) or to == TypicalState.ARCHIVED
    return may(actor, Need.KEEP_CHAINS) or not concerns_group


def was_withdrawn(typical: TypicalCase) -> bool:
    """Whether the case base became too small for it since it was released."""
    releases = queries.releases_of(typical)
    return bool(
        releases
        and releases[0].withdrawn_because == Withdrawal.TOO_FEW
        and typical.state != TypicalState.RELEASED
    )
