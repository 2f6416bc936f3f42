# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The event log: facts that are only added, and what is derived from them.

A trace knows no person. Its key is random; the only way back is the key that the case holds sealed.
Waiting times are whole microseconds. The database lets nobody but the owner change a fact: the web
role may write the derived columns alone (``access.walls``).
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import (
    LONGEST_GROUP_CODE,
    ActivityGroup,
    LogFormat,
    LogKind,
    Precision,
    Source,
)
from stellwerk.vault.fields import EncryptedBytesField, EncryptedTextField
from stellwerk.vocabulary.models import Term


def random_code() -> int:
    """A random positive 31-bit code: a sequence would tell how much happens elsewhere."""
    return secrets.randbelow(2**31 - 1) + 1


def random_key() -> int:
    """A random positive 63-bit key."""
    return secrets.randbelow(2**63 - 1) + 1


def today_alone() -> datetime:
    """The beginning of today."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class EventLog(VersionedRow):
    """Protokoll: the recorded log of an organisation (one), or one imported file."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=LogKind.choices)
    # The recorded log has none: its kind says it.
    name = models.CharField(_("name"), max_length=160, blank=True)
    file_format = models.CharField(
        _("format"), max_length=12, choices=LogFormat.choices, blank=True, default=""
    )
    # How the file was read (organisation key, lifecycle, object type, columns), to read it again.
    reading = models.JSONField(default=dict, blank=True)
    # Rows of the file that were not taken in: [{"line": 12, "reason": "..."}], the first 1,000.
    faults = models.JSONField(default=list, blank=True)
    fault_count = models.PositiveIntegerField(default=0)
    by = models.CharField(_("imported by"), max_length=320, blank=True, default="")

    class Meta:
        db_table = "networks_log"
        ordering = ["kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="log_in_organisation"),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(kind="recorded"),
                name="one_recorded_log_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def key_subject_id(self) -> UUID:
        return self.pk


class LogFilePart(models.Model):
    """A sealed piece of the original file: what has no place here comes back at the export."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    log = models.ForeignKey(EventLog, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = EncryptedBytesField()

    class Meta:
        db_table = "networks_log_file_part"
        ordering = ["log", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "log", "number"], name="log_part_once"
            ),
        ]

    @property
    def key_subject_id(self) -> UUID:
        return self.log_id


class Activity(models.Model):
    """Aktivität: what happened. Without an organisation: the catalogue; otherwise a file's own."""

    id = models.IntegerField(primary_key=True, default=random_code, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    log = models.ForeignKey(
        EventLog, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Key of the catalogue ("entitlement_issued"); a file's own activity has none.
    key = models.SlugField(_("key"), max_length=64, blank=True, default="")
    name_de = models.TextField(_("German name"))
    name_en = models.TextField(_("English name"), blank=True, default="")
    group = models.CharField(
        _("group"), max_length=16, choices=ActivityGroup.choices, default=ActivityGroup.OTHER
    )
    # Other words for the same; searched folded.
    synonyms = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    # What a repeated demand is about: the same paper asked for twice is seen by it.
    paper = models.SlugField(_("paper asked for"), max_length=64, blank=True, default="")
    is_final = models.BooleanField(_("ends a course"), default=False)
    # A file's own activity may be named as one of the catalogue.
    same_as = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        db_table = "networks_activity"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "organisation"], condition=~models.Q(key=""),
                name="activity_key_once", nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["log"], name="activity_log")]


class Party(models.Model):
    """Who acted: an organisation of the directory, or words (a file's group, an office)."""

    id = models.IntegerField(primary_key=True, default=random_code, editable=False)
    # Empty: shared by all (an organisation of the directory).
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    log = models.ForeignKey(
        EventLog, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField(blank=True, default="")

    class Meta:
        db_table = "networks_party"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(organisation__isnull=False),
                name="party_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "log", "words"],
                condition=models.Q(organisation__isnull=True),
                name="party_words_once", nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="party_says_who",
                condition=models.Q(organisation__isnull=False, owner__isnull=True)
                | (models.Q(organisation__isnull=True, owner__isnull=False) & ~models.Q(words="")),
            ),
        ]
        indexes = [models.Index(fields=["log"], name="party_log")]


class Trace(models.Model):
    """One course. Owner, field of action, target group, group of residence statuses: nothing finer.

    The last four columns are derived from its events.
    """

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Composite foreign keys of the database (organisation, …): no row hangs on a foreign log.
    log = models.ForeignKey(
        EventLog, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    field_of_action = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    target_group = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    residence_group = models.CharField(max_length=LONGEST_GROUP_CODE, blank=True, default="")
    # Place in the file; 0 for recorded ones.
    position = models.IntegerField(default=0)
    # A file's name of the case, sealed with the log's key; recorded traces have none.
    label = EncryptedTextField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    events = models.IntegerField(default=0, editable=False)
    # 64 bits of a hash over the sequence of activities; 0 = no events.
    variant = models.BigIntegerField(default=0, editable=False)

    class Meta:
        db_table = "networks_trace"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="trace_in_organisation"),
        ]
        indexes = [
            models.Index(fields=["log", "started_at"], name="trace_log_started"),
            models.Index(fields=["log", "variant"], name="trace_log_variant"),
        ]

    @property
    def key_subject_id(self) -> UUID:
        return self.log_id


class Event(models.Model):
    """Ereignis. The first block are facts and never change; the second is derived (links).

    Order inside a trace: ``at``, then ``position``. A correction is a new row that ``replaces`` an
    old one; a withdrawal is a new row with ``is_withdrawal``. Only rows with ``counts`` are part of
    the course; the others have no links.
    """

    # Order of columns = order in the table: what every question scans stands first, of fixed width
    # and never empty. No foreign keys but that to the trace (organisation, trace): ten million
    # rows would check them one by one, and nothing that an event names can be removed by a page.
    at = models.DateTimeField(_("time"))
    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    trace = models.ForeignKey(
        Trace, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False,
        db_constraint=False,
    )
    # Copied from the trace: every question names one log.
    log = models.ForeignKey(
        EventLog, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    position = models.IntegerField(default=0)
    # derived: part of the course (not replaced, not withdrawn); the last one of its trace
    counts = models.BooleanField(default=True, editable=False)
    is_last = models.BooleanField(default=False, editable=False)
    precision = models.SmallIntegerField(choices=Precision.choices, default=Precision.EXACT)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        db_constraint=False,
    )
    # derived: the predecessor's activity and party; empty for the first of a trace
    before_activity = models.IntegerField(null=True, editable=False)
    before_party = models.IntegerField(null=True, editable=False)
    # derived: time since the predecessor in microseconds
    wait_us = models.BigIntegerField(null=True, editable=False)
    legal_sphere = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    source = models.SmallIntegerField(choices=Source.choices, default=Source.FILE)
    is_withdrawal = models.BooleanField(default=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="+", db_index=False,
        db_constraint=False,
    )
    # The day alone: the moment would stand beside the case's own row of the same moment.
    recorded_at = models.DateTimeField(default=today_alone, editable=False)

    class Meta:
        db_table = "networks_event"
        indexes = [
            models.Index(fields=["trace", "at", "position"], name="event_trace"),
            models.Index(fields=["log", "at"], name="event_log_at"),
            models.Index(
                fields=["party"], name="event_recorded_party",
                condition=models.Q(party__isnull=False) & ~models.Q(source=Source.FILE),
            ),
        ]
