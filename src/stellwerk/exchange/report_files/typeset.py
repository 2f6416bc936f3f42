# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Our fonts, opened once per thread: unpacking them takes longer than setting a page."""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

_KEPT = threading.local()


def font_rules(faces: Iterable[tuple[str, int, str]]) -> str:
    """``@font-face`` rules for (family, weight, file of the static folder); lost files are left."""
    rules = []
    for family, weight, file in faces:
        found = finders.find(file)
        if found:
            rules.append(
                f"@font-face {{ font-family: '{family}'; font-weight: {weight}; "
                f"src: url('{Path(str(found)).as_uri()}') format('woff2'); }}"
            )
    return "\n".join(rules)


def opened_fonts(rules: str) -> Any:
    """WeasyPrint's set of fonts for these rules; its fonts may not wander between threads."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    sets: dict[str, Any] = _KEPT.__dict__.setdefault("sets", {})
    if rules not in sets:
        sets[rules] = FontConfiguration()
        CSS(string=rules, font_config=sets[rules])
    return sets[rules]
