# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Assessments of one case over time, strengths, and what the levels of need mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from stellwerk.base.keys import share_key
from stellwerk.cases.choices import NEED_LEVELS, FieldGroup
from stellwerk.cases.models import (
    Assessment,
    AssessmentArea,
    Case,
    LanguageLevel,
    Person,
    ScaleText,
    Strength,
)
from stellwerk.cases.queries.casefile import opened, within
from stellwerk.cases.rules.assessments import NeedCourse, NeedPoint
from stellwerk.cases.rules.scale_texts import default_text
from stellwerk.vocabulary.models import Term


@dataclass
class Taken:
    """One assessment with the life areas that may be seen."""

    assessment: Assessment
    areas: list[AssessmentArea] = field(default_factory=list)

    @property
    def by_area(self) -> dict[int, AssessmentArea]:
        return {row.life_area_id: row for row in self.areas}


@dataclass(frozen=True)
class AreaCourse:
    """A life area over all assessments; ``latest`` holds the words of the last one."""

    life_area: Term
    course: NeedCourse
    latest: AssessmentArea


@dataclass
class AssessmentView:
    """What the section shows, each part narrowed to what was granted."""

    taken: list[Taken]
    strengths: list[Strength]

    @property
    def courses(self) -> list[AreaCourse]:
        """Every area that was ever looked at, highest present need first."""
        seen: dict[int, list[tuple[Assessment, AssessmentArea]]] = {}
        for one in self.taken:
            for row in one.areas:
                seen.setdefault(row.life_area_id, []).append((one.assessment, row))
        found = [
            AreaCourse(
                rows[-1][1].life_area,
                NeedCourse(
                    [NeedPoint(a.assessed_on, row.need, row.client_need) for a, row in rows]
                ),
                rows[-1][1],
            )
            for rows in seen.values()
        ]
        return sorted(found, key=_by_need)

    @property
    def present(self) -> list[Strength]:
        today = timezone.localdate()
        return [row for row in self.strengths if row.until is None or row.until >= today]

    @property
    def former(self) -> list[Strength]:
        present = {row.pk for row in self.present}
        return [row for row in self.strengths if row.pk not in present]


def _by_need(found: AreaCourse) -> tuple[int, int]:
    need = found.course.last.need
    return (-need if need is not None else 1, found.life_area.position)


def assessments_of(case: Case, scope: FieldGroup) -> AssessmentView:
    """Assessments oldest first, and strengths: three questions, whatever there is."""
    taken = {
        row.pk: Taken(row)
        for row in opened(within(Assessment.objects.filter(case=case), scope), case)
    }
    areas = within(
        AssessmentArea.objects.filter(case=case).select_related("life_area"), scope
    ).order_by("life_area__position")
    for row in opened(areas, case):
        if row.assessment_id in taken:
            taken[row.assessment_id].areas.append(row)
    strengths = within(Strength.objects.filter(case=case).select_related("life_area"), scope)
    return AssessmentView(list(taken.values()), opened(strengths, case))


def has_assessment(case: Case) -> bool:
    """Whether one was taken; opens nothing."""
    return Assessment.objects.filter(case=case).exists()


def taken_of(case: Case, row_id: UUID) -> Taken | None:
    """One assessment with its areas, for its form; None if it is none of this case's."""
    found = opened(Assessment.objects.filter(case=case, pk=row_id), case)
    if not found:
        return None
    areas = AssessmentArea.objects.filter(case=case, assessment=found[0])
    return Taken(found[0], opened(areas.select_related("life_area"), case))


def language_levels_of(person: Person, scope: FieldGroup) -> list[LanguageLevel]:
    """Levels that were reached, newest first; the person's key must be opened."""
    if FieldGroup.LANGUAGE not in scope:
        return []
    rows = LanguageLevel.objects.filter(person=person).select_related("language", "level")
    found = list(within(rows, scope))
    share_key(person, found)
    return found


def language_level_of(person: Person, row_id: UUID) -> LanguageLevel | None:
    row = LanguageLevel.objects.filter(person=person, pk=row_id).first()
    if row is not None:
        share_key(person, [row])
    return row


#: (life area, level) -> what it means.
Meanings = Mapping[tuple[int, int], str]


def own_texts(organisation_id: UUID) -> Meanings:
    """Only what the organisation says in its own words."""
    rows = ScaleText.objects.filter(organisation_id=organisation_id)
    return {(row.life_area_id, row.level): row.text for row in rows}


def meanings(area: Term, own: Meanings) -> list[tuple[int, str]]:
    """Each level of need with its meaning in this life area: own words, otherwise ours."""
    return [
        (level, own.get((area.pk, level)) or str(default_text(area.key, level)))
        for level in NEED_LEVELS
    ]
