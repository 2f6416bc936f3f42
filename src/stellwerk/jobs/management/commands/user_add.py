# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`./stellwerk user add`: an account with a role, and the link with which it begins."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.actor import system_actor
from stellwerk.base.refusal import Refusal
from stellwerk.directory.actions import create_organisation, create_user, grant_role, invite
from stellwerk.directory.choices import Role
from stellwerk.directory.queries import organisation_by_key, user_by_email
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import term_by_key


class Command(BaseCommand):
    help = "Create an account with a role and print its invitation link (valid once, 7 days)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--organisation", required=True, metavar="KEY")
        parser.add_argument(
            "--new-organisation", metavar="NAME", help="create the organisation KEY first"
        )
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--covers", metavar="EMAIL", help="for a substitute: of whom")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--until", dest="valid_until", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--language", choices=["de", "en"], default="de")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            secret = self._add(options)
        except Refusal as refusal:
            reasons = [blocker.message for blocker in refusal.blockers] or [refusal.message]
            raise CommandError(" ".join(str(reason) for reason in reasons)) from refusal
        if not secret:
            self.stdout.write("The role is granted. The account is in use: it needs no link.")
            return
        address = settings.BASE_URL or "http://127.0.0.1:8000"
        self.stdout.write(address + reverse("accounts:link", args=[secret]))

    @transaction.atomic
    def _add(self, options: dict[str, Any]) -> str:
        actor = system_actor("user add")
        organisation = organisation_by_key(options["organisation"])
        kind = term_by_key(ListKey.ORGANISATION_KIND, "other")
        if organisation is None and kind is not None and options["new_organisation"]:
            organisation = create_organisation(
                actor=actor,
                key=options["organisation"],
                name=options["new_organisation"],
                kind=kind,
            )
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']}.")
        covers = user_by_email(options["covers"]) if options["covers"] else None
        if options["covers"] and covers is None:
            raise CommandError(f"There is no account {options['covers']}.")
        user = user_by_email(options["email"]) or create_user(
            actor=actor,
            email=options["email"],
            name=options["name"],
            language=options["language"],
        )
        grant_role(
            actor=actor,
            user=user,
            organisation=organisation,
            role=options["role"],
            valid_from=options["valid_from"] or timezone.localdate(),
            valid_until=options["valid_until"],
            covers=covers,
        )
        return "" if user.has_usable_password() else invite(actor=actor, user=user)
