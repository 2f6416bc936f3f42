# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping the file that a version was read from."""

from django.db import transaction

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import refuse_if
from stellwerk.networks.actions.chains import locked_draft
from stellwerk.networks.models import ChainFile, ChainVersion
from stellwerk.networks.rules.keeping import keeper_blockers


@transaction.atomic
def keep_file(*, actor: Actor, chain_version: ChainVersion, name: str, content: bytes) -> ChainFile:
    """Put the file beside the draft that was made from it; its making is in the log already."""
    refuse_if(keeper_blockers(actor))
    draft = locked_draft(chain_version)
    return ChainFile.objects.create(chain_version=draft, name=name[-160:], content=content)
