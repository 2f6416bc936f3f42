# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Small forms when somebody else was quicker: both versions stand side by side."""

from django import forms
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Conflict


class TakesConflict(forms.BaseForm):
    """Mixin: keeps the input, names at each field what was saved meanwhile, and takes over the
    state that stands now, so that saving again is a decision and not an accident."""

    #: The hidden field that says which state the form was opened with.
    state_field = "version"

    def take_conflict(self, conflict: Conflict) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix(self.state_field)] = str(conflict.version)
        self.add_error(None, str(conflict.message))
        self.add_error(None, _("Compare, and save again if your entry is to stand."))
        for name, theirs in conflict.theirs.items():
            if name in self.fields and theirs != conflict.yours.get(name):
                text = _("Saved meanwhile: %(value)s") % {"value": theirs or "–"}
                self.add_error(name, text)
