# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking assessments, noting strengths, an organisation's own words for the levels of need."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key
from stellwerk.base.refusal import Blocker, Refusal, refuse_if
from stellwerk.cases.actions.changing import lock_version, locked_row, update_fields
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.parts import (
    add_part,
    case_key,
    locked_case,
    require_open,
    still_entrusted,
    touch,
)
from stellwerk.cases.actions.people import own_organisation
from stellwerk.cases.actions.plan import set_topics
from stellwerk.cases.choices import NEED_LEVELS
from stellwerk.cases.models import Assessment, AssessmentArea, Case, CaseTopic, ScaleText, Strength
from stellwerk.cases.rules.assessments import (
    AREA_FIELDS,
    AREA_TEXTS,
    is_noted,
    taking_blockers,
    topics_in,
)
from stellwerk.cases.rules.course import groups_for, order_blockers
from stellwerk.cases.rules.scale_texts import default_text
from stellwerk.vocabulary.models import Term

ASSESSMENT_FIELDS = ("assessed_on", "kind", "note")
STRENGTH_FIELDS = ("text", "life_area", "noted_on", "until")
#: What was noted of each life area, keyed by ``AREA_FIELDS``.
Areas = Mapping[Term, Mapping[str, Any]]


@transaction.atomic
def take_assessment(
    *, actor: Actor, case: Case, values: Mapping[str, Any], areas: Areas, set_topics: bool = False
) -> Assessment:
    """Note how things stand in the life areas; those of which nothing is said are left out.

    ``values`` are keyed by ``ASSESSMENT_FIELDS``. With ``set_topics`` areas become topics by their
    need; none is taken away. Raises one Refusal with all blockers.
    """
    require_open(case)
    refuse_if(
        taking_blockers(values.get("assessed_on"), areas, case.opened_on, timezone.localdate())
    )
    row = Assessment(
        assessed_on=values["assessed_on"], kind=values["kind"], by=actor.label
    )
    row.note = values.get("note") or None
    add_part(actor=actor, case=case, row=row, kind="assessment", fields=ASSESSMENT_FIELDS)
    _replace_areas(case, row, areas)
    _follow_up(actor, case, areas, set_topics)
    return row


@transaction.atomic
def change_assessment(
    *, actor: Actor, case: Case, assessment: Assessment, version: int | None,
    values: Mapping[str, Any], areas: Areas, set_topics: bool = False,
) -> Assessment:
    """Correct an assessment as a whole; raises ``Conflict`` when somebody was quicker."""
    refuse_if(
        taking_blockers(values.get("assessed_on"), areas, case.opened_on, timezone.localdate())
    )
    fresh = locked_row(assessment, key=case_key(case))
    lock_version(fresh, version, fresh, {name: values.get(name) for name in ASSESSMENT_FIELDS})
    fresh.assessed_on, fresh.kind = values["assessed_on"], values["kind"]
    fresh.note = values.get("note") or None
    fresh.version += 1
    fresh.save(update_fields=[*ASSESSMENT_FIELDS, "version", "updated_at"])
    _replace_areas(case, fresh, areas)
    record(
        actor=actor, verb=Verb.CHANGED, kind="assessment", subjects=[case.pk, fresh.pk],
        fields=[*ASSESSMENT_FIELDS, "areas"],
    )
    log_rows(actor=actor, case=case, rows=[fresh])
    _follow_up(actor, case, areas, set_topics)
    return fresh  # type: ignore[no-any-return] # locked_row gives a row of the same kind


def _replace_areas(case: Case, assessment: Assessment, areas: Areas) -> None:
    AssessmentArea.objects.filter(assessment=assessment, case=case).delete()
    rows = []
    for term, noted in areas.items():
        if not is_noted(noted):
            continue
        row = AssessmentArea(
            case_id=case.pk, organisation_id=case.organisation_id, assessment=assessment,
            life_area=term, groups=int(groups_for(term.attributes)),
        )
        attach_key([row], case_key(case))
        for name in AREA_FIELDS:
            value = noted.get(name)
            setattr(row, name, (str(value or "").strip() or None) if name in AREA_TEXTS else value)
        rows.append(row)
    AssessmentArea.objects.bulk_create(rows)


def _follow_up(actor: Actor, case: Case, areas: Areas, wanted: bool) -> None:
    touch(case)
    if not wanted:
        refresh_facts([case.pk])
        return
    terms = {term.pk: term for term in areas}
    topics, central = topics_in({term.pk: noted.get("need") for term, noted in areas.items()})
    before = list(CaseTopic.objects.filter(case=case).select_related("life_area"))
    set_topics(
        actor=actor, case=case, version=locked_case(case).version,
        topics=[*(row.life_area for row in before), *(terms[pk] for pk in topics)],
        central=[
            *(row.life_area for row in before if row.is_central), *(terms[pk] for pk in central),
        ],
    )


def _strength_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    found = order_blockers(values, "noted_on", "until")
    if not str(values.get("text") or "").strip():
        found.append(Blocker("text_missing", _("Please say what the strength is."), "text"))
    if values.get("noted_on") is None:
        found.append(Blocker("day_missing", _("The day is missing."), "noted_on"))
    return found


@transaction.atomic
def add_strength(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Strength:
    """Note what the person can do or rely on; ``values`` are keyed by ``STRENGTH_FIELDS``."""
    refuse_if(_strength_blockers(values))
    area = values.get("life_area")
    row = Strength(
        life_area=area, noted_on=values["noted_on"], until=values.get("until"),
        groups=int(groups_for(area.attributes if area else None)),
    )
    row.text = str(values["text"])
    add_part(actor=actor, case=case, row=row, kind="strength", fields=STRENGTH_FIELDS)
    touch(case)
    return row


@transaction.atomic
def change_strength(
    *, actor: Actor, case: Case, strength: Strength, version: int | None,
    values: Mapping[str, Any],
) -> list[str]:
    """Change a strength, or say until when it was valid."""
    refuse_if(_strength_blockers(values))
    changed = update_fields(
        actor=actor, row=strength, version=version, kind="strength", subjects=[case.pk],
        values=values,
    )
    if changed:
        area = values.get("life_area")
        groups = int(groups_for(area.attributes if area else None))
        Strength.objects.filter(pk=strength.pk).update(groups=still_entrusted(groups))
        touch(case)
    return changed


@transaction.atomic
def set_scale_texts(*, actor: Actor, life_area: Term, texts: Mapping[int, str]) -> None:
    """Say what the levels of need mean in one life area; an empty text brings ours back."""
    organisation_id = own_organisation(actor)
    if set(texts) - set(NEED_LEVELS):
        raise Refusal("level", _("Need lies between 0 and 4."))
    ScaleText.objects.filter(organisation_id=organisation_id, life_area=life_area).delete()
    ScaleText.objects.bulk_create(
        ScaleText(
            organisation_id=organisation_id, life_area=life_area, level=level, text=text.strip()
        )
        for level, text in texts.items()
        if text.strip() and text.strip() != str(default_text(life_area.key, level))
    )
    record(
        actor=actor, verb=Verb.CHANGED, kind="scale_texts", fields=["text"], note=life_area.key
    )

