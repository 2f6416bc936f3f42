# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Setting up the sample: each step looks first whether it is done, so a second run is silent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from stellwerk.access.visible import visible_cases
from stellwerk.base.actor import Actor, system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.consent import give_consent
from stellwerk.cases.actions.intake import assign_case
from stellwerk.cases.actions.transmitting import transmit
from stellwerk.cases.choices import Basis, ConsentForm
from stellwerk.cases.queries.consent import has_consents
from stellwerk.cases.queries.facts import case_ids_of
from stellwerk.directory import actions, queries
from stellwerk.directory.choices import MunicipalityKind, Role
from stellwerk.directory.models import Membership, Organisation, User
from stellwerk.exchange.importing import import_once
from stellwerk.exchange.intake import uploads_from_path
from stellwerk.jobs import sample_people as people
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.queries import terms

FOLDER = Path(__file__).resolve().parents[3] / "sample" / "rheine"


@dataclass(frozen=True)
class Workbook:
    """A committed workbook, whose it is, who leads that team and who carries the cases."""

    file: str
    organisation: str
    lead: str
    managers: tuple[str, ...]


WORKBOOKS = (
    Workbook("pilot.xlsx", people.PILOT, "b.feldkamp", people.MANAGERS),
    Workbook("beratung.xlsx", people.COUNSEL, "k.overbeck", ("r.haddad",)),
)


def set_up_network(actor: Actor) -> None:
    """District, city and network."""
    district = queries.municipality_by_ags(people.DISTRICT[0]) or actions.add_municipality(
        actor=actor,
        ags=people.DISTRICT[0],
        name=people.DISTRICT[1],
        kind=MunicipalityKind.DISTRICT,
    )
    city = queries.municipality_by_ags(people.CITY[0]) or actions.add_municipality(
        actor=actor,
        ags=people.CITY[0],
        name=people.CITY[1],
        kind=MunicipalityKind.MUNICIPALITY,
        parent=district,
    )
    if queries.municipality_by_ags(people.LIPPE_DISTRICT[0]) is None:
        actions.add_municipality(
            actor=actor,
            ags=people.LIPPE_DISTRICT[0],
            name=people.LIPPE_DISTRICT[1],
            kind=MunicipalityKind.DISTRICT,
        )
    if queries.network() is None:
        actions.create_network(actor=actor, name=people.NETWORK, seat=city)


def set_up_organisations(actor: Actor) -> dict[str, Organisation]:
    """The twelve actors and the two organisations with sample cases, by key."""
    there = {organisation.key: organisation for organisation in queries.all_organisations()}
    kinds = _by_key(terms(ListKey.ORGANISATION_KIND))
    spheres = _by_key(terms(ListKey.LEGAL_SPHERE))
    for sample in (*people.ACTORS, *people.CASE_ORGANISATIONS):
        if sample.key not in there:
            there[sample.key] = actions.create_organisation(
                actor=actor,
                key=sample.key,
                name=sample.name,
                kind=kinds[sample.kind],
                municipality=queries.municipality_by_ags(sample.ags),
                legal_spheres=[spheres[key] for key in sample.spheres],
                is_sample=True,
            )
    return there


def set_up_people(actor: Actor, organisations: dict[str, Organisation]) -> dict[str, User]:
    """Invented people with their roles, by the first part of their address."""
    users: dict[str, User] = {}
    encoded = ""
    for sample in people.EVERYBODY:
        user = queries.user_by_email(sample.email)
        if user is None:
            encoded = encoded or make_password(people.DEMO_PASSWORD)  # slow on purpose: once
            user = actions.create_user(
                actor=actor,
                email=sample.email,
                name=sample.name,
                is_sample=True,
                encoded_password=encoded,
            )
        users[sample.address] = user
    for sample in people.EVERYBODY:
        held = list(queries.memberships_of(users[sample.address].pk))
        for where, role, covers in sample.roles:
            if not _holds(held, where, role):
                actions.grant_role(
                    actor=actor,
                    user=users[sample.address],
                    organisation=organisations[where],
                    role=role,
                    valid_from=people.PROJECT_START,
                    covers=users[covers] if covers else None,
                )
    return users


def take_in(workbook: Workbook, organisation: Organisation) -> None:
    """The case records come in through the ordinary import, once.

    What was entered into them afterwards (courses, goals) would be a difference to the file.
    """
    actor = system_actor("Beispieldaten", organisation.pk)
    with acting(actor):
        if case_ids_of(organisation.pk):
            return
        uploads = uploads_from_path(FOLDER / workbook.file)
        import_once(uploads, organisation=organisation, actor=actor)


def share_out(workbook: Workbook, organisation: Organisation, users: dict[str, User]) -> None:
    """Give every case that nobody carries to one of the case managers, in turn."""
    lead = queries.actor_for(users[workbook.lead], people.PROJECT_START, organisation.pk)
    lead = replace(lead, label="Beispieldaten")
    with acting(lead):
        waiting = visible_cases(lead).filter(manager__isnull=True).order_by("case_key")
        for number, case in enumerate(waiting):
            manager = users[workbook.managers[number % len(workbook.managers)]]
            assign_case(actor=lead, case=case, manager=manager, version=case.version)


def share_with_partner(organisations: dict[str, Organisation], users: dict[str, User]) -> None:
    """Two running cases are shared by (invented) consents for a year; on one something is sent."""
    owner = organisations[people.PILOT]
    lead = queries.actor_for(users["b.feldkamp"], people.PROJECT_START, owner.pk)
    lead = replace(lead, label="Beispieldaten")
    with acting(lead):
        for sample in people.CONSENTS:
            case = visible_cases(lead).filter(case_key=sample.case).first()
            if case is None or has_consents(case):
                continue
            today = timezone.localdate()
            given = give_consent(
                actor=lead,
                case=case,
                recipients=[organisations[key] for key in sample.recipients],
                replaces=True,
                values={
                    "purpose": sample.purpose,
                    "own_words": sample.own_words,
                    "scope": sample.scope,
                    "explained_in": sample.language,
                    "refusal_explained": True,
                    "form": ConsentForm.WRITTEN,
                    "guardian": "",
                    "given_on": today,
                    "valid_until": today + timedelta(days=365),
                },
            )
            if sample.sends:
                transmit(
                    actor=lead,
                    case=case,
                    recipient=organisations[sample.recipients[0]],
                    basis=Basis.CONSENT,
                    provision="",
                    purpose=sample.own_words,
                    scope=given.scope,
                )


def _holds(held: list[Membership], where: str, role: str) -> bool:
    return any(m.organisation.key == where and m.role == role for m in held)


def _by_key(found: Iterable[Term]) -> dict[str, Term]:
    return {term.key: term for term in found}


def sign_ins() -> list[tuple[str, str, str]]:
    """``(address, name, roles)`` of the sample people, those with most to show first."""
    names = {o.key: o.name for o in (*people.ACTORS, *people.CASE_ORGANISATIONS)}
    rows = []
    for sample in people.EVERYBODY:
        roles = dict.fromkeys(str(Role(role).label) for _, role, _ in sample.roles)
        places = dict.fromkeys(names[where] for where, _, _ in sample.roles)
        rows.append((sample.email, sample.name, f"{', '.join(roles)} · {', '.join(places)}"))
    return rows
