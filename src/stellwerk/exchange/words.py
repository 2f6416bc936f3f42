# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The lists that cells choose from: fixed words of a case, and the maintained lists.

A word may be written as key, as German or English label, nationalities also by their official
key or ISO-3166 code.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import get_language, override

from stellwerk.cases.choices import (
    FIELD_GROUP_LABELS,
    AppointmentKind,
    AppointmentOutcome,
    AssessmentKind,
    ClosedBy,
    ClosingKind,
    ConferenceState,
    ConsentForm,
    ConsentPurpose,
    ContactKind,
    DatePrecision,
    DeclineReason,
    EntitlementKind,
    EntitlementState,
    EvaluationWay,
    FieldGroup,
    Gender,
    GuestState,
    Interpreter,
    MeasureReason,
    MeasureState,
    PaperLanguage,
    Phase,
    Relation,
    Responsible,
    RetentionClass,
    Sector,
    TransitionKind,
    TransitionState,
    WorkPermit,
)
from stellwerk.directory.queries import all_organisations
from stellwerk.exchange.values import folded_word
from stellwerk.networks.choices import ObservationKind
from stellwerk.networks.queries.issues import known_issues
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.rules import Named, TermData, read_list


@dataclass(frozen=True)
class Word:
    """A word of a list with everything it may be called."""

    key: str
    german: str
    english: str
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.german if (get_language() or "de").startswith("de") else self.english


@dataclass(frozen=True)
class WordList:
    words: tuple[Word, ...]
    keys: Mapping[str, str]

    def examples(self) -> str:
        """What is expected, for a message: short lists whole, long ones by their start."""
        shown = [f"{word.key} ({word.label})" for word in self.words[:8]]
        return ", ".join(shown) + (" …" if len(self.words) > 8 else "")


Words = Mapping[str, WordList]


def word_list(words: Iterable[Word]) -> WordList:
    """Keys win over labels, labels over other names; a name that means two words means none."""
    listed = tuple(words)
    keys: dict[str, str] = {}
    for word in listed:
        for name in (word.key, folded_word(word.key)):
            keys.setdefault(str(name), str(word.key))
    for names_of in (lambda word: (word.german, word.english), lambda word: word.also):
        meant: dict[str, set[str]] = {}
        for word in listed:
            for name in names_of(word):
                if name.strip():
                    meant.setdefault(name, set()).add(str(word.key))
                    meant.setdefault(folded_word(name), set()).add(str(word.key))
        for name, candidates in meant.items():
            if len(candidates) == 1:
                keys.setdefault(name, next(iter(candidates)))
    return WordList(listed, keys)


FIXED: dict[str, tuple[Word, ...]] = {
    "gender": (
        Word(Gender.FEMALE, "weiblich", "female", ("f", "Frau")),
        Word(Gender.MALE, "männlich", "male", ("Mann", "maennlich")),
        Word(Gender.DIVERSE, "divers", "diverse"),
        Word(Gender.NOT_STATED, "ohne Angabe", "not stated", ("keine Angabe", "k. A.")),
    ),
    "closing_kind": (
        Word(ClosingKind.PLANNED, "geplant", "planned", ("geplantes Ende", "planned end")),
        Word(
            ClosingKind.UNPLANNED, "ungeplant", "unplanned", ("ungeplantes Ende", "unplanned end")
        ),
    ),
    "closed_by": (
        Word(ClosedBy.CLIENT, "Klient:in", "client", ("Klient", "Klientin", "durch Klient:in")),
        Word(
            ClosedBy.CASE_MANAGER, "Case Manager:in", "case manager",
            ("Case Manager", "Case Managerin", "Case Management", "Fachkraft"),
        ),
        Word(ClosedBy.BOTH, "beide", "both", ("gemeinsam",)),
        Word(ClosedBy.OTHER, "andere", "other", ("Dritte", "sonstige")),
    ),
    "phase": (
        Word(Phase.APPROACHED, "angesprochen", "approached"),
        Word(Phase.CLARIFICATION, "Klärung", "clarification"),
        Word(Phase.ADMITTED, "aufgenommen", "admitted"),
        Word(Phase.ASSESSMENT, "Assessment", "assessment"),
        Word(Phase.PLANNING, "Hilfeplanung", "planning", ("Planung",)),
        Word(Phase.LINKING, "Umsetzung", "linking", ("Linking",)),
        Word(Phase.MONITORING, "Monitoring", "monitoring"),
        Word(Phase.REASSESSMENT, "Re-Assessment", "re-assessment"),
        Word(Phase.EVALUATION, "Evaluation", "evaluation"),
        Word(Phase.ADVISED, "Kurzberatung", "short advice", ("kurz beraten",)),
        Word(Phase.REFERRED_ON, "weiterverwiesen", "referred on"),
        Word(Phase.DECLINED, "abgelehnt", "declined"),
        Word(Phase.CLOSED, "beendet", "closed", ("abgeschlossen",)),
    ),
    "appointment_kind": (
        Word(AppointmentKind.OFFICE, "Büro", "office", ("Sprechstunde", "Beratungsstelle")),
        Word(AppointmentKind.HOME_VISIT, "Hausbesuch", "home visit"),
        Word(AppointmentKind.PHONE, "Telefon", "phone", ("telefonisch",)),
        Word(AppointmentKind.ONLINE, "Online", "online", ("Video",)),
        Word(AppointmentKind.ACCOMPANIMENT, "Begleitung", "accompaniment"),
    ),
    "appointment_outcome": (
        Word(AppointmentOutcome.PLANNED, "geplant", "planned"),
        Word(AppointmentOutcome.KEPT, "wahrgenommen", "kept", ("stattgefunden",)),
        Word(
            AppointmentOutcome.CANCELLED_BY_CLIENT, "von Klient:in abgesagt",
            "cancelled by client", ("abgesagt durch Klient:in",),
        ),
        Word(
            AppointmentOutcome.CANCELLED_BY_US, "von uns abgesagt", "cancelled by us",
            ("abgesagt durch uns",),
        ),
        Word(
            AppointmentOutcome.NO_SHOW, "nicht erschienen", "no show",
            ("unentschuldigt", "no-show", "nicht wahrgenommen"),
        ),
    ),
    "contact_kind": (
        Word(ContactKind.PHONE, "Telefon", "phone", ("telefonisch", "Anruf")),
        Word(
            ContactKind.OFFICE, "Gespräch im Büro", "office", ("Büro", "Gespräch", "Sprechstunde")
        ),
        Word(ContactKind.HOME_VISIT, "Hausbesuch", "home visit"),
        Word(ContactKind.MESSAGE, "E-Mail oder Nachricht", "message", ("E-Mail", "Nachricht")),
        Word(ContactKind.ACCOMPANIMENT, "Begleitung", "accompaniment"),
        Word(
            ContactKind.THIRD_PARTY, "mit anderer Stelle oder Person", "third party",
            ("Dritte", "andere Stelle"),
        ),
    ),
    "measure_state": (
        Word(MeasureState.PLANNED, "geplant", "planned"),
        Word(MeasureState.ASKED, "angefragt", "asked for", ("beantragt",)),
        Word(MeasureState.RUNNING, "läuft", "running", ("laufend", "begonnen")),
        Word(MeasureState.COMPLETED, "abgeschlossen", "completed", ("beendet",)),
        Word(MeasureState.DROPPED, "aufgegeben", "dropped", ("abgebrochen",)),
        Word(MeasureState.REFUSED, "abgelehnt", "refused"),
    ),
}  # fmt: skip

MAINTAINED = {
    "nationality": ListKey.NATIONALITY,
    "residence_status": ListKey.RESIDENCE_STATUS,
    "access_channel": ListKey.ACCESS_CHANNEL,
    "closing_reason": ListKey.CLOSING_REASON,
    "life_area": ListKey.LIFE_AREA,
    "legal_sphere": ListKey.LEGAL_SPHERE,
    "language": ListKey.LANGUAGE,
    "cefr_level": ListKey.CEFR_LEVEL,
    "field_of_action": ListKey.FIELD_OF_ACTION,
}
ORGANISATIONS = "organisation"
KNOWN_ISSUES = "known_issue"
FIELD_GROUPS = "field_group"
#: Words of a form, in both languages as the pages say them.
CHOICES: dict[str, type[models.TextChoices]] = {
    "retention_class": RetentionClass, "interpreter": Interpreter, "precision": DatePrecision,
    "work_permit": WorkPermit, "entitlement_kind": EntitlementKind,
    "entitlement_state": EntitlementState, "assessment_kind": AssessmentKind,
    "sector": Sector, "relation": Relation, "evaluation_way": EvaluationWay,
    "measure_reason": MeasureReason, "responsible": Responsible, "decline_reason": DeclineReason,
    "conference_state": ConferenceState,
    "guest_state": GuestState, "consent_purpose": ConsentPurpose, "consent_form": ConsentForm,
    "paper_language": PaperLanguage, "observation_kind": ObservationKind,
}  # fmt: skip


def _choice_words(
    choices: type[models.TextChoices], without: Collection[str] = ()
) -> WordList:
    named = {}
    for language in ("de", "en"):
        with override(language):
            named[language] = {
                key: str(label) for key, label in choices.choices if key and key not in without
            }
    return word_list(Word(key, label, named["en"][key]) for key, label in named["de"].items())


def _group_words() -> WordList:
    named: dict[str, list[str]] = {}
    for language in ("de", "en"):
        with override(language):
            named[language] = [str(FIELD_GROUP_LABELS[group]) for group in FieldGroup]
    keys = [str(group.name).lower() for group in FieldGroup]
    return word_list(map(Word, keys, named["de"], named["en"]))


def _hand_over_words() -> dict[str, WordList]:
    """Only what is settled within the house stands in a file."""
    return {
        "hand_over_kind": _choice_words(TransitionKind, (TransitionKind.REFERRAL,)),
        "hand_over_state": _choice_words(TransitionState, (TransitionState.PROPOSED,)),
    }


def load_words() -> Words:
    """All lists, the maintained ones as they stand now (retired terms are still understood)."""
    terms: dict[str, list[Word]] = {name: [] for name in MAINTAINED}
    names = {str(key): name for name, key in MAINTAINED.items()}
    for term in Term.objects.filter(list__in=list(names)).order_by("position", "key"):
        terms[names[term.list]].append(word_of(term))
    lists = {name: word_list(words) for name, words in FIXED.items()}
    lists |= {name: _choice_words(choices) for name, choices in CHOICES.items()}
    lists |= {name: word_list(words) for name, words in terms.items()}
    lists[ORGANISATIONS] = word_list(
        Word(one.key, one.name, one.name) for one in all_organisations()
    )
    # By number and title, so that another network's issue of the same number is not meant.
    lists[KNOWN_ISSUES] = word_list(
        Word(str(one.number), f"Nr. {one.number} – {one.title}", f"No. {one.number} – {one.title}")
        for one in known_issues()
    )
    lists |= {FIELD_GROUPS: _group_words(), **_hand_over_words()}
    return lists


def shipped_words() -> Words:
    """All lists as they are shipped, without asking the database."""
    lists = {name: word_list(words) for name, words in FIXED.items()}
    lists |= {name: _choice_words(choices) for name, choices in CHOICES.items()}
    for name, key in MAINTAINED.items():
        lists[name] = word_list([word_of(term) for term in read_list(key)])
    lists[ORGANISATIONS] = word_list(())
    lists[KNOWN_ISSUES] = word_list(())
    lists |= {FIELD_GROUPS: _group_words(), **_hand_over_words()}
    return lists


def word_of(term: Named | TermData) -> Word:
    """A term with its official key, ISO codes and the other names that its list knows."""
    more = term.attributes or {}
    names = [term.code, more.get("iso2"), more.get("adjective_de"), more.get("paragraph")]
    return Word(
        term.key,
        term.label_de,
        term.label_en,
        tuple(str(name) for name in [*names, *more.get("also", ())] if name),
    )
