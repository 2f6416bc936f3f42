# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents in a workbook: access follows those in force alone, and no file widens or revives."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from stellwerk.access.visible import visible_access
from stellwerk.audit.models import Event
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases import models as m
from stellwerk.cases.actions.consent import revoke_consent
from stellwerk.cases.actions.sharing import grant_access, revoke_access
from stellwerk.cases.choices import Basis, FieldGroup
from stellwerk.cases.queries.consent import consents_of
from stellwerk.exchange.importing import Preview, check_uploads, import_uploads
from tests.cast import organisation
from tests.exchange.support import case as case_row
from tests.exchange.support import tables, uploads, xlsx
from tests.exchange.test_round_trip import exported

TODAY = date.today()
SOON = TODAY + timedelta(days=90)
PLAN_HOUSING = "Ziele und Hilfeplan; Wohnen"
CONSENTS = ["case_key", "row_key", "purpose", "scope", "explained_in", "refusal_explained",
            "form", "given_on", "valid_until", "revoked_at", "replaced_by", "own_words",
            "guardian"]  # fmt: skip
RECIPIENTS = ["case_key", "row_key", "consent", "recipient", "ended_at"]
GIVEN = TODAY - timedelta(days=10)


@pytest.fixture(autouse=True)
def third(cast) -> None:
    organisation("third", cast.home.municipality)


def consent(number: str = "E1", **more: Any) -> list[Any]:
    values: dict[str, Any] = {
        "case_key": "F-1", "row_key": number, "purpose": "coordination", "scope": "plan; housing",
        "explained_in": "uk", "refusal_explained": "ja", "form": "written", "given_on": GIVEN,
        "valid_until": SOON, **more,
    }  # fmt: skip
    return [values.get(name) for name in CONSENTS]


def book(consents: Any = None, recipients: Any = None, **case: Any) -> dict[str, Any]:
    return {
        **tables(cases=[case_row("F-1", **case)]),
        "Einwilligungen": [CONSENTS, *([consent()] if consents is None else consents)],
        "Empfänger": [
            RECIPIENTS,
            *([["F-1", "R1", "E1", "neighbour", None]] if recipients is None else recipients),
        ],
    }


def allowed() -> dict[str, int]:
    """Who else can see something of the case now, and what."""
    rows = m.CaseAccess.objects.filter(revoked_at__isnull=True).exclude(basis="ownership")
    rows = rows.filter(valid_until__gt=timezone.now())
    return dict(rows.values_list("organisation__key", "scope"))


def the_case() -> m.Case:
    case = m.Case.objects.get()
    open_keys([case])
    return case


def states() -> list[str]:
    return sorted(view.state for view in consents_of(the_case()))


def codes(preview: Preview) -> list[tuple[str, str, int]]:
    return [(f.code, f.column, f.row) for f in preview.checked.findings.faults]


def test_a_consent_in_force_opens_what_it_says_and_is_logged(take, cast):
    preview = take(book())
    assert not preview.is_refused
    assert "consent_opens" in [note.code for note in preview.checked.findings.notes]
    scope = int(FieldGroup.PLAN | FieldGroup.HOUSING)
    assert allowed() == {"neighbour": scope}
    row = m.CaseAccess.objects.get(basis="consent")
    assert timezone.localdate(row.valid_until) == SOON
    recipient = m.ConsentRecipient.objects.get()
    assert (recipient.access_id, recipient.consent.scope) == (row.pk, scope)
    assert states() == ["in_force"]
    assert Event.objects.get(verb="granted").subjects == [row.case_id, cast.neighbour.pk]
    assert not take(book()).changes_anything
    with acting(cast.partner.actor):
        assert visible_access(cast.partner.actor).get().scope == scope


PAST = timezone.now().replace(second=0, microsecond=0) - timedelta(days=2)
SAID = f"{timezone.localtime(PAST):%d.%m.%Y %H:%M}"


@pytest.mark.parametrize(
    ("more", "ended", "state"),
    [
        ({"revoked_at": SAID}, None, "revoked"),
        ({"given_on": TODAY - timedelta(days=90), "valid_until": TODAY - timedelta(days=1)}, None,
         "expired"),
        ({"replaced_by": "E2"}, SAID, "replaced"),
        ({}, SAID, "revoked"),
    ],
)  # fmt: skip
def test_what_is_not_in_force_opens_nothing(take, more, ended, state):
    rows = [consent(**more), *([consent("E2")] if "replaced_by" in more else [])]
    recipients = [["F-1", "R1", "E1", "neighbour", ended]]
    recipients += [["F-1", "R2", "E2", "third", None]] if "replaced_by" in more else []
    preview = take(book(rows, recipients))
    assert not preview.is_refused, codes(preview)
    assert "neighbour" not in allowed()
    assert state in states()


def test_all_states_come_back_into_an_empty_installation(take, actor, cast):
    """Out and in again: states, days, recipients and access are the same, and no other."""
    take(book(
        [
            consent("E1", revoked_at="01.03.2024 10:15", given_on=date(2024, 2, 1),
                    valid_until=date(2025, 2, 1)),
            consent("E2", given_on=date(2024, 2, 1), valid_until=date(2025, 2, 1)),
            consent("E3", replaced_by="E4", own_words="+1"),
            consent("E4", scope="identity; plan", purpose="other", own_words="Zusammen"),
        ],
        [
            ["F-1", "R1", "E1", "third", "01.03.2024 10:15"],
            ["F-1", "R2", "E2", "third", None],
            ["F-1", "R3", "E3", "neighbour", SAID],
            ["F-1", "R4", "E4", "neighbour", None],
            ["F-1", "R5", "E4", "third", SAID],
        ],
    ))  # fmt: skip
    before, opened = told(), allowed()
    assert [row[0] for row in before] == ["expired", "in_force", "replaced", "revoked"]
    content = exported("xlsx")
    assert not take_file(cast, actor, content).changes_anything
    m.ConsentRecipient.objects.all().delete()
    m.Consent.objects.all().delete()
    for row in m.CaseAccess.objects.filter(basis="consent", revoked_at__isnull=True):
        revoke_access(actor=actor, case=row.case, access=row)
    assert allowed() == {}
    assert take_file(cast, actor, content).counts["consents"]["new"] == 4
    assert (told(), allowed()) == (before, opened)
    assert not take_file(cast, actor, exported("xlsx")).changes_anything


def take_file(cast: Any, actor: Actor, content: bytes) -> Preview:
    preview = import_uploads(uploads(content), organisation=cast.home, actor=actor)
    assert not preview.is_refused, codes(preview)
    return preview


def told() -> list[tuple[Any, ...]]:
    """Every consent as its page tells it."""
    return sorted(
        (
            view.state, view.consent.purpose, view.consent.own_words, view.consent.scope,
            view.consent.explained_in, view.consent.form, view.consent.given_on,
            view.consent.valid_until, view.consent.revoked_at,
            view.consent.replaced_by is not None,
            sorted((r.recipient.key, str(r.ended_at)) for r in view.recipients),
        )
        for view in consents_of(the_case())
    )  # fmt: skip


def test_a_file_from_before_a_revocation_revives_nothing(take, actor):
    take(book())
    case, given = m.Case.objects.get(), m.Consent.objects.get()
    revoke_consent(actor=actor, case=case, consent=given)
    preview = take(book())
    assert not preview.is_refused
    assert not preview.changes_anything
    assert (allowed(), states()) == ({}, ["revoked"])


def test_a_revocation_in_the_file_ends_the_access(take, cast):
    take(book())
    preview = take(book([consent(revoked_at=SAID)]))
    assert preview.counts["consents"]["changed"] == 1
    assert (allowed(), states()) == ({}, ["revoked"])
    assert Event.objects.filter(verb="revoked", kind="case").count() == 1


def test_a_recipient_struck_off_in_the_file_loses_access_and_the_other_keeps_it(take):
    both = [["F-1", "R1", "E1", "neighbour", None], ["F-1", "R2", "E1", "third", None]]
    take(book(recipients=both))
    both[0][-1] = SAID
    take(book(recipients=both))
    assert list(allowed()) == ["third"]
    ended = m.ConsentRecipient.objects.get(recipient__key="neighbour").ended_at
    assert ended == PAST


@pytest.mark.parametrize(
    ("sheets", "found"),
    [
        (book([consent(scope="plan; housing; notes")]), ("consent_fixed", "Datengruppen", 2)),
        (book([consent(valid_until=SOON + timedelta(days=30))]), ("consent_fixed", "Gilt bis", 2)),
        (book(recipients=[["F-1", "R1", "E1", "neighbour", None],
                          ["F-1", "R2", "E1", "third", None]]), ("consent_given", "Stelle", 3)),
        (book([consent(), consent("E2", scope="identity")],
              [["F-1", "R1", "E1", "neighbour", "01.02.2024 10:00"],
               ["F-1", "R2", "E2", "neighbour", None]]), ("in_force", "Stelle", 3)),
    ],
    ids=["wider", "longer", "one more", "another"],
)  # fmt: skip
def test_no_file_widens_what_was_consented(take, cast, actor, sheets, found):
    take(book())
    before = (allowed(), told(), m.ConsentRecipient.objects.get().updated_at)
    seen = check_uploads(uploads(xlsx(sheets)), organisation=cast.home, actor=actor)
    assert codes(seen) == [found], "said in the preview"
    assert codes(take(sheets)) == [found], "and nothing is taken in"
    assert (allowed(), told(), m.ConsentRecipient.objects.get().updated_at) == before


def test_a_grant_on_another_basis_is_never_replaced_by_a_file(take, cast, actor):
    take(book([], []))
    grant_access(
        actor=actor, case=m.Case.objects.get(), organisation=cast.neighbour,
        scope=int(FieldGroup.PLAN), basis=Basis.STATUTE, note="§ 69 SGB X", until=SOON,
    )  # fmt: skip
    assert codes(take(book())) == [("in_force", "Stelle", 2)]
    assert allowed() == {"neighbour": int(FieldGroup.PLAN)}


FAULTS = [
    (book([consent(refusal_explained="nein")]), "consent_refusal"),
    (book([consent(given_on=TODAY + timedelta(days=1))]), "consent_given_ahead"),
    (book([consent(valid_until=GIVEN + timedelta(days=1200))]), "consent_until_far"),
    (book([consent(purpose="other")]), "consent_own_words"),
    (book(birth_date=date(2020, 1, 1)), "consent_guardian"),
    (book(recipients=[]), "consent_unnamed"),
    (book(recipients=[["F-1", "R1", "E1", "home", None]]), "recipient_own"),
    (book(recipients=[["F-1", "R1", "E1", "Stelle fremd", None]]), "unknown_word"),
    (book(recipients=[["F-1", "R1", "E9", "neighbour", None]]), "reference_unknown"),
    (book([consent(), consent("E2")], [["F-1", "R1", "E1", "neighbour", None],
                                       ["F-1", "R2", "E2", "neighbour", None]]),
     "recipient_twice"),
    (book([consent(given_on=date(2024, 2, 2), valid_until=date(2024, 2, 2))]), "days_backwards"),
]  # fmt: skip


@pytest.mark.parametrize(("sheets", "code"), FAULTS, ids=[code for _sheets, code in FAULTS])
def test_what_the_page_would_refuse_no_file_brings_in(take, sheets, code):
    preview = take(sheets)
    assert code in [fault.code for fault in preview.checked.findings.faults], codes(preview)
    assert m.Case.objects.count() == 0
    assert allowed() == {}


def test_words_of_the_list_in_any_order_are_one_consent(take):
    take(book())
    again = take(book([consent(scope=PLAN_HOUSING)]))
    assert not again.is_refused, codes(again)
    assert not again.changes_anything
