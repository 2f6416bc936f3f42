# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping what the client says about the accompaniment."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.keys import attach_key
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.actions.parts import add_part, case_key
from stellwerk.cases.choices import EvaluationWay
from stellwerk.cases.models import Case, ClientEvaluation
from stellwerk.cases.rules.ending import QUESTIONS, evaluation_blockers

EVALUATION_FIELDS = ("given_on", "way", "language", "answers", "remark")


@transaction.atomic
def record_evaluation(
    *,
    actor: Actor,
    case: Case,
    way: str,
    language: str,
    answers: Mapping[str, int | None],
    remark: str = "",
    given_on: date | None = None,
) -> ClientEvaluation:
    """Keep the five answers (0–4, empty = none) and the client's own words.

    On the screen the day is today. Possible before and after the ending.
    """
    today = timezone.localdate()
    on = today if way == EvaluationWay.SCREEN else given_on
    refuse_if(evaluation_blockers(answers, remark, on, today))
    row = ClientEvaluation(
        given_on=certain(on, "the blockers ask for it"), way=way, language=language, by=actor.label,
        **{name: answers.get(name) for name in QUESTIONS},
    )
    attach_key([row], case_key(case))
    row.remark = remark.strip() or None
    add_part(
        actor=actor, case=case, row=row, kind="client_evaluation", fields=EVALUATION_FIELDS
    )
    return row
