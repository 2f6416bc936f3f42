# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two organisations whose cases fill every walled table. All people are invented.

Written as the owner of the tables, so that the walls under test have no part in it.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from stellwerk.base.ids import new_id
from stellwerk.cases import models as m
from stellwerk.cases.choices import ENTITLEMENT_GROUPS, FieldGroup
from stellwerk.directory.models import Organisation
from stellwerk.indicators.models import FrozenReport, ReportFile
from stellwerk.vocabulary.choices import ListKey
from tests.access.world_base import CANARY, DAY, EXPIRY, MOMENT, OWNER, term
from tests.access.world_parts import Parts

__all__ = [
    "CANARY", "DAY", "EXPIRY", "MOMENT", "OWNER", "Builder", "Folder", "asking", "grant", "log_row",
    "revoke", "term",
]


@dataclass
class Folder:
    """One case with everything that hangs on it."""

    organisation: Organisation
    case: m.Case
    person: m.Person
    rows: dict[str, Any] = field(default_factory=dict)  # table -> one row of it


class Builder(Parts):
    """Writes one case with everything that hangs on it."""

    def build(self) -> Folder:
        org = self.organisation
        home = self.add(m.Household(organisation=org, members=3))
        person = self.add(m.Person(organisation=org, client_key=f"P-{self.mark}", household=home))
        self.person_parts(person)
        case = self.add(
            m.Case(
                organisation=org,
                person=person,
                case_key=f"F-{self.mark}",
                manager=self.manager,
                phase="monitoring",
                phase_since=DAY,
                opened_on=DAY,
                last_contact_on=DAY,
                concern=self.say(FieldGroup.NOTES),
                sort_at=MOMENT,
            )
        )
        self.case_parts(case)
        self.plan_parts(case)
        self.consent_parts(case)
        self.clarification_parts(case)
        self.surrounding_parts(case, person)
        self.barrier_parts(case)
        self.typical_parts(case)
        self.team_parts(case)
        self.documents_and_drafts(case)
        self.rows["cases_access"] = m.CaseAccess.objects.using(OWNER).get(case=case)
        self.add(
            m.CaseFact(case_id=case.pk, organisation_id=org.pk, phase="monitoring", opened_on=DAY)
        )
        self.office_parts()
        self.log_parts()
        return Folder(org, case, person, self.rows)

    def office_parts(self) -> None:
        """What belongs to the organisation and to no case."""
        org = self.organisation
        self.add(m.ImportRun(organisation=org, uploaded_by="x", file_name=f"{self.mark}.xlsx"))
        self.export(org)
        whose = self.somebody()
        self.add(m.SavedFilter(organisation=org, user=whose, name=self.mark, query="silent=30"))
        self.once(m.OrganisationSetting(organisation=org, key="reminders.email", value=False))
        self.add(
            FrozenReport(
                organisation=org,
                report="case-management",
                title=self.mark,
                frozen_at=MOMENT,
                frozen_by="x",
                content="{}",
                digest="",
            )
        )
        self.add(
            ReportFile(
                organisation=org,
                ordered_by_id=new_id(),
                ordered_at=MOMENT,
                report="case-management",
                file_format="pdf",
                expires_at=MOMENT,
            )
        )

    def export(self, org: Organisation) -> None:
        """An order of records as a file, and how a foreign list is read."""
        self.add(m.ImportMapping(organisation=org, name=self.mark, columns={}, words={}))
        self.add(
            m.CaseExport(
                organisation=org,
                ordered_by="x",
                ordered_by_id=new_id(),
                purpose=self.say(FieldGroup.NOTES),
                sheets=["cases"],
                file_format="xlsx",
                case_ids=[],
                scopes=[],
                expires_at=MOMENT,
            )
        )

    def person_parts(self, person: m.Person) -> None:
        org = self.organisation
        name = self.say(FieldGroup.IDENTITY)
        self.add(
            m.Identity(
                person=person,
                organisation=org,
                family_name=name,
                given_name="Kim",
                birth_year=1991,
                gender="w",
            )
        )
        address = self.say(FieldGroup.CONTACT)
        self.add(m.ContactData(person=person, organisation=org, address=address, phone="05971 000"))
        language = term(ListKey.LANGUAGE, "canary", self.say(FieldGroup.LANGUAGE))
        self.add(m.PersonLanguage(person=person, organisation=org, language=language))
        self.add(m.PersonToken(organisation=org, token=4711, person=person))
        status = term(ListKey.RESIDENCE_STATUS, "sample", "Status der Probe")
        self.add(
            m.ResidencePeriod(
                person=person,
                organisation=org,
                status=status,
                valid_from=DAY,
                valid_until=EXPIRY,
            )
        )
        self.legal_parts(person)

    def legal_parts(self, person: m.Person) -> None:
        """A legal sphere and an entitlement of each field group that one can have."""
        common = {"person": person, "organisation": self.organisation}
        sphere = term(ListKey.LEGAL_SPHERE, "sgb_2")
        self.add(m.LegalSpherePeriod(**common, sphere=sphere, valid_from=DAY, valid_until=EXPIRY))
        for kind, group in ENTITLEMENT_GROUPS.items():
            text = self.say(group)
            self.add(
                m.Entitlement(**common, kind=kind, groups=group, issued_on=DAY, note=text)
            )

    def case_parts(self, case: m.Case) -> None:
        org = self.organisation
        common = {"case": case, "organisation": org}
        self.add(
            m.PhaseChange(
                **common,
                phase="monitoring",
                entered_on=DAY,
                by="x",
                reason=self.say(FieldGroup.PLAN),
            )
        )
        self.add(
            m.Appointment(**common, starts_at=MOMENT, kind="office", note=self.say(FieldGroup.PLAN))
        )
        self.add(
            m.Contact(**common, at=MOMENT, kind="phone", note=self.say(FieldGroup.NOTES), by="x")
        )
        self.add(m.Involved(**common, name=self.say(FieldGroup.PLAN), task="x"))
        self.add(
            m.Transition(
                **common,
                kind="hand_over",
                to_user=self.manager,
                message=self.say(FieldGroup.PLAN),
                proposed_by="x",
            )
        )


@contextmanager
def asking(organisation: Organisation | UUID | None, using: str = "default") -> Any:
    """A transaction of one organisation; everything in it is taken back."""
    pk = getattr(organisation, "pk", organisation)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('app.organisation', %s, true)", [str(pk or "")])
        yield cursor
        transaction.set_rollback(True, using=using)


def grant(
    folder: Folder,
    to: Organisation,
    scope: int,
    *,
    until: timedelta | None = timedelta(days=30),
    basis: str = "consent",
    using: str = "default",
) -> UUID:
    """Grant through the one function that may, as the owning organisation."""
    end = timezone.now() + until if until else None
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.organisation', %s, true)", [str(folder.organisation.pk)]
        )
        cursor.execute(
            "SELECT grant_case_access(%s, %s, %s::smallint, %s, '', %s)",
            [folder.case.pk, to.pk, scope, basis, end],
        )
        made = UUID(str(cursor.fetchone()[0]))
        cursor.execute("SELECT set_config('app.organisation', '', true)")
    return made


def revoke(folder: Folder, row: UUID, using: str = "default") -> None:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.organisation', %s, true), revoke_case_access(%s)",
            [str(folder.organisation.pk), row],
        )
        cursor.execute("SELECT set_config('app.organisation', '', true)")


def log_row(organisation: Organisation) -> UUID:
    """One row of the log of this organisation."""
    row = new_id()
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (id, actor, organisation_id, verb, kind, subjects, fields, "
            "note, route) VALUES (%s, 'x', %s, 'read', 'case', '{}', '{}', '', '')",
            [row, organisation.pk],
        )
    return row
