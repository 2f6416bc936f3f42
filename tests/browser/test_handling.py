# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The helpers of the browser tests hold when a process comes back to a file."""

from urllib.parse import urlsplit

from stellwerk.directory.choices import Role
from tests.browser.conftest import signed_in_session
from tests.browser.handling import give_app, person_with


def test_the_app_is_set_up_once_and_stays(site):
    host = urlsplit(site.address).netloc
    session = signed_in_session(person_with(Role.SUBSTITUTE))
    give_app(session, host)
    give_app(signed_in_session(person_with(Role.SUBSTITUTE)), host)
