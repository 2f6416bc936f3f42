# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``./stellwerk import cases FILE --organisation KEY``: a workbook of case records comes in."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import organisation_by_key
from stellwerk.exchange.importing import Preview, check_uploads, describe, import_uploads
from stellwerk.exchange.intake import uploads_from_path
from stellwerk.exchange.template import write_template
from stellwerk.exchange.words import load_words

REFUSED, USAGE = 1, 2


class Command(BaseCommand):
    help = "Read a workbook (.xlsx, .ods, .csv, or a folder of CSV files) with case records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="workbook or folder")
        parser.add_argument("--organisation", metavar="KEY", help="whose cases they are")
        parser.add_argument("--dry-run", action="store_true", help="check only, take nothing in")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--template", metavar="FILE", help="write the empty workbook and stop")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        if options["template"]:
            write_template(Path(options["template"]), load_words())
            self.stdout.write(options["template"])
            return
        organisation = self._organisation(options)
        path = Path(options["file"])
        if not path.exists():
            raise CommandError(_("There is no file %(path)s.") % {"path": path}, returncode=USAGE)
        try:
            preview = self._run(path, organisation, dry_run=options["dry_run"])
        except Refusal as refusal:
            if options["format"] == "json":
                self.stdout.write(json.dumps({"result": "refused", "code": refusal.code,
                                              "message": str(refusal.message)}))  # fmt: skip
            raise CommandError(str(refusal.message), returncode=REFUSED) from None
        self._tell(preview, options["format"])
        if preview.is_refused:
            raise SystemExit(REFUSED)

    def _organisation(self, options: dict[str, Any]) -> Organisation:
        if not options["file"] or not options["organisation"]:
            raise CommandError(
                _("Please name the file and the organisation: FILE --organisation KEY."),
                returncode=USAGE,
            )
        organisation = organisation_by_key(options["organisation"])
        if organisation is None:
            raise CommandError(
                _("There is no organisation “%(key)s”; ./stellwerk vocabulary lists all keys.")
                % {"key": options["organisation"]},
                returncode=USAGE,
            )
        return organisation

    def _run(self, path: Path, organisation: Organisation, *, dry_run: bool) -> Preview:
        actor = system_actor("import", organisation.pk)
        uploads = uploads_from_path(path)
        with acting(actor):
            if dry_run:
                return check_uploads(uploads, organisation=organisation, actor=actor)
            meter = _Terminal() if sys.stderr.isatty() else None
            return import_uploads(uploads, organisation=organisation, actor=actor, meter=meter)

    def _tell(self, preview: Preview, form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(preview.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(describe(preview))


class _Terminal:
    """How far the import is, on one line that is written over."""

    def __init__(self) -> None:
        self._total = 0

    def reading(self, done: int, expected: int) -> None:
        self._write(_("read"), done, expected)

    def started(self, total: int) -> None:
        self._total = total
        self(0)

    def __call__(self, done: int) -> None:
        self._write(_("taken in"), done, self._total)

    def _write(self, what: str, done: int, total: int) -> None:
        sys.stderr.write(f"\r{what}: {done} / {max(done, total)}   ")
        sys.stderr.flush()
