# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Levers: the point whose change gives another course."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import Effort, Figure, LeverState
from stellwerk.networks.models.issues import KnownIssue
from stellwerk.networks.models.log import Activity


class Lever(VersionedRow):
    """Stellschraube: where to turn, in whose power it lies, which figure should move.

    Open to the whole network; ``organisation`` is the one that entered it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    issue = models.ForeignKey(
        KnownIssue, on_delete=models.PROTECT, null=True, blank=True, related_name="levers",
        verbose_name=_("known issue"),
    )
    title = models.CharField(_("title"), max_length=160)
    point = models.CharField(_("point in the chain"), max_length=200, blank=True, default="")
    powers = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("in whose power")
    )
    power_words = models.CharField(
        _("in whose power besides"), max_length=200, blank=True, default=""
    )
    # Empty: nobody has said yet.
    across_spheres = models.BooleanField(_("across legal spheres"), null=True, blank=True)
    effort = models.CharField(
        _("effort"), max_length=8, choices=Effort.choices, blank=True, default=""
    )
    effect = models.TextField(_("expected effect"), blank=True, default="")
    figure = models.CharField(
        _("figure that should move"), max_length=12, choices=Figure.choices, blank=True, default=""
    )
    figure_words = models.CharField(
        _("figure in words"), max_length=300, blank=True, default=""
    )
    from_activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("from activity"),
    )
    to_activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("to activity"),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=LeverState.choices, default=LeverState.IDEA
    )

    class Meta:
        db_table = "networks_lever"
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title
