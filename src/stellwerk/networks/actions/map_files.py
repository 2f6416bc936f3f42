# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A map leaves the house as a file: noted in the log."""

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.networks.models import EventLog


def record_map_file(*, actor: Actor, log: EventLog, file_format: str) -> None:
    """Note that figures of a log left as a file."""
    record(
        actor=actor, verb=Verb.EXPORTED, kind="event_log", subjects=[log.pk],
        note=f"map {file_format}",
    )
