# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The file that a chain was read from."""

from stellwerk.networks.models import ChainFile, ChainVersion


def file_of(version: ChainVersion) -> bytes:
    """The newest file up to this version; empty if the chain was never read from one."""
    rows = ChainFile.objects.filter(
        chain_version__chain_id=version.chain_id, chain_version__number__lte=version.number
    )
    found = rows.order_by("-chain_version__number").values_list("content", flat=True).first()
    return bytes(found) if found is not None else b""
