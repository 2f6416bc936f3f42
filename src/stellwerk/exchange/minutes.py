# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The minutes of a case conference as accessible PDF (PDF/UA-1), in German."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.base.refusal import Refusal
from stellwerk.cases.models import Case
from stellwerk.cases.queries.conferences import ConferenceView
from stellwerk.exchange.report_files.paper import is_pdf_possible, page_fonts, page_style


def minutes_pdf(case: Case, view: ConferenceView, person: str) -> bytes:
    """Who sat there, what about, what was agreed; ``person`` as far as the reader may see her.

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

    context = {"case": case, "view": view, "row": view.conference, "person": person}
    with override("de"):
        page = render_to_string(
            "exchange/minutes.html", {**context, "style": page_style(), "language": "de"}
        )
    written: bytes = HTML(string=page).write_pdf(
        pdf_variant="pdf/ua-1", font_config=page_fonts()
    )
    return written
