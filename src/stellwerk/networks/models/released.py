# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation was last shown of the others: lines that stay until five people moved."""

from django.db import models

from stellwerk.base.ids import new_id
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import LineKind


class ReleasedLine(models.Model):
    """A line that the organisation may see of all others together, as it was last released.

    Written by functions of the database alone (``access.wall_network``), which hold it. ``counted``
    is what it was released from, exactly; no role of the application may read that column.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Who is shown it.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    # 0: over all years.
    year = models.SmallIntegerField(default=0)
    # Which line: activities "before>after", parties "giver>taker", an issue, an interface.
    line = models.CharField(max_length=120)
    # Empty: a line that is held back.
    shown = models.JSONField(null=True)
    counted = models.JSONField(default=dict)
    released_on = models.DateField()

    class Meta:
        db_table = "networks_released_line"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "year", "line"], name="released_line_once"
            ),
        ]
