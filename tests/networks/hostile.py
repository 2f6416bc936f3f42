# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Event logs that mean harm or are simply the wrong ones; used by the tests and by the bench."""

import gzip

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<log><trace><string key='concept:name' value='&b;'/></trace></log>"
)
XXE = b'<!DOCTYPE log [<!ENTITY e SYSTEM "file:///etc/hostname">]><log>&e;</log>'
LATE = b"<!-- " + b"x" * 600_000 + b" --><!DOCTYPE log []><log/>"
EVENT = (
    b'<event><string key="concept:name" value="a"/>'
    b'<date key="time:timestamp" value="2020-01-01T00:00:00Z"/></event>\n'
)


def packed_zeros(start: bytes) -> bytes:
    return gzip.compress(start + b" " * (64 * 2**20), 9)


HOSTILE = {
    "entities": (BOMB, "file_xml"),
    "external entity": (XXE, "file_xml"),
    "declaration behind a long comment": (LATE, "file_xml"),
    "packed entities": (gzip.compress(BOMB), "file_xml"),
    "packed zeros": (packed_zeros(b"\0"), "file_type"),
    "packed blanks in a log": (packed_zeros(b"<log>"), "file_bomb"),
    "packed blanks in a table": (packed_zeros(b"case;activity;time\n"), "file_bomb"),
    "packed blanks in JSON": (packed_zeros(b'{"events": ['), "file_bomb"),
    "depth": (b"<log>" + b"<list>" * 100_000, "file_depth"),
    "depth in JSON": (b'{"events": [' + b"[" * 200_000, "file_malformed"),
    "cut off": (b"<log>\n<trace>\n" + EVENT + b"<event", "file_malformed"),
    "cut off while packed": (gzip.compress(b"<log>" + EVENT * 400)[:-10], "file_damaged"),
    "changed while packed": (gzip.compress(b"<log></log>")[:-6] + b"123456", "file_damaged"),
    "no root": (b"<!-- nothing -->", "file_xml"),
    "another root": (b"<definitions/>", "file_type"),
    "archive": (b"PK\x03\x04" + b"\0" * 100, "file_type"),
    "paper": (b"%PDF-1.7\n", "file_type"),
    "database": (b"SQLite format 3\0", "file_type"),
    "empty": (b"", "file_empty"),
    "empty, packed": (gzip.compress(b""), "file_empty"),
    "only blanks": (b" \n\n", "file_empty"),
    "list in JSON": (b"[]", "file_type"),
    "other JSON": (b'{"a": [1, 2]}', "no_objects"),
    "JSON cut off": (b'{"objects": [{"id": "o", "type": "T"}', "file_malformed"),
    "older JSON": (b'{"ocel:events": {}, "objects": [{"id": "o", "type": "T"}]}', "ocel_old"),
    "columns nobody knows": (b"a;b;c\n1;2;3\n", "column_missing"),
    "two columns could be it": (b"Fall;Vorgang;activity;time\n", "column_ambiguous"),
}  # fmt: skip
