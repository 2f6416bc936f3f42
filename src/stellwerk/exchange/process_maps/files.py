# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A map as a file: drawing (SVG, PNG), sheet with tables (PDF/UA, A3), table (CSV), BPMN."""

import base64
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.bpmn.discovered import write_map
from stellwerk.exchange.process_maps.faces import (
    Plate,
    draw_map,
    edge_row,
    lay_out,
    legend,
)
from stellwerk.exchange.report_files.paper import is_pdf_possible, page_fonts
from stellwerk.exchange.safe import write_csv
from stellwerk.networks.rules.choosing import Drawn
from stellwerk.networks.rules.maps import Edge, ProcessMap

_STYLE = Path(__file__).with_name("map.css")
_SHEET = Path(__file__).with_name("sheet.css")
_BOM = "\ufeff"
# Room for the drawing on A3 across, and how many rows of a table a sheet bears (all are in CSV).
_WIDE, _HIGH, _MOST_ROWS = 1500.0, 900.0, 400
# Pixels of the picture per pixel of the drawing; a picture has at most so many on a side.
_SHARPNESS, _LONGEST = 2.0, 12_000
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class MapSheet:
    """A map with what must stand beside it: whose, about what, what was left out."""

    title: str
    about: tuple[str, ...]
    found: ProcessMap
    drawn: Drawn
    plate: Plate
    spoken: str


@dataclass(frozen=True)
class MapFormat:
    media_type: str
    ending: str
    write: Callable[[MapSheet, str], bytes]


def as_svg(sheet: MapSheet, language: str) -> bytes:
    """The drawing alone; it bears its own rules and leads nowhere."""
    with override(language):
        return _drawing(sheet)[0].encode()


def _drawing(sheet: MapSheet) -> tuple[str, float, float]:
    layout = lay_out(sheet.found, sheet.drawn, sheet.plate, wide=_WIDE, high=_HIGH)
    text = draw_map(
        layout, sheet.found, sheet.plate, spoken=sheet.spoken,
        style=_STYLE.read_text(encoding="utf-8"),
    )
    return _NOT_IN_XML.sub(" ", str(text)), layout.width, layout.height


def as_pdf(sheet: MapSheet, language: str) -> bytes:
    """Tagged sheets in A3 across: the drawing, then its tables."""
    with override(language):
        svg, _width, _height = _drawing(sheet)
        edges = sheet.found.edges[:_MOST_ROWS]
        return _printed(
            "exchange/process_map.html",
            {
                "sheet": sheet,
                "language": language,
                "style": _SHEET.read_text(encoding="utf-8"),
                "picture": base64.b64encode(svg.encode()).decode(),
                "legend": legend(sheet.plate),
                "edges": [edge_row(edge) for edge in edges],
                "activities": _activities(sheet.found),
                "more_edges": len(sheet.found.edges) - len(edges),
            },
            "pdf/ua-1",
        )


def as_png(sheet: MapSheet, language: str) -> bytes:
    """The drawing as a picture, twice as fine as on the screen (less where it is huge)."""
    # Loaded late: only this format needs it.
    import pypdfium2

    with override(language):
        svg, width, height = _drawing(sheet)
        page = _printed(
            "exchange/process_map_picture.html",
            {
                "language": language, "title": sheet.title, "alt": sheet.spoken,
                "width": round(width), "height": round(height),
                "picture": base64.b64encode(svg.encode()).decode(),
            },
            None,
        )
    # The page is measured in CSS pixels of 1/96 inch, the picture in points of 1/72.
    scale = min(_SHARPNESS, _LONGEST / max(width, height)) * 96 / 72
    document = pypdfium2.PdfDocument(page)
    try:
        picture = document[0].render(scale=scale).to_pil()
    finally:
        document.close()
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def _printed(template: str, values: dict[str, Any], variant: str | None) -> bytes:
    if not is_pdf_possible():
        raise Refusal(
            "no_pango",
            _(
                "This server cannot write PDF: the library Pango is missing. "
                "Print the page instead."
            ),
        )
    from weasyprint import HTML

    document = HTML(string=render_to_string(template, values))
    pdf: bytes = document.write_pdf(pdf_variant=variant, font_config=page_fonts())
    return pdf


def as_csv(sheet: MapSheet, language: str) -> bytes:
    """Every edge, drawn or not, with unrounded seconds and with days."""
    with override(language):
        rows: list[list[Any]] = [_header(), *(_cells(edge) for edge in sheet.found.edges)]
    comma = language == "de"
    stream = io.StringIO(newline="")
    write_csv(
        stream,
        [
            [repr(v).replace(".", ",") if comma and isinstance(v, float) else v for v in row]
            for row in rows
        ],
        delimiter=";" if comma else ",",
    )
    return (_BOM + stream.getvalue()).encode()


def _header() -> list[str]:
    names = [_("Mean"), _("Median"), _("9 of 10 within"), _("Shortest"), _("Longest")]
    return [
        _("From"), _("Where to"), _("Count"),
        *(_("%(figure)s (days)") % {"figure": name} for name in names),
        *(_("%(figure)s (seconds)") % {"figure": name} for name in names),
    ]


def _cells(edge: Edge) -> list[Any]:
    figures = [edge.mean_s, edge.median_s, edge.p90_s, edge.min_s, edge.max_s]
    days = [None if value is None else round(value / 86400, 4) for value in figures]
    return [edge.source, edge.target, edge.count, *days, *figures]


def _activities(found: ProcessMap) -> list[dict[str, Any]]:
    ranked = sorted(found.activities.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        {
            "name": name, "count": count, "begins": found.start.get(name, 0),
            "ends": found.end.get(name, 0),
        }
        for name, count in ranked[:_MOST_ROWS]
    ]


def as_bpmn(sheet: MapSheet, language: str) -> bytes:
    """The frequent ways as a model for other tools (BPMN 2.0)."""
    with override(language):
        return write_map(sheet.found, sheet.title)


FORMATS: dict[str, MapFormat] = {
    "svg": MapFormat("image/svg+xml", "svg", as_svg),
    "png": MapFormat("image/png", "png", as_png),
    "pdf": MapFormat("application/pdf", "pdf", as_pdf),
    "csv": MapFormat("text/csv; charset=utf-8", "csv", as_csv),
    "bpmn": MapFormat("application/xml", "bpmn", as_bpmn),
}
