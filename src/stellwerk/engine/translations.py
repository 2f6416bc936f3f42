# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Compile every ``locale/*/LC_MESSAGES/*.po`` below the package (no gettext binary needed)."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(package: Path) -> list[Path]:
    """Write each .mo that is older than its .po; return those written."""
    written = []
    for source in sorted(package.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalog = read_po(stream)
        half = target.with_suffix(".mo.tmp")
        with half.open("wb") as stream:
            write_mo(stream, catalog)
        half.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all(Path(__file__).resolve().parent.parent)
