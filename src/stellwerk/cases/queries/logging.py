# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the event log is written from: the rows of many cases at once, without any sealed text."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from stellwerk.cases.models import (
    Appointment,
    Assessment,
    Barrier,
    Case,
    CaseConference,
    CaseFact,
    Consent,
    Contact,
    Entitlement,
    Goal,
    LegalSpherePeriod,
    Measure,
    PhaseChange,
    PlanAgreement,
    ResidencePeriod,
    Transition,
    Transmission,
)
from stellwerk.cases.rules.logging import (
    Bearing,
    Facts,
    elsewhere,
    episode_of,
    facts_of,
    field_for,
    target_for,
)
from stellwerk.vault.fields import sealed_fields
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

OF_CASE: tuple[type[Model], ...] = (
    PhaseChange, Contact, Appointment, CaseConference, Barrier, Goal, PlanAgreement, Assessment,
    Measure, Consent, Transmission, Transition,
)
OF_PERSON: tuple[type[Model], ...] = (ResidencePeriod, LegalSpherePeriod, Entitlement)
_RELATED = {Barrier: ("observation",), ResidencePeriod: ("status",)}
_LISTS = (
    ListKey.FIELD_OF_ACTION, ListKey.LIFE_AREA, ListKey.RESIDENCE_STATUS, ListKey.TARGET_GROUP
)


def _rows(model: type[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.select_related(*_RELATED.get(model, ()))
    return found.defer(*sealed_fields(model))


def _held(case_ids: Collection[UUID]) -> QuerySet[Case]:
    rows = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=case_ids)
    return rows.order_by("pk")


def hold_cases(case_ids: Collection[UUID]) -> None:
    """Hold these cases until the transaction ends: first the case, then its course."""
    list(_held(case_ids).values_list("pk"))


def hold_episodes(person_id: UUID) -> list[UUID]:
    """Hold all cases of a person, in the order in which the log asks for them; which ones.

    Whoever changes one of them and then brings all of them up to date begins with this: two such
    changes would otherwise each hold what the other waits for. As strongly as the change of a
    case itself, so that no hold has to grow while somebody else has a part of it.
    """
    rows = Case.objects.select_for_update(of=("self",)).filter(person_id=person_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def cases_to_log(case_ids: Collection[UUID]) -> dict[UUID, Case]:
    """The cases with what the log needs of them, held until the transaction ends."""
    return {case.pk: case for case in _held(case_ids).defer(*sealed_fields(Case))}


def next_to_log(organisation_id: UUID, after: UUID | None, most: int) -> list[UUID]:
    """The next cases of an organisation behind one; none at the end."""
    rows = Case.objects.filter(organisation_id=organisation_id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def facts_of_cases(cases: Mapping[UUID, Case], now: datetime) -> dict[UUID, Facts]:
    """Every slot of these cases; what belongs to the person goes to one of her episodes."""
    found: dict[UUID, Facts] = {case_id: {} for case_id in cases}
    for model in OF_CASE:
        for row in _rows(model).filter(case_id__in=list(cases)):
            if model is PhaseChange:
                row.case = cases[row.case_id]
            case = cases[row.case_id]
            found[row.case_id].update(facts_of(row, case.organisation_id, now))
    episodes = episodes_of({case.person_id for case in cases.values()})
    for model in OF_PERSON:
        for row in _rows(model).filter(person_id__in=list(episodes)):
            spread = by_episode(facts_of(row, row.organisation_id, now), episodes[row.person_id])
            for case_id, facts in spread.items():
                if case_id in found:
                    found[case_id].update(facts)
    return found


def episodes_of(person_ids: Iterable[UUID]) -> dict[UUID, list[tuple[date, UUID]]]:
    """Person -> day of opening and identity of each case."""
    found: dict[UUID, list[tuple[date, UUID]]] = defaultdict(list)
    rows = Case.objects.filter(person_id__in=list(person_ids)).order_by("opened_on", "pk")
    for person_id, opened_on, case_id in rows.values_list("person_id", "opened_on", "pk"):
        found[person_id].append((opened_on, case_id))
    return dict(found)


def by_episode(facts: Facts, episodes: list[tuple[date, UUID]]) -> dict[UUID, Facts]:
    """Each fact stands in one episode; in the others its slot is empty.

    What must not be said at all must not in any of them.
    """
    spread: dict[UUID, Facts] = {case_id: {} for _opened, case_id in episodes}
    for slot, fact in facts.items():
        owner = episode_of(fact.at.date(), episodes) if fact and fact.activity else None
        for case_id, own in spread.items():
            own[slot] = fact if case_id == owner else elsewhere(fact)
    return spread


def bearings_of(cases: Mapping[UUID, Case]) -> dict[UUID, Bearing]:
    """Field of action, target group and group of residence statuses, from the coded facts.

    What the case manager said herself stands before what follows from topics and status.
    """
    terms: dict[str, list[Term]] = defaultdict(list)
    for term in Term.objects.filter(list__in=_LISTS):
        terms[term.list].append(term)
    statuses = {term.pk: term for term in terms[ListKey.RESIDENCE_STATUS]}
    targets = {term.key: term.pk for term in terms[ListKey.TARGET_GROUP]}
    areas = [(1 << term.bit, term.key) for term in terms[ListKey.LIFE_AREA] if term.bit is not None]
    found = {}
    rows = CaseFact.objects.filter(case_id__in=list(cases)).values_list(
        "case_id", "topics", "central", "residence_status_id", "birth_year"
    )
    for case_id, topics, central, status_id, born in rows:
        case = cases[case_id]
        status = statuses.get(status_id or 0)
        group = str((status.attributes or {}).get("group", "")) if status else ""
        age = case.opened_on.year - born if born else None
        target = targets.get(target_for(status.key if status else "", group, age))
        field = field_for(
            [(key, bool(central & bit)) for bit, key in areas if topics & bit],
            terms[ListKey.FIELD_OF_ACTION],
        )
        found[case_id] = Bearing(
            case.field_of_action_id or field, case.target_group_id or target, group
        )
    return found
