# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Makes the sample templates as DOCX files; see README.md beside this file.

Run ``python sample/lippe/make.py``. The same code gives the same files, byte for byte.
"""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import texts

FOLDER = Path(__file__).resolve().parent
MADE_AT = (2020, 3, 1, 12, 0, 0)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = ("styles", "numbering", "header", "footer")
#: Widths in twentieths of a point: an A4 page with margins of 2.5 cm.
TEXT_WIDTH = 9070


def run(text: str, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, style: str = "", bold: bool = False) -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{run(text, bold)}</w:p>"


def table(rows: list[tuple[str, ...]], widths: tuple[int, ...]) -> str:
    """The first row is the head; widths are shares of the text's width."""
    columns = [TEXT_WIDTH * share // sum(widths) for share in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    said = ""
    for number, row in enumerate(rows):
        head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if number == 0 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f'{paragraph(text, "Zelle", bold=number == 0)}</w:tc>'
            for text, width in zip(row, columns, strict=True)
        )
        said += f"<w:tr>{head}{cells}</w:tr>"
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Tabelle"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{said}</w:tbl>{paragraph('')}"
    )


def block(entry: tuple) -> str:
    """One entry of ``texts``: its kind and what it says."""
    kind, *said = entry
    if kind == "table":
        return table(said[0], said[1])
    if kind == "list":
        return "".join(paragraph(text, "Liste") for text in said[0])
    styles = {"title": "Title", "h1": "Heading1", "h2": "Heading2", "lead": "Vorspann", "p": ""}
    return paragraph(said[0], styles[kind])


def style(key: str, name: str, look: str, kind: str = "paragraph", base: str = "Normal") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    named = f'<w:name w:val="{name}"/>{based}{look}'
    return f'<w:style w:type="{kind}" w:styleId="{key}">{named}</w:style>'


def styles() -> str:
    def look(size: int, before: int, after: int, more: str = "", level: int = -1) -> str:
        outline = f'<w:outlineLvl w:val="{level}"/>' if level >= 0 else ""
        keep = "<w:keepNext/>" if level >= 0 else ""
        return (
            f'<w:pPr>{keep}<w:spacing w:before="{before}" w:after="{after}"/>{outline}</w:pPr>'
            f'<w:rPr>{more}<w:sz w:val="{size}"/></w:rPr>'
        )

    dark = '<w:b/><w:color w:val="1F4E5F"/>'
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7A8F97"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/></w:pPr>'
    return (
        f'{XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/>'
        '<w:lang w:val="de-DE"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        + '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style>'
        + style("Title", "Title", look(40, 0, 120, dark))
        + style("Heading1", "heading 1", look(28, 320, 100, dark, 0))
        + style("Heading2", "heading 2", look(24, 220, 80, dark, 1))
        + style("Vorspann", "Vorspann", look(24, 0, 200))
        + style("Zelle", "Zelle", look(20, 60, 60))
        + style("Liste", "Liste", listed)
        + style(
            "Tabelle", "Tabelle", f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>",
            "table", "",
        )
        + "</w:styles>"
    )


def numbering() -> str:
    return (
        f'{XML}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr>'
        '<w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def document(entries: tuple) -> str:
    inside = "".join(block(entry) for entry in entries)
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" '
        'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    head = f'{XML}<w:document xmlns:w="{W}" xmlns:r="{R}">'
    return f"{head}<w:body>{inside}{page}</w:body></w:document>"


def marginal(tag: str, text: str) -> str:
    return f'{XML}<w:{tag} xmlns:w="{W}">{paragraph(text, "Zelle")}</w:{tag}>'


def relations(rows: list[tuple[str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(rows, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{said}</Relationships>'


def content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{WORD}.{part}+xml"/>'
        for part in PARTS
    )
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
        f"{overrides}</Types>"
    )


def write(name: str, entries: tuple, foot: str) -> None:
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": relations([(part, f"{part}.xml") for part in PARTS]),
        "word/document.xml": document(entries),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/header.xml": marginal("hdr", texts.HEADER),
        "word/footer.xml": marginal("ftr", foot),
    }
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            info = zipfile.ZipInfo(part, MADE_AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, content.encode())


def notice() -> bytes:
    """A page of PDF by hand: the sample document of a case."""
    lines = [b"BT /F1 18 Tf 70 760 Td (%s) Tj ET" % texts.NOTICE[0].encode("cp1252")]
    for number, line in enumerate(texts.NOTICE[1:]):
        place = b"%d" % (720 - 18 * number)
        lines.append(b"BT /F1 11 Tf 70 %s Td (%s) Tj ET" % (place, line.encode("cp1252")))
    stream = b"\n".join(lines)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (de-DE) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, said in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(written))
    )


if __name__ == "__main__":
    (FOLDER / "bescheid.pdf").write_bytes(notice())
    for name, (entries, foot) in texts.FILES.items():
        write(name, entries, foot)
        print(name)
