# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Ten guesses an hour are ten, however many come at once."""

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client

from stellwerk.directory.models import User


def test_guesses_at_the_same_time_are_counted_one_by_one(own_database, make_cast):
    user = make_cast().manager.user
    User.objects.filter(pk=user.pk).update(password=make_password("das richtige Kennwort"))
    checked = []

    def guess(number):
        try:
            form = {"login": user.email, "password": f"falsch {number}"}
            answer = Client().post("/anmelden/", form)
            refused = "Zu viele Fehlversuche" in answer.content.decode()
            checked.append(answer.status_code == 200 and not refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(guess, range(24)))
    assert len(checked) == 24
    assert 1 <= sum(checked) <= 10
