# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the client says about the accompaniment when it ends."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.cases.choices import EvaluationWay, FieldGroup
from stellwerk.cases.models.case import CasePart
from stellwerk.vault.fields import EncryptedTextField

_ANSWER: dict[str, Any] = {"null": True, "blank": True, "validators": [MaxValueValidator(4)]}


class ClientEvaluation(VersionedRow, CasePart):
    """Rückmeldung of the client: five answers from 0 to 4; 0 is a value, empty is no answer."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    given_on = models.DateField(_("given on"))
    way = models.CharField(_("way"), max_length=8, choices=EvaluationWay.choices)
    # Code of the language in which the questions were read (BCP 47).
    language = models.CharField(_("language"), max_length=12)
    understood = models.PositiveSmallIntegerField(_("felt understood"), **_ANSWER)
    say = models.PositiveSmallIntegerField(_("had a say"), **_ANSWER)
    clearer = models.PositiveSmallIntegerField(_("knows whom to turn to"), **_ANSWER)
    better = models.PositiveSmallIntegerField(_("situation has improved"), **_ANSWER)
    recommend = models.PositiveSmallIntegerField(_("would recommend it"), **_ANSWER)
    remark = EncryptedTextField(_("own words"), null=True, blank=True)
    by = models.CharField(_("noted by"), max_length=320, blank=True, default="")

    class Meta:
        ordering = ["-given_on", "-created_at"]
        indexes = [models.Index(fields=["case", "-given_on"], name="evaluation_case")]
