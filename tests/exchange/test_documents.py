# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents: known by their content, scanned, sealed under the case's key. Invented people."""

import io
import socket
import struct
import threading

import pytest
from django.db import connection
from PIL import Image

from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, open_keys
from stellwerk.base.models import DataKey
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions import documents as actions
from stellwerk.cases.choices import OWN_SCOPE, FieldGroup
from stellwerk.cases.models import Document, DocumentContent
from stellwerk.cases.queries.documents import content_of, document_of, documents_of
from stellwerk.exchange.documents import attach
from stellwerk.exchange.file_types import detect, safe_name
from stellwerk.exchange.pictures import redrawn
from tests.cases.casts import admitted_case
from tests.exchange.docx import TYPES, docx, paragraph

CANARY = b"Zaunk\xc3\xb6nigbescheid"
PDF = b"%PDF-1.7\n" + CANARY


def picture(kind: str, size=(40, 20)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (picture("JPEG"), "jpeg"),
        (picture("PNG"), "png"),
        (picture("WEBP"), "webp"),
        (docx(paragraph("x")), "docx"),
        ("Nur Text, mit Umläuten\n".encode(), "txt"),
    ],
)
def test_a_type_is_told_by_the_content(content, kind):
    assert detect(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"{\\rtf1 hallo}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"GIF89a\x01\0\x01\0",
        b"PK\x03\x04kaputt",
        docx(paragraph("x"), types=TYPES.replace("main+xml", "main+xml;macroEnabled")),
        docx(paragraph("x"), word__vbaProject_bin=b"x"),
        b"#!/bin/sh\n",
        b"Text mit \0 Null",
    ],
)
def test_what_is_not_on_the_list_is_refused(content):
    with pytest.raises(Refusal):
        detect(content)


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("Bescheid.pdf", "pdf", "Bescheid.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\Temp\\Lohn.exe", "pdf", "Lohn.pdf"),
        ("foto\u202egpj.exe", "jpeg", "foto_gpj.jpg"),
        ('a"b\r\nc.docx', "docx", "a_b__c.docx"),
        ("", "pdf", "Dokument.pdf"),
    ],
)
def test_a_name_loses_what_is_dangerous(name, kind, safe):
    assert safe_name(name, kind) == safe


def test_a_picture_is_drawn_anew_without_what_stands_beside_it():
    beside = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Kanarienort"
    Image.new("RGB", (3000, 20), "red").save(beside, "JPEG", exif=exif)
    fresh = redrawn(beside.getvalue())
    assert b"Kanarienort" in beside.getvalue()
    assert b"Kanarienort" not in fresh
    assert Image.open(io.BytesIO(fresh)).width == 1600
    with pytest.raises(Refusal):
        redrawn(b"\x89PNG\r\n\x1a\nkaputt")


class Scanner(threading.Thread):
    """A clamd that says what it is told to."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer, self.heard = answer, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.door.getsockname()[1]}"
        self.start()

    def run(self) -> None:
        channel, _from = self.door.accept()
        with channel, channel.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", said.read(4))[0]:
                self.heard += said.read(size)
            channel.sendall(self.answer)
        self.door.close()


@pytest.fixture
def case(cast, db):
    return admitted_case(cast.manager.actor, cast.manager.user)


def filed(cast, case, content=PDF, groups=int(FieldGroup.NOTES), **values):
    with acting(cast.manager.actor):
        open_keys([case])
        return attach(
            actor=cast.manager.actor, case=case, name="Bescheid.pdf", stream=io.BytesIO(content),
            values={"title": "Ein Bescheid", "kind": "notice", "groups": groups, **values},
        )


def test_a_document_lies_sealed_and_opens_with_the_cases_key(cast, case):
    row = filed(cast, case)
    with connection.cursor() as cursor, acting(cast.manager.actor):
        cursor.execute("SELECT content FROM cases_documentcontent WHERE id = %s", [row.pk])
        assert CANARY not in bytes(cursor.fetchone()[0])
        assert content_of(case, FieldGroup(OWN_SCOPE), row.pk) == PDF
        assert (row.file_type, row.scan, row.size) == ("pdf", "not_scanned", len(PDF))


def test_the_erased_key_takes_the_file_along(cast, case):
    row = filed(cast, case)
    with acting(cast.manager.actor):
        DataKey.objects.filter(subject_id=case.pk).delete()
        attach_key([case], b"")
        assert content_of(case, FieldGroup(OWN_SCOPE), row.pk) is None


def test_a_file_moved_to_another_row_does_not_open(cast, case):
    one, two = filed(cast, case), filed(cast, case, b"%PDF-1.7\nzwei")
    with acting(cast.manager.actor), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_documentcontent SET content = "
            "(SELECT content FROM cases_documentcontent WHERE id = %s) WHERE id = %s",
            [one.pk, two.pk],
        )
        assert content_of(case, FieldGroup(OWN_SCOPE), two.pk) is None


def test_a_scope_without_the_group_does_not_see_the_document(cast, case):
    row = filed(cast, case, groups=int(FieldGroup.HEALTH | FieldGroup.NOTES))
    entrusted = filed(cast, case, groups=int(FieldGroup.NOTES) | 1024)
    with acting(cast.manager.actor):
        for scope in (FieldGroup.NOTES, FieldGroup.HEALTH):
            assert documents_of(case, scope) == []
            assert document_of(case, scope, row.pk) is None
            assert content_of(case, scope, row.pk) is None
        both = FieldGroup.HEALTH | FieldGroup.NOTES
        assert [found.pk for found in documents_of(case, both)] == [row.pk]
        assert content_of(case, FieldGroup(1023), entrusted.pk) is None


def test_changed_groups_move_the_content_along(cast, case):
    row = filed(cast, case)
    with acting(cast.manager.actor):
        actions.change_document(
            actor=cast.manager.actor, case=case, document=row, version=1,
            values={"title": "Neu", "groups": int(FieldGroup.HEALTH)},
        )
        assert DocumentContent.objects.get(pk=row.pk).groups == FieldGroup.HEALTH


def test_a_removed_document_is_gone_with_its_content(cast, case):
    row = filed(cast, case)
    with acting(cast.manager.actor):
        actions.remove_document(actor=cast.manager.actor, case=case, document=row)
        assert not Document.objects.filter(case=case).exists()
        assert not DocumentContent.objects.filter(case=case).exists()


def test_a_scanner_hears_the_whole_file_and_is_believed(cast, case, settings):
    scanner = Scanner(b"stream: OK\0")
    settings.VIRUS_SCANNER = scanner.address
    long = PDF + b"x" * 200_000
    assert filed(cast, case, long).scan == "clean"
    assert scanner.heard == long


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"stream: Eicar-Signature FOUND\0", "etwas gefunden"),
        (b"INSTREAM size limit exceeded. ERROR\0", "antwortet nicht"),
        (b"", "antwortet nicht"),
    ],
)
def test_without_a_clean_answer_nothing_is_taken_in(cast, case, settings, answer, words):
    settings.VIRUS_SCANNER = Scanner(answer).address
    with pytest.raises(Refusal, match=words):
        filed(cast, case)
    settings.VIRUS_SCANNER = "tcp://127.0.0.1:1"
    with pytest.raises(Refusal, match="antwortet nicht"):
        filed(cast, case)


def test_a_file_too_large_is_refused(cast, case, settings):
    settings.DOCUMENT_MOST_BYTES = 1_000_000
    with pytest.raises(Refusal, match="1 MB"):
        filed(cast, case, PDF + b"x" * 1_000_000)


