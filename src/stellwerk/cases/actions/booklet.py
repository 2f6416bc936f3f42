# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The client's booklet leaves the house: an act that stands in the log."""

from collections.abc import Iterable

from django.db import transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.cases.models import Case


@transaction.atomic
def hand_out_booklet(
    *, actor: Actor, case: Case, parts: Iterable[str], language: str
) -> None:
    """Note that the booklet was made for the client: which parts, in which language."""
    record(
        actor=actor, verb=Verb.EXPORTED, kind="booklet", subjects=[case.pk],
        fields=sorted(parts), note=language,
    )
