# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates: what is found, what is refused and where, what a filled one says."""

import io
import re
import zipfile

import pytest
from defusedxml import minidom
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.base.refusal import Refusal
from stellwerk.cases.rules.placeholders import PLACEHOLDERS
from stellwerk.exchange import outside
from stellwerk.exchange.letter_files import check_template, fill
from tests.exchange.docx import TYPES, body, docx, paragraph, texts_of

LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
)


def faults(content):
    with pytest.raises(Refusal) as refused:
        check_template(content)
    return [blocker.message for blocker in refused.value.blockers] or [refused.value.message]


def test_placeholders_are_found_also_when_cut_into_runs():
    content = docx(
        paragraph("Guten Tag {{ Na", "me }}, am {{", "Datum", "}}"),
        paragraph("{{ ziele }}"),
        word__header1_xml=body([paragraph("{{Organisation}}")], "hdr"),
    )
    assert set(check_template(content)) == {"Name", "Datum", "Ziele", "Organisation"}


def test_what_is_wrong_is_named_with_its_place():
    found = faults(
        docx(
            paragraph("Alles gut"),
            paragraph("{{ Kontostand }} und {{", " Name"),
            word__footer1_xml=body([paragraph("{% for x in y %}")], "ftr"),
        )
    )
    assert len(found) == 3
    assert found[0].startswith("Text, Absatz 2")
    assert "Kontostand" in found[0]
    assert found[1].startswith("Text, Absatz 2")
    assert found[2].startswith("Fußzeile, Absatz 1")


@pytest.mark.parametrize(
    "expression",
    ["{{ 7*7 }}", "{{ Name.__class__ }}", "{{ Name|upper }}", "{{ config }}", "{{ }}"],
)
def test_an_expression_is_an_unknown_word(expression):
    assert "unbekannter Platzhalter" in faults(docx(paragraph(expression)))[0]


def test_a_filled_letter_says_the_values_and_keeps_the_rest():
    values = {"Name": 'Ayşe <b> & "Söhne"', "Anschrift": "Weg 1\n48429 Rheine"}
    filled = fill(docx(paragraph("An {{ Na", "me }}!"), paragraph("{{ Anschrift }}")), values)
    said = texts_of(filled)
    assert 'An Ayşe &lt;b&gt; &amp; "Söhne"' in said
    assert re.search(r"Weg 1</w:t><w:br/><w:t[^>]*>48429 Rheine", said)
    assert said.count("<w:b/>") == 3
    minidom.parseString(said)  # well-formed, whatever the values were


def test_values_are_never_read_as_placeholders():
    filled = fill(docx(paragraph("{{ Name }}")), {"Name": "{{ Datum }}", "Datum": "heute"})
    assert "{{ Datum }}" in texts_of(filled)
    assert "heute" not in texts_of(filled)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7", "docx"),
        (docx(paragraph("x"), types=TYPES.replace("document.main", "template.main")), ".dotx"),
        (docx(paragraph("x"), types=TYPES.replace("main+xml", "main+xml;macroEnabled")), "Makros"),
        (docx(paragraph("x"), word__vbaProject_bin=b"x"), "Makros"),
        (docx(paragraph("x"), word__embeddings__a_xlsx=b"x"), "weitere Dateien"),
        (docx(paragraph("x"), word___rels__document_xml_rels="x"), "beschädigt"),
        (docx(paragraph("x"), word___rels__document_xml_rels="<Relationships/>"), ""),
        (docx("<w:p><w:r><w:instrText> INCLUDETEXT \"x\"</w:instrText></w:r></w:p>"), "Quellen"),
        (docx('<w:p><w:fldSimple w:instr="DDEAUTO c:\\x"/></w:p>'), "Quellen"),
        (docx("<w:p>"), "beschädigt"),
    ],
)
def test_what_reaches_out_or_runs_is_refused(content, word):
    if not word:  # relations with nothing in them are harmless
        assert check_template(content) == []
        return
    assert word in faults(content)[0]


def test_a_template_with_a_document_type_is_refused():
    evil = '<!DOCTYPE w [<!ENTITY a "b">]><w:document/>'
    content = docx(paragraph("x"), word__header1_xml=evil)
    assert "kein Textprogramm" in faults(content)[0]


@pytest.mark.parametrize(
    ("kind", "target", "is_fine"),
    [
        ("hyperlink", "https://stadt.example/", True),
        ("hyperlink", "file:///c:/x", False),
        ("attachedTemplate", "https://fremd.example/x.dotm", False),
        ("image", "https://fremd.example/zaehler.png", False),
        ("oleObject", "file:///x", False),
    ],
)
def test_links_lead_out_only_for_people(kind, target, is_fine):
    book = io.BytesIO(docx(paragraph("x")))
    with zipfile.ZipFile(book, "a") as packed:
        packed.writestr("word/_rels/document.xml.rels", LINK.format(kind=kind, target=target))
    if is_fine:
        assert check_template(book.getvalue()) == []
    else:
        assert "Quellen" in faults(book.getvalue())[0]


def with_relations(said):
    book = io.BytesIO(docx(paragraph("x")))
    with zipfile.ZipFile(book, "a") as packed:
        packed.writestr("word/_rels/document.xml.rels", said)
    return book.getvalue()


IMAGE = LINK.format(kind="image", target="https://fremd.example/zaehler.png")


@pytest.mark.parametrize(
    "said",
    [
        IMAGE.replace('Id="r1"', 'Id="r>1"'),
        IMAGE.replace('"External"', '"Extern&#97;l"'),
        IMAGE.replace("<Rel", "<a-b:Rel").replace("</Rel", "</a-b:Rel").replace(
            "xmlns=", "xmlns:a-b="
        ),
        LINK.format(kind="attachedTempl&#x61;te", target="x.dotm"),
    ],
)
def test_a_relation_is_read_as_a_text_program_reads_it(said):
    assert "Quellen" in faults(with_relations(said))[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_relation_in_another_encoding_is_refused(encoding):
    """The guard takes none; should it ever, the relation is read all the same."""
    assert faults(with_relations(IMAGE.encode(encoding)))
    marked = IMAGE if encoding == "utf-16" else f"\ufeff{IMAGE}"
    with zipfile.ZipFile(io.BytesIO(with_relations(marked.encode(encoding)))) as package:
        assert outside.draws_on_others(package)


def test_a_relation_with_a_document_type_is_refused():
    evil = '<!DOCTYPE a [<!ENTITY e "External">]>' + IMAGE.replace('"External"', '"&e;"')
    assert faults(with_relations(evil))


def mark(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(*texts, tag="instrText"):
    return "".join(f"<w:r><w:{tag}>{text}</w:{tag}></w:r>" for text in texts)


BEGIN, SEPARATE, END = mark("begin"), mark("separate"), mark("end")
ADDRESS = ' "https://fremd.example/x.png"'
OTHER = '<x:p xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:r>{}</x:r></x:p>'


@pytest.mark.parametrize(
    "inside",
    [
        BEGIN + code("INCL", "UDEPICTURE" + ADDRESS) + SEPARATE + END,
        BEGIN + code("INCL") + "</w:p><w:p>".join(["", code("X")]) + SEPARATE + END
        + BEGIN + code(" INCLUDE&#84;EXT x") + END,
        BEGIN + code("INCLUDEPICTURE") + "<w:r><w:tab/></w:r>" + code("https://x.example") + END,
        BEGIN + code("INCL") + code("UDE", tag="t") + code("PICTURE" + ADDRESS) + END,
        BEGIN + code("INCL") + "<w:del>" + code("X", tag="delInstrText") + "</w:del>"
        + code("UDEPICTURE" + ADDRESS) + END,
        BEGIN + code("INCL") + '<f:r xmlns:f="urn:f"><f:t>X</f:t></f:r>'
        + code("UDEPICTURE" + ADDRESS) + END,
        BEGIN + code(' IF "a" = "a" ') + BEGIN + code("DDE", "AUTO x") + END + END,
        BEGIN + BEGIN + code('QUOTE "INCLUDEPICTURE"') + END + code(ADDRESS) + END,
        BEGIN + code("INCL") + BEGIN + code("QUOTE x") + END + code("UDEPICTURE") + END,
        '<w:fldSimple w:instr="INCLUDE&#80;ICTURE x"/>',
        OTHER.format("<x:instrText>LINK Excel.Sheet x</x:instrText>"),
        OTHER.format('<x:fldSimple x:instr="LINK Excel.Sheet x"/>'),
    ],
)
def test_a_field_code_is_put_together_before_it_is_judged(inside):
    assert "Quellen" in faults(docx(f"<w:p>{inside}</w:p>"))[0]


def test_field_codes_count_wherever_they_stand():
    part = body([f"<w:p>{BEGIN}{code('INCL', 'UDETEXT x')}{END}</w:p>"], "comments")
    assert "Quellen" in faults(docx(paragraph("x"), word__comments_xml=part))[0]
    types = TYPES.replace(
        "</Types>", '<Override PartName="/word/a.dat" ContentType="application/x+xml"/></Types>'
    )
    assert "Quellen" in faults(docx(paragraph("x"), types=types, word__a_dat=part))[0]


@pytest.mark.parametrize(
    "inside",
    [
        BEGIN + code(" PA", "GE ") + SEPARATE + code("1", tag="t") + END,
        BEGIN + code(" IF ") + BEGIN + code(" PAGE ") + SEPARATE + code("1", tag="t") + END
        + code(' = "1" "a" "b" ') + SEPARATE + code("a", tag="t") + END,
        BEGIN + code("=") + BEGIN + code("NUMPAGES") + END + code("-1") + END,
        BEGIN + code(" PAGE ") + SEPARATE + code("LINK steht hier nur", tag="t") + END,
        '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
        code("Include, Link und Import sind Wörter", tag="t"),
    ],
)
def test_usual_fields_stay_allowed(inside):
    assert check_template(docx(f"<w:p>{inside}</w:p>", paragraph("{{ Name }}"))) == ["Name"]


def test_a_bomb_is_not_unpacked():
    content = docx(paragraph("x"), word__big_xml=b"0" * 30_000_000)
    assert faults(content)


words = st.sampled_from([p.word for p in PLACEHOLDERS])
values = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)


@settings(max_examples=40, deadline=None)
@given(words, values, st.integers(0, 30), st.integers(0, 30))
def test_any_value_in_any_cut_stays_one_well_formed_text(word, value, first, second):
    whole = f"vor {{{{ {word} }}}} nach"
    a, b = sorted((first % len(whole), second % len(whole)))
    content = docx(paragraph(whole[:a], whole[a:b], whole[b:]))
    assert check_template(content) == [word]
    document = minidom.parseString(texts_of(fill(content, {word: value})))
    texts = [
        "".join(node.data for node in t.childNodes) for t in document.getElementsByTagName("w:t")
    ]
    shown = "".join(texts)
    assert shown.startswith("vor ")
    assert shown.endswith(" nach")
    assert "{{" not in shown or "{{" in value
