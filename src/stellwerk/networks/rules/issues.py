# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of a structural issue."""

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.rules.observing import personal_blockers


def issue_blockers(title: str, sentence: str) -> list[Blocker]:
    """A known issue has a title and a sentence, and names nobody."""
    found = []
    if not title.strip():
        found.append(Blocker("title_missing", _("Please give the issue a title."), "title"))
    if not sentence.strip():
        found.append(
            Blocker("sentence_missing", _("Please say in one sentence what it is."), "sentence")
        )
    return [
        *found, *personal_blockers(title, "title"), *personal_blockers(sentence, "sentence"),
    ]
