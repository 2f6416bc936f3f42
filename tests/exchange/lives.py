# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Random lives for the round trip: every source of the biography that can travel, with odd days,
odd texts and entrusted rows, entered as rows; and a biography without the rows' identities."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from stellwerk.base.keys import attach_key, load_keys, open_keys
from stellwerk.cases import models as m
from stellwerk.cases.actions.tokens import goal_token, person_token
from stellwerk.cases.choices import ENTITLEMENT_GROUPS, ENTRUSTED, OWN_SCOPE, FieldGroup
from stellwerk.cases.queries.biography import SOURCES, biography_of
from stellwerk.directory.models import Organisation, User
from stellwerk.networks.models import KnownIssue, Observation
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

#: What does not travel: evidence of an act between two organisations, which a file could forge.
#: For the same reason referrals stay, of the transitions.
STAYS = {"transmission"}

DAYS = st.dates(date(2015, 1, 1), date(2025, 12, 31))
LATER = st.none() | st.integers(0, 900)
TEXTS = st.sampled_from([
    None, "=1+1", "'=1+1", "@Ada", "Zeile eins\nZeile zwei", "ü ß — „Zitat“", "0", "ja; nein",
    "\u202everkehrt", "a,b;c\td", "+49 5971 0",
])  # fmt: skip
MOMENTS = st.datetimes(
    datetime(2016, 1, 1), datetime(2025, 12, 30), timezones=st.just(UTC)
)
PRECISION = st.sampled_from(["day", "about"])
MARK = st.sampled_from([0, 0, ENTRUSTED])
OFFICES = st.sampled_from([None, "neighbour", "home"])


def _from(day: date, later: int | None) -> date | None:
    return None if later is None else day + timedelta(days=later)


ENTRIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "residence": st.fixed_dictionaries({
        "status": st.sampled_from(["aufenthg_24", "asylg_55", "aufenthg_60a", "unknown"]),
        "valid_from": st.none() | DAYS, "lasts": LATER, "precision": PRECISION,
        "paragraph": st.sampled_from([None, "§ 24"]), "note": TEXTS, "conditions": TEXTS,
        "work_permit": st.sampled_from([None, "any", "on_request"]), "mark": MARK,
    }),
    "sphere": st.fixed_dictionaries({
        "sphere": st.sampled_from(["sgb_2", "sgb_3", "asylblg"]), "office": OFFICES,
        "valid_from": st.none() | DAYS, "lasts": LATER, "precision": PRECISION, "note": TEXTS,
        "mark": MARK,
    }),
    "entitlement": st.fixed_dictionaries({
        "kind": st.sampled_from(["integration_course", "housing"]), "issued_by": OFFICES,
        "issued_on": st.none() | DAYS, "lasts": LATER, "handed_in_at": OFFICES,
        "state": st.sampled_from(["issued", "handed_in", "used", "returned"]),
        "precision": PRECISION, "note": TEXTS, "mark": MARK,
    }),
    "language": st.fixed_dictionaries({
        "language": st.sampled_from(["de", "ar"]), "level": st.sampled_from(["a1", "b2"]),
        "reached_on": DAYS, "certificate": TEXTS, "issuer": TEXTS,
    }),
    "assessment": st.fixed_dictionaries({
        "assessed_on": DAYS, "kind": st.sampled_from(["first", "re"]), "note": TEXTS,
    }),
    "conference": st.fixed_dictionaries({
        "starts_at": MOMENTS, "state": st.sampled_from(["planned", "held", "cancelled"]),
        "agenda": TEXTS, "minutes": TEXTS, "place": TEXTS, "mark": MARK,
        "guest": TEXTS.filter(bool), "guest_state": st.sampled_from(["named", "attended"]),
    }),
    "barrier": st.fixed_dictionaries({
        "since": DAYS, "note": TEXTS, "mark": MARK,
        "kind": st.sampled_from(["", "waiting", "good"]), "delay_days": st.none() | st.just(0),
        "sentence": st.sampled_from(["Kein Kursplatz frei", "=1+1", "Zwei Antworten"]),
        "to_office": OFFICES, "to_words": st.sampled_from(["Ein Träger", "@Amt"]),
        "field_of_action": st.booleans(), "issue": st.booleans(),
    }),
    "measure": st.fixed_dictionaries({
        "title": TEXTS.filter(bool), "asked_on": st.none() | DAYS, "waits": LATER,
        "lasts": LATER, "state": st.sampled_from(["planned", "asked", "running", "completed",
                                                  "dropped", "refused"]),
        "sphere": st.sampled_from([None, "sgb_2"]), "provider": OFFICES,
        "outcome_reason": TEXTS, "reason": st.sampled_from([None, "waiting"]),
        "precision": PRECISION, "mark": MARK,
    }),
    "goal": st.fixed_dictionaries({
        "text": TEXTS.filter(bool), "agreed_on": st.none() | DAYS,
        "attainment": st.sampled_from([None, Decimal(0), Decimal("33.3"), Decimal(100)]),
        "assessed_on": st.none() | DAYS, "mark": MARK, "indicator": TEXTS,
        "responsible": st.sampled_from([None, "client"]), "open_reason": TEXTS,
        "history": st.lists(st.fixed_dictionaries({
            "assessed_on": st.none() | DAYS, "level": st.integers(-2, 2), "note": TEXTS,
            "attainment": st.sampled_from([None, Decimal(0), Decimal("0.5"), Decimal("33.3")]),
            "withdrawn_on": st.none() | DAYS,
        }), min_size=1, max_size=3),
        "weight": st.integers(1, 10), "baseline": st.none() | st.integers(-2, 2),
        "expected": TEXTS,
    }),
    "appointment": st.fixed_dictionaries({
        "starts_at": MOMENTS, "outcome": st.sampled_from(["planned", "kept", "no_show"]),
        "kind": st.sampled_from(["office", "phone"]), "note": TEXTS, "mark": MARK,
    }),
    "transition": st.fixed_dictionaries({
        "kind": st.sampled_from(["assignment", "hand_over"]), "answered_at": MOMENTS,
        "state": st.sampled_from(["accepted", "declined", "withdrawn"]), "message": TEXTS,
        "to_user": st.sampled_from([None, "lead@home.example", "manager@home.example"]),
    }),
    "contact": st.fixed_dictionaries({
        "at": MOMENTS, "kind": st.sampled_from(["phone", "third_party"]), "note": TEXTS,
        "mark": MARK,
    }),
}  # fmt: skip

#: A case's phases come with its rows on the sheet of cases; here a history is laid below it.
PHASES = st.lists(st.sampled_from(["clarification", "admitted", "assessment", "planning"]),
                  min_size=1, max_size=4)  # fmt: skip

LIVES = st.lists(
    st.fixed_dictionaries({
        "phases": PHASES, "steps": st.lists(st.integers(0, 200), min_size=4, max_size=4),
        # one of every source at least, some more than once
        "entries": st.tuples(*(st.lists(one, min_size=1, max_size=3) for one in ENTRIES.values())),
    }),
    min_size=2, max_size=3,
)  # fmt: skip


#: Two papers for the same course from two offices: the rules find a contradiction in every life.
TWO_PAPERS = [
    {"kind": "integration_course", "issued_by": office, "issued_on": day, "lasts": None,
     "handed_in_at": None, "state": "issued", "precision": "about", "note": None, "mark": 0}
    for office, day in (("home", date(2016, 2, 8)), ("neighbour", date(2017, 4, 3)))
]  # fmt: skip


class Entering:
    """Enters what was drawn into one case."""

    def __init__(self, case: m.Case) -> None:
        self.case = case
        self.keys = load_keys([case.pk, case.person_id])
        self.terms = {(term.list, term.key): term for term in Term.objects.all()}
        self.offices = {one.key: one for one in Organisation.objects.all()}

    def enter(self, life: dict[str, Any]) -> None:
        self._phases(life["phases"], life["steps"])
        for name, rows in zip(ENTRIES, life["entries"], strict=True):
            enter: Callable[[dict[str, Any]], None] = getattr(self, f"_{name}")
            for values in rows:
                enter(values)
        for paper in TWO_PAPERS:
            self._entitlement(paper)
        self._surroundings()

    def _add(self, model: Any, *, of_person: bool = False, texts: Any = None, **values: Any) -> Any:
        owner = self.case.person_id if of_person else self.case.pk
        named = {"person_id" if of_person else "case_id": owner}
        row = model(organisation_id=self.case.organisation_id, **named, **values)
        attach_key([row], self.keys[owner])
        for name, text in (texts or {}).items():
            setattr(row, name, text)
        row.save(force_insert=True)
        return row

    def _phases(self, names: list[str], steps: list[int]) -> None:
        m.PhaseChange.objects.filter(case=self.case).delete()
        day = self.case.opened_on
        ended = self.case.closed_on
        for index, name in enumerate(names):
            is_last = index == len(names) - 1
            left = None if is_last and not ended else day + timedelta(days=steps[index])
            self._add(m.PhaseChange, phase=name, entered_on=day, left_on=left, by="Ada",
                      texts={"reason": "Grund"})  # fmt: skip
            day = left or day
        phase = names[-1]
        if ended:
            phase = self.case.phase
            self._add(m.PhaseChange, phase=phase, entered_on=day, by="Ada")
        m.Case.objects.filter(pk=self.case.pk).update(phase=phase, phase_since=day)

    def _office(self, key: str | None) -> Organisation | None:
        return self.offices[key] if key else None

    def _residence(self, v: dict[str, Any]) -> None:
        begins = v["valid_from"]
        self._add(
            m.ResidencePeriod, of_person=True, valid_from=begins,
            status=self.terms[ListKey.RESIDENCE_STATUS, v["status"]],
            valid_until=_from(begins, v["lasts"]) if begins else None, precision=v["precision"],
            work_permit=v["work_permit"], groups=FieldGroup.RESIDENCE | v["mark"],
            texts={name: v[name] for name in ("paragraph", "note", "conditions")},
        )  # fmt: skip

    def _sphere(self, v: dict[str, Any]) -> None:
        begins = v["valid_from"]
        self._add(
            m.LegalSpherePeriod, of_person=True, valid_from=begins,
            sphere=self.terms[ListKey.LEGAL_SPHERE, v["sphere"]],
            valid_until=_from(begins, v["lasts"]) if begins else None, precision=v["precision"],
            office=self._office(v["office"]), groups=FieldGroup.RESIDENCE | v["mark"],
            texts={"note": v["note"]},
        )  # fmt: skip

    def _entitlement(self, v: dict[str, Any]) -> None:
        day = v["issued_on"]
        over = v["state"] in ("used", "returned")
        self._add(
            m.Entitlement, of_person=True, kind=v["kind"], issued_by=self._office(v["issued_by"]),
            issued_on=day, state=v["state"], handed_in_at=self._office(v["handed_in_at"]),
            ended_on=_from(day, v["lasts"]) if day and over else None, precision=v["precision"],
            groups=ENTITLEMENT_GROUPS[v["kind"]] | v["mark"], texts={"note": v["note"]},
        )  # fmt: skip

    def _language(self, v: dict[str, Any]) -> None:
        self._add(
            m.LanguageLevel, of_person=True, reached_on=v["reached_on"],
            language=self.terms[ListKey.LANGUAGE, v["language"]],
            level=self.terms[ListKey.CEFR_LEVEL, v["level"]],
            texts={"certificate": v["certificate"], "issuer": v["issuer"]},
        )  # fmt: skip

    def _assessment(self, v: dict[str, Any]) -> None:
        self._add(m.Assessment, assessed_on=v["assessed_on"], kind=v["kind"], by="Ada",
                  texts={"note": v["note"]})  # fmt: skip

    def _conference(self, v: dict[str, Any]) -> None:
        texts = {name: v[name] for name in ("agenda", "minutes", "place")}
        row = self._add(m.CaseConference, starts_at=v["starts_at"], state=v["state"],
                        groups=FieldGroup.PLAN | v["mark"], texts=texts)  # fmt: skip
        self._add(m.ConferenceGuest, conference=row, provider=self._office("neighbour"),
                  state=v["guest_state"], texts={"name": v["guest"]})  # fmt: skip

    def _barrier(self, v: dict[str, Any]) -> None:
        office = self._office(v["to_office"])
        area = Term.objects.filter(list=ListKey.FIELD_OF_ACTION).first()
        half = Observation.objects.create(
            organisation_id=self.case.organisation_id, month=v["since"].replace(day=1),
            person_token=person_token(self.case.organisation_id, self.case.person_id),
            kind=v["kind"], sentence=v["sentence"], delay_days=v["delay_days"],
            from_organisation=self._office("home"), to_organisation=office,
            to_words="" if office else v["to_words"],
            field_of_action=area if v["field_of_action"] else None,
            known_issue=KnownIssue.objects.first() if v["issue"] else None,
        )  # fmt: skip
        self._add(m.Barrier, observation=half, since=v["since"], by="Ada",
                  groups=FieldGroup.NOTES | v["mark"], texts={"note": v["note"]})  # fmt: skip

    def _measure(self, v: dict[str, Any]) -> None:
        asked = v["asked_on"]
        began = _from(asked, v["waits"]) if asked else None
        sphere = v["sphere"]
        self._add(
            m.Measure, state=v["state"], asked_on=asked, began_on=began,
            ended_on=_from(began or asked, v["lasts"]) if began or asked else None,
            legal_sphere=self.terms[ListKey.LEGAL_SPHERE, sphere] if sphere else None,
            provider=self._office(v["provider"]), reason=v["reason"], precision=v["precision"],
            groups=FieldGroup.PLAN | v["mark"],
            texts={"title": v["title"], "outcome_reason": v["outcome_reason"]},
        )  # fmt: skip

    def _goal(self, v: dict[str, Any]) -> None:
        assessed = v["assessed_on"] if v["attainment"] is not None else None
        texts = {name: v[name] for name in ("text", "indicator", "open_reason")}
        groups = FieldGroup.PLAN | v["mark"]
        goal = self._add(
            m.Goal, agreed_on=v["agreed_on"], attainment=v["attainment"], assessed_on=assessed,
            groups=groups, responsible=v["responsible"], texts=texts,
            text_token=goal_token(self.case.organisation_id, v["text"]),
        )  # fmt: skip
        for one in v["history"]:
            values = {name: value for name, value in one.items() if name != "note"}
            self._add(m.GoalAssessment, goal=goal, by="Ada", groups=groups, **values,
                      texts={"note": one["note"]})  # fmt: skip
        self._add(m.GoalScale, goal=goal, weight=v["weight"], baseline=v["baseline"],
                  groups=groups, texts={"expected": v["expected"]})  # fmt: skip

    def _appointment(self, v: dict[str, Any]) -> None:
        self._add(m.Appointment, starts_at=v["starts_at"], outcome=v["outcome"], kind=v["kind"],
                  groups=FieldGroup.PLAN | v["mark"], texts={"note": v["note"]})  # fmt: skip

    def _transition(self, v: dict[str, Any]) -> None:
        declined = v["state"] == "declined"
        self._add(
            m.Transition, kind=v["kind"], state=v["state"], answered_at=v["answered_at"],
            to_user=User.objects.filter(email=v["to_user"]).first(), proposed_by="Ada",
            decline_reason="bias" if declined else None, texts={"message": v["message"]},
        )  # fmt: skip

    def _surroundings(self) -> None:
        """What stands in no biography and in no plan, and travels all the same."""
        known = self._add(m.Involved, texts={"name": "Frau Muster", "task": "=1+1"})
        self._add(m.NetworkTie, sector="health", closeness=1, effect=-2, involved=known,
                  noted_on=date(2024, 2, 1), groups=FieldGroup.PLAN | FieldGroup.HEALTH,
                  texts={"name": "@Muster", "role": "Ärztin"})  # fmt: skip
        self._add(m.NetworkTie, sector="friends", closeness=3, is_formal=True,
                  noted_on=date(2024, 2, 1), groups=FieldGroup.PLAN | FieldGroup.FAMILY,
                  texts={"name": "Nachbar"})  # fmt: skip
        for born, at_home in (("2015-03-31", True), ("1980", False), (None, True)):
            self._add(m.FamilyMember, of_person=True, relation="child", in_household=at_home,
                      texts={"name": "-Kim", "born": born, "note": "0"})  # fmt: skip
        self._add(m.Alliance, agreed_on=date(2024, 2, 1), explained_in="uk", by="Ada",
                  texts={"content": "Zusammen", "client_side": "+1"})  # fmt: skip
        self._add(m.ClientEvaluation, given_on=date(2024, 2, 1), way="paper", language="ar",
                  understood=0, better=4, by="Ada", texts={"remark": "gut"})  # fmt: skip

    def _contact(self, v: dict[str, Any]) -> None:
        self._add(m.Contact, at=v["at"], kind=v["kind"], by="Ada",
                  groups=FieldGroup.NOTES | v["mark"], texts={"note": v["note"]})  # fmt: skip


def biographies() -> dict[str, list[tuple[Any, ...]]]:
    """By case numbers of each person: all entries, gaps and contradictions, in a fixed order."""
    people: dict[Any, list[m.Case]] = {}
    for case in m.Case.objects.select_related("person", "organisation").order_by("case_key"):
        people.setdefault(case.person_id, []).append(case)
    found = {}
    for cases in people.values():
        open_keys([*cases, *(case.person for case in cases)])
        line = biography_of(cases, FieldGroup(OWN_SCOPE))
        found[" ".join(case.case_key for case in cases)] = sorted(
            (
                (
                    str(i.kind), i.begins, i.ends, i.is_span, i.is_activity, i.is_about,
                    str(i.title), str(i.text), i.at, str(i.state), i.office, i.sphere,
                    i.sphere_label, i.case_number, i.asked, i.days,
                )
                for i in line.items
            ),
            key=str,
        )  # fmt: skip
    return found


def observations() -> list[tuple[Any, ...]]:
    """What was handed down, and how many different people it is about."""
    rows = Observation.objects.values_list(
        "kind", "sentence", "month", "delay_days", "from_organisation__key", "from_words",
        "to_organisation__key", "to_words", "field_of_action__key", "known_issue__number",
    )  # fmt: skip
    tokens = Observation.objects.values_list("person_token", flat=True).distinct().count()
    return [*sorted(rows, key=str), ("people", tokens)]


def sheets(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[Any]]:
    """Every sheet of an export in a fixed order; numbers of rows as what they point to."""
    pointed = {
        row["row_key"]: f"{sheet} {_plain(row)}"
        for sheet, lines in rows.items()
        for row in lines
        if row.get("row_key")
    }
    return {
        sheet: sorted(
            str({name: pointed.get(str(value), value) for name, value in _plain(row).items()})
            for row in lines
        )
        for sheet, lines in rows.items()
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "row_key"}


def every_source_is_entered() -> bool:
    """A new source of the biography has to be entered here, or to be named in ``STAYS``."""
    return {*ENTRIES, "phase", *STAYS} == set(SOURCES)
