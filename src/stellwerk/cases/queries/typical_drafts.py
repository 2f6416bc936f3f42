# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A typical case as it can be drafted from case files: no name, no day, nothing that few share.

The cases were opened through ``access`` (recorded as read). Nothing that was entrusted and nothing
about health goes into a draft.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.base.keys import opened_key
from stellwerk.cases.choices import (
    ALL_GROUPS,
    BiographyKind,
    DraftSource,
    EntitlementState,
    FieldGroup,
    MeasureState,
)
from stellwerk.cases.models import Barrier, Case, PersonLanguage
from stellwerk.cases.queries.barriers import names_in
from stellwerk.cases.queries.biography import biography_of
from stellwerk.cases.queries.casefile import within
from stellwerk.cases.queries.reidentification import (
    count_people,
    traits_of_cases,
)
from stellwerk.cases.rules.biography import Item
from stellwerk.cases.rules.logging import trace_number
from stellwerk.cases.rules.typical_drafts import Composed, Step, compose, split_consequence
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import all_organisations, municipalities
from stellwerk.networks.choices import SMALLEST_GROUP, StationRating
from stellwerk.networks.queries.observing import observations_by_id
from stellwerk.networks.queries.telling import nationality_words
from stellwerk.networks.queries.typical import course_steps
from stellwerk.networks.rules.generalising import (
    Known,
    Replacement,
    duration_words,
    generalise,
    interval_words,
)
from stellwerk.networks.rules.places import PLACES
from stellwerk.networks.rules.reidentification import (
    Traits,
    attribute_label,
    safe_traits,
    shared_traits,
    value_label,
)
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms

#: What a draft may be made of.
DRAFT_SCOPE = FieldGroup(ALL_GROUPS & ~int(FieldGroup.HEALTH))
_TOLD = (
    BiographyKind.RESIDENCE, BiographyKind.SPHERE, BiographyKind.ENTITLEMENT,
    BiographyKind.MEASURE, BiographyKind.TRANSITION, BiographyKind.LANGUAGE,
    BiographyKind.CONFLICT,
)
_TEXTS = ("action", "result", "consequence")
MOST_CASES = 12


@dataclass(frozen=True)
class DraftStation:
    """A drafted station and all that was taken out of its words."""

    values: Mapping[str, Any]
    replaced: tuple[Replacement, ...]
    cases: int


@dataclass(frozen=True)
class Draft:
    """What was drafted: attributes that enough people share, stations, and what is left out."""

    values: Mapping[str, Any]
    stations: tuple[DraftStation, ...]
    coarsened: tuple[str, ...] = ()
    case_count: int = 0
    persons: int = 0
    traits: Traits = field(default_factory=Traits)

    @property
    def station_values(self) -> list[Mapping[str, Any]]:
        return [station.values for station in self.stations]


def draft_of(
    cases: Sequence[Case], *, called: str = "", source: DraftSource = DraftSource.FILES
) -> Draft:
    """Draft a typical case from opened cases of one organisation; nothing is kept."""
    organisation_id = cases[0].organisation_id
    offices = {row.name: row for row in all_organisations()}
    if source == DraftSource.LOG:
        courses = [_log_steps(case) for case in cases]
    else:
        courses = [_steps(case, offices) for case in cases]
    known = _known(cases, courses, called)
    stations, before = [], None
    for one in compose(courses):
        stations.append(_station(one, before, known, offices, len(cases)))
        before = one.offset

    def count(wanted: list[Traits]) -> Mapping[Traits, int]:
        return count_people(organisation_id, wanted)

    narrow = shared_traits(traits_of_cases(cases))
    traits = safe_traits(narrow, count)
    return Draft(
        values={"called": called, **traits.stated},
        stations=tuple(stations),
        coarsened=tuple(_coarsened(narrow, traits)),
        case_count=len(cases),
        persons=count([traits])[traits],
        traits=traits,
    )


def _coarsened(narrow: Traits, traits: Traits) -> Iterable[str]:
    """What is said more generally than the files would allow, in words."""
    for name, value in narrow.stated.items():
        now = getattr(traits, name)
        if now != value:
            said = value_label(name, now) if now else _("left out")
            yield f"{attribute_label(name)}: {said}"


def _log_steps(case: Case) -> list[Step]:
    """The case's course in the event log: only whoever opened the case finds it."""
    key = opened_key(case)
    steps = course_steps(trace_number(key)) if key else []
    return [
        Step(
            on=step.on, key=step.key, action=step.name, office=step.office,
            legal_basis=step.legal_sphere,
        )
        for step in steps
    ]


def _steps(case: Case, offices: Container[str]) -> list[Step]:
    items = biography_of([case], DRAFT_SCOPE).items
    told = [_step(item) for item in items if item.kind in _TOLD and _is_told(item, offices)]
    return [*told, *_barrier_steps(case)]


def _is_told(item: Item, offices: Container[str]) -> bool:
    """A hand-over within the house is no station of the network, and names a colleague."""
    return item.kind != BiographyKind.TRANSITION or item.office in offices


def _step(item: Item) -> Step:
    result, consequence = split_consequence(item.text)
    lasted = (item.ends - item.begins).days if item.is_span and item.ends else None
    waited = (item.begins - item.asked).days if item.asked and item.is_span else None
    if item.kind in (BiographyKind.RESIDENCE, BiographyKind.SPHERE):
        result, consequence, lasted = "", "", None  # the words of a period are notes
    action = f"{BiographyKind(item.kind).label}: {item.title}"
    if item.kind == BiographyKind.MEASURE:
        action = _with_state(item, MeasureState)
    elif item.kind == BiographyKind.ENTITLEMENT:
        action = _with_state(item, EntitlementState)
    return Step(
        on=item.asked or item.begins, key=f"{item.kind}:{item.title.casefold()}:{item.state}",
        action=action, office=item.office, legal_basis=item.sphere_label, result=result,
        consequence=consequence, waited=waited, lasted=lasted,
        hinders=item.kind == BiographyKind.CONFLICT,
    )


def _with_state(item: Item, states: Any) -> str:
    label = str(states(item.state).label) if item.state in states.values else ""
    return f"{item.title} ({label})" if label else item.title


def _barrier_steps(case: Case) -> list[Step]:
    """The half of a barrier that knows no person; those entrusted stay out."""
    rows = list(within(Barrier.objects.filter(case=case), FieldGroup(ALL_GROUPS)))
    halves = observations_by_id(case.organisation_id, [row.observation_id for row in rows])
    return [
        Step(
            on=row.since, key=f"barrier:{half.known_issue_id or half.words.casefold()}",
            action=half.words, office=half.to_name, waited=half.delay_days, hinders=True,
        )
        for row in rows
        if (half := halves[row.observation_id]).words
    ]


def _station(
    one: Composed, before: int | None, known: Known, offices: Mapping[str, Organisation],
    cases: int,
) -> DraftStation:
    step = one.step
    known = Known(known.names, known.places, known.rare, step.on)
    done = {name: generalise(getattr(step, name), known) for name in _TEXTS}
    replaced = tuple(gone for text in done.values() for gone in text.replaced)
    organisation = offices.get(step.office)
    office = generalise(step.office, known) if organisation is None else None
    output = done["result"].text
    if step.lasted is not None and step.lasted > 3:
        ended = _("ended %(interval)s") % {
            "interval": interval_words(timedelta(days=step.lasted))
        }
        output = f"{output} ({ended})" if output else ended
    values = {
        "interval": "" if before is None else interval_words(timedelta(days=one.offset - before)),
        "actor_organisation": organisation,
        "actor_words": office.text[:120] if office else "",
        "action": done["action"].text,
        "legal_basis": step.legal_basis[:160],
        "output": output,
        "waiting_time": duration_words(step.waited) if step.waited else "",
        "consequence": done["consequence"].text,
        "rating": StationRating.HINDERING if step.hinders else StationRating.NEITHER,
        "evidence": _evidence(one.cases, cases),
    }
    return DraftStation(values, (*replaced, *(office.replaced if office else ())), one.cases)


def _evidence(found: int, cases: int) -> str:
    if cases == 1:
        return _("Case file")
    return ngettext(
        "Case files: %(found)s of %(n)s case", "Case files: %(found)s of %(n)s cases", cases
    ) % {"found": found, "n": cases}


def _known(cases: Sequence[Case], courses: Sequence[Sequence[Step]], called: str) -> Known:
    """The names in these very words, the places of the network, and what few share."""
    names: dict[str, str] = {}
    texts = [
        text
        for course in courses
        for step in course
        for text in (*(getattr(step, name) for name in _TEXTS), step.office)
        if text
    ]
    for case in cases:
        for words in names_in(case, {str(n): text for n, text in enumerate(texts)}).values():
            names |= {word.casefold(): called for word in words}
    # Offices bear names as well; theirs are no secret.
    for row in all_organisations():
        for word in row.name.split():
            names.pop(word.casefold(), None)
    return Known(names=names, places=_places(), rare=_rare(cases[0], texts))


def _places() -> frozenset[str]:
    small = {"kreis", "stadt", "gemeinde", "bad", "am", "an", "der", "im", "land"}
    own = {
        word.casefold() for row in municipalities() for word in row.name.split() if len(word) > 2
    }
    return PLACES | (own - small)


def _rare(case: Case, texts: Sequence[str]) -> dict[str, str]:
    """Words for origin and language that fewer than five people share -> what to say instead."""
    found: dict[str, str] = {}
    said = nationality_words(texts)
    counted = count_people(case.organisation_id, [Traits(nationality=key) for key in
                                                  {key for key, _region in said.values()}])
    for word, (key, region) in said.items():
        if counted[Traits(nationality=key)] < SMALLEST_GROUP:
            found[word.casefold()] = value_label("region", region)
    rows = PersonLanguage.objects.filter(organisation_id=case.organisation_id)
    speakers: dict[int, set[Any]] = {}
    for language, person in rows.values_list("language_id", "person_id"):
        speakers.setdefault(language, set()).add(person)
    common = {language for language, who in speakers.items() if len(who) >= SMALLEST_GROUP}
    harmless = {"deutsch", "englisch"}
    for term in terms(ListKey.LANGUAGE):
        if term.pk not in common and term.label_de.casefold() not in harmless:
            for name in (term.label_de, *term.attributes.get("also", [])):
                found.setdefault(str(name).casefold(), _("a language that few speak"))
    return found
