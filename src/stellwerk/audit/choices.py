# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the log."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    READ = "read", _("read")
    LISTED = "listed", _("listed")
    SEARCHED = "searched", _("searched")
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")
    GRANTED = "granted", _("access granted")
    REVOKED = "revoked", _("access revoked")
    IMPORTED = "imported", _("imported")
    EXPORTED = "exported", _("exported")
    FROZEN = "frozen", _("report frozen")
    REFUSED = "refused", _("refused")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    CONFIGURED = "configured", _("settings changed")
