# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``keys replace-master [--to FILE] [--finish --backup DIR] [--cancel]``: another master key."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import system_actor
from stellwerk.engine import master
from stellwerk.engine.keys import master_file
from stellwerk.engine.master import Stage
from stellwerk.engine.trouble import EngineError


class Command(BaseCommand):
    help = (
        "Replace the master key while everything runs. The old one stays until --finish has "
        "checked a backup made with the new one. A call that was killed is simply repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="make or take the new key here")
        parser.add_argument("--finish", action="store_true", help="let the old key go")
        parser.add_argument("--backup", type=Path, metavar="DIR", help="the backup that proves it")
        parser.add_argument("--keys", type=Path, metavar="DIR", help="its keys (DIR.keys)")
        parser.add_argument("--cancel", action="store_true", help="give it up while it is possible")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["cancel"]:
                master.cancel(settings.KEYRING_HOME)
                self.log("replacement of the master key given up")
            elif options["finish"]:
                self.finish(options)
            else:
                self.replace(options)
        except EngineError as problem:
            raise CommandError(str(problem)) from None

    def replace(self, options: dict[str, Any]) -> None:
        place, target = settings.KEYRING_HOME, options["to"]
        file = master_file(place)[0]
        self.confirm(_("Replace the master key %(file)s?") % {"file": file}, options)
        stage = master.replace(place, target.absolute() if target else None)
        self.log(f"master key {stage}")
        if stage == Stage.STAGED:
            text = _(
                "The new key is in %(file)s; both keys open the data. Now point "
                "STELLWERK_MASTER_KEY_FILE or the credential to it, start Stellwerk anew, make a "
                "backup and call: ./stellwerk keys replace-master --finish --backup DIR"
            )
            self.stdout.write(text % {"file": target})
            return
        text = _(
            "The new key is in force; the old one is kept in %(file)s.old. Now make a backup and "
            "call: ./stellwerk keys replace-master --finish --backup DIR"
        )
        self.stdout.write(text % {"file": file})

    def finish(self, options: dict[str, Any]) -> None:
        if options["backup"] is None:
            raise CommandError(
                _("Name the backup that was made with the new key: --backup DIR"), returncode=2
            )
        question = _(
            "Let the old master key go? Backups made before need it, unless their keys hold a copy."
        )
        self.confirm(question, options)
        gone = master.finish(settings.KEYRING_HOME, options["backup"], options["keys"])
        self.log("master key replaced, the old one let go")
        if gone is not None:
            self.stdout.write(_("Deleted: %(file)s") % {"file": gone})

    def confirm(self, question: str, options: dict[str, Any]) -> None:
        if options["yes"]:
            return
        if not sys.stdin.isatty():
            raise CommandError(_("Nobody can be asked here: add --yes."), returncode=2)
        answer = input(f"{question} [{_('yes')}/{_('no')}] ")
        if answer.strip().casefold() not in {"yes", "ja", "j", "y"}:
            raise CommandError(_("Nothing was changed."), returncode=2)

    def log(self, note: str) -> None:
        """Write it into the log of facts."""
        with transaction.atomic():
            actor = system_actor("keys_replace_master")
            record(actor=actor, verb=Verb.CONFIGURED, kind="installation key", note=note)
