# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the log must not hold: Django writes the address of every refused request into it."""

import logging
import re

#: What follows in the address of a calendar feed is its key.
_SECRET = re.compile(r"(/kalender/abo/+)[^/]+")


class WithoutSecrets(logging.Filter):
    """Puts a star for the key of a calendar feed; every record goes on."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        bare = _SECRET.sub(r"\1*", said)
        if bare != said:
            record.msg, record.args = bare, ()
        return True
