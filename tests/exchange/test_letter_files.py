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
        (docx(paragraph("x"), word___rels__document_xml_rels="x"), ""),
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
