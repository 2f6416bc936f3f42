# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 24: guessing passwords leads nowhere. A sample of `./stellwerk bench guesses`.

An effective guess is one whose password was really compared. The clock is moved, so that the
guesses come over hours, as a patient guesser's would.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from stellwerk.directory.models import User
from tests.access.long_run import report, wanted
from tests.access.passkey import Passkey
from tests.cast import Cast

SAMPLE = 60
#: Bounds of promise 24 and of ``ACCOUNT_RATE_LIMITS``.
PER_ACCOUNT_AND_HOUR, PER_ADDRESS_AND_MINUTE = 10, 30
PAUSE = timedelta(seconds=1.8)
NO_PAUSE = timedelta(0)
RIGHT = "das richtige Kennwort"


@pytest.fixture
def victim(db: None, cast: Cast, settings: Any) -> User:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_REQUIRED = True
    for who in (cast.manager, cast.colleague):
        who.user.set_password(RIGHT)
        who.user.save()
    return cast.manager.user


@pytest.fixture
def checks(monkeypatch: Any) -> list[tuple[str, datetime]]:
    """Every comparison of a password: whose and when."""
    made: list[tuple[str, datetime]] = []
    before = User.check_password

    def check(self: User, raw: str) -> bool:
        made.append((self.email, datetime.now(UTC)))
        return bool(before(self, raw))

    monkeypatch.setattr(User, "check_password", check)
    return made


def guess(
    count: int, account: Callable[[int], str], address: Callable[[int], str], pause: timedelta
) -> tuple[dict[int, int], datetime]:
    """``count`` wrong passwords, each without a cookie; how often each status came, and the end."""
    statuses: dict[int, int] = {}
    page, browser = reverse("account_login"), Client()
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for number in range(count):
            browser.cookies.clear()
            form = {"login": account(number), "password": f"geraten {number}"}
            # A forged header is no new address: no proxy of ours stands in front.
            headers = {"X-Forwarded-For": f"198.51.100.{number % 250}"}
            answer = browser.post(page, form, REMOTE_ADDR=address(number), headers=headers)
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            clock.shift(pause)
        return statuses, datetime.now(UTC)


def most_within(moments: list[datetime], window: timedelta) -> int:
    """The largest number of moments within any window."""
    return max((sum(start <= m < start + window for m in moments) for start in moments), default=0)


def test_guesses_at_one_account_are_few_and_its_passkey_stays_open(
    victim: User, cast: Cast, checks: list[tuple[str, datetime]]
) -> None:
    logging.disable(logging.WARNING)
    count, found, end = wanted(SAMPLE), {}, datetime.now(UTC)
    for addresses, user in ((1, cast.colleague.user), (1_000, victim)):
        checks.clear()
        statuses, end = guess(
            count,
            lambda n, user=user: user.email,
            lambda n, addresses=addresses: many(n % addresses),
            PAUSE,
        )
        assert sum(statuses.values()) == count
        found[f"from {addresses}"] = most_within([at for _, at in checks], timedelta(hours=1))
    with time_machine.travel(end):
        form = {"login": victim.email, "password": RIGHT}
        password = Client().post(reverse("account_login"), form, REMOTE_ADDR=many(999))
        passkey = Passkey(victim).sign_in(Client(), REMOTE_ADDR=many(5))
        sprayed, _ = guess(count, lambda n: f"p{n}@home.example", lambda n: many(777), NO_PAUSE)
    logging.disable(logging.NOTSET)
    closed = "_auth_user_id" not in password.client.session
    report(**found, guesses=count, closed=closed, passkey_opens=passkey, sprayed=sprayed[200])
    assert 1 <= found["from 1"] <= PER_ACCOUNT_AND_HOUR
    assert 1 <= found["from 1000"] <= PER_ACCOUNT_AND_HOUR
    assert closed, "the account is closed for passwords for the rest of the hour"
    assert passkey, "its owner still comes in by passkey"
    assert sprayed[200] <= PER_ADDRESS_AND_MINUTE
    assert sprayed[429] >= count - PER_ADDRESS_AND_MINUTE


def many(number: int) -> str:
    """One of a thousand addresses."""
    return f"203.{number // 250}.113.{number % 250}"


def test_a_passkey_opens_only_its_own_account_on_its_own_page(victim: User, cast: Cast) -> None:
    """Wrong origin, foreign handle, forged signature: no session (phishing, promise 25)."""
    passkey = Passkey(victim)
    assert not passkey.sign_in(Client(), origin="https://localhost.example")
    stranger = Passkey(cast.colleague.user, b"another-passkey-in-software")
    stranger.user = victim
    assert not stranger.sign_in(Client())
    passkey.secret = stranger.secret
    assert not passkey.sign_in(Client())
