# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Consent proven: scopes × roles, with a canary in every hidden field, over every way out.

Ways: pages (HTML), what is sent (JSON), receipts and papers (PDF by the page it is made of), the
figures as XLSX, CSV and JSON, the mail outbox, the log lines. A revocation acts on the next
request, on the next transmission, and on work that was ordered before it.
"""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from stellwerk.access.visible import still_allowed
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.consent import give_consent, revoke_consent
from stellwerk.cases.actions.entrusting import set_entrusted
from stellwerk.cases.actions.transmitting import transmit
from stellwerk.cases.choices import ALL_GROUPS, ENTRUSTED, FieldGroup
from stellwerk.cases.models import Case, Consent, Transmission
from stellwerk.cases.queries.extract import ENTRUSTABLE
from stellwerk.exchange.report_files import FORMATS
from stellwerk.indicators.queries.reports import case_management
from tests.access.actors import Stage, arguments, set_stage
from tests.access.test_promises import BY_PLAN, ON_THE_PAGE, body, pages_for
from tests.access.twins import readable
from tests.access.world import CANARY, OWNER

PLAN = FieldGroup.PLAN
SCOPES = [
    *(int(group | PLAN) if group in BY_PLAN else int(group) for group in FieldGroup),
    int(FieldGroup.IDENTITY | FieldGroup.LANGUAGE),
    int(PLAN | FieldGroup.NOTES),
    ALL_GROUPS & ~int(FieldGroup.HEALTH),
    ALL_GROUPS,
]
#: Everybody else who can sign in and has no business with this case.
STRANGERS = (
    "colleague", "coordinator", "steering", "administrator", "officer", "expired", "revoked",
    "foreign_officer",
)
#: Where somebody might look for it.
PLACES = ("cases:case", "cases:list", "cases:inbox", "cases:received", "reports:index")


@pytest.fixture
def stage(own_database: str, settings: Any) -> Stage:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return set_stage()


def given(stage: Stage, scope: int) -> Consent:
    """A consent for the neighbour that takes the place of what it saw."""
    manager, today = stage.cast.manager.actor, timezone.localdate()
    values = {
        "purpose": "coordination", "scope": scope, "health_ticked": True, "explained_in": "uk",
        "refusal_explained": True, "form": "written", "given_on": today,
        "valid_until": today + timedelta(days=30),
    }
    with acting(manager):
        return give_consent(
            actor=manager, case=own_case(stage), recipients=[stage.cast.neighbour],
            values=values, replaces=True,
        )


def own_case(stage: Stage) -> Case:
    return Case.objects.select_related("person").get(pk=stage.folder.case.pk)


def sent(stage: Stage, scope: int, **more: Any) -> Transmission:
    manager = stage.cast.manager.actor
    with acting(manager):
        return transmit(
            actor=manager, case=own_case(stage), recipient=stage.cast.neighbour,
            basis="consent", provision="", purpose="Absprache", scope=scope, **more,
        )


def hidden_in(scope: int, text: str) -> list[str]:
    """The canaries of groups outside of the scope that the text holds all the same."""
    return [str(group.name) for group in FieldGroup if not group & scope and CANARY[group] in text]


def partner_pages(stage: Stage) -> dict[str, str]:
    """Every page about cases that the partner may open."""
    found = {}
    for route in pages_for("partner"):
        if route.name.startswith("cases:"):
            address = reverse(route.name, kwargs=arguments(stage, route.name, route.parameters))
            found[route.name] = body(stage.clients["partner"].get(address))
    return found


def place(stage: Stage, name: str) -> str:
    parameters = {"cases:case": {"case_id": ""}, "cases:received": {"transmission_id": ""}}
    return reverse(name, kwargs=arguments(stage, name, parameters.get(name, {})))


def test_a_scope_shows_its_groups_and_hides_all_others(stage: Stage, caplog: Any) -> None:
    """Scope by scope, one consent taking the place of the other; then all who have no business."""
    caplog.set_level(logging.DEBUG)
    for scope in SCOPES:
        check_scope(stage, scope)
    check_strangers(stage)
    outside = caplog.text + "".join(f"{m.subject}{m.body}" for m in mail.outbox)
    assert not hidden_in(0, outside)
    assert "Absprache" not in outside


def check_scope(stage: Stage, scope: int) -> None:
    """What the partner sees of the case and of what is sent to it."""
    given(stage, scope)
    row = sent(stage, scope)
    stage.folder.rows["cases_transmission"] = row
    for name, text in partner_pages(stage).items():
        assert not hidden_in(scope, text), name
        if name == "cases:case":
            for group in FieldGroup(scope) & FieldGroup(sum(ON_THE_PAGE)):
                assert CANARY[group] in text, f"{group.name} was granted and is not shown"
    received = body(stage.clients["partner"].get(place(stage, "cases:received")))
    assert "Absprache" in received
    assert not hidden_in(scope, received), "what was sent"


def check_strangers(stage: Stage) -> None:
    """The last scope is the widest: nobody else gets anything of it."""
    for actor in STRANGERS:
        for name in PLACES:
            text = body(stage.clients[actor].get(place(stage, name)))
            assert not hidden_in(0, text), f"{actor} at {name}"
            assert "Absprache" not in text, f"{actor} at {name}"


def test_papers_and_figures_hold_no_canary(stage: Stage) -> None:
    """The receipt names groups, not contents; the figures name nobody; the consent names her."""
    consent, row = given(stage, ALL_GROUPS), sent(stage, ALL_GROUPS)
    own = stage.clients["own"]
    case = stage.folder.case.pk
    receipt = body(own.get(reverse("cases:receipt", args=[case, row.pk, "html"])))
    assert row.number in receipt
    assert not hidden_in(0, receipt)
    paper = body(own.get(reverse("cases:consent_paper", args=[case, consent.pk, "html"])))
    assert not hidden_in(int(FieldGroup.IDENTITY), paper)
    with acting(stage.cast.lead.actor):
        report = case_management(stage.cast.home)
    for name in ("xlsx", "csv", "json", "html"):
        assert not hidden_in(0, readable(FORMATS[name].write(report, "de"))), name


def test_what_is_entrusted_is_in_no_grant(stage: Stage) -> None:
    """Every kind of row, all groups granted: neither page nor wall nor transmission shows it."""
    given(stage, ALL_GROUPS)
    manager, marked = stage.cast.manager.actor, {}
    with acting(manager):
        case = own_case(stage)
        for kind, model in ENTRUSTABLE.items():
            for row in model.objects.filter(case=case):
                set_entrusted(actor=manager, case=case, row=row, kind=kind, is_entrusted=True)
                marked[row.pk] = model
    assert set(marked.values()) == set(ENTRUSTABLE.values())
    with connections[OWNER].cursor() as cursor:  # these say the same words
        for table in (
            "cases_assessmentarea", "cases_strength", "cases_entitlement", "cases_networktie",
            "cases_familymember",
        ):
            cursor.execute(f"UPDATE {table} SET groups = groups | {ENTRUSTED}")
    row = sent(stage, ALL_GROUPS)
    stage.folder.rows["cases_transmission"] = row
    spoken = [CANARY[group] for group in BY_PLAN]  # said by goals and measures alone
    partner = stage.cast.partner.actor
    texts = partner_pages(stage) | {
        "sent": body(stage.clients["partner"].get(place(stage, "cases:received")))
    }
    for name, text in texts.items():
        assert not [canary for canary in spoken if canary in text], name
    with acting(partner):
        for pk, model in marked.items():
            assert not model.objects.filter(pk=pk).exists(), "the wall shows an entrusted row"
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT max(scope) FROM cases_access WHERE basis <> 'ownership'")
        assert cursor.fetchone()[0] < ENTRUSTED


def test_a_revocation_acts_on_the_next_request_and_on_what_was_ordered(stage: Stage) -> None:
    consent, address = given(stage, ALL_GROUPS), place(stage, "cases:case")
    manager, partner = stage.cast.manager.actor, stage.clients["partner"]
    assert CANARY[FieldGroup.IDENTITY] in body(partner.get(address))
    reader, wanted = stage.cast.partner.actor, {stage.folder.case.pk: ALL_GROUPS}
    with acting(reader):
        assert still_allowed(reader, wanted)  # as an export is ordered
    with acting(manager):
        revoke_consent(actor=manager, case=own_case(stage), consent=consent)
    with acting(reader):
        assert not still_allowed(reader, wanted), "asked again at run and at download"
    assert partner.get(address).status_code == 404
    assert stage.folder.case.case_key not in body(partner.get(reverse("cases:list")))
    with pytest.raises(Refusal):
        sent(stage, int(PLAN))


def test_a_consent_ends_by_itself(stage: Stage) -> None:
    given(stage, ALL_GROUPS)
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "UPDATE cases_consent SET given_on = '2020-01-01', valid_until = '2020-02-01'"
        )
        cursor.execute("UPDATE cases_access SET valid_until = now() WHERE basis = 'consent'")
    address = place(stage, "cases:case")
    assert stage.clients["partner"].get(address).status_code == 404
    with acting(stage.cast.partner.actor):
        assert not still_allowed(stage.cast.partner.actor, {stage.folder.case.pk: 1})
    with pytest.raises(Refusal):
        sent(stage, 1)
