# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 33: no canary of any field group stands in a weekly digest."""

from django.core import mail
from django.utils import timezone
from tests.access.world import CANARY, Builder

from stellwerk.jobs.digest import send_digests


def test_no_canary_of_any_field_group_is_in_a_mail(own_database, make_cast):
    cast = make_cast()
    Builder(cast.home, cast.manager.user, "eins").build()
    Builder(cast.neighbour, cast.foreign_manager.user, "zwei").build()
    assert send_digests(timezone.localdate()) >= 2
    text = "".join(f"{letter.subject}{letter.body}" for letter in mail.outbox)
    assert not [canary for canary in CANARY.values() if canary in text]
    assert "F-eins" not in text
