# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What hangs on a case or its person, as rows of a table: one `PartKind` per sheet.

Columns and attributes bear the same name; how a value becomes a cell and back follows from the
model's field (a term by its key, an organisation by its key, a sealed text as text). The sheets
themselves stand in `exchange.part_columns`; a test keeps the two together.
"""

from django.db.models import Q

from stellwerk.cases.choices import ENTITLEMENT_GROUPS, FieldGroup, Sector, TransitionState
from stellwerk.cases.models import (
    Alliance,
    Assessment,
    AssessmentArea,
    Barrier,
    Case,
    CaseConference,
    ClientEvaluation,
    ConferenceGuest,
    Consent,
    ConsentRecipient,
    Contact,
    ContactData,
    Entitlement,
    FamilyMember,
    GoalAssessment,
    GoalScale,
    Involved,
    LanguageLevel,
    LegalSpherePeriod,
    Measure,
    NetworkTie,
    PersonLanguage,
    PhaseChange,
    PlanAgreement,
    ResidencePeriod,
    Strength,
    Transition,
)
from stellwerk.cases.queries.part_cells import Cells
from stellwerk.cases.queries.part_kind import ENTRUSTED_COLUMN, PartKind
from stellwerk.cases.rules.surroundings import tie_groups
from stellwerk.cases.rules.texts import tidy
from stellwerk.vocabulary.choices import ListKey

KINDS: tuple[PartKind, ...] = (
    PartKind(
        "case_details", Case,
        ("concern", "closing_note", "episode", "aftercare_on", "retention_class"), single=True,
        guarded={
            "concern": FieldGroup.NOTES, "closing_note": FieldGroup.NOTES,
            "episode": FieldGroup.PLAN, "aftercare_on": FieldGroup.PLAN,
            "retention_class": FieldGroup.PLAN,
        },
        keeps=frozenset({"episode"}),
    ),
    PartKind(
        "contact_data", ContactData, ("phone", "email", "address"), of_person=True, single=True,
        groups=FieldGroup.CONTACT, keeps=frozenset({"phone", "email", "address"}), audit="person",
    ),
    PartKind(
        "phases", PhaseChange, ("phase", "entered_on", "left_on", "by", "reason"),
        identity=("phase", "entered_on"), once=True, apart=True, keeps=frozenset({"by"}),
        guarded={"reason": FieldGroup.NOTES},
    ),
    PartKind(
        "contacts", Contact,
        ("at", "kind", "note", "by", "minutes", "interpreter", ENTRUSTED_COLUMN),
        identity=("at", "kind"), groups=FieldGroup.NOTES, keeps=frozenset({"by"}),
        audit="contact",
    ),
    PartKind(
        "measures", Measure,
        ("title", "life_area", "legal_sphere", "provider", "state", "asked_on", "began_on",
         "ended_on", "due_on", "outcome_reason", "reason_word", "offer", "is_own_step", "precision",
         ENTRUSTED_COLUMN),
        identity=("title", "life_area"), area="life_area", audit="measure",
        attributes={"reason_word": "reason"},
        lists={"life_area": ListKey.LIFE_AREA, "legal_sphere": ListKey.LEGAL_SPHERE},
    ),
    PartKind(
        "residence", ResidencePeriod,
        ("status", "valid_from", "valid_until", "precision", "paragraph", "work_permit",
         "residence_duty", "conditions", "note", ENTRUSTED_COLUMN),
        identity=("status", "valid_from"), of_person=True, once=True, apart=True,
        groups=FieldGroup.RESIDENCE, audit="person",
        lists={"status": ListKey.RESIDENCE_STATUS},
    ),
    PartKind(
        "languages", PersonLanguage, ("language", "level", "needs_interpreter"),
        identity=("language",), of_person=True, once=True, groups=FieldGroup.LANGUAGE,
        audit="person",
        lists={"language": ListKey.LANGUAGE, "level": ListKey.CEFR_LEVEL},
    ),
    PartKind(
        "involved", Involved, ("provider", "name", "task", "reach", "until"),
        identity=("provider", "name"), audit="involved",
    ),
    PartKind(
        "spheres", LegalSpherePeriod,
        ("sphere", "office", "valid_from", "valid_until", "precision", "note", ENTRUSTED_COLUMN),
        identity=("sphere", "valid_from"), of_person=True, groups=FieldGroup.RESIDENCE,
        audit="person", lists={"sphere": ListKey.LEGAL_SPHERE},
    ),
    PartKind(
        "entitlements", Entitlement,
        ("kind", "issued_by", "issued_on", "valid_until", "handed_in_at", "handed_in_on",
         "ended_on", "state", "precision", "note", ENTRUSTED_COLUMN),
        identity=("kind", "issued_by", "issued_on"), of_person=True, audit="person",
        groups_by="kind", groups_of=ENTITLEMENT_GROUPS,
    ),
    PartKind(
        "assessments", Assessment, ("assessed_on", "kind", "note", "by"),
        identity=("assessed_on", "kind"), keeps=frozenset({"by"}),
    ),
    PartKind(
        "assessment_areas", AssessmentArea,
        ("assessment", "life_area", "need", "client_need", "situation", "resources",
         "client_view", "manager_view"),
        identity=("assessment", "life_area"), once=True, area="life_area",
        lists={"life_area": ListKey.LIFE_AREA}, refers={"assessment": "assessments"},
    ),
    PartKind(
        "strengths", Strength, ("text", "life_area", "noted_on", "until", ENTRUSTED_COLUMN),
        identity=("text", "life_area"), area="life_area",
        lists={"life_area": ListKey.LIFE_AREA},
    ),
    PartKind(
        "language_levels", LanguageLevel,
        ("language", "level", "reached_on", "certificate", "issuer"),
        identity=("language", "level", "reached_on"), of_person=True,
        groups=FieldGroup.LANGUAGE, audit="person",
        lists={"language": ListKey.LANGUAGE, "level": ListKey.CEFR_LEVEL},
    ),
    PartKind(
        "agreements", PlanAgreement, ("agreed_on", "review_on", "note", "by"),
        identity=("agreed_on",), keeps=frozenset({"by"}),
    ),
    PartKind(
        "goal_assessments", GoalAssessment,
        ("goal", "assessed_on", "attainment", "level", "note", "by", "withdrawn_on"),
        identity=("goal", "assessed_on", "attainment", "level"), refers={"goal": "goals"},
        keeps=frozenset({"by"}), audit="goal",
    ),
    PartKind(
        "goal_scales", GoalScale,
        ("goal", "weight", "baseline", "much_less", "less", "expected", "more", "much_more"),
        identity=("goal",), once=True, refers={"goal": "goals"}, audit="goal",
    ),
    PartKind(
        "conferences", CaseConference,
        ("starts_at", "ends_at", "place", "agenda", "minutes", "state", ENTRUSTED_COLUMN),
        identity=("starts_at",), audit="conference",
    ),
    PartKind(
        "conference_guests", ConferenceGuest,
        ("conference", "provider", "name", "email", "state", "invited_at"),
        identity=("conference", "name"), audit="guest", refers={"conference": "conferences"},
    ),
    PartKind(
        "network", NetworkTie,
        ("name", "role", "sector", "is_formal", "closeness", "effect", "involved", "noted_on",
         "until"),
        identity=("name", "sector"), audit="network_tie", refers={"involved": "involved"},
        groups_by="sector", groups_of={sector: tie_groups(sector) for sector in Sector},
    ),
    PartKind(
        "family", FamilyMember, ("relation", "name", "born", "in_household", "note"),
        identity=("relation", "name", "born"), of_person=True, groups=FieldGroup.FAMILY,
        audit="family",
    ),
    PartKind(
        "alliances", Alliance,
        ("agreed_on", "content", "client_side", "our_side", "explained_in", "ended_on", "by"),
        identity=("agreed_on",), keeps=frozenset({"by"}), audit="alliance",
    ),
    PartKind(
        "evaluations", ClientEvaluation,
        ("given_on", "way", "language", "understood", "say", "clearer", "better", "recommend",
         "remark", "by"),
        identity=("given_on", "way"), keeps=frozenset({"by"}), audit="client_evaluation",
    ),
    # Within the house and settled: a question that waits is asked anew, and what another
    # organisation has answered is not a file's to say.
    PartKind(
        "hand_overs", Transition,
        ("kind", "state", "from_user", "to_user", "message", "answer_by", "proposed_by",
         "answered_at", "answered_by", "decline_reason", "decline_note"),
        identity=("kind", "answered_at", "to_user"), audit="transition", told_to_owner=True,
        where=Q(to_organisation__isnull=True) & ~Q(state=TransitionState.PROPOSED),
    ),
    # Never changed once given: it is replaced or revoked, and an import revives nothing.
    PartKind(
        "consents", Consent,
        ("purpose", "own_words", "scope", "explained_in", "refusal_explained", "form", "guardian",
         "given_on", "valid_until", "revoked_at", "replaced_by", "signed_on", "signed_where",
         "by"),
        identity=("purpose", "given_on", "scope"), audit="consent", told_to_owner=True,
        bits=frozenset({"scope"}), refers={"replaced_by": "consents"},
        keeps=frozenset({"revoked_at", "replaced_by", "signed_on", "signed_where", "by"}),
        fixed=frozenset({
            "purpose", "own_words", "scope", "explained_in", "refusal_explained", "form",
            "guardian", "given_on", "valid_until", "revoked_at", "replaced_by",
        }),
    ),
    PartKind(
        "consent_recipients", ConsentRecipient, ("consent", "recipient", "ended_at"),
        identity=("consent", "recipient"), once=True, audit="consent", told_to_owner=True,
        refers={"consent": "consents"}, keeps=frozenset({"ended_at"}),
        fixed=frozenset({"consent", "recipient", "ended_at"}),
    ),
    PartKind(
        "barriers", Barrier,
        ("since", "kind", "sentence", "known_issue", "from_office", "to_office",
         "field_of_action", "delay_days", "note", "by", ENTRUSTED_COLUMN),
        identity=("since", "sentence", "known_issue", "from_office", "to_office"),
        groups=FieldGroup.NOTES, keeps=frozenset({"by"}), audit="barrier", told_to_owner=True,
        lists={"field_of_action": ListKey.FIELD_OF_ACTION},
        lower=frozenset({
            "kind", "sentence", "known_issue", "from_office", "to_office", "field_of_action",
            "delay_days",
        }),
        related=(
            "observation", "observation__from_organisation", "observation__to_organisation",
            "observation__known_issue",
        ),
    ),
)  # fmt: skip


def kind_named(sheet: str) -> PartKind:
    return next(kind for kind in KINDS if kind.sheet == sheet)


__all__ = ["ENTRUSTED_COLUMN", "KINDS", "Cells", "PartKind", "kind_named", "tidy"]
