# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Everybody who asks for a page in the matrix, and the objects they ask for. All invented.

Of the actors in trust.md three do not exist yet and join with their issue: the foreign
installation (there is no delivery between installations so far), the client's portal, the ministry.
"""

import time
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.account.internal.flows import login as allauth_login
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.hashers import make_password
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from stellwerk.base.keys import unwrap_keys
from stellwerk.base.models import DataKey
from stellwerk.cases.choices import ALL_GROUPS, FieldGroup
from stellwerk.cases.models import CaseAccess, CaseExport, ImportRun
from stellwerk.cases.rules.logging import trace_number
from stellwerk.cases.rules.noting import mark_of
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, Organisation, User
from stellwerk.indicators.models import FrozenReport, ReportFile
from stellwerk.networks.choices import Source
from stellwerk.networks.models import (
    Activity,
    ChainVersion,
    Event,
    KnownIssue,
    Lever,
    ServiceChain,
    Station,
)
from stellwerk.vocabulary.models import Term
from tests.access.world import OWNER, Builder, Folder, grant, revoke
from tests.cast import Cast, Member, build_cast, member, organisation

#: name -> who that is
ACTORS = {
    "own": "the case manager of the case",
    "substitute": "stands in for her",
    "lead": "team lead of the same organisation",
    "colleague": "case manager of the same organisation, another caseload",
    "coordinator": "figures of the same organisation",
    "steering": "member of the steering group",
    "administrator": "runs the platform, blind for cases",
    "officer": "data-protection officer of the same organisation",
    "partner": "another organisation with a grant in force for every field group",
    "other_scope": "another organisation with a grant for language only",
    "expired": "another organisation whose grant has expired",
    "revoked": "another organisation whose grant was revoked",
    "foreign_manager": "case manager of another organisation in the same municipality",
    "foreign_lead": "team lead there",
    "foreign_officer": "data-protection officer there",
    "roleless": "an account without any role today",
    "anonymous": "nobody signed in",
}
#: Those whom a page sends to sign in instead of telling them anything.
OUTSIDE = frozenset({"roleless", "anonymous"})
SIGNED_IN = frozenset(ACTORS) - OUTSIDE


@dataclass
class Stage:
    """The cast on stage, signed in, with the case that all of them ask for."""

    cast: Cast
    folder: Folder
    other: Folder
    people: dict[str, Member | None]
    clients: dict[str, Client] = field(default_factory=dict)
    passkey: int = 0
    # What an address calls a noted event of the case.
    mark: int = 0

    def ask(self, actor: str, method: str, address: str, data: Any = None) -> HttpResponse:
        """One request whose effects are taken back."""
        send = getattr(self.clients[actor], method.lower())
        cookies = copy(self.clients[actor].cookies)
        with transaction.atomic():
            before = read_rows()
            earlier = written_rows()
            response = send(address, data or {})
            response.writes = {  # type: ignore[attr-defined]
                table for table, count in written_rows().items() if count > earlier.get(table, 0)
            }
            response.reads = read_rows() - before  # type: ignore[attr-defined]
            transaction.set_rollback(True)
        self.clients[actor].cookies = cookies
        return response  # type: ignore[no-any-return]

    def ask_raw(self, actor: str, address: str) -> HttpResponse:
        """A GET outside of any transaction of ours, as in real life."""
        return self.clients[actor].get(address)  # type: ignore[return-value]


def read_rows() -> int:
    """Rows in the log that say that somebody read, as its owner counts them."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT test_reads()")
        return int(cursor.fetchone()[0])


def written_rows() -> dict[str, int]:
    """Rows written so far by table, as the database itself counts them: compare two of these.

    Whatever writes is counted: the page, a trigger, a function, a statement with another verb.
    Inside of one transaction nothing is handed over to the shared count.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def count_reads() -> None:
    """Let the web role count rows of all organisations: only here, only the number."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION test_reads() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS "
            "$$SELECT count(*) FROM audit_event WHERE verb IN ('read', 'listed', 'searched')$$"
        )
        cursor.execute("GRANT EXECUTE ON FUNCTION test_reads() TO stellwerk_web")


def partner(name: str, cast: Cast, key: str) -> Member:
    return member(name, organisation(key, cast.home.municipality), Role.PARTNER)


def set_stage() -> Stage:
    """Build cast and cases, hand out the grants, sign everybody in."""
    count_reads()
    cast = build_cast()
    folder = Builder(cast.home, cast.manager.user, "eins").build()
    other = Builder(cast.neighbour, cast.foreign_manager.user, "zwei").build()
    scope, expired, revoked = (
        partner(name, cast, f"stelle-{name}") for name in ("scope", "expired", "revoked")
    )
    grant(folder, cast.neighbour, ALL_GROUPS)
    grant(folder, scope.organisation, int(FieldGroup.LANGUAGE))
    grant(folder, expired.organisation, ALL_GROUPS, until=timedelta(hours=-1))
    revoke(folder, grant(folder, revoked.organisation, ALL_GROUPS))
    people: dict[str, Member | None] = {
        "own": cast.manager,
        "other_scope": scope,
        "expired": expired,
        "revoked": revoked,
        "foreign_officer": member("foreign-officer", cast.neighbour, Role.DATA_PROTECTION_OFFICER),
        "anonymous": None,
    }
    for name in ACTORS:
        people.setdefault(name, getattr(cast, name, None))
    stage = Stage(cast, folder, other, people)
    give_passwords(people)
    for name, who in people.items():
        stage.clients[name] = signed_in(who.user if who else None)
    stage.passkey = make_passkey(cast.manager.user)
    stage.clients["lead"].post(reverse("reports:freeze"), {"title": "Stand"})
    folder.rows["indicators_frozenreport"] = FrozenReport.objects.using(OWNER).get(title="Stand")
    stage.clients["lead"].post(reverse("reports:order"))
    ordered = ReportFile.objects.using(OWNER).get(ordered_by_id=cast.lead.user.pk)
    folder.rows["indicators_reportfile"] = ordered
    stage.clients["lead"].post(
        reverse("cases:exports"),
        {"purpose": "Bericht an den Rat", "sheets": ["cases"], "file_format": "xlsx"},
    )
    export = CaseExport.objects.using(OWNER).get(ordered_by_id=cast.lead.user.pk)
    folder.rows["cases_caseexport"] = export
    stage.mark = noted(stage)
    return stage


def noted(stage: Stage) -> int:
    """Something that another office did, noted in the case; what an address calls it."""
    case = stage.folder.case
    values = {"activity": "Einstufungstest abgelegt", "on": "2026-02-03", "office": "Kursträger"}
    answer = stage.clients["own"].post(reverse("cases:course", args=[case.pk]), values)
    assert answer.status_code == 302, answer.content.decode()[-4000:]
    wrapped = DataKey.objects.using(OWNER).filter(subject_id=case.pk)
    key = unwrap_keys(wrapped.values_list("subject_id", "wrapped"))[case.pk]
    event = Event.objects.using(OWNER).get(trace_id=trace_number(key), source=Source.NOTED)
    return mark_of(key, event.pk)


def give_passwords(people: dict[str, Member | None]) -> None:
    """One password for all; hashed once, since that is meant to take its time."""
    hashed = make_password("Ein-Satz-nur-fuer-Tests")
    User.objects.filter(pk__in=[who.user.pk for who in people.values() if who]).update(
        password=hashed
    )
    for who in people.values():
        if who:
            who.user.password = hashed


def signed_in(user: User | None) -> Client:
    """A browser whose session is as after a fresh sign-in."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "email": user.email}
        ]
        session[allauth_login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
    return client


def make_passkey(user: User) -> int:
    """A passkey of the case manager's, so that others can ask for it."""
    secret = ec.generate_private_key(ec.SECP256R1())
    credential = AttestedCredentialData.create(
        bytes(16), b"passkey-of-tests", ES256.from_cryptography_key(secret.public_key())
    )
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, credential)
    client = CollectedClientData.create("webauthn.create", bytes(32), "http://testserver")
    identity = websafe_encode(b"passkey-of-tests")
    registration = {
        "id": identity,
        "rawId": identity,
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
        },
        "clientExtensionResults": {},
    }
    made = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Schlüssel", "credential": registration},
    )
    return int(made.pk)


def known_issue() -> KnownIssue:
    """One issue that the whole network knows."""
    made, _new = KnownIssue.objects.using(OWNER).get_or_create(
        number=1, defaults={"title": "Zwei Papiere", "sentence": "Zwei Stellen, ein Papier."}
    )
    return made


def lever(stage: Stage) -> Lever:
    """One point where the network could turn something."""
    made, _new = Lever.objects.using(OWNER).get_or_create(
        title="Ein Papier genügt",
        defaults={"organisation_id": stage.folder.organisation.pk, "issue_id": known_issue().pk},
    )
    return made


def chain_draft(home: Organisation) -> Station:
    """A station in the draft of a chain that home keeps."""
    chain, _new = ServiceChain.objects.using(OWNER).get_or_create(
        number=1, defaults={"name": "Zugang zum Kurs", "keeper_id": home.pk}
    )
    draft, _new = ChainVersion.objects.using(OWNER).get_or_create(chain=chain, number=1)
    made, _new = Station.objects.using(OWNER).get_or_create(
        chain_version=draft, key="start", defaults={"name": "Start", "kind": "start"}
    )
    return made


def of_logs(stage: Stage, route: str) -> dict[str, Any]:
    """What the routes of logs and maps are asked for."""
    if route == "networks:map_file":
        return {"file_format": "csv"}
    if not route.startswith("networks:log"):
        return {}
    step = "log_columns" if route == "networks:log_columns" else "log"
    return {
        "log_id": stage.folder.rows["networks_log"].pk, "file_format": "csv",
        "run_id": log_upload(stage.folder.organisation, step).pk,
    }


def log_upload(home: Organisation, step: str) -> ImportRun:
    """An event log of home on its way, without its file."""
    made, _new = ImportRun.objects.using(OWNER).get_or_create(
        organisation=home, counts={"step": step}, defaults={"uploaded_by": "x"}
    )
    return made


#: Whose row a route is about, by a word in its name; the first that fits.
ROWS_OF = {
    "contact": "cases_contact",
    "appointment": "cases_appointment",
    "goal": "cases_goal",
    "measure": "cases_measure",
    "involved": "cases_involved",
    "residence": "cases_residenceperiod",
    "legal_sphere": "cases_legalsphereperiod",
    "entitlement": "cases_entitlement",
    "transition": "cases_transition",
    "checklist": "cases_checklist",
    "unmerge": "cases_personmerge",
    "merge": "cases_case",
    "assessment": "cases_assessment",
    "strength": "cases_strength",
    "language_level": "cases_languagelevel",
    "rating": "cases_goalassessment",
    "agreement": "cases_planagreement",
    "_tie": "cases_networktie",
    "family": "cases_familymember",
    "barrier": "cases_barrier",
    "conference": "cases_conference",
    "guest": "cases_conference_guest",
    "consent": "cases_consent",
    "alliance": "cases_alliance",
    "transmission": "cases_transmission",
    "receipt": "cases_transmission",
    "reassignment": "cases_reassignment",
    "document": "cases_document",
    "template": "cases_lettertemplate",
    "undo": "cases_undostep",
}


def chain_arguments(stage: Stage, route: str) -> dict[str, Any]:
    """The draft of a chain that home keeps, for the pages of chains."""
    if not route.startswith(("networks:chain", "networks:station", "networks:draft")):
        return {}
    station = chain_draft(stage.folder.organisation)
    draft = station.chain_version
    return {
        "station_id": station.pk, "version_id": draft.pk, "chain_id": draft.chain_id,
        "before_id": draft.pk, "after_id": draft.pk,
    }


def arguments(stage: Stage, route: str, parameters: dict[str, str]) -> dict[str, Any]:
    """The objects of home that a route is asked for."""
    rows = stage.folder.rows
    kind = next((table for word, table in ROWS_OF.items() if word in route), "cases_contact")
    # Of the routes that name two things, these hang on the conference.
    if route in ("cases:add_guest", "cases:conference_measure"):
        kind = "cases_conference"
    values: dict[str, Any] = {
        "case_id": stage.folder.case.pk,
        "row_id": grant_row(stage) if route == "cases:revoke" else rows[kind].pk,
        "run_id": rows["cases_importrun"].pk,
        "filter_id": rows["cases_savedfilter"].pk,
        "report_id": rows["indicators_frozenreport"].pk,
        "issue_id": known_issue().pk,
        "activity_id": Activity.objects.using(OWNER).get(key="first_contact").pk,
        "mark": stage.mark, "state": "accepted",
        "lever_id": lever(stage).pk,
        "typical_id": rows["networks_typical_case"].pk, "course": "actual",
        "station_id": rows["networks_typical_station"].pk,
        "file_id": rows["indicators_reportfile"].pk,
        "mapping_id": rows["cases_importmapping"].pk,
        "export_id": rows["cases_caseexport"].pk,
        "to": "evaluation",
        "kind": "contact",
        "paper_format": "html",
        "transmission_id": rows["cases_transmission"].pk,
        "file_format": "json",
        "key": "cases.running",
        "list_key": "life_area",
        "area_key": "health",
        "language": "de",
        "secret": "no-such-link",
        "uidb36": "1",
    }
    values |= log_objects(stage)
    values["pk"] = directory_object(stage, route)
    if "typical" not in route and {"station_id", "chain_id", "version_id"} & {*parameters}:
        station = chain_draft(stage.folder.organisation)
        values["station_id"], values["version_id"] = station.pk, station.chain_version_id
        values["chain_id"] = station.chain_version.chain_id
    values |= of_logs(stage, route)
    if "before_id" in parameters:
        draft = chain_draft(stage.folder.organisation).chain_version_id
        values["before_id"] = values["after_id"] = draft
    values |= chain_arguments(stage, route)
    if route == "cases:deadline_rule":
        values["key"] = "birthday_18"
    if route.startswith("account_"):
        values["key"] = "no-such-key"
    return {name: values[name] for name in parameters}


def log_objects(stage: Stage) -> dict[str, Any]:
    """An activity of the catalogue, an imported log, a noted event."""
    first = Activity.objects.using(OWNER).get(key="first_contact")
    log = stage.folder.rows["networks_log"]
    return {"activity_id": first.pk, "log_id": log.pk, "mark": stage.mark}


def grant_row(stage: Stage) -> Any:
    rows = CaseAccess.objects.using(OWNER).filter(case_id=stage.folder.case.pk, revoked_at=None)
    return rows.exclude(organisation_id=stage.folder.organisation.pk).first().pk  # type: ignore[union-attr]


def directory_object(stage: Stage, route: str) -> Any:
    if route.startswith("mfa_"):
        return stage.passkey
    if route.startswith("vocabulary:"):
        return Term.objects.get(list="life_area", key="health").pk
    if route.startswith("directory:organisation"):
        return stage.cast.neighbour.pk
    if route == "directory:role_end":
        return Membership.objects.filter(user=stage.cast.colleague.user).get().pk
    return stage.cast.colleague.user.pk
