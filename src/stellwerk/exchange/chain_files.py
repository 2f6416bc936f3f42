# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a BPMN file in as the draft of a chain, and writing a version out as one."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal
from stellwerk.directory.queries import all_organisations
from stellwerk.exchange.bpmn.merging import export_chain
from stellwerk.exchange.bpmn.reading import read_bpmn
from stellwerk.networks.actions.chain_files import keep_file
from stellwerk.networks.actions.chains import add_chain, new_version
from stellwerk.networks.models import ChainVersion, ServiceChain
from stellwerk.networks.queries.chain_files import file_of
from stellwerk.networks.queries.chains import draft_of, plan_of


@dataclass(frozen=True)
class TakenIn:
    """The draft that was made, and what of the file stays in the file."""

    version: ChainVersion
    notes: tuple[str, ...]


@transaction.atomic
def take_in(
    *,
    actor: Actor,
    content: bytes,
    file_name: str,
    chain: ServiceChain | None = None,
    name: str = "",
) -> TakenIn:
    """A new chain, or the next draft of ``chain``. Raises `Refusal`; then nothing was written."""
    read = read_bpmn(content, {o.name: o.key for o in all_organisations()})
    if chain is None:
        called = name.strip() or read.plan.name[:160] or file_name.rsplit(".", 1)[0][:160]
        chain = add_chain(
            actor=actor, name=called, keeper_id=actor.organisation_id,
            purpose=_("Read from the file »%(name)s«.") % {"name": file_name[:120]},
        )
    elif draft_of(chain):
        raise Refusal("draft", _("This chain has a draft already: work on that one."))
    version = new_version(actor=actor, chain=chain, plan=read.plan)
    keep_file(actor=actor, chain_version=version, name=file_name, content=content)
    return TakenIn(version, read.notes)


def bpmn_of(version: ChainVersion) -> bytes:
    """The version as a BPMN file, written into the file it came from if there is one."""
    names = {o.key: o.name for o in all_organisations()}
    return export_chain(plan_of(version), file_of(version), names)
