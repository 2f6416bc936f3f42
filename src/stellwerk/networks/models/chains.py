# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The agreed chain: versions valid from a day, their stations and the ways between them.

Open to the whole network: no table here knows a person, a case or a course. An agreed version is
never changed again; the database refuses it as well (migration 0004).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import LONGEST_DAYS, ChainState, StationKind
from stellwerk.networks.models.log import Activity
from stellwerk.vocabulary.models import Term


class ServiceChain(VersionedRow):
    """Dienstleistungskette: what several organisations agreed on for one purpose."""

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("purpose"), blank=True, default="")
    field_of_action = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("field of action"),
    )
    legal_spheres = models.ManyToManyField(
        Term, related_name="+", blank=True, verbose_name=_("legal spheres")
    )
    # Who keeps it; empty: everybody in the network who may keep chains.
    keeper = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("keeping organisation"),
    )

    class Meta:
        db_table = "networks_service_chain"
        ordering = ["number"]

    def __str__(self) -> str:
        return str(_("No. %(number)s – %(title)s")) % {"number": self.number, "title": self.name}


class ChainVersion(VersionedRow):
    """Fassung: in force from its day until the next agreed one's day."""

    chain = models.ForeignKey(ServiceChain, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number of the version"), editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=ChainState.choices, default=ChainState.DRAFT
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    # What it rests on, in words (a decision's number and day).
    basis = models.TextField(_("basis"), blank=True, default="")
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)

    class Meta:
        db_table = "networks_chain_version"
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="chain_version_number_once"),
            models.UniqueConstraint(
                fields=["chain"], condition=models.Q(state=ChainState.DRAFT),
                name="one_draft_per_chain",
            ),
            models.CheckConstraint(
                name="agreed_from_a_day",
                condition=models.Q(state=ChainState.DRAFT) | models.Q(valid_from__isnull=False),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.state == ChainState.DRAFT


class Station(VersionedRow):
    """Station of one version. ``key`` stays through the versions of a chain."""

    chain_version = models.ForeignKey(
        ChainVersion, on_delete=models.CASCADE, related_name="stations"
    )
    key = models.SlugField(_("key"), max_length=64)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=8, choices=StationKind.choices, default=StationKind.STEP
    )
    # Who is responsible: an organisation of the directory, or words.
    responsible = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("responsible organisation"),
    )
    responsible_words = models.CharField(
        _("responsible (in words)"), max_length=120, blank=True, default=""
    )
    # The catalogue's activity by which the log knows this station.
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("activity"),
    )
    legal_sphere = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("legal sphere"),
    )
    max_days = models.PositiveSmallIntegerField(_("at most days"), null=True, blank=True)
    trigger = models.TextField(_("trigger"), blank=True, default="")
    standard = models.TextField(_("standard"), blank=True, default="")
    handed_over = models.TextField(_("object handed over"), blank=True, default="")
    feedback = models.TextField(_("feedback duty"), blank=True, default="")
    fallback = models.TextField(_("fallback"), blank=True, default="")
    legal_basis = models.TextField(_("legal basis"), blank=True, default="")
    offers = models.TextField(_("offers used"), blank=True, default="")

    class Meta:
        db_table = "networks_station"
        ordering = ["chain_version", "position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["chain_version", "key"], name="station_key_once"),
            models.UniqueConstraint(fields=["chain_version", "id"], name="station_in_version"),
            models.CheckConstraint(
                name="station_days_range",
                condition=models.Q(max_days__isnull=True) | models.Q(max_days__lte=LONGEST_DAYS),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def responsible_name(self) -> str:
        """Who is responsible, by name; empty where nobody was named."""
        return self.responsible.name if self.responsible else self.responsible_words


class StationLink(Row):
    """An allowed way from one station to the next (same version: composite foreign keys)."""

    chain_version = models.ForeignKey(ChainVersion, on_delete=models.CASCADE, related_name="links")
    source = models.ForeignKey(
        Station, on_delete=models.CASCADE, related_name="ways_on", db_constraint=False
    )
    target = models.ForeignKey(
        Station, on_delete=models.CASCADE, related_name="ways_here", db_constraint=False
    )
    condition = models.CharField(_("condition"), max_length=160, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "networks_station_link"
        ordering = ["chain_version", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="station_link_once"),
        ]
