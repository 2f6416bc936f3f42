# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``manage walls_apply``: bring rights and row policies to the declared state (role owner)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from stellwerk.access import walls


class Command(BaseCommand):
    help = "Bring the database's rights and row policies to the state declared in access.walls."

    def handle(self, *args: Any, **options: Any) -> None:
        walls.apply(connection)
