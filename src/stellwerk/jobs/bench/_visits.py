# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Prepare the visits of `bench pages`: sessions, a case to open, what to search (own process)."""

import argparse
import json
import sys
import time
from datetime import UTC, datetime

import django


def session_for(email: str, count: int) -> list[dict[str, str]]:
    """Cookies of ``count`` signed-in sessions of one user, as the sign-in would make them."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from stellwerk.directory.queries import user_by_email

    user = user_by_email(email)
    if user is None:
        raise SystemExit(f"no user {email}")
    engine = import_module(settings.SESSION_ENGINE)
    found = []
    for _ in range(count):
        store = engine.SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store["signed_in_at"] = datetime.now(UTC).timestamp()
        store.create()
        found.append({settings.SESSION_COOKIE_NAME: store.session_key or ""})
    return found


def report_times(part: str, rounds: int = 5) -> list[float]:
    """Seconds of the report over all cases of the installation, without a period.

    ``part``: "report" is what its page shows (all figures and the flow), "cross" are the cross
    tables, a page of their own.
    """
    from django.db import transaction

    from stellwerk.indicators.queries.reports import case_management

    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        with transaction.atomic():
            case_management(None, with_figures=part == "report", with_cross=part == "cross")
        times.append(time.perf_counter() - began)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["sessions", "report", "cross"])
    parser.add_argument("--email", default="u0@bench-07.example")
    parser.add_argument("--count", type=int, default=9)
    options = parser.parse_args()
    django.setup()
    if options.what == "sessions":
        json.dump(session_for(options.email, options.count), sys.stdout)
    else:
        json.dump(report_times(options.what), sys.stdout)


if __name__ == "__main__":
    main()
