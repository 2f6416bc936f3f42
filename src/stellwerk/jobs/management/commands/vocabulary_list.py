# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`./stellwerk vocabulary [LIST]`: the maintained lists and their keys, organisations included."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stellwerk.directory.queries import all_organisations
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms

ORGANISATION = "organisation"
_COLUMNS = ("key", "code", "label_de", "label_en")


class Command(BaseCommand):
    help = "Print the lists of the vocabulary (and the organisations) with their keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("list", nargs="?", metavar="LIST", help="one list only")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        known = [*ListKey.values, ORGANISATION]
        wanted = options["list"]
        if wanted and wanted not in known:
            raise CommandError(f"There is no list {wanted}. There are: {', '.join(known)}")
        lists = {name: _rows(name) for name in ([wanted] if wanted else known)}
        if options["format"] == "json":
            self.stdout.write(json.dumps({"lists": lists}, ensure_ascii=False, indent=2))
            return
        for name, rows in lists.items():
            self.stdout.write(f"{name} ({len(rows)})")
            for row in rows:
                self.stdout.write("  " + "  ".join(str(row[c]) for c in _COLUMNS if row.get(c)))


def _rows(name: str) -> list[dict[str, Any]]:
    if name == ORGANISATION:
        return [
            {
                "key": organisation.key,
                "label_de": organisation.name,
                "label_en": organisation.name,
                "retired_on": _day(organisation.retired_on),
            }
            for organisation in all_organisations()
        ]
    return [
        {
            **{column: getattr(term, column) for column in _COLUMNS},
            "attributes": term.attributes,
            "retired_on": _day(term.retired_on),
        }
        for term in terms(name)
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
