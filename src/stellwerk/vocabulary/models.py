# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One table for all maintained lists."""

from datetime import date

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stellwerk.vocabulary.choices import ListKey


class Term(models.Model):
    """A word of a list. ``key`` is what files carry, ``code`` the official key where one exists.

    ``attributes`` holds what a list needs besides (paragraph of a residence status, ISO-3166 code
    of a nationality, field group of a life area). ``bit`` numbers life areas once and for all, so
    that a set of topics is one integer in the coded facts.
    """

    id = models.SmallAutoField(primary_key=True)
    list = models.CharField(_("list"), max_length=24, choices=ListKey.choices)
    key = models.SlugField(_("key"), max_length=64)
    code = models.CharField(_("official key"), max_length=64, blank=True, default="")
    label_de = models.CharField(_("German label"), max_length=200)
    label_en = models.CharField(_("English label"), max_length=200)
    attributes = models.JSONField(_("further details"), default=dict, blank=True)
    bit = models.PositiveSmallIntegerField(null=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        ordering = ["list", "position", "label_de"]
        constraints = [
            models.UniqueConstraint(fields=["list", "key"], name="term_key_once"),
            models.UniqueConstraint(
                fields=["list", "bit"], name="term_bit_once", condition=models.Q(bit__isnull=False)
            ),
            models.CheckConstraint(
                name="term_bit_range", condition=models.Q(bit__isnull=True) | models.Q(bit__lt=63)
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the language of the page (German unless English is active)."""
        return self.label_en if (get_language() or "de").startswith("en") else self.label_de

    def is_active_on(self, day: date) -> bool:
        return self.retired_on is None or self.retired_on > day
