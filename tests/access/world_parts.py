# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What hangs on a case of the tests' world, topic by topic."""

import io
import zipfile
from json import dumps

from stellwerk.base.ids import new_id
from stellwerk.cases import models as m
from stellwerk.cases.choices import FieldGroup
from stellwerk.directory.models import Organisation
from stellwerk.networks import models as n
from stellwerk.networks.models import (
    Observation,
    StationView,
    TypicalCase,
    TypicalRelease,
    TypicalStation,
)
from stellwerk.vocabulary.choices import ListKey
from tests.access.world_base import DAY, EXPIRY, MOMENT, OWNER, Writer, term


class Parts(Writer):
    """Barriers, conferences, team, consents, plan, clarification, surroundings, documents."""

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

    def typical_parts(self, case: m.Case) -> None:
        """A typical case that is still a draft, made of this case."""
        org = self.organisation
        number = TypicalCase.objects.using(OWNER).filter(organisation=org).count() + 1
        typical = self.add(TypicalCase(organisation=org, number=number, title="Zwei Papiere"))
        common = {"organisation": org, "typical_case": typical}
        station = self.add(TypicalStation(**common, action="Ein Amt verlangt ein Papier."))
        self.add(TypicalStation(**common, action="Ein zweites verlangt es noch einmal."))
        self.add(StationView(**common, station=station, words="Uns fehlt die erste Fassung."))
        self.add(
            TypicalRelease(
                **common, attributes={"stated": {"gender": "w"}, "said": []}, persons=5,
                released_at=MOMENT, by="x",
            )
        )
        self.add(m.TypicalSource(organisation=org, case=case, typical_case=typical))

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
        somebody = self.somebody()
        self.once(
            m.WorkTime(
                organisation=self.organisation,
                user=somebody,
                hours_per_week=20,
                valid_from=DAY,
            )
        )
        self.once(m.DigestWish(organisation=self.organisation, user=somebody))
        run = self.add(m.Reassignment(organisation=self.organisation, started_by="x"))
        self.add(
            m.ReassignmentItem(
                organisation=self.organisation,
                reassignment=run,
                case=case,
                to_user=somebody,
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
        there = m.Checklist.objects.using(OWNER).filter(organisation=org).count()
        criteria = self.add(
            m.Checklist(organisation=org, name="x", version=there + 1, valid_from=DAY)
        )
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
        self.once(
            m.ScaleText(organisation=org, life_area=area["life_area"], level=0, text=self.mark)
        )

    def log_parts(self) -> None:
        """An imported log: a course of one event by a party in words, its cell, a marked week."""
        org = self.organisation
        log = self.add(n.EventLog(organisation=org, kind="imported", name=self.mark))
        self.add(n.LogFilePart(id=new_id(), organisation=org, log=log, number=0, content=b"x"))
        happened = self.add(n.Activity(organisation=org, log=log, name_de=self.mark))
        party = self.add(n.Party(owner=org, log=log, words=self.mark))
        trace = self.add(n.Trace(organisation=org, log=log, label=f"Vorgang {self.mark}"))
        self.add(
            n.Event(
                organisation=org, log=log, trace=trace, activity=happened, party=party, at=MOMENT
            )
        )
        at = {"organisation": org, "log": log}
        self.add(n.Cell(**at, level=1, period=DAY, activity=happened.pk, count=1))
        self.add(n.CellMark(**at, week=DAY))
        line = {"kind": "edge", "year": 2026, "line": ">1", "released_on": DAY}
        shown = {"courses": 5, "mean_days": None, "median_days": None}
        self.once(n.ReleasedLine(organisation=org, shown=shown, **line))

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
