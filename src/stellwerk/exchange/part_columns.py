# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sheets of what hangs on a case or its person, one table each.

A sheet more is a `Sheet` here and a `PartKind` in `cases.queries.part_kinds`; reading, comparing,
writing, template and export follow from the two. Each row names its case; its key (column
``row_key``) recognises it again. Without a key it is recognised by what `PartKind.identity` names.
"""

from stellwerk.exchange.sheet_form import Column, Form, Sheet

#: Notes may be long; a spreadsheet's cell holds 32,767 characters, a CSV file more.
LONG = 100_000

CASE = Column(
    "case_key", "Fallnummer", "Case key", Form.NAME, needed=True, filled=True, longest=64,
    also=("Fallschlüssel", "Aktenzeichen"),
)  # fmt: skip
ENTRUSTED = Column(
    "entrusted", "Anvertraut", "Entrusted", Form.FLAG, also=("vertraulich",),
    hint="ja: verlässt die Organisation nur durch eine eigene, protokollierte Handlung.",
)  # fmt: skip


PRECISION = Column(
    "precision", "Genauigkeit", "Precision", Form.WORD, words="precision",
    hint="Leer: auf den Tag genau.",
)  # fmt: skip


def key_column(german: str, english: str) -> Column:
    """The row's own sign; exports write it, lists of one's own may leave it empty."""
    return Column(
        "row_key", german, english, Form.NAME, longest=64, also=("Kennung", "Row key", "Nr."),
        hint="Ihr Zeichen der Zeile, je Fall und Blatt nur einmal. Daran wird sie wiedererkannt.",
    )  # fmt: skip


def _part(
    key: str, german: str, english: str, *columns: Column, number: tuple[str, str] | None = None,
    also: tuple[str, ...] = (),
) -> Sheet:  # fmt: skip
    """A sheet of rows below a case; without ``number`` there is one row per case at most."""
    first = (CASE,) if number is None else (CASE, key_column(*number))
    return Sheet(key, german, english, (*first, *columns), also=also, most_rows=250_000)


CASE_DETAILS = _part(
    "case_details", "Fallangaben", "Case details",
    Column("concern", "Anliegen", "Concern", Form.TEXT, longest=LONG),
    Column("closing_note", "Notiz zum Ende", "Closing note", Form.TEXT, longest=LONG),
    Column("episode", "Episode", "Episode", Form.COUNT, most=999,
           hint="1 = der erste Fall dieser Person."),
    Column("aftercare_on", "Nachsorge am", "After-care on", Form.DATE, also=("Nachsorge",)),
    Column("retention_class", "Aufbewahrung", "Retention class", Form.WORD,
           words="retention_class"),
)  # fmt: skip

CONTACT_DATA = _part(
    "contact_data", "Kontaktdaten", "Contact data",
    Column("phone", "Telefon", "Phone", Form.TEXT, longest=100, also=("Telefonnummer",)),
    Column("email", "E-Mail", "E-mail", Form.TEXT, longest=320, also=("Mail", "E-Mail-Adresse")),
    Column("address", "Anschrift", "Address", Form.TEXT, longest=2_000, also=("Adresse",)),
)  # fmt: skip

PHASES = _part(
    "phases", "Phasenverlauf", "Phase history",
    Column("phase", "Phase", "Phase", Form.WORD, words="phase", needed=True, filled=True),
    Column("entered_on", "Von", "From", Form.DATE, needed=True, filled=True,
           also=("Seit", "Beginn")),
    Column("left_on", "Bis", "Until", Form.DATE, also=("Ende",),
           hint="Leer: der Fall ist noch in dieser Phase."),
    Column("by", "Durch", "By", Form.TEXT, longest=320, also=("Eingetragen von",)),
    Column("reason", "Grund", "Reason", Form.TEXT, longest=LONG, also=("Begründung",)),
    number=("Phasen-Nr.", "Phase no."), also=("phasen",),
)  # fmt: skip

CONTACTS = _part(
    "contacts", "Kontakte", "Contacts",
    Column("at", "Zeitpunkt", "At", Form.MOMENT, needed=True, filled=True,
           also=("Datum", "Kontakt am", "Wann"),
           hint="Tag.Monat.Jahr Stunde:Minute, Ortszeit. Ohne Uhrzeit gilt 0:00 Uhr."),
    Column("kind", "Art", "Kind", Form.WORD, words="contact_kind", needed=True, filled=True,
           also=("Kontaktart", "Art des Kontakts")),
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG,
           also=("Inhalt", "Vermerk", "Bemerkung")),
    Column("by", "Vermerkt von", "Noted by", Form.TEXT, longest=320, also=("Von", "Bearbeitung"),
           hint="Leer: wer einliest."),
    Column("minutes", "Minuten", "Minutes", Form.COUNT, least=0, most=1_440,
           also=("Dauer", "Dauer in Minuten")),
    Column("interpreter", "Dolmetschen", "Interpreter", Form.WORD, words="interpreter"),
    ENTRUSTED,
    number=("Kontakt-Nr.", "Contact no."), also=("kontakt", "contact"),
)  # fmt: skip

MEASURES = _part(
    "measures", "Maßnahmen", "Measures",
    Column("title", "Maßnahme", "Measure", Form.TEXT, needed=True, filled=True, longest=2_000,
           also=("Bezeichnung", "Hilfe")),
    Column("life_area", "Lebensbereich", "Life area", Form.WORD, words="life_area",
           also=("Thema", "Bereich")),
    Column("legal_sphere", "Rechtskreis", "Legal sphere", Form.WORD, words="legal_sphere"),
    Column("provider", "Zuständige Stelle", "Responsible organisation", Form.WORD,
           words="organisation", also=("Organisation", "Anbieter", "Träger")),
    Column("state", "Stand", "State", Form.WORD, words="measure_state", also=("Status",),
           hint="Leer: geplant."),
    Column("asked_on", "Angefragt am", "Asked on", Form.DATE, also=("Beantragt am",)),
    Column("began_on", "Begonnen am", "Began on", Form.DATE, also=("Beginn",)),
    Column("ended_on", "Beendet am", "Ended on", Form.DATE, also=("Ende",)),
    Column("due_on", "Fällig am", "Due on", Form.DATE, also=("Fällig", "Bis")),
    Column("outcome_reason", "Grund", "Reason", Form.TEXT, longest=LONG,
           also=("Begründung", "Ergebnis")),
    Column("reason_word", "Grund in einem Wort", "Reason in a word", Form.WORD,
           words="measure_reason"),
    Column("offer", "Angebot", "Offer", Form.TEXT, longest=LONG),
    Column("is_own_step", "Eigener Schritt", "Own step", Form.FLAG,
           hint="ja: was die Klientin oder der Klient selbst tut."),
    PRECISION,
    ENTRUSTED,
    number=("Maßnahmen-Nr.", "Measure no."), also=("maßnahme", "massnahmen", "measure"),
)  # fmt: skip

RESIDENCE = _part(
    "residence", "Aufenthalt", "Residence history",
    Column("status", "Aufenthaltsstatus", "Residence status", Form.WORD, words="residence_status",
           needed=True, filled=True, also=("Status", "Titel")),
    Column("valid_from", "Von", "From", Form.DATE, also=("Gültig ab", "Seit"), first_year=1950),
    Column("valid_until", "Läuft ab am", "Expires on", Form.DATE,
           also=("Bis", "Gültig bis"), first_year=1950, years_ahead=80),
    PRECISION,
    Column("paragraph", "Paragraf", "Paragraph", Form.TEXT, longest=64),
    Column("work_permit", "Arbeitserlaubnis", "Work permit", Form.WORD, words="work_permit"),
    Column("residence_duty", "Wohnsitzauflage", "Residence requirement", Form.TEXT, longest=LONG),
    Column("conditions", "Weitere Auflagen", "Further conditions", Form.TEXT, longest=LONG,
           also=("Auflagen",)),
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG, also=("Bemerkung",)),
    ENTRUSTED,
    number=("Aufenthalts-Nr.", "Residence no."), also=("aufenthaltsverlauf", "residence"),
)  # fmt: skip

LANGUAGES = _part(
    "languages", "Sprachen", "Languages",
    Column("language", "Sprache", "Language", Form.WORD, words="language", needed=True,
           filled=True),
    Column("level", "Niveau", "Level", Form.WORD, words="cefr_level",
           also=("Sprachniveau", "GER")),
    Column("needs_interpreter", "Dolmetschen nötig", "Interpreter needed", Form.FLAG,
           also=("Dolmetscher", "Sprachmittlung")),
    number=("Sprachen-Nr.", "Language no."), also=("sprache", "language"),
)  # fmt: skip

INVOLVED = _part(
    "involved", "Beteiligte", "Involved",
    Column("provider", "Stelle", "Organisation", Form.WORD, words="organisation",
           also=("Zuständige Stelle",)),
    Column("name", "Name", "Name", Form.TEXT, longest=500),
    Column("task", "Wofür", "What for", Form.TEXT, longest=LONG, also=("Aufgabe",)),
    Column("reach", "Telefon oder E-Mail", "Phone or e-mail", Form.TEXT, longest=2_000,
           also=("Erreichbar",)),
    Column("until", "Bis", "Until", Form.DATE),
    number=("Beteiligten-Nr.", "Involved no."),
)  # fmt: skip

SPHERES = _part(
    "spheres", "Rechtskreise", "Legal spheres",
    Column("sphere", "Rechtskreis", "Legal sphere", Form.WORD, words="legal_sphere", needed=True,
           filled=True),
    Column("office", "Zuständige Stelle", "Responsible office", Form.WORD, words="organisation",
           also=("Behörde",)),
    Column("valid_from", "Von", "From", Form.DATE, also=("Seit", "Gültig ab"), first_year=1950),
    Column("valid_until", "Bis", "Until", Form.DATE, also=("Gültig bis",), first_year=1950,
           years_ahead=80),
    PRECISION,
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG, also=("Bemerkung",)),
    ENTRUSTED,
    number=("Rechtskreis-Nr.", "Sphere no."),
)  # fmt: skip

ENTITLEMENTS = _part(
    "entitlements", "Berechtigungen", "Entitlements",
    Column("kind", "Art", "Kind", Form.WORD, words="entitlement_kind", needed=True, filled=True),
    Column("issued_by", "Ausgestellt von", "Issued by", Form.WORD, words="organisation"),
    Column("issued_on", "Ausgestellt am", "Issued on", Form.DATE, first_year=1950),
    Column("valid_until", "Gültig bis", "Valid until", Form.DATE, first_year=1950,
           years_ahead=80),
    Column("handed_in_at", "Abgegeben bei", "Handed in at", Form.WORD, words="organisation"),
    Column("handed_in_on", "Abgegeben am", "Handed in on", Form.DATE, first_year=1950),
    Column("ended_on", "Beendet am", "Ended on", Form.DATE, first_year=1950),
    Column("state", "Stand", "State", Form.WORD, words="entitlement_state"),
    PRECISION,
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG, also=("Bemerkung",)),
    ENTRUSTED,
    number=("Berechtigungs-Nr.", "Entitlement no."),
)  # fmt: skip

ASSESSMENTS = _part(
    "assessments", "Assessments", "Assessments",
    Column("assessed_on", "Am", "On", Form.DATE, needed=True, filled=True,
           also=("Datum", "Assessment am")),
    Column("kind", "Art", "Kind", Form.WORD, words="assessment_kind", needed=True, filled=True),
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG),
    Column("by", "Durch", "By", Form.TEXT, longest=320),
    number=("Assessment-Nr.", "Assessment no."), also=("assessment",),
)  # fmt: skip

_NEED = "0 = kein Bedarf bis 4 = sehr hoher Bedarf. Leer: nicht eingeschätzt."
ASSESSMENT_AREAS = _part(
    "assessment_areas", "Assessment-Bereiche", "Assessment areas",
    Column("assessment", "Assessment-Nr.", "Assessment no.", Form.NAME, longest=64, needed=True,
           filled=True, hint="Die Nummer vom Blatt „Assessments“."),
    Column("life_area", "Lebensbereich", "Life area", Form.WORD, words="life_area", needed=True,
           filled=True, also=("Bereich",)),
    Column("need", "Bedarf", "Need", Form.COUNT, least=0, most=4, hint=_NEED),
    Column("client_need", "Bedarf aus Sicht der Person", "Need, client's view", Form.COUNT,
           least=0, most=4, hint=_NEED),
    Column("situation", "Situation", "Situation", Form.TEXT, longest=LONG),
    Column("resources", "Ressourcen", "Resources", Form.TEXT, longest=LONG),
    Column("client_view", "Sicht der Person", "Client's view", Form.TEXT, longest=LONG),
    Column("manager_view", "Sicht des Case Managements", "Case manager's view", Form.TEXT,
           longest=LONG),
    number=("Bereichs-Nr.", "Area no."),
)  # fmt: skip

STRENGTHS = _part(
    "strengths", "Stärken", "Strengths",
    Column("text", "Stärke", "Strength", Form.TEXT, needed=True, filled=True, longest=LONG,
           also=("Ressource",)),
    Column("life_area", "Lebensbereich", "Life area", Form.WORD, words="life_area"),
    Column("noted_on", "Notiert am", "Noted on", Form.DATE, needed=True, filled=True),
    Column("until", "Bis", "Until", Form.DATE),
    ENTRUSTED,
    number=("Stärken-Nr.", "Strength no."),
)  # fmt: skip

LANGUAGE_LEVELS = _part(
    "language_levels", "Sprachstände", "Language levels",
    Column("language", "Sprache", "Language", Form.WORD, words="language", needed=True,
           filled=True),
    Column("level", "Niveau", "Level", Form.WORD, words="cefr_level", needed=True, filled=True),
    Column("reached_on", "Erreicht am", "Reached on", Form.DATE, needed=True, filled=True),
    Column("certificate", "Zertifikat", "Certificate", Form.TEXT, longest=2_000),
    Column("issuer", "Ausgestellt von", "Issued by", Form.TEXT, longest=2_000),
    number=("Sprachstand-Nr.", "Language level no."),
)  # fmt: skip

AGREEMENTS = _part(
    "agreements", "Vereinbarungen", "Agreements",
    Column("agreed_on", "Vereinbart am", "Agreed on", Form.DATE, needed=True, filled=True),
    Column("review_on", "Überprüfen am", "Looked at again on", Form.DATE),
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG),
    Column("by", "Durch", "By", Form.TEXT, longest=320),
    number=("Vereinbarungs-Nr.", "Agreement no."),
)  # fmt: skip

_GOAL = Column(
    "goal", "Ziel-Nr.", "Goal no.", Form.NAME, longest=64, needed=True, filled=True,
    hint="Die Nummer vom Blatt „Ziele“.",
)  # fmt: skip

GOAL_ASSESSMENTS = _part(
    "goal_assessments", "Zielverlauf", "Goal history",
    _GOAL,
    Column("assessed_on", "Eingeschätzt am", "Assessed on", Form.DATE),
    Column("attainment", "Zielerreichung in %", "Attainment in %", Form.PERCENT),
    Column("level", "Stufe", "Level", Form.COUNT, least=-2, most=2,
           hint="-2 bis +2 der Skala des Ziels."),
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG),
    Column("by", "Durch", "By", Form.TEXT, longest=320),
    Column("withdrawn_on", "Zurückgenommen am", "Withdrawn on", Form.DATE),
    number=("Einschätzungs-Nr.", "Assessment row no."),
)  # fmt: skip

GOAL_SCALES = _part(
    "goal_scales", "Zielskalen", "Goal scales",
    _GOAL,
    Column("weight", "Gewicht", "Weight", Form.COUNT, most=10, hint="1 bis 10. Leer: 1."),
    Column("baseline", "Ausgangsstufe", "Baseline", Form.COUNT, least=-2, most=2),
    Column("much_less", "-2: viel weniger", "-2: much less", Form.TEXT, longest=LONG),
    Column("less", "-1: weniger", "-1: less", Form.TEXT, longest=LONG),
    Column("expected", "0: wie erwartet", "0: as expected", Form.TEXT, longest=LONG),
    Column("more", "+1: mehr", "+1: more", Form.TEXT, longest=LONG),
    Column("much_more", "+2: viel mehr", "+2: much more", Form.TEXT, longest=LONG),
    number=("Skalen-Nr.", "Scale no."),
)  # fmt: skip

CONFERENCES = _part(
    "conferences", "Fallkonferenzen", "Case conferences",
    Column("starts_at", "Beginn", "Starts at", Form.MOMENT, needed=True, filled=True,
           also=("Zeitpunkt", "Datum")),
    Column("ends_at", "Ende", "Ends at", Form.MOMENT),
    Column("place", "Ort", "Place", Form.TEXT, longest=2_000),
    Column("agenda", "Tagesordnung", "Agenda", Form.TEXT, longest=LONG, also=("Themen",)),
    Column("minutes", "Niederschrift", "Minutes", Form.TEXT, longest=LONG,
           also=("Protokoll",)),
    Column("state", "Stand", "State", Form.WORD, words="conference_state",
           hint="Leer: geplant."),
    ENTRUSTED,
    number=("Konferenz-Nr.", "Conference no."), also=("fallkonferenz", "konferenzen"),
)  # fmt: skip

CONFERENCE_GUESTS = _part(
    "conference_guests", "Eingeladene", "Conference guests",
    Column("conference", "Konferenz-Nr.", "Conference no.", Form.NAME, longest=64, needed=True,
           filled=True, hint="Die Nummer vom Blatt „Fallkonferenzen“."),
    Column("provider", "Stelle", "Organisation", Form.WORD, words="organisation"),
    Column("name", "Name", "Name", Form.TEXT, needed=True, filled=True, longest=500),
    Column("email", "E-Mail", "E-mail", Form.TEXT, longest=320),
    Column("state", "Teilnahme", "Attendance", Form.WORD, words="guest_state",
           hint="Leer: noch nicht eingeladen."),
    Column("invited_at", "Eingeladen am", "Invited at", Form.MOMENT),
    number=("Eingeladenen-Nr.", "Guest no."),
)  # fmt: skip

NETWORK = _part(
    "network", "Netzwerkkarte", "Network card",
    Column("name", "Wer", "Who", Form.TEXT, needed=True, filled=True, longest=500,
           also=("Name",)),
    Column("role", "Was für die Person", "What for the person", Form.TEXT, longest=2_000),
    Column("sector", "Bereich", "Sector", Form.WORD, words="sector", needed=True, filled=True),
    Column("is_formal", "Von Berufs wegen", "By profession", Form.FLAG),
    Column("closeness", "Nähe", "Closeness", Form.COUNT, most=3, needed=True, filled=True,
           hint="1 = eng, 2 = mittel, 3 = entfernt."),
    Column("effect", "Wirkung", "Effect", Form.COUNT, least=-2, most=2,
           hint="-2 = sehr belastend bis 2 = sehr hilfreich. Leer: nicht eingeschätzt."),
    Column("involved", "Beteiligten-Nr.", "Involved no.", Form.NAME, longest=64,
           hint="Die Nummer vom Blatt „Beteiligte“, wenn sie dort steht."),
    Column("noted_on", "Notiert am", "Noted on", Form.DATE, needed=True, filled=True),
    Column("until", "Bis", "Until", Form.DATE),
    number=("Netzwerk-Nr.", "Network no."), also=("netzwerk",),
)  # fmt: skip

FAMILY = _part(
    "family", "Familie", "Family",
    Column("relation", "Beziehung", "Relation", Form.WORD, words="relation", needed=True,
           filled=True),
    Column("name", "Name", "Name", Form.TEXT, longest=500),
    Column("born", "Geboren", "Born", Form.TEXT, longest=10,
           hint="Jahr-Monat-Tag (2015-03-31) oder nur das Jahr."),
    Column("in_household", "Im Haushalt", "In the household", Form.FLAG, hint="Leer: ja."),
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG),
    number=("Familien-Nr.", "Family no."), also=("familie und haushalt",),
)  # fmt: skip

ALLIANCES = _part(
    "alliances", "Arbeitsbündnisse", "Working alliances",
    Column("agreed_on", "Vereinbart am", "Agreed on", Form.DATE, needed=True, filled=True),
    Column("content", "Worum es geht", "What it is about", Form.TEXT, longest=LONG, needed=True,
           filled=True),
    Column("client_side", "Was die Person tut", "What the client does", Form.TEXT, longest=LONG),
    Column("our_side", "Was wir tun", "What we do", Form.TEXT, longest=LONG),
    Column("explained_in", "Erklärt auf", "Explained in", Form.WORD, words="paper_language",
           hint="Leer: Deutsch."),
    Column("ended_on", "Beendet am", "Ended on", Form.DATE),
    Column("by", "Durch", "By", Form.TEXT, longest=320),
    number=("Bündnis-Nr.", "Alliance no."),
)  # fmt: skip

_ANSWER = "0 bis 4. 0 ist ein Wert, leer heißt keine Antwort."
EVALUATIONS = _part(
    "evaluations", "Rückmeldungen", "Evaluations",
    Column("given_on", "Gegeben am", "Given on", Form.DATE, needed=True, filled=True),
    Column("way", "Wie", "Way", Form.WORD, words="evaluation_way", needed=True, filled=True),
    Column("language", "Sprache der Fragen", "Language", Form.WORD, words="paper_language",
           needed=True, filled=True),
    Column("understood", "Fühlte sich verstanden", "Felt understood", Form.COUNT, least=0, most=4,
           hint=_ANSWER),
    Column("say", "Konnte mitbestimmen", "Had a say", Form.COUNT, least=0, most=4, hint=_ANSWER),
    Column("clearer", "Weiß, an wen sich wenden", "Knows whom to turn to", Form.COUNT, least=0,
           most=4, hint=_ANSWER),
    Column("better", "Lage ist besser", "Situation has improved", Form.COUNT, least=0, most=4,
           hint=_ANSWER),
    Column("recommend", "Würde es empfehlen", "Would recommend it", Form.COUNT, least=0, most=4,
           hint=_ANSWER),
    Column("remark", "Eigene Worte", "Own words", Form.TEXT, longest=LONG),
    Column("by", "Durch", "By", Form.TEXT, longest=320),
    number=("Rückmeldungs-Nr.", "Evaluation no."),
)  # fmt: skip

HAND_OVERS = _part(
    "hand_overs", "Übergaben", "Hand-overs",
    Column("kind", "Art", "Kind", Form.WORD, words="hand_over_kind", needed=True, filled=True),
    Column("state", "Stand", "State", Form.WORD, words="hand_over_state", needed=True,
           filled=True),
    Column("from_user", "Von (E-Mail)", "From (e-mail)", Form.TEXT, longest=320,
           hint="Anmeldeadresse einer Person Ihrer Organisation."),
    Column("to_user", "An (E-Mail)", "To (e-mail)", Form.TEXT, longest=320,
           hint="Anmeldeadresse einer Person Ihrer Organisation."),
    Column("message", "Nachricht", "Message", Form.TEXT, longest=LONG),
    Column("answer_by", "Antwort bis", "Answer by", Form.DATE),
    Column("proposed_by", "Vorgeschlagen von", "Proposed by", Form.TEXT, longest=320),
    Column("answered_at", "Beantwortet am", "Answered at", Form.MOMENT, needed=True,
           filled=True),
    Column("answered_by", "Beantwortet von", "Answered by", Form.TEXT, longest=320),
    Column("decline_reason", "Grund der Ablehnung", "Reason for declining", Form.WORD,
           words="decline_reason", hint="Nur bei „abgelehnt“, dort nötig."),
    Column("decline_note", "Erläuterung", "Explanation", Form.TEXT, longest=LONG),
    number=("Übergabe-Nr.", "Hand-over no."),
)  # fmt: skip

CONSENTS = _part(
    "consents", "Einwilligungen", "Consents",
    Column("purpose", "Zweck", "Purpose", Form.WORD, words="consent_purpose", needed=True,
           filled=True),
    Column("own_words", "Zweck in eigenen Worten", "Purpose in own words", Form.TEXT,
           longest=LONG),
    Column("scope", "Datengruppen", "Field groups", Form.WORDS, words="field_group", needed=True,
           filled=True, also=("Feldgruppen",),
           hint="Was weitergegeben werden darf. Mehrere mit ; trennen."),
    Column("explained_in", "Erklärt auf", "Explained in", Form.WORD, words="paper_language",
           needed=True, filled=True, also=("Sprache",)),
    Column("refusal_explained", "Folgen einer Weigerung erklärt", "Refusal explained", Form.FLAG,
           needed=True, filled=True),
    Column("form", "Form", "Form", Form.WORD, words="consent_form", needed=True, filled=True),
    Column("guardian", "Sorgeberechtigt", "Guardian", Form.TEXT, longest=2_000,
           hint="Nötig, solange die Person unter 15 Jahre alt ist."),
    Column("given_on", "Gegeben am", "Given on", Form.DATE, needed=True, filled=True,
           also=("Von", "Datum")),
    Column("valid_until", "Gilt bis", "Valid until", Form.DATE, needed=True, filled=True,
           also=("Bis",), hint="Höchstens drei Jahre nach dem Tag der Einwilligung."),
    Column("revoked_at", "Widerrufen am", "Revoked at", Form.MOMENT, also=("Widerruf",),
           hint="Ein Widerruf beendet jeden Zugriff sofort. Eine leere Zelle hebt keinen auf."),
    Column("replaced_by", "Ersetzt durch", "Replaced by", Form.NAME, longest=64,
           hint="Die Nummer der Einwilligung, die an ihre Stelle getreten ist."),
    Column("signed_on", "Papier erhalten am", "Signed paper received on", Form.DATE),
    Column("signed_where", "Wo das Papier liegt", "Where the paper lies", Form.TEXT,
           longest=2_000),
    Column("by", "Vermerkt von", "Noted by", Form.TEXT, longest=320, hint="Leer: wer einliest."),
    number=("Einwilligungs-Nr.", "Consent no."), also=("einwilligung", "consent"),
)  # fmt: skip

CONSENT_RECIPIENTS = _part(
    "consent_recipients", "Empfänger", "Consent recipients",
    Column("consent", "Einwilligungs-Nr.", "Consent no.", Form.NAME, longest=64, needed=True,
           filled=True, hint="Die Nummer vom Blatt „Einwilligungen“."),
    Column("recipient", "Stelle", "Organisation", Form.WORD, words="organisation", needed=True,
           filled=True, also=("Empfänger",),
           hint="Sie sieht die Datengruppen der Einwilligung, solange diese gilt."),
    Column("ended_at", "Beendet am", "Ended at", Form.MOMENT,
           hint="Für diese Stelle allein widerrufen oder ersetzt."),
    number=("Empfänger-Nr.", "Recipient no."),
)  # fmt: skip

BARRIERS = _part(
    "barriers", "Hemmnisse", "Barriers",
    Column("since", "Seit", "Since", Form.DATE, needed=True, filled=True, also=("Datum",)),
    Column("kind", "Art", "Kind", Form.WORD, words="observation_kind"),
    Column("sentence", "Was im Weg stand", "What stood in the way", Form.TEXT, longest=2_000,
           also=("Satz", "Hemmnis"),
           hint="Geht ohne Person in das Netzwerk: kein Name, kein Aktenzeichen."),
    Column("known_issue", "Bekanntes Thema", "Known issue", Form.WORD, words="known_issue",
           hint="Statt eigener Worte oder dazu."),
    Column("from_office", "Von (Stelle)", "From (office)", Form.TEXT, needed=True, filled=True,
           longest=200, hint="Name einer Organisation des Netzwerks oder andere Worte."),
    Column("to_office", "Zu (Stelle)", "To (office)", Form.TEXT, needed=True, filled=True,
           longest=200, hint="Name einer Organisation des Netzwerks oder andere Worte."),
    Column("field_of_action", "Handlungsfeld", "Field of action", Form.WORD,
           words="field_of_action"),
    Column("delay_days", "Verzögerung in Tagen", "Delay in days", Form.COUNT, least=0,
           most=3_660),
    Column("note", "Notiz", "Note", Form.TEXT, longest=LONG, hint="Bleibt im Fall."),
    Column("by", "Vermerkt von", "Noted by", Form.TEXT, longest=320, hint="Leer: wer einliest."),
    ENTRUSTED,
    number=("Hemmnis-Nr.", "Barrier no."), also=("hemmnis", "barrier"),
)  # fmt: skip

PART_SHEETS: tuple[Sheet, ...] = (
    CASE_DETAILS, CONTACT_DATA, PHASES, CONTACTS, MEASURES, RESIDENCE, LANGUAGES, INVOLVED,
    SPHERES, ENTITLEMENTS, ASSESSMENTS, ASSESSMENT_AREAS, STRENGTHS, LANGUAGE_LEVELS, AGREEMENTS,
    GOAL_ASSESSMENTS, GOAL_SCALES, NETWORK, FAMILY, ALLIANCES, EVALUATIONS, CONFERENCES,
    CONFERENCE_GUESTS, HAND_OVERS, CONSENTS, CONSENT_RECIPIENTS, BARRIERS,
)  # fmt: skip
