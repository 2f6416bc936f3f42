# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`manage load_vocabulary`: bring in what the shipped lists have and the database has not."""

from typing import Any

from django.core.management.base import BaseCommand

from stellwerk.base.actor import system_actor
from stellwerk.cases.actions.deadline_rules import load_rules
from stellwerk.networks.actions.activities import load_catalogue
from stellwerk.vocabulary.actions import load_lists


class Command(BaseCommand):
    help = "Load the shipped lists; what is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        load_lists(actor=system_actor("load_vocabulary"))
        load_rules(actor=system_actor("load_vocabulary"))
        load_catalogue(actor=system_actor("load_vocabulary"))
