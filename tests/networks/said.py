# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences as case managers write them, by hand: what is the same issue, what is not.

Each place (interface and kind) holds two issues and one sentence that belongs to neither. All are
invented.
"""

#: (from, to, kind) -> issue -> sentences; "" = belongs to nothing else.
SAID: dict[tuple[str, str, str], dict[str, tuple[str, ...]]] = {
    ("Ausländerbehörde", "Jobcenter", "duplicate"): {
        "schein": (
            "Ausländerbehörde und Jobcenter stellen beide einen Berechtigungsschein für den "
            "Integrationskurs aus.",
            "Zwei Berechtigungsscheine für denselben Kurs, keiner weiß vom anderen.",
            "Der Berechtigungsschein für den Sprachkurs wurde doppelt ausgestellt.",
            "Für den Integrationskurs lagen am Ende zwei Berechtigungsscheine vor.",
        ),
        "pass": (
            "Der Reisepass muss bei beiden Behörden im Original vorgelegt werden.",
            "Beide Stellen verlangen den Pass im Original, obwohl eine Kopie vorliegt.",
            "Passkopie wird nicht anerkannt, der Reisepass wird ein zweites Mal verlangt.",
        ),
        "": ("Die Anmeldung der Kinder wurde von zwei Sachbearbeitungen angefordert.",),
    },
    ("Jobcenter", "Kursträger", "waiting"): {
        "platz": (
            "Alle Integrationskurse sind voll, Wartezeit auf einen Kursplatz ein halbes Jahr.",
            "Kein freier Platz im Integrationskurs, die Warteliste ist lang.",
            "Der Kurstraeger hat erst im Herbst wieder einen freien Kursplatz.",
            "Warteliste beim Kursträger: sechs Monate bis zum nächsten Kursplatz.",
        ),
        "kind": (
            "Kurs mit Kinderbetreuung gibt es nicht, die Mutter wartet auf einen Kita-Platz.",
            "Ohne Kinderbetreuung kann die Mutter nicht am Kurs teilnehmen.",
            "Es fehlt ein Kurs mit Kinderbetreuung am Vormittag.",
        ),
        "": ("Der Einstufungstest wird nur einmal im Quartal angeboten.",),
    },
    ("Sozialamt", "Jobcenter", "gap"): {
        "wechsel": (
            "Beim Rechtskreiswechsel vom AsylbLG ins SGB II zahlt wochenlang niemand.",
            "Nach der Anerkennung stellt das Sozialamt die Zahlung ein, das Jobcenter zahlt noch "
            "nicht.",
            "Rechtskreiswechsel: Zahlungslücke zwischen Sozialamt und Jobcenter.",
            "Zwischen AsylbLG und SGB II entsteht eine Lücke, die Miete wird nicht gezahlt.",
        ),
        "kasse": (
            "Nach dem Wechsel fehlt die Krankenversicherung, die Gesundheitskarte ist gesperrt.",
            "Die Krankenkasse meldet ab, niemand meldet neu an, keine Gesundheitskarte.",
            "Ohne Krankenversicherung: Die Anmeldung bei der Krankenkasse bleibt liegen.",
        ),
        "": ("Für die Erstausstattung der Wohnung fühlt sich keine Stelle zuständig.",),
    },
    ("Case Management", "Ausländerbehörde", "waiting"): {
        "termin": (
            "Termin bei der Ausländerbehörde erst in vier Monaten.",
            "Online sind keine Termine bei der Ausländerbehörde zu bekommen.",
            "Monatelange Wartezeit auf einen Termin zur Verlängerung.",
            "Terminvergabe: nächster Termin erst im übernächsten Quartal.",
        ),
        "fiktion": (
            "Fiktionsbescheinigung wird nicht rechtzeitig ausgestellt, der Arbeitgeber kündigt.",
            "Ohne Fiktionsbescheinigung verliert der Klient seine Arbeitsstelle.",
            "Die Fiktionsbescheinigungen kommen zu spät, Arbeitgeber stellen nicht ein.",
        ),
        "": ("Auf schriftliche Anfragen zur Wohnsitzauflage kommt keine Antwort.",),
    },
    ("Schule", "Jugendamt", "information"): {
        "teilhabe": (
            "Die Schule weiß nicht, wie Bildung und Teilhabe beantragt wird.",
            "Anträge auf Bildung und Teilhabe werden an der Schule nicht ausgegeben.",
            "Familien erfahren nichts von den Leistungen für Bildung und Teilhabe.",
        ),
        "dolmetsch": (
            "Beim Elterngespräch fehlt eine Sprachmittlung, niemand weiß, wer sie bezahlt.",
            "Wer die Sprachmittlung für Elterngespräche bezahlt, ist nicht bekannt.",
            "Elterngespräche fallen aus, weil keine Sprachmittlung bestellt wird.",
        ),
        "": ("Schulwechsel werden der Schulaufsicht verspätet mitgeteilt.",),
    },
    ("Agentur für Arbeit", "Kammer", "legal_limit"): {
        "papier": (
            "Für die Anerkennung des Abschlusses wird ein Zeugnis aus dem Herkunftsland verlangt, "
            "das es nicht mehr gibt.",
            "Originalzeugnisse aus dem Herkunftsland können nicht beschafft werden.",
            "Anerkennung scheitert, weil die Universität im Herkunftsland keine Zeugnisse schickt.",
        ),
        "deutsch": (
            "Ausbildung erst mit B2, ein B2-Kurs wird neben der Arbeit nicht gefördert.",
            "Das Sprachniveau B2 ist Voraussetzung der Ausbildung, einen B2-Kurs gibt es nicht.",
            "B2 wird verlangt, gefördert wird nur bis B1.",
        ),
        "": ("Die Gebühren der Qualifizierungsanalyse übernimmt keine Stelle.",),
    },
    # Much the same everyday words in both, so that they alone must not tie.
    ("Wohnungsamt", "Sozialamt", "waiting"): {
        "wohngeld": (
            "Die Bearbeitung des Wohngeldantrags dauert fünf Monate.",
            "Auf den Wohngeldbescheid wartet die Familie seit Monaten, die Bearbeitung stockt.",
            "Wohngeld: Antrag seit einem halben Jahr in Bearbeitung.",
        ),
        "schein": (
            "Der Wohnberechtigungsschein wird erst nach drei Monaten ausgestellt.",
            "Lange Bearbeitung beim Wohnberechtigungsschein, die Wohnung ist inzwischen weg.",
            "Ohne WBS keine Wohnung: Der Wohnberechtigungsschein lässt seit Monaten warten.",
        ),
        "": (
            "Die Übernahme der Kaution wird erst nach Monaten bewilligt.",
            "Auf Rückfragen antwortet seit Monaten niemand.",
        ),
    },
    ("Beratungsstelle", "Standesamt", "contradiction"): {
        "geburt": (
            "Das Standesamt verlangt für die Geburtsurkunde eine Heiratsurkunde mit Apostille.",
            "Ohne Apostille stellt das Standesamt keine Geburtsurkunde für das Kind aus.",
            "Geburtsurkunde des Kindes fehlt, weil die Eltern keine Apostille beschaffen können.",
        ),
        "name": (
            "Der Name wird im Pass anders geschrieben als in der Aufenthaltserlaubnis.",
            "Verschiedene Schreibweisen des Namens in Pass und Aufenthaltstitel.",
            "Die Schreibweise des Familiennamens stimmt in den Papieren nicht ueberein.",
        ),
        "": ("Zur Eheschließung wird ein Ledigkeitszeugnis verlangt, das es nicht gibt.",),
    },
}
