# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What `bench durability` writes in earnest: contacts, noted as the pages note them.

Audit row, encryption, row-level security and the case's counters are in the same transaction.
All people are invented.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from stellwerk.engine.locate import home

CASES = 32
KEY = "bench-durability"
EMAIL = "manager@bench-durability.example"


def cases_file() -> Path:
    """Where the ids of the invented cases stand."""
    return home().path / "bench-cases.json"


def prepare() -> None:
    """Make one organisation with one case manager and her invented cases (Django is set up)."""
    from django.utils import timezone

    from stellwerk.base.actor import system_actor
    from stellwerk.base.context import acting
    from stellwerk.cases.actions.intake import register_and_open
    from stellwerk.directory.actions.organisations import create_organisation
    from stellwerk.directory.actions.roles import grant_role
    from stellwerk.directory.actions.users import create_user
    from stellwerk.directory.choices import Role
    from stellwerk.directory.queries import actor_for
    from stellwerk.vocabulary.queries import terms

    today = timezone.localdate()
    machine = system_actor("bench")
    with acting(machine):
        kind = terms("organisation_kind")[0]
        where = create_organisation(actor=machine, key=KEY, name="Messstelle", kind=kind)
        user = create_user(actor=machine, email=EMAIL, name="Erfundene Person")
        grant_role(
            actor=machine,
            user=user,
            organisation=where,
            role=Role.CASE_MANAGER,
            valid_from=today,
        )
    actor = actor_for(user, today)
    made = []
    for number in range(CASES):
        with acting(actor):
            case = register_and_open(
                actor=actor,
                identity={"family_name": f"Erfunden {number}", "given_name": "Person"},
                contact={},
                case={"opened_on": today, "manager": user},
            )
        made.append(str(case.pk))
    cases_file().write_text(json.dumps(made), encoding="ascii")


def contact_writer(*, weaken: bool) -> Callable[[], str]:
    """A function that notes one contact in the web role and returns its id once committed."""
    from django.db import connection
    from django.utils import timezone

    from stellwerk.access.visible import open_case_for_work
    from stellwerk.base.context import acting
    from stellwerk.cases.actions.course import record_contact
    from stellwerk.cases.choices import ContactKind
    from stellwerk.directory.queries import actor_for, user_by_email

    user = user_by_email(EMAIL)
    assert user is not None, "prepare() made her"  # noqa: S101 - it says why itself
    actor = actor_for(user, timezone.localdate())
    cases = json.loads(cases_file().read_text(encoding="ascii"))
    if weaken:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
    number = os.getpid()

    def write() -> str:
        nonlocal number
        number += 1
        with acting(actor):
            opened = open_case_for_work(actor, cases[number % len(cases)])
            contact = record_contact(
                actor=actor,
                case=opened.case,
                at=timezone.now(),
                kind=ContactKind.PHONE,
                note="Erfundene Notiz",
            )
        return str(contact.pk)

    return write


if __name__ == "__main__":
    import django

    django.setup()
    prepare()
    sys.exit(0)
