# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation has decided for its own case work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.directory.models import Organisation


class OrganisationSetting(VersionedRow):
    """One decision of an organisation; which there are stands in ``rules.settings``."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("setting"), max_length=64)
    value = models.JSONField(_("value"), null=True)

    class Meta:
        db_table = "cases_organisation_setting"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], name="setting_once_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.key
