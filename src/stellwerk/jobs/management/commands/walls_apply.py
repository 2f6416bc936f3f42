# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``manage walls_apply``: bring rights and row policies to the declared state (role owner)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

from stellwerk.access import walls

#: Processes of an installation that is being stopped may still ask while the walls are raised.
ATTEMPTS = 3


class Command(BaseCommand):
    help = "Bring the database's rights and row policies to the state declared in access.walls."

    def handle(self, *args: Any, **options: Any) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                walls.apply(connection)
            except OperationalError as error:
                if attempt == ATTEMPTS or not isinstance(error.__cause__, DeadlockDetected):
                    raise
                connection.close()  # all or nothing: what was begun is undone with it
            else:
                return
