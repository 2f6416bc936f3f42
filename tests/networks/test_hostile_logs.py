# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Event logs that mean harm, and what stands in doubtful ones."""

import gzip
import io
import json
import time
from pathlib import Path

import pytest

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs import opening
from stellwerk.exchange.eventlogs.analysing import Analysis, analyse
from stellwerk.exchange.eventlogs.collecting import Reading

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
    "cut off while packed": (gzip.compress(b"<log>" + EVENT * 90_000)[:-100], "file_damaged"),
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
    "quote without end": (b'case;activity;time\n1;a;"2020\n' + b"x;y;z\n" * 2_000_000,
                          "file_malformed"),
    "columns nobody knows": (b"a;b;c\n1;2;3\n", "column_missing"),
    "two columns could be it": (b"Fall;Vorgang;activity;time\n", "column_ambiguous"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_at_once(name: str) -> None:
    content, code = HOSTILE[name]
    began = time.process_time()
    with pytest.raises(Refusal) as caught:
        analyse(io.BytesIO(content))
    assert caught.value.code == code
    assert str(caught.value.message)
    # no measurement, only the order of magnitude: `bench chain` measures
    assert time.process_time() - began < 3


def test_one_giant_element_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'<log><trace><string key="k" value="' + b"x" * 20_000_000 + b'"/></trace></log>'
    with pytest.raises(Refusal) as caught:
        analyse(io.BytesIO(content))
    assert caught.value.code == "file_element"


def test_files_over_the_limit(tmp_path: Path, settings: object) -> None:
    content = b"<log><trace>" + EVENT * 20_000 + b"</trace></log>"
    for name, data in (("plain", content), ("packed", gzip.compress(content))):
        (tmp_path / name).write_bytes(data)
        settings.EVENT_LOG_MOST_BYTES = 1_000_000  # type: ignore[attr-defined]
        with pytest.raises(Refusal) as caught:
            analyse(tmp_path / name)
        assert caught.value.code == "file_too_large"


def test_every_fault_is_named_with_its_line() -> None:
    found = xes(
        '<event><string key="concept:name" value="x"/></event>\n'
        '<trace><string key="concept:name" value="1"/>\n'
        "<event>\n<string key='time:timestamp' value='2020-01-01'/></event>\n"
        '<event><string key="concept:name" value="a"/></event>\n'
        '<event><string key="concept:name" value="a"/>\n<date key="time:timestamp" value="x"/>'
        "</event>\n<event></event>\n" + EVENT.decode() + "</trace>"
    )
    assert [fault.line for fault in found.faults] == [2, 4, 6, 7, 9]
    assert len({fault.reason for fault in found.faults}) == 5
    assert (found.map.cases, found.map.events, found.fault_count) == (1, 1, 5)


def xes(inner: str) -> Analysis:
    return analyse(io.BytesIO(f"<log>\n{inner}</log>".encode()))


def test_a_table_names_its_faults_by_line() -> None:
    table = (
        "case;activity;timestamp;org:group\n1;a;2020-01-01 10:00;x\n;a;2020-01-01;x\n"
        '1;"b\nc";;y\n1;b;03/04/2020;z\n1;b\n1;b;01.02.2020 9:05;z;\n1;b;1.2.2020;z;zz\n'
    )
    found = analyse(io.BytesIO(table.encode()))
    assert [fault.line for fault in found.faults] == [3, 4, 6, 7, 9]
    assert (found.map.events, found.map.cases) == (2, 1)
    assert found.map.edges[0].mean_s == 31 * 86_400 - 55 * 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_tables_in_every_notation(encoding: str, delimiter: str) -> None:
    rows = [("Fall-ID", "Tätigkeit", "Zeitpunkt", "Behörde"), ("ä", "Prüfung", "1.3.2020", "Öko")]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    found = analyse(io.BytesIO(text.encode(encoding)))
    assert found.map.activities == {"Prüfung": 1}
    assert found.map.performers == {"Prüfung": {"Öko": 1}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
def test_xml_in_every_encoding(encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(encoding, encoding)
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><x:log xmlns:x="http://x"><x:trace><x:event>'
        '<x:string value="Prüfung" key="concept:name"/>'
        '<x:date key="time:timestamp" value="2020-01-01T00:00:00.123456789+0100"/>'
        "</x:event></x:trace></x:log>"
    )
    found = analyse(io.BytesIO(text.encode(encoding)))
    assert found.map.activities == {"Prüfung": 1}


def test_cases_without_events_and_logs_without_cases() -> None:
    found = xes('<trace><string key="concept:name" value="1"/></trace><trace/>')
    assert (found.map.cases, found.map.events, found.map.variant_count) == (0, 0, 0)
    assert any("2" in note for note in found.map.notes)
    assert xes("").map.cases == 0


def test_ocel_needs_a_type_where_there_are_several() -> None:
    log = {
        "objects": [{"id": "1", "type": "Person"}, {"id": "2", "type": "Antrag"}],
        "events": [
            {"id": "e", "type": "a", "time": "2020-01-01T00:00:00Z",
             "attributes": [{"name": "org:group", "value": "Amt"}],
             "relationships": [{"objectId": "1", "qualifier": "by"}]},
            {"id": "f", "type": "a", "time": "gestern"},
        ],
    }  # fmt: skip
    content = io.BytesIO(json.dumps(log, indent=1).encode())
    with pytest.raises(Refusal) as caught:
        analyse(content)
    assert "Antrag" in str(caught.value.message)
    found = analyse(content, Reading(object_type="Person"))
    assert found.map.performers == {"a": {"Amt": 1}}
    assert found.fault_count == 1
    by = analyse(content, Reading(object_type="Person", organisation_key="by"))
    assert by.map.performers == {"a": {"1": 1}}
    with pytest.raises(Refusal):
        analyse(content, Reading(object_type="Niemand"))


def test_the_limits_are_what_the_tests_think() -> None:
    assert opening.MOST_ELEMENT < 20_000_000
