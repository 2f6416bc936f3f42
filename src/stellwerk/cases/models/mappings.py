# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How the columns of a foreign list are read, kept for the next time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row
from stellwerk.directory.models import Organisation


class ImportMapping(Row):
    """Zuordnung: headings of a list to our columns, and its words to ours.

    ``columns``: folded heading to column; ``words``: column to their word to our key. Holds no cell
    of a person: words only of columns that choose from a list.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="import_mapping_once_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
