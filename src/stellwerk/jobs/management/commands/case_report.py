# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`./stellwerk report case-management`: the report on the terminal or as a file."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.base.actor import system_actor
from stellwerk.base.context import set_context
from stellwerk.base.refusal import Refusal
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import organisation_by_key
from stellwerk.exchange.report_files import FORMATS
from stellwerk.indicators.choices import CASE_MANAGEMENT
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.report import Period, Report

_BINARY = ("pdf", "xlsx")


class Command(BaseCommand):
    help = "Compute a report: figures of one organisation or of all, now, unrounded."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("report", choices=[CASE_MANAGEMENT])
        parser.add_argument("--organisation", metavar="KEY", help="only this organisation's cases")
        parser.add_argument("--from", dest="start", type=_day, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="end", type=_day, metavar="YYYY-MM-DD")
        parser.add_argument("--format", choices=sorted(FORMATS), default="text", dest="form")
        parser.add_argument("--output", type=Path, metavar="FILE")
        parser.add_argument("--lang", choices=("de", "en"), default="de")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["lang"]):
            period = Period(options["start"], options["end"])
            if period.is_backwards:
                raise CommandError(_("The period ends before it starts."), returncode=2)
            report = compute(options["organisation"], period)
            try:
                content = FORMATS[options["form"]].write(report, options["lang"])
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
        if options["output"]:
            options["output"].write_bytes(content)
        elif options["form"] in _BINARY:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            self.stdout.write(content.decode(), ending="")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: a day is written like 2026-11-21") from None


def compute(key: str | None, period: Period) -> Report:
    """The report in one transaction, for all or one organisation."""
    with transaction.atomic():
        organisation = _organisation(key)
        # Only the role statistics reads over all; any other role sees what the context allows.
        set_context(system_actor("report", organisation.pk if organisation else None))
        return case_management(organisation, period)


def _organisation(key: str | None) -> Organisation | None:
    if key is None:
        return None
    organisation = organisation_by_key(key)
    if organisation is None:
        raise CommandError(
            _(
                "There is no organisation with the key “%(key)s”. The keys are listed by: "
                "./stellwerk vocabulary organisation"
            )
            % {"key": key}
        )
    return organisation
