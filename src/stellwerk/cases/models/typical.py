# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which cases a typical case was made of: known to their organisation alone."""

from django.db import models

from stellwerk.base.models import Row
from stellwerk.cases.models.case import Case
from stellwerk.directory.models import Organisation
from stellwerk.networks.models import TypicalCase


class TypicalSource(Row):
    """One source case of one typical case; goes with either of them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Both keys are composite at the database's end: never a case or draft of others.
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    typical_case = models.ForeignKey(
        TypicalCase, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )

    class Meta:
        db_table = "cases_typical_source"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "typical_case", "case"], name="typical_source_once"
            ),
        ]
        indexes = [models.Index(fields=["case"], name="typical_source_case")]
