# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two organisations whose cases fill every walled table. All people are invented.

Written as the owner of the tables, so that the walls under test have no part in it.
"""

import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from stellwerk.base.ids import new_id
from stellwerk.base.keys import attach_key
from stellwerk.base.models import DataKey
from stellwerk.cases import models as m
from stellwerk.cases.choices import FieldGroup
from stellwerk.directory.models import Organisation, User
from stellwerk.indicators.models import FrozenReport, ReportFile
from stellwerk.vault import crypto
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

OWNER = "owner"
DAY = date(2026, 3, 2)
EXPIRY = date(2031, 7, 19)
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.get_fixed_timezone(60))

#: One canary per field group: it must show where the group is granted and nowhere else.
CANARY = {
    FieldGroup.IDENTITY: "Kanarienname",
    FieldGroup.CONTACT: "Kanarienweg",
    FieldGroup.FAMILY: "Kanarienkind",
    # The status itself is a word of a list that everybody sees in filters; this day is not.
    FieldGroup.RESIDENCE: "19.07.2031",
    FieldGroup.LANGUAGE: "Kanariensprache",
    FieldGroup.WORK_EDUCATION: "Kanarienarbeit",
    FieldGroup.HOUSING: "Kanarienwohnung",
    FieldGroup.HEALTH: "Kanarienkrankheit",
    FieldGroup.PLAN: "Kanarienplan",
    FieldGroup.NOTES: "Kanariennotiz",
}


@dataclass
class Folder:
    """One case with everything that hangs on it."""

    organisation: Organisation
    case: m.Case
    person: m.Person
    rows: dict[str, Any] = field(default_factory=dict)  # table -> one row of it


def term(kind: ListKey, key: str, label: str = "", **attributes: str) -> Term:
    """A term by key; made when the lists do not have it."""
    found, _ = Term.objects.using(OWNER).get_or_create(
        list=kind,
        key=key,
        defaults={"label_de": label or key, "label_en": label or key, "attributes": attributes},
    )
    found._state.db = "default"
    return found


class Builder:
    """Writes one case; every row is remembered by its table."""

    def __init__(self, organisation: Organisation, manager: User | None, mark: str) -> None:
        self.organisation, self.manager, self.mark = organisation, manager, mark
        self.rows: dict[str, Any] = {}
        self.keys: dict[UUID, bytes] = {}

    def say(self, group: FieldGroup) -> str:
        return f"{CANARY[group]} {self.mark}"

    def add(self, row: Any) -> Any:
        if hasattr(row, "key_subject_id"):
            attach_key([row], self.key(row.key_subject_id))
        row.save(using=OWNER, force_insert=True)
        row._state.db = "default"  # the same database by another name
        self.rows[row._meta.db_table] = row
        return row

    def key(self, subject: UUID) -> bytes:
        if subject not in self.keys:
            ring = crypto.keyring()
            self.keys[subject] = ring.new_data_key()
            self.rows["base_data_key"] = DataKey.objects.using(OWNER).create(
                subject_id=subject,
                organisation_id=self.organisation.pk,
                wrapped=ring.wrap(self.keys[subject], subject),
                kek_version=ring.current_version,
            )
        return self.keys[subject]

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
        self.documents_and_drafts(case)
        self.rows["cases_access"] = m.CaseAccess.objects.using(OWNER).get(case=case)
        self.add(
            m.CaseFact(case_id=case.pk, organisation_id=org.pk, phase="monitoring", opened_on=DAY)
        )
        self.add(m.ImportRun(organisation=org, uploaded_by="x", file_name=f"{self.mark}.xlsx"))
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
        return Folder(org, case, person, self.rows)

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

    def plan_parts(self, case: m.Case) -> None:
        """A topic, a goal and a measure for each field group that a life area can have."""
        common = {"case": case, "organisation": self.organisation}
        areas = {
            FieldGroup.HEALTH: "health",
            FieldGroup.HOUSING: "housing",
            FieldGroup.WORK_EDUCATION: "work",
            FieldGroup.FAMILY: "family",
        }
        for group, key in areas.items():
            area = term(ListKey.LIFE_AREA, key)
            both = FieldGroup.PLAN | group
            self.add(m.CaseTopic(**common, groups=both, life_area=area, is_central=True))
            self.add(
                m.Goal(**common, groups=both, life_area=area, text=self.say(group), agreed_on=DAY)
            )
            self.add(m.Measure(**common, groups=both, life_area=area, title=self.say(group)))
        self.add(m.Goal(**common, text=self.say(FieldGroup.PLAN), agreed_on=DAY, due_on=DAY))
        self.add(m.Measure(**common, title=self.say(FieldGroup.PLAN)))


    # --- documents, letters, drafts, undo ---
    def documents_and_drafts(self, case: m.Case) -> None:
        common = {"case": case, "organisation": self.organisation}
        template = self.add(
            m.LetterTemplate(
                organisation=self.organisation, name=f"Vorlage {self.mark}", kind="letter",
                content=sample_template(), size=1, sha256="0" * 64,
            )
        )
        row = m.Document(**common, kind="letter", file_type="txt", size=3, template=template)
        row.title = row.file_name = self.say(FieldGroup.NOTES)
        row.sha256 = "0" * 64
        self.add(row)
        row = m.Document(**common, kind="other", file_type="txt", size=3)
        row.title = row.file_name = self.say(FieldGroup.NOTES)
        row.sha256 = "0" * 64
        self.add(row)
        self.add(
            m.DocumentContent(**common, id=row.pk, content=self.say(FieldGroup.NOTES).encode())
        )
        self.add(
            m.OpenForm(
                **common, form="cases:note_contact", user_id=new_id(), user_name="x",
                seen_at=MOMENT, draft_at=MOMENT, draft=f"note={self.say(FieldGroup.NOTES)}",
            )
        )
        goal = self.rows["cases_goal"]
        self.add(
            m.UndoStep(
                **common, id=new_id(), kind="goal", model="cases.Goal", row_id=goal.pk,
                version=goal.version, values="{}",
            )
        )


def sample_template() -> bytes:
    """The smallest template there is."""
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types>wordprocessingml.document.main+xml</Types>")
        packed.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>{{ Datum }}</w:t></w:r></w:p></w:body></w:document>",
        )
    return book.getvalue()


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
