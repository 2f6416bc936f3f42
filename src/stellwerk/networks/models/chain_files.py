# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The file that a version of a chain was read from: what has no place here comes back at export."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row
from stellwerk.networks.models.chains import ChainVersion


class ChainFile(Row):
    """A BPMN file as it came. Later versions of the chain are written into it as well."""

    chain_version = models.OneToOneField(
        ChainVersion, on_delete=models.CASCADE, related_name="source_file"
    )
    name = models.CharField(_("file name"), max_length=160)
    content = models.BinaryField()

    class Meta:
        db_table = "networks_chain_file"
