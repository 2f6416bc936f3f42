# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How long drafts and presence count, and which changes may be taken back. Pure decisions."""

import re
from datetime import timedelta

#: A page that was not heard of for so long counts as left (it says so every 25 seconds).
PRESENT_FOR = timedelta(seconds=75)
#: From the last key stroke on; the nightly work forgets what is older.
DRAFTS_KEPT = timedelta(days=14)
#: How long a change can be taken back with one click.
UNDO_KEPT = timedelta(days=7)
LONGEST_DRAFT = 200_000

_FORM = re.compile(r"cases:[a-z_]{1,60}(:[0-9a-z-]{1,40}){0,2}")

#: Plain edits of one record. What is missing here is never undone by a click: a consent and its
#: revocation, a transmission, a closing and an issued letter are acts towards others, each is
#: taken back only by another act with its own date. A barrier has been handed down already.
UNDOABLE = frozenset(
    {
        "goal", "measure", "contact", "appointment", "involved", "residence", "document",
        # who she is, how she is reached, who and what is around her
        "identity", "contact_data", "family", "network_tie", "strength",
        "legal_sphere", "entitlement",
    }
)


def is_form_key(key: str) -> bool:
    """Whether it can be the name of a case page with the records it is about."""
    return _FORM.fullmatch(key) is not None
