# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the sample templates say. Each entry: its kind and its text."""

HEADER = "{{ Organisation }}"
STAND = "Beispielvorlage · Stand {{ Datum }}"

GUIDE = (
    ("title", "Gesprächsleitfaden: Fall- und Auftragsklärung"),
    ("lead", "Für das erste oder zweite Gespräch. Der Leitfaden ist eine Gedächtnisstütze, kein "
     "Fragebogen: Folgen Sie dem, was für Ihr Gegenüber wichtig ist."),
    ("table", [
        ("Fall", "Fallmanagement", "Datum"),
        ("{{ Fallnummer }}", "{{ Fallmanagement }}", "{{ Datum }}"),
    ], (1, 1, 1)),
    ("h1", "1. Vor dem Gespräch"),
    ("list", [
        "Ist geklärt, in welcher Sprache wir sprechen und ob jemand dolmetscht?",
        "Ist der Raum ruhig, und haben wir mindestens eine Stunde Zeit?",
        "Welche Unterlagen soll die Person mitbringen – und welche ausdrücklich nicht?",
        "Was weiß ich schon, und von wem? Was davon sage ich gleich zu Beginn?",
    ]),
    ("h1", "2. Ankommen"),
    ("list", [
        "Ich stelle mich vor: meine Aufgabe, meine Stelle, was ich kann und was ich nicht kann.",
        "Das Gespräch ist freiwillig. Es darf jederzeit unterbrochen oder beendet werden.",
        "Was besprochen wird, bleibt hier. Ohne Einwilligung gebe ich nichts weiter.",
        "Was ich mir notiere, können Sie jederzeit sehen.",
        "„Woran würden Sie am Ende merken, dass sich dieses Gespräch gelohnt hat?“",
    ]),
    ("h1", "3. Der Anlass"),
    ("list", [
        "„Was hat Sie zu uns geführt?“ – „Wer hatte die Idee dazu?“",
        "„Was ist im Augenblick am dringendsten?“",
        "„Was haben Sie schon versucht? Was hat davon ein Stück geholfen?“",
        "„Gibt es Fristen oder Schreiben, die wir heute ansehen sollten?“",
    ]),
    ("p", "Bekanntes Anliegen: {{ Anliegen }}"),
    ("h1", "4. Die Lebensbereiche"),
    ("p", "Nicht jeder Bereich ist ein Thema. Fragen Sie kurz nach allen und vertiefen Sie nur, "
     "was die Person vertiefen möchte. Stärken gehören genauso hierher wie Schwierigkeiten."),
    ("table", [
        ("Lebensbereich", "Wie ist es jetzt? Was gelingt?", "Was soll anders werden?"),
        ("Aufenthalt und Fristen", "", ""),
        ("Wohnen", "", ""),
        ("Arbeit, Ausbildung, Schule", "", ""),
        ("Sprache", "", ""),
        ("Gesundheit", "", ""),
        ("Familie, Kinder, Kita", "", ""),
        ("Geld und Leistungen", "", ""),
        ("Menschen, Freizeit, Ehrenamt", "", ""),
    ], (3, 4, 4)),
    ("h1", "5. Wer ist schon beteiligt?"),
    ("list", [
        "„Mit welchen Stellen haben Sie gerade zu tun? Wer ist dort für Sie da?“",
        "„Wer unterstützt Sie privat – Familie, Nachbarschaft, Verein, Gemeinde?“",
        "„Wo verlangen verschiedene Stellen Verschiedenes von Ihnen?“",
        "„Wo warten Sie gerade, und seit wann?“",
    ]),
    ("h1", "6. Der Auftrag"),
    ("list", [
        "„Wenn sich in drei Monaten eine Sache verbessert hätte: Welche sollte es sein?“",
        "„Was davon möchten Sie selbst tun? Wobei wünschen Sie sich mich?“",
        "„Was soll ich auf keinen Fall tun?“",
        "Ich sage offen, was nicht in meiner Hand liegt und wer darüber entscheidet.",
    ]),
    ("table", [
        ("Ich (Klient:in)", "Fallmanagement", "Andere, und wer sie fragt"),
        ("", "", ""),
        ("", "", ""),
        ("", "", ""),
    ], (1, 1, 1)),
    ("h1", "7. Das Ergebnis"),
    ("list", [
        "☐ Wir arbeiten zusammen. Nächstes Gespräch am: ____________________",
        "☐ Eine kurze Beratung hat genügt.",
        "☐ Eine andere Stelle passt besser, nämlich: ____________________",
        "☐ Die Person möchte im Augenblick nicht. Sie kann jederzeit wiederkommen.",
    ]),
    ("p", "Einwilligung besprochen in (Sprache): ____________________   ☐ erteilt   ☐ nicht "
     "erteilt   ☐ später"),
    ("h1", "8. Nach dem Gespräch"),
    ("list", [
        "Was hat mich überrascht? Welche Stärke habe ich gesehen?",
        "Welche Frist muss ich heute noch eintragen?",
        "Hat sich ein Hindernis gezeigt, das nicht an der Person liegt, sondern am Zusammenspiel "
        "der Stellen? Dann halte ich es in der Dokumentation fest.",
    ]),
)

DOCUMENTATION = (
    ("title", "Dokumentation: Einzelfall und strukturelle Erkenntnisse"),
    ("lead", "Teil A bleibt im Fall. Nur Teil B geht an die Lenkungsgruppe – ohne Namen, ohne "
     "Fallnummer und ohne Angaben, an denen sich jemand erkennen ließe."),
    ("h1", "Teil A – Der Fall (bleibt hier)"),
    ("table", [
        ("Fall", "Fallmanagement", "Beginn", "Datum"),
        ("{{ Fallnummer }}", "{{ Fallmanagement }}", "{{ Fallbeginn }}", "{{ Datum }}"),
    ], (1, 1, 1, 1)),
    ("h2", "Ziele"),
    ("p", "{{ Ziele }}"),
    ("h2", "Laufende Maßnahmen"),
    ("p", "{{ Maßnahmen }}"),
    ("h2", "Planungskonferenz"),
    ("table", [
        ("Wer war dabei (Stelle, Aufgabe)?", "Was wurde vereinbart?", "Wer tut es?", "Bis wann?"),
        ("", "", "", ""),
        ("", "", "", ""),
        ("", "", "", ""),
    ], (3, 4, 2, 2)),
    ("h2", "Verlauf und Ergebnis"),
    ("list", [
        "Was wurde erreicht – aus Sicht der Klientin oder des Klienten?",
        "Was wurde erreicht – aus Sicht des Fallmanagements?",
        "Was blieb offen, und warum?",
        "Was hat am meisten geholfen?",
    ]),
    ("h1", "Teil B – Strukturelle Erkenntnis (für die Lenkungsgruppe)"),
    ("p", "Für jede Erkenntnis ein eigenes Blatt. Beschreiben Sie, wie es läuft, nicht, wer etwas "
     "falsch gemacht hat. Auch gute Zusammenarbeit gehört hierher: Sie zeigt, was sich "
     "übertragen lässt."),
    ("table", [
        ("Frage", "Antwort"),
        ("Was geschieht an dieser Stelle (in einem Satz, ohne Person)?", ""),
        ("Zwischen welchen Stellen?", ""),
        ("Welche Rechtskreise berühren sich?", "☐ AufenthG   ☐ AsylbLG   ☐ SGB II   ☐ SGB III   "
         "☐ SGB VIII   ☐ SGB XII   ☐ andere: ____________________"),
        ("Welcher Art ist sie?", "☐ Lücke   ☐ Wartezeit   ☐ Widerspruch   ☐ doppelte Anforderung   "
         "☐ fehlende Information   ☐ rechtliche Grenze   ☐ gute Zusammenarbeit"),
        ("Welches Handlungsfeld?", "☐ Wohnen   ☐ Arbeit und Ausbildung   ☐ Sprache   "
         "☐ Gesundheit   ☐ Kinder und Familie   ☐ Aufenthalt   ☐ anderes: ____________________"),
        ("Um wie viele Tage verzögert sich dadurch etwas?", ""),
        ("Wie oft haben wir es in den letzten zwölf Monaten erlebt?", ""),
        ("Was haben wir im Einzelfall getan, um weiterzukommen?", ""),
        ("Was müsste sich ändern, damit es gar nicht erst geschieht?", ""),
    ], (2, 3)),
    ("h2", "Bewertung in der Lenkungsgruppe"),
    ("table", [
        ("Sitzung am", "Entscheidung", "Wer übernimmt es?", "Bis wann?", "Woran merken wir, dass "
         "es wirkt?"),
        ("", "", "", "", ""),
        ("", "", "", "", ""),
    ], (2, 3, 2, 2, 3)),
    ("h2", "Rückmeldung in die Fallarbeit"),
    ("p", "Was geändert wurde, seit wann es gilt und wem wir es sagen:"),
    ("p", "________________________________________________________________"),
)

LEAFLET = (
    ("title", "Wir gehen ein Stück mit Ihnen"),
    ("lead", "Fallmanagement für Menschen, die neu hier sind – und für alle, die hier schon länger "
     "leben und an vielen Stellen gleichzeitig etwas klären müssen."),
    ("h1", "Was ist Fallmanagement?"),
    ("p", "Eine Person ist für Sie da: Ihre Fallmanagerin oder Ihr Fallmanager. Sie sprechen "
     "zusammen über das, was Sie brauchen. Sie planen zusammen die nächsten Schritte. Und Sie "
     "sprechen zusammen mit den Ämtern und Stellen, die dafür zuständig sind."),
    ("h1", "Wobei können wir helfen?"),
    ("list", [
        "Aufenthalt: Briefe verstehen, Fristen einhalten, die richtige Stelle finden",
        "Deutsch lernen: den passenden Kurs finden",
        "Arbeit, Ausbildung und Schule: Zeugnisse anerkennen lassen, Wege planen",
        "Wohnen: suchen, Anträge stellen, Probleme klären",
        "Gesundheit: Ärztinnen, Ärzte und Beratungsstellen finden",
        "Kinder und Familie: Kita, Schule, Unterstützung im Alltag",
    ]),
    ("h1", "Wie läuft es ab?"),
    ("list", [
        "Wir lernen uns kennen. Wenn Sie möchten, dolmetscht jemand.",
        "Wir sehen uns zusammen an, was gut ist und was schwierig ist.",
        "Sie sagen, welche Ziele Sie haben. Wir schreiben sie zusammen auf.",
        "Wir teilen auf, wer was tut: Sie, wir und andere Stellen.",
        "Wir treffen uns regelmäßig und prüfen, ob es vorangeht.",
    ]),
    ("h1", "Ihre Rechte"),
    ("list", [
        "Die Teilnahme ist freiwillig. Sie kostet nichts.",
        "Sie entscheiden. Ohne Ihr Einverständnis geben wir nichts weiter.",
        "Sie können Ihr Einverständnis jederzeit zurücknehmen, ganz oder für einen Teil.",
        "Sie können jederzeit sehen, was wir aufgeschrieben haben.",
        "Sie können jederzeit aufhören. Sie haben dadurch keinen Nachteil.",
        "Wir entscheiden nicht über Ihren Aufenthalt und nicht über Ihr Geld.",
    ]),
    ("h1", "So erreichen Sie uns"),
    ("table", [
        ("Stelle", "Ihre Ansprechperson", "Telefon und Sprechzeiten"),
        ("{{ Organisation }}", "____________________", "____________________"),
    ], (1, 1, 1)),
    ("p", "Sie können einfach vorbeikommen, anrufen oder eine Person Ihres Vertrauens anrufen "
     "lassen."),
)

INVITATION = (
    ("p", "{{ Name }}"),
    ("p", "{{ Anschrift }}"),
    ("p", "{{ Datum }}"),
    ("h1", "Einladung zum Gespräch"),
    ("p", "{{ Anrede }},"),
    ("p", "ich lade Sie herzlich zu einem Gespräch ein:"),
    ("p", "{{ Nächster Termin }}"),
    ("p", "Bitte bringen Sie Schreiben mit, über die Sie sprechen möchten. Wenn Sie möchten, dass "
     "jemand dolmetscht, oder wenn Sie nicht kommen können, rufen Sie mich bitte an."),
    ("p", "Das Gespräch ist freiwillig."),
    ("p", "Mit freundlichen Grüßen"),
    ("p", "{{ Fallmanagement }}"),
    ("p", "{{ Organisation }} · Ihr Zeichen bei uns: {{ Fallnummer }}"),
)

NOTICE = (
    "Bescheid über die Anerkennung eines Zeugnisses",
    "Muster – erfundene Beispieldatei, niemand ist gemeint.",
    "",
    "Sehr geehrte Damen und Herren,",
    "der im Ausland erworbene Abschluss wird als gleichwertig anerkannt.",
)

FILES = {
    "gespraechsleitfaden.docx": (GUIDE, STAND),
    "dokumentationsvorlage.docx": (DOCUMENTATION, STAND),
    "faltblatt.docx": (LEAFLET, STAND),
    "einladung.docx": (INVITATION, "{{ Organisation }}"),
}
