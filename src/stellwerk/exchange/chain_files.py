# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a BPMN file in as a new chain."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.directory.queries import all_organisations
from stellwerk.exchange.bpmn.reading import read_bpmn
from stellwerk.networks.actions.chains import add_chain, new_version
from stellwerk.networks.models import ChainVersion


@dataclass(frozen=True)
class TakenIn:
    """The draft that was made, and what of the file stays in the file."""

    version: ChainVersion
    notes: tuple[str, ...]


@transaction.atomic
def take_in(*, actor: Actor, content: bytes, file_name: str, name: str = "") -> TakenIn:
    """A new chain with the file as its draft. Raises `Refusal`; then nothing was written."""
    read = read_bpmn(content, {o.name: o.key for o in all_organisations()})
    called = name.strip() or read.plan.name[:160] or file_name.rsplit(".", 1)[0][:160]
    chain = add_chain(
        actor=actor, name=called, keeper_id=actor.organisation_id,
        purpose=_("Read from the file »%(name)s«.") % {"name": file_name[:120]},
    )
    version = new_version(actor=actor, chain=chain, plan=read.plan, original=content)
    return TakenIn(version, read.notes)
