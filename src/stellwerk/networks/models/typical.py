# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Typical cases: a course without its person, told station by station and seen from several sides.

What is not released lies behind its owner's wall (``access.walls``). Nothing here leads back to a
case: the owner's link to the source cases stands with the cases (``cases.TypicalSource``).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import (
    LONGEST_GROUP_CODE,
    LONGEST_HALF_YEAR,
    SMALLEST_GROUP,
    AgeBand,
    CourseKind,
    StatedGender,
    StationRating,
    TypicalState,
    Withdrawal,
)
from stellwerk.vocabulary.choices import Region
from stellwerk.vocabulary.models import Term


class TypicalCase(VersionedRow):
    """Typischer Fall: what often happens like this, with what it says of the person in general."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Counted per organisation: a number of the network would tell of other people's drafts.
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=160)
    # What the person is called here ("Herr A."): never a name.
    called = models.CharField(_("called here"), max_length=40, blank=True, default="")
    about = models.TextField(_("what it is about"), blank=True, default="")
    profile = models.TextField(_("what is known of the person"), blank=True, default="")
    field_of_action = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("field of action"),
    )
    target_group = models.CharField(_("target group"), max_length=160, blank=True, default="")
    state = models.CharField(
        _("state"), max_length=8, choices=TypicalState.choices, default=TypicalState.DRAFT
    )
    # How many cases it was made of; which ones only the owner's case files know.
    source_count = models.PositiveSmallIntegerField(default=0, editable=False)
    age_band = models.CharField(
        _("age group"), max_length=6, choices=AgeBand.choices, blank=True, default=""
    )
    region = models.CharField(
        _("region of origin"), max_length=32, choices=Region.choices, blank=True, default=""
    )
    residence_group = models.CharField(
        _("group of residence statuses"), max_length=LONGEST_GROUP_CODE, blank=True, default=""
    )
    gender = models.CharField(
        _("gender"), max_length=1, choices=StatedGender.choices, blank=True, default=""
    )
    # "2017-1", or the whole year "2017".
    half_year = models.CharField(
        _("half-year of opening"), max_length=LONGEST_HALF_YEAR, blank=True, default=""
    )
    released_at = models.DateTimeField(_("released on"), null=True, blank=True, editable=False)

    class Meta:
        db_table = "networks_typical_case"
        ordering = ["organisation", "number"]
        constraints = [
            # Target of the composite foreign keys of the stations and of the cases' links.
            models.UniqueConstraint(
                fields=["organisation", "id"], name="typical_case_in_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"], name="typical_case_number_once"
            ),
            models.CheckConstraint(
                name="typical_case_released_at",
                condition=~models.Q(state=TypicalState.RELEASED)
                | models.Q(released_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="typical_case_state")]

    def __str__(self) -> str:
        return self.title


class TypicalStation(VersionedRow):
    """One station: who did what, what came of it, and how long it took; never a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Composite foreign key of the database: no station hangs on a foreign typical case.
    typical_case = models.ForeignKey(
        TypicalCase, on_delete=models.CASCADE, related_name="stations", db_constraint=False
    )
    course = models.CharField(
        _("course"), max_length=8, choices=CourseKind.choices, default=CourseKind.ACTUAL
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    # "nach etwa 8 Monaten": an interval in words, counted from the station before.
    interval = models.CharField(_("when"), max_length=120, blank=True, default="")
    actor_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )
    actor_words = models.CharField(_("who (in words)"), max_length=120, blank=True, default="")
    action = models.TextField(_("what happens"))
    legal_basis = models.CharField(_("legal basis"), max_length=160, blank=True, default="")
    input = models.TextField(_("what is needed for it"), blank=True, default="")
    output = models.TextField(_("what comes of it"), blank=True, default="")
    waiting_time = models.CharField(_("waiting time"), max_length=120, blank=True, default="")
    consequence = models.TextField(_("consequence"), blank=True, default="")
    client_view = models.TextField(_("the client's view"), blank=True, default="")
    rating = models.CharField(
        _("rating"), max_length=9, choices=StationRating.choices, default=StationRating.NEITHER
    )
    evidence = models.TextField(_("evidence"), blank=True, default="")
    # Stellschraube: what could be turned here, so that it goes on differently.
    lever = models.TextField(_("adjusting screw"), blank=True, default="")
    # Of the positive course: the station that it replaces.
    instead_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("instead of"),
    )

    class Meta:
        db_table = "networks_typical_station"
        ordering = ["course", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["typical_case", "id"], name="typical_station_in_case"
            ),
        ]
        indexes = [
            models.Index(fields=["typical_case", "course", "position"], name="typical_station_at")
        ]

    @property
    def actor_name(self) -> str:
        """Who acts: by the directory, otherwise in words."""
        return self.actor_organisation.name if self.actor_organisation else self.actor_words


class StationView(VersionedRow):
    """How one organisation sees a station: its own words, without having seen any file."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    typical_case = models.ForeignKey(
        TypicalCase, on_delete=models.CASCADE, related_name="views", db_constraint=False
    )
    # Composite key (typical case, station), deleted by the database: a view of another
    # organisation goes with its station, although nobody here may write it.
    station = models.ForeignKey(
        TypicalStation, on_delete=models.DO_NOTHING, related_name="views", db_constraint=False
    )
    words = models.TextField(_("how we see it"))
    rating = models.CharField(
        _("rating"), max_length=9, choices=StationRating.choices, default=StationRating.NEITHER
    )
    lever = models.TextField(_("what would help from our point of view"), blank=True, default="")

    class Meta:
        db_table = "networks_station_view"
        ordering = ["organisation__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "station"], name="station_view_once_per_organisation"
            ),
        ]
        indexes = [models.Index(fields=["typical_case"], name="station_view_case")]


class TypicalRelease(Row):
    """What was ever told to the group about the person, and how many people it fits: stays."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    typical_case = models.ForeignKey(
        TypicalCase, on_delete=models.CASCADE, related_name="releases", db_constraint=False
    )
    # {"stated": {"age_band": "18-26"}, "said": [{"gender": "m"}]}: what was stated, and what words
    # of the text told beside it.
    attributes = models.JSONField(default=dict)
    # The smallest number of people that any combination of what was ever told fits.
    persons = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(
        max_length=8, choices=Withdrawal.choices, blank=True, default=""
    )
    by = models.CharField(max_length=320)

    class Meta:
        db_table = "networks_typical_release"
        ordering = ["-released_at", "id"]
        constraints = [
            # The last wall: whatever an action forgets, below five nothing is released.
            models.CheckConstraint(
                name="typical_release_of_a_group",
                condition=models.Q(persons__gte=SMALLEST_GROUP),
            ),
        ]
        indexes = [models.Index(fields=["typical_case"], name="typical_release_case")]
