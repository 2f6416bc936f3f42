# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sample's team: hours for case work, one substitution, one hand-over that waits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from stellwerk.access.visible import visible_cases
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.actions.caseload import set_work_time
from stellwerk.cases.actions.substitution import begin_substitution
from stellwerk.cases.actions.transitions import propose_hand_over
from stellwerk.cases.choices import RUNNING_PHASES, TransitionKind
from stellwerk.cases.queries.caseload import work_times
from stellwerk.cases.queries.transitions import transitions_of
from stellwerk.directory import queries
from stellwerk.directory.models import Organisation, User
from stellwerk.jobs import sample_people as people

HOURS = {"m.lindhorst": Decimal(24), "c.aydogan": Decimal("19.5"), "b.feldkamp": Decimal(4)}
MESSAGE = (
    "Ich wechsle zum Monatsende das Stadtteilbüro. Der nächste Termin steht im Plan,"
    " die Unterlagen sind vollständig (erfunden)."
)


def set_up_team(organisation: Organisation, users: Mapping[str, User]) -> None:
    """Each step looks first whether it is done."""
    lead = queries.actor_for(users["b.feldkamp"], people.PROJECT_START, organisation.pk)
    lead = replace(lead, label="Beispieldaten")
    with acting(lead):
        known = {row.user_id for row in work_times(organisation.pk)}
        for address, hours in HOURS.items():
            if users[address].pk not in known:
                set_work_time(
                    actor=lead, user=users[address], hours_per_week=hours,
                    valid_from=people.PROJECT_START,
                )
        held = queries.memberships_of(users["o.kravets"].pk)
        if not any(row.covers_id == users["c.aydogan"].pk for row in held):
            today = timezone.localdate()
            begin_substitution(
                actor=lead, substitute=users["o.kravets"], covers=users["c.aydogan"],
                valid_from=today, valid_until=today + timedelta(days=13),
            )
    _hand_over(organisation, users)


def _hand_over(organisation: Organisation, users: Mapping[str, User]) -> None:
    """One running case is to go from one case manager to the other."""
    whose = users["m.lindhorst"]
    actor = replace(
        queries.actor_for(whose, timezone.localdate(), organisation.pk), label="Miriam Lindhorst"
    )
    with acting(actor):
        running = visible_cases(actor).filter(manager=whose, phase__in=RUNNING_PHASES)
        case = running.exclude(case_key=people.SHARED_CASE).order_by("case_key").first()
        if case is None:
            return
        open_keys([case])
        if any(row.kind == TransitionKind.HAND_OVER for row in transitions_of(case)):
            return
        propose_hand_over(
            actor=actor, case=case, to_user=users["c.aydogan"], message=MESSAGE,
            answer_by=timezone.localdate() + timedelta(days=7),
        )
