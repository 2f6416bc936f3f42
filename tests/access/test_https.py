# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 28: behind https the cookies bind themselves to the house, and http leads nowhere."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

_ASK = """
import json
from django.conf import settings as s
kinds = (bool, int, str)
found = {name: getattr(s, name) for name in dir(s) if name.isupper()}
found = {name: value for name, value in found.items() if isinstance(value, kinds)}
print(json.dumps(found | {"ORIGINS": s.CSRF_TRUSTED_ORIGINS}))
"""


@pytest.fixture(scope="module")
def public() -> dict[str, Any]:
    """The settings of an installation that the world reaches by https, as a process of its own."""
    environment = os.environ | {"STELLWERK_BASE_URL": "https://stellwerk.example"}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "STELLWERK_PROCESS": "web"}
    for name in ("STELLWERK_TESTING", "STELLWERK_SECOND_FACTOR"):
        environment.pop(name, None)
    command = [sys.executable, "-c", _ASK]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_cookies_belong_to_this_host_alone(public: dict[str, Any]) -> None:
    for kind in ("SESSION", "CSRF"):
        # A browser takes a name like this only with Secure, for the whole host, without a domain.
        assert public[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert public[f"{kind}_COOKIE_SECURE"]
        assert public[f"{kind}_COOKIE_HTTPONLY"]
        assert public[f"{kind}_COOKIE_PATH"] == "/"
        assert public.get(f"{kind}_COOKIE_DOMAIN") is None
        assert public[f"{kind}_COOKIE_SAMESITE"] in {"Lax", "Strict"}


def test_plain_http_is_left_for_good(public: dict[str, Any]) -> None:
    assert public["SECURE_SSL_REDIRECT"]
    assert public["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert public["ORIGINS"] == ["https://stellwerk.example"]


def test_nothing_is_open_unless_somebody_opens_it(public: dict[str, Any]) -> None:
    assert public["SECOND_FACTOR_REQUIRED"]
    assert not public["DEBUG"]
    assert not public["DEMO"]
    assert not public["TESTING"]
