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
from stellwerk.exchange.eventlogs import csv as csv_module
from stellwerk.exchange.eventlogs import opening
from stellwerk.exchange.eventlogs import xes as xes_module
from stellwerk.exchange.eventlogs.analysing import Analysis, analyse
from stellwerk.exchange.eventlogs.collecting import Reading
from tests.networks.generated import Traits, as_xes, make
from tests.networks.hostile import EVENT, HOSTILE


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


def test_a_quote_without_end_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_module, "MOST_ELEMENT", 10_000)
    content = b'case;activity;time\n1;a;"2020\n' + b"x;y;z\n" * 20_000
    with pytest.raises(Refusal) as caught:
        analyse(io.BytesIO(content))
    assert caught.value.code == "file_malformed"


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


@pytest.mark.parametrize("seed", range(12))
def test_the_short_way_through_xes_is_the_ordinary_way(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults with their lines included; the pieces that are read are small, so all is cut."""
    traits = Traits(breaks=0.2, has_lifecycle=seed % 2 == 0, unnamed=0.1, longest=9)
    text = as_xes(make(seed, traits), seed, is_plain=seed % 3 == 0)
    text = text.replace("<trace>", "<!-- <trace>\n" + EVENT.decode() * 2 + " --><trace>", 3)
    text = text.replace("</log>", EVENT.decode() * 2 + "<a><b><c>" + EVENT.decode() * 2)
    content = (text + "</c></b></a></log>").encode()
    for key in ("", "concept:name", "outer"):
        reading = Reading(organisation_key=key)
        found = []
        for size in (61, 977, 2**18):
            monkeypatch.setattr(xes_module, "CHUNK", size)
            found.append(analyse(io.BytesIO(content), reading))
        monkeypatch.setattr(xes_module, "is_plain", lambda *_said: False)
        found.append(analyse(io.BytesIO(content), reading))
        monkeypatch.undo()
        assert found[0] == found[1] == found[2] == found[3]
        assert found[0].fault_count


def test_what_is_cut_out_is_still_judged() -> None:
    """Neither bytes that are no text nor signs that XML forbids slip through."""
    for bad in (b"\xff", b"\xef\xbf\xbf", b"\x01", b"&unknown;", b"<"):
        content = b"<log><trace>" + EVENT + EVENT.replace(b'"a"', b'"' + bad + b'"') + b"</trace>"
        with pytest.raises(Refusal) as caught:
            analyse(io.BytesIO(content + b"</log>"))
        assert caught.value.code == "file_malformed"
        assert "2" in str(caught.value.message)
