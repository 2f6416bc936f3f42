# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a user keeps for herself about the list of cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row
from stellwerk.directory.models import Organisation, User


class SavedFilter(Row):
    """Filters of the case list under a name; a typed text stands in ``query`` sealed, as in the
    address."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name of the filter"), max_length=60)
    query = models.CharField(max_length=800)

    class Meta:
        ordering = ["name"]
