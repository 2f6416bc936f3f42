# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Input that no form expects: for promise 31, no 500 for any of it."""

import string

from hypothesis import strategies as st

from tests.access.actors import Stage
from tests.access.questions import Pool

#: Looks like what is asked for and is not.
DATES = (
    *("30.02.2026", "31.04.2026", "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31"),
    *("10000-01-01", "-1-01-01", "2026-13-01", "2026-03-29T02:30", "2026-10-25T02:30"),
    *("2026-11-22T24:00", "2026-11-22T09:30+99:99", "9999-12-31T23:59", "0001-01-01T00:00"),
    *("1.1.1", "29.02.1900", "２０２６-01-01", "2026-W09-7", "yesterday"),
)
NUMBERS = (
    *("-1", "-0", "0", "+1", "1e309", "NaN", "Infinity", "-Infinity", "1_000", "0x10", "²", "①"),
    *("٣", "１２", "1,5", "1.5", "9" * 40, "9" * 5000, "2147483648", "9223372036854775808"),
    *("32768", "-32769", "100.0000000000000001", "101", " 7 "),
)
TEXTS = (
    *("\x00", "a\x00b", "\u202eabc\u202c", "\ufeff", "\u2028", "\u0085", "e\u0301" * 50),
    *("👩🏽‍🦱" * 40, "İıſß", "ﷺ", "\U0010ffff", "A" * 300, "x" * 70_000, "\r\n\r\n", "\t", " "),
    *("'; DROP TABLE cases_case; --", "{{ 7*7 }}", "{% debug %}", "<script>alert(1)</script>"),
    *("../../etc/passwd", "%00", "%s%s%n", "${7*7}", "=1+1", "@SUM(1)", "//evil.example/"),
    *("javascript:alert(1)", "https://evil.example/", "\\\\evil", "a@b", "a@b." + "c" * 300),
)
#: Answers that a passkey never gives.
JSON = (
    *("null", "[]", "1", '"x"', "{}", '{"response": 1}', '{"response": {"userHandle": 1}}'),
    *('{"id": "a", "rawId": "a", "type": "public-key", "response": {}}', "[" * 2000, '{"a":'),
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA",'
    '"authenticatorData":"AA","signature":"AA","userHandle":"AA"}}',
)
FILES = (
    *("", "\x00" * 100, "PK\x03\x04", "case_key\n", 'case_key;"', "a,b\n" + "x" * 10_000),
    "case_key,client_key,birth_year,opened_on\n\x00,\x00,99999999999999999999,30.02.2026\n",
    "case_key;opened_on;closed_on;household_members\nF;9999-12-31;0001-01-01;-1\n",
)
#: Queries and paths as no browser would write them; appended as they are.
RAW = (
    *("q=%ED%A0%80", "q=%FF%FE", "%00=%00", "q=%00", "cursor=%C3%28", "s=%E2%82", "&&&==&", "q"),
    *("start=2026-02-30&start=x", "state[]=open", "state=open&state=ended", "x=" * 900),
    *("silent=%C2%B2", "topic=%D9%A3", "manager=%00", "phase=" + "a" * 5000, "end=9999-12-31"),
)
HEADERS = (
    ("Accept-Language", "\x80\xff;q=x, de-" + "x" * 500),
    ("Accept-Language", "*;q=999"),
    ("Cookie", "sessionid=\x00; django_language=../../x; theme=<>"),
    ("Cookie", "csrftoken=" + "x" * 5000),
    ("HX-Current-URL", "http://[::1"),
    ("HX-Current-URL", "%ZZ"),
    ("Referer", "http://[" + string.punctuation),
    ("X-Forwarded-For", "::ffff:x, \x00"),
    ("Host", "evil.example"),
    ("Host", "["),
    ("Content-Length", "-1"),
    ("Range", "bytes=9-0"),
    ("If-None-Match", '"' * 400),
)
#: Bodies that are none of what they say.
BODIES = (
    ("application/x-www-form-urlencoded", b"\xff\xfe=%ZZ&\x00=1&a=%ED%A0%80"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1500))),
    ("application/x-www-form-urlencoded; charset=nothing", b"a=1"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=1"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="workbook"; filename="\x00/../a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
    ),
    ("application/json", b'{"a": NaN'),
    ("", b"\x00" * 50),
)


def strange_pool(stage: Stage) -> Pool:
    """Words of every bad kind, beside the ids of real objects."""
    rows = [row.pk for row in stage.folder.rows.values() if hasattr(row.pk, "hex")]
    return Pool(
        ids=[*rows, stage.other.case.pk],
        words=[*DATES, *NUMBERS, *TEXTS, *JSON, *FILES],
        numbers=[0, 1, stage.passkey, 2**31, 2**63, 2**64, 10**40],
        besides=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    )
