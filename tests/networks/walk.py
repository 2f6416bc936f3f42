# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A random walk over the verbs of the event log, and random questions to it."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.choices import Precision, Source
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.vocabulary.models import Term
from tests.networks.model import START, activity

GROUPS = ("", "gestattet", "anerkannt")
#: Two years and three ISO years, so that weeks and years of the roll-up both count.
DAYS = 420


class Walk:
    """Writes to one log whatever chance says; times repeat often, so that ties are common."""

    def __init__(
        self, actor: Actor, seed: int, *, traces: int = 6, words: int = 4,
        together: tuple[int, ...] = (1, 1, 1, 3),
    ) -> None:
        self.actor, self.chance = actor, random.Random(seed)
        assert actor.organisation_id
        self.log = actions.recorded_log(actor.organisation_id)
        self.terms = list(Term.objects.order_by("id")[:2])
        self.activities = [
            activity(f"step {number}", self.log, is_final=number == 0) for number in range(words)
        ]
        self.parties = [None] + [
            actions.party_in_words(actor.organisation_id, f"office {number}") for number in range(3)
        ]
        self.traces = [self.open() for _ in range(traces)]
        self.events: list[n.Event] = []
        # how many events are inserted at once: one of these
        self.together = together
        # verbs called; events inserted, corrected or withdrawn
        self.done = self.changes = 0

    def open(self) -> n.Trace:
        assert self.actor.organisation_id
        return actions.open_trace(
            actor=self.actor, organisation_id=self.actor.organisation_id, **self.groups()
        )

    def groups(self) -> dict[str, Any]:
        chance = self.chance
        return {
            "field_of_action": chance.choice([None, *self.terms]),
            "target_group": chance.choice([None, *self.terms]),
            "residence_group": chance.choice(GROUPS),
        }

    def values(self) -> dict[str, Any]:
        chance = self.chance
        hours = chance.choice([chance.randrange(24 * DAYS), chance.randrange(48)])
        return {
            "activity": chance.choice(self.activities),
            "at": START + timedelta(hours=hours, microseconds=chance.choice([0, 0, 123_457])),
            "precision": Precision.MINUTE, "source": Source.NOTED,
            "party": chance.choice(self.parties),
            "legal_sphere": chance.choice([None, *self.terms]),
        }

    def step(self) -> None:
        """One deed: mostly an insertion, sometimes a correction, a withdrawal, a regrouping …"""
        deed = self.chance.random()
        self.done += 1
        try:
            if deed < 0.62 or not self.events:
                self.insert()
            elif deed < 0.9:
                self.correct()
            elif deed < 0.95:
                actions.withdraw_event(actor=self.actor, event=self.chance.choice(self.events))
                self.changes += 1
            elif deed < 0.97:
                trace = self.chance.choice(self.traces)
                actions.change_trace(actor=self.actor, trace=trace, **self.groups())
            elif deed < 0.98:
                self.erase()
            else:
                actions.fold_marks(self.log.pk)
        except Refusal:  # it was corrected or withdrawn before
            pass

    def insert(self) -> None:
        trace = self.chance.choice(self.traces)
        rows = [self.values() for _ in range(self.chance.choice(self.together))]
        self.changes += len(rows)
        self.events += actions.record_events(actor=self.actor, trace_id=trace.pk, rows=rows)

    def correct(self) -> None:
        said = self.values()
        kept = self.chance.sample(sorted(said), self.chance.randrange(1, 4))
        event = self.chance.choice(self.events)
        self.events.append(
            actions.correct_event(
                actor=self.actor, event=event, **{name: said[name] for name in kept}
            )
        )
        self.changes += 1

    def erase(self) -> None:
        gone = self.traces.pop(self.chance.randrange(len(self.traces)))
        actions.erase_trace(actor=self.actor, trace_id=gone.pk)
        self.events = [event for event in self.events if event.trace_id != gone.pk]
        self.traces.append(self.open())


def questions(walk: Walk, chance: random.Random) -> list[MapFilter]:
    """A filter of each kind that the roll-up can answer, and some of several."""
    made = [MapFilter(walk.log.pk)]
    for _ in range(12):
        since = START.date() + timedelta(days=chance.randrange(-20, DAYS))
        until = since + timedelta(days=chance.choice([0, 3, 6, 30, 200, 400]))
        values: dict[str, Any] = {
            "since": chance.choice([None, since]), "until": chance.choice([None, until]),
            "field_of_action": chance.choice([None, None, walk.terms[0].pk]),
            "target_group": chance.choice([None, None, walk.terms[1].pk]),
            "residence_group": chance.choice(["", "", GROUPS[1]]),
            "legal_sphere": chance.choice([None, None, walk.terms[0].pk]),
            "party": chance.choice([None, None, walk.parties[1].pk]),  # type: ignore[union-attr]
        }
        made.append(MapFilter(walk.log.pk, **values))
    return made


def whole_weeks(log_id: UUID, first: date, weeks: int) -> MapFilter:
    return MapFilter(log_id, since=first, until=first + timedelta(days=7 * weeks - 1))
