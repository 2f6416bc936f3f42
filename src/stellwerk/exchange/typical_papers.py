# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The hand-out of a typical case as accessible PDF (PDF/UA-1), in German."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.report_files.paper import is_pdf_possible, page_fonts, page_style


def typical_pdf(context: Mapping[str, Any]) -> bytes:
    """Both courses with everybody's views; ``context`` as the page shows it.

    Refuses with one sentence when the system lacks Pango.
    """
    if not is_pdf_possible():
        raise Refusal(
            "no_pango",
            _(
                "This server cannot write PDF: the library Pango is missing. "
                "Print the page instead."
            ),
        )
    from weasyprint import HTML

    with override("de"):
        page = render_to_string(
            "exchange/typical_case.html", {**context, "style": page_style(), "language": "de"}
        )
    written: bytes = HTML(string=page).write_pdf(
        pdf_variant="pdf/ua-1", font_config=page_fonts()
    )
    return written
