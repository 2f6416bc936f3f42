# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`./stellwerk chain analyse FILE`: what an event log shows. Needs no database and no key.

Exit status 0: analysed (also with faulty rows, which are named); 1: refused; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

EPILOGUE = """
Formats: XES 1.0 and 2.0, OCEL 2.0 (JSON, XML), CSV; each also packed as .gz. The format is
found by the content. Of a log that knows lifecycles only events with "complete" count, unless
--lifecycle all is said. Times without a time zone are local time in Germany. Files of more than
STELLWERK_EVENT_LOG_MB megabytes (unpacked; now {limit}) are refused.
"""


def main(arguments: list[str]) -> int:
    """Analyse one file and print what was found."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "stellwerk.config.offline"
    import django
    from django.conf import settings
    from django.utils.translation import override

    django.setup()
    options = _parser(settings.EVENT_LOG_MOST_BYTES // 10**6).parse_args(arguments)
    with override(options.lang):
        return _analyse(options)


def _parser(limit: int) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="stellwerk chain analyse", description=__doc__, epilog=EPILOGUE.format(limit=limit),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument("--lang", choices=("de", "en"), default="de")
    made.add_argument("--variants", type=_count, default=None, metavar="N",
                      help="how many variants are listed (20; in text 10)")  # fmt: skip
    made.add_argument("--lifecycle", choices=("complete", "all"), default="complete")
    made.add_argument("--organisation-key", default="", metavar="KEY",
                      help="org:group, or org:resource where no event has it")  # fmt: skip
    made.add_argument("--activity-key", default="", metavar="KEY", help="concept:name")
    made.add_argument("--object-type", default="", metavar="TYPE",
                      help="OCEL: the objects of this type are the cases")  # fmt: skip
    for name, what in (
        ("case", "the case"), ("activity", "the activity"), ("time", "the time"),
        ("organisation", "the organisation"),
    ):  # fmt: skip
        made.add_argument(f"--{name}", default="", metavar="COLUMN", help=f"CSV: column of {what}")
    return made


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise argparse.ArgumentTypeError("at least 0")
    return count


def _analyse(options: argparse.Namespace) -> int:
    # refusing must be quick: what a refusal does not need is loaded afterwards
    from stellwerk.base.refusal import Refusal
    from stellwerk.exchange.eventlogs.opening import Source

    try:
        Source(options.file)
        from stellwerk.exchange.eventlogs import saying
        from stellwerk.exchange.eventlogs.analysing import analyse
        from stellwerk.exchange.eventlogs.collecting import Reading

        said = vars(options)
        reading = Reading(**{name: said[name] for name in Reading.__dataclass_fields__})
        most = options.variants
        if most is None:
            most = 20 if options.format == "json" else 10
        found = analyse(options.file, reading, most_variants=most)
    except Refusal as refusal:
        print(f"stellwerk: {refusal.message}", file=sys.stderr)
        return 1
    for line in saying.faults(found):
        print(line, file=sys.stderr)
    write = saying.write_json if options.format == "json" else saying.write_text
    try:
        write(found, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
