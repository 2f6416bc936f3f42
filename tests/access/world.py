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
from json import dumps
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from stellwerk.base.ids import new_id
from stellwerk.base.keys import attach_key
from stellwerk.base.models import DataKey
from stellwerk.cases import models as m
from stellwerk.cases.choices import ENTITLEMENT_GROUPS, FieldGroup
from stellwerk.directory.models import Organisation, User
from stellwerk.indicators.models import FrozenReport, ReportFile
from stellwerk.networks.models import Observation
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
        self.consent_parts(case)
        self.clarification_parts(case)
        self.surrounding_parts(case, person)
        self.barrier_parts(case)
        self.team_parts(case)
        self.documents_and_drafts(case)
        self.rows["cases_access"] = m.CaseAccess.objects.using(OWNER).get(case=case)
        self.add(
            m.CaseFact(case_id=case.pk, organisation_id=org.pk, phase="monitoring", opened_on=DAY)
        )
        self.office_parts()
        return Folder(org, case, person, self.rows)

    def office_parts(self) -> None:
        """What belongs to the organisation and to no case."""
        org = self.organisation
        self.add(m.ImportRun(organisation=org, uploaded_by="x", file_name=f"{self.mark}.xlsx"))
        self.export(org)
        whose = self.manager or User.objects.using(OWNER).order_by("email").first()
        self.add(m.SavedFilter(organisation=org, user=whose, name=self.mark, query="silent=30"))
        self.add(m.OrganisationSetting(organisation=org, key="reminders.email", value=False))
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

    def barrier_parts(self, case: m.Case) -> None:
        """A barrier: its note in the case and the sentence without any person."""
        org = self.organisation
        half = self.add(
            Observation(
                organisation=org,
                from_organisation=org,
                to_words="Wohnungsamt",
                month=DAY.replace(day=1),
                sentence="Zwei Stellen verlangen dasselbe Papier.",
                person_token=4711,
            )
        )
        note = self.say(FieldGroup.NOTES)
        self.add(m.Barrier(case=case, organisation=org, observation=half, since=DAY, note=note))
        self.conference_parts(case)

    def conference_parts(self, case: m.Case) -> None:
        """A conference with a guest and a measure that it agreed on."""
        common = {"case": case, "organisation": self.organisation}
        plan = self.say(FieldGroup.PLAN)
        table = self.add(
            m.CaseConference(**common, starts_at=MOMENT, place="Rathaus", agenda=plan, minutes=plan)
        )
        self.add(m.ConferenceGuest(**common, conference=table, name=plan, email="x@x.example"))
        agreed = self.add(m.Measure(**common, title=plan))
        self.add(m.ConferenceResult(**common, conference=table, measure=agreed))
        self.add(
            m.Reminder(**common, appointment_id=new_id(), starts_at=MOMENT, channel="email")
        )
        self.add(
            m.ReminderWish(
                person_id=case.person_id, organisation=self.organisation, agreed_on=DAY
            )
        )

    def team_parts(self, case: m.Case) -> None:
        """What belongs to the people of the organisation."""
        somebody = self.manager or User.objects.using(OWNER).order_by("email").first()
        self.add(
            m.WorkTime(
                organisation=self.organisation,
                user=somebody,
                hours_per_week=20,
                valid_from=DAY,
            )
        )
        self.add(m.DigestWish(organisation=self.organisation, user=somebody))
        run = self.add(m.Reassignment(organisation=self.organisation, started_by="x"))
        self.add(
            m.ReassignmentItem(
                organisation=self.organisation,
                reassignment=run,
                case=case,
                to_user=self.manager,
            )
        )

    def consent_parts(self, case: m.Case) -> None:
        """An alliance, a consent and a transmission to an office that takes no other part."""
        common = {"case": case, "organisation": self.organisation}
        office = receiving_office(self.organisation)
        self.add(
            m.Alliance(**common, agreed_on=DAY, content=self.say(FieldGroup.PLAN), by="x")
        )
        consent = self.add(
            m.Consent(
                **common,
                purpose="other",
                own_words=self.say(FieldGroup.NOTES),
                scope=256,
                explained_in="uk",
                refusal_explained=True,
                form="written",
                given_on=DAY,
                valid_until=EXPIRY,
                by="x",
            )
        )
        self.add(m.ConsentRecipient(**common, consent=consent, recipient=office))
        sent = {"sections": [{"title": "Plan", "rows": [["Ziel", self.say(FieldGroup.PLAN)]]}]}
        self.add(
            m.Transmission(
                **common,
                number=f"UE-{self.mark}",
                by="x",
                recipient=office,
                basis="statute",
                provision="§ 69 SGB X",
                scope=256,
                purpose=self.say(FieldGroup.NOTES),
                content=dumps(sent),
                digest="0" * 64,
                signature="0" * 64,
            )
        )

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

    def clarification_parts(self, case: m.Case) -> None:
        """A checklist in force, what was clarified with it, the client's answers, a merge."""
        org, plan = self.organisation, self.say(FieldGroup.PLAN)
        common = {"case": case, "organisation": org}
        criteria = self.add(m.Checklist(organisation=org, name="x", version=1, valid_from=DAY))
        item = self.add(m.ChecklistItem(organisation=org, checklist=criteria, key="x", text="x"))
        found = self.add(
            m.Clarification(
                **common, checklist=criteria, result="admitted", decided_on=DAY, reason=plan, by="x"
            )
        )
        self.add(
            m.CriterionAnswer(**common, clarification=found, item=item, state="met", note=plan)
        )
        self.add(
            m.ClientEvaluation(
                **common, given_on=DAY, way="paper", language="de", understood=4, remark=plan
            )
        )
        # Of one record with itself: it can be taken back without anything to move.
        self.add(
            m.PersonMerge(
                organisation=org, person=case.person, merged=case.person, by="x", trace="{}"
            )
        )

    # --- assessment, plan, surroundings ---

    def surrounding_parts(self, case: m.Case, person: m.Person) -> None:
        """Assessment, strengths, goal history, agreement, network card, family, levels."""
        org = self.organisation
        common = {"case": case, "organisation": org}
        seen = self.add(
            m.Assessment(**common, assessed_on=DAY, kind="first", note=self.say(FieldGroup.PLAN))
        )
        for group, key in (
            (FieldGroup.HEALTH, "health"),
            (FieldGroup.HOUSING, "housing"),
            (FieldGroup.WORK_EDUCATION, "work"),
        ):
            area = {"life_area": term(ListKey.LIFE_AREA, key), "groups": FieldGroup.PLAN | group}
            said = self.say(group)
            self.add(
                m.AssessmentArea(**common, **area, assessment=seen, need=0, manager_view=said)
            )
            self.add(m.Strength(**common, **area, text=said, noted_on=DAY))
        goal = self.rows["cases_goal"]
        words = self.say(FieldGroup.PLAN)
        self.add(
            m.GoalAssessment(**common, goal=goal, assessed_on=DAY, attainment=0, note=words)
        )
        self.add(m.GoalScale(**common, goal=goal, expected=words))
        self.add(m.PlanAgreement(**common, agreed_on=DAY, note=words))
        family = self.say(FieldGroup.FAMILY)
        both = FieldGroup.PLAN | FieldGroup.FAMILY
        self.add(
            m.NetworkTie(
                **common, groups=both, name=family, sector="family", closeness=1, effect=0,
                involved=self.rows["cases_involved"], noted_on=DAY,
            )
        )
        hers = {"person": person, "organisation": org}
        self.add(m.FamilyMember(**hers, relation="child", name=family, client=person))
        level, language = term(ListKey.CEFR_LEVEL, "b1"), term(ListKey.LANGUAGE, "canary")
        certificate = self.say(FieldGroup.LANGUAGE)
        self.add(
            m.LanguageLevel(
                **hers, language=language, level=level, reached_on=DAY, certificate=certificate
            )
        )
        self.add(
            m.ScaleText(organisation=org, life_area=area["life_area"], level=0, text=self.mark)
        )

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


def receiving_office(sender: Organisation) -> Organisation:
    """An organisation to which things are sent and which sees no case."""
    found, _ = Organisation.objects.using(OWNER).get_or_create(
        key="stelle-empfang",
        defaults={
            "name": "Stelle Empfang", "kind": sender.kind, "municipality": sender.municipality
        },
    )
    found._state.db = "default"
    return found


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
