# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The chapter "Ein Fall von Anfang bis Ende", played on the pages: one invented client's way.

Samira Rahmani and everybody around her are invented. She is entered on the sample through the
forms that a case manager uses, each on its day, and taken out again in the end. The database's
own clock stays where it is: what it compares with today must not have ended by then.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from stellwerk.jobs.pictures.hand import Hand

CHAPTER = "ein-fall"
MANAGER, COLLEAGUE = "m.lindhorst@rheine.example", "c.aydogan@rheine.example"
JOBCENTER, COURSES = "jobcenter", "Sprachkursträger"

#: Where a section of the case begins, below its head.
BELOW_SECTIONS = "main .app-sections ~ *"


def approach(hand: Hand) -> None:
    """Search first, then the new person with her concern."""
    hand.on(400)
    page = hand.show("/faelle/neu/")
    page.fill("main input[name=name]", "Samira Rahmani")
    page.click("main form button.kern-btn--primary")
    page.wait_for_load_state()
    hand.photograph("suche", until="main .app-alert, main .kern-alert")
    hand.go("/faelle/neu/")
    hand.fill(name="Rahmani")
    hand.pen.click("main form button.kern-btn--primary")
    hand.pen.click("button:has-text('Neue Person erfassen')")
    hand.fill(
        family_name="Rahmani", given_name="Samira", birth_date="1991-03-14", gender="w",
        nationality="Afghanistan", members=3, phone="0000 555 0142",
        address="Beispielweg 12, 48431 Rheine", access_channel="Kita",
        concern="Ich möchte wieder als Krankenschwester arbeiten. Zu dritt in einem Zimmer geht "
        "es nicht mehr, und die Briefe verstehe ich nicht.",
    )
    hand.send("button:has-text('Fall anlegen')")
    hand.case = hand.pen.url.removeprefix(hand.address)
    hand.photograph("angesprochen", "")


def clarify(hand: Hand) -> None:
    """The criteria one by one; the result admits her."""
    hand.on(393)
    hand.enter("phase/clarification/")
    hand.go("klaerung/")
    hand.fill(
        state_0="met", note_0="Beruf, Wohnung und Sprache hängen aneinander.", state_1="met",
        state_2="met", state_4="open", note_4="Möchte es mit ihrem Mann besprechen.",
    )
    hand.send()
    hand.photograph("klaerung", "klaerung/", top="main .app-columns")
    hand.on(387)
    hand.go("klaerung/")
    hand.fill(
        state_4="met", result="admitted",
        reason="Vier Stellen sind beteiligt, keine hat den Überblick. Frau Rahmani möchte es.",
    )
    hand.send()
    hand.enter(
        "aufenthalt/", status="Anerkannte:r Flüchtling", valid_from=hand.day(-900),
        valid_until=hand.day(205), work_permit="any",
    )
    hand.enter("rechtskreis/", sphere="SGB II", office=JOBCENTER, valid_from=hand.day(-800))
    hand.go("sprachen/")
    hand.fill(language_0="Farsi", level_0="Erstsprache", interpreter_0=True)
    hand.send()
    hand.enter("sprachstand/", language="Deutsch", level="A2", reached_on=hand.day(-60))


def agree(hand: Hand) -> None:
    """Working alliance and consent, with the paper in her language."""
    hand.on(386)
    hand.enter(
        "arbeitsbuendnis/", content="In den Beruf zurückfinden, eine Wohnung suchen.",
        client_side="Sagt Termine rechtzeitig ab und bringt Briefe gleich mit.",
        our_side="Begleitet zu Ämtern und stimmt sich mit den Stellen ab.", explained_in="fa",
    )
    hand.go("einwilligungen/neu/")
    hand.fill(
        purpose="coordination", own_words="Anerkennung und Deutschkurs gemeinsam planen.",
        groups=(1, 16, 32, 256), explained_in="fa", refusal_explained=True, form="written",
        valid_until=hand.day(730),
    )
    hand.tick(JOBCENTER, COURSES)
    hand.send()
    hand.photograph("einwilligung", "einwilligungen/", top="main .app-card", height=760)
    paper = hand.pen.locator("main a[href*='/einwilligungen/'][href*='/papier/html/']").first
    # The page to print comes as a file.
    sheet = hand.camera.context.request.get(hand.address + str(paper.get_attribute("href")))
    hand.camera.goto("about:blank")
    hand.camera.set_content(sheet.text())
    hand.photograph("blatt", frame="[dir=rtl]", height=900)


def assess(hand: Hand) -> None:
    """All life areas on one page, strengths, who is around her."""
    hand.on(379)
    hand.enter("phase/assessment/")
    hand.go("assessment/neu/")
    hand.fill(kind="first")
    _area(hand, "Wohnen", 4, 4, "Ein Zimmer für drei Personen, befristet.")
    _area(hand, "Arbeit", 3, 4, "Krankenschwester, Abschluss noch nicht anerkannt.")
    _area(hand, "Sprache", 3, 2, "A2, für die Pflege wird B2 verlangt.")
    _area(hand, "Kinder und Kita", 1, 1, "Die Tochter hat einen Kita-Platz.")
    hand.fill(set_topics=True)
    hand.send()
    hand.enter(
        "staerke/", text="Elf Jahre Erfahrung auf einer chirurgischen Station.",
        life_area="Arbeit",
    )
    hand.photograph("assessment", "assessment/", top=BELOW_SECTIONS)
    for name, role, sector, closeness, effect, is_formal in (
        ("Ehemann", "hält zu ihr, arbeitet nachts", "family", 1, 1, False),
        ("Schwester in Hamburg", "ruft jeden Abend an", "family", 2, 2, False),
        ("Nachbarin", "übt Deutsch mit ihr", "neighbours", 1, 2, False),
        ("Erzieherin", "erklärt Briefe der Kita", "work", 2, 1, True),
        ("Vermieter", "droht mit Kündigung", "neighbours", 3, -2, False),
        ("Sachbearbeitung", "lange Wege, viele Bescheide", "offices", 3, -1, True),
    ):
        hand.go("netzwerk/")
        hand.fill(name=name, role=role, sector=sector, closeness=closeness, effect=effect)
        if is_formal:
            hand.fill(is_formal=True)
        hand.send()
    hand.photograph("umfeld", "umfeld/", top=BELOW_SECTIONS)


def plan(hand: Hand) -> None:
    """Goals, who does what, the agreement."""
    hand.on(365)
    hand.enter("phase/planning/")
    hand.enter(
        "ziel/", text="Die Anerkennung als Pflegefachfrau ist beantragt und beschieden.",
        life_area="Anerkennung", indicator="Der Bescheid liegt vor.",
        relevance="Sie möchte in ihren Beruf zurück.", due_on=hand.day(200), responsible="both",
    )
    hand.enter(
        "ziel/", text="Eine Wohnung mit drei Zimmern ist gefunden.", life_area="Wohnen",
        indicator="Der Mietvertrag ist unterschrieben.", due_on=hand.day(240),
        responsible="client",
    )
    hand.enter(
        "massnahme/", title="Berufssprachkurs B2 Pflege", offer="Abendkurs", provider=COURSES,
        life_area="Sprache", asked_on=hand.day(),
    )
    hand.go("massnahme/")
    hand.fill(
        title="Jede Woche zwei Wohnungsanzeigen anschreiben", life_area="Wohnen",
        began_on=hand.day(), is_own_step=True,
    )
    hand.send()
    hand.photograph("plan", "plan/", top="main #goals")
    hand.enter("vereinbarung/")
    hand.photograph("vereinbarung", "plan/", top="#measures", until="#agreements", height=900)


def link(hand: Hand) -> None:
    """What is needed goes to the course provider, on the basis of the consent."""
    hand.on(350)
    hand.enter("phase/linking/")
    hand.enter(
        "uebermittlungen/neu/", recipient=COURSES, basis="consent", groups=(1, 16),
        purpose="Platz im Berufssprachkurs B2 Pflege.",
    )
    hand.photograph("uebermittlung", hand.pen.url.removeprefix(hand.address))


def accompany(hand: Hand) -> None:
    """A contact, and where it got stuck between two offices."""
    hand.on(330)
    hand.enter("phase/monitoring/")
    page = hand.show("")
    page.click("main .app-title a[href*='/kontakt/']")
    page.fill("dialog[open] textarea", "Kursplatz zugesagt, Beginn nach den Ferien.")
    hand.photograph("kontakt", frame="dialog[open]")
    hand.enter("kontakt/", kind="office", note="Kursplatz zugesagt, Beginn nach den Ferien.")
    hand.on(320)
    page = hand.show("")
    page.click("main .app-title a[href*='/hemmnis/']")
    sentence = "Zwei Stellen verlangen die Übersetzung desselben Zeugnisses, jede in eigener Form."
    page.fill("dialog[open] [name=sentence]", sentence)
    page.fill("dialog[open] [name=from_office]", "Jobcenter")
    page.fill("dialog[open] [name=to_office]", "Anerkennungsstelle")
    hand.photograph("hemmnis", frame="dialog[open]")
    hand.enter(
        "hemmnis/", sentence=sentence, from_office="Jobcenter", to_office="Anerkennungsstelle",
        delay_days=30,
    )


def confer(hand: Hand) -> None:
    """Several offices at one table."""
    hand.on(300)
    hand.enter(
        "konferenz/", starts_at=f"{hand.day(10)}T10:00", ends_at=f"{hand.day(10)}T11:00",
        place="Rathaus, Raum 112",
        agenda="1. Stand der Anerkennung\n2. Wer zahlt welche Übersetzung?\n3. Nächste Schritte",
    )
    conference = hand.pen.url.removeprefix(hand.address).split("#")[0]
    if "/konferenz/" not in conference:
        hand.go("konferenzen/")
        first = hand.pen.locator("main a[href*='/konferenz/']").first
        conference = str(first.get_attribute("href"))
    for name, office in (("Herr Wessling", JOBCENTER), ("Frau Adler", COURSES)):
        hand.enter(conference + "gast/", name=name, provider=office)
    hand.on(289)
    for _guest in range(2):
        hand.go(conference)
        hand.send("main button[name=state][value=attended]")
    hand.enter(
        conference + "massnahme/", title="Eine beglaubigte Übersetzung gilt für alle Stellen",
        provider=JOBCENTER, due_on=hand.day(14),
    )
    hand.enter(
        conference + "aendern/", state="held",
        minutes="Das Jobcenter übernimmt die Kosten. Alle Stellen nehmen dieselbe Übersetzung.",
    )
    hand.photograph("konferenz", conference, top=BELOW_SECTIONS)


def watch(hand: Hand) -> None:
    """The title expires in less than 90 days; then there is a new one."""
    hand.on(260)
    hand.photograph("fristen", "aufenthalt-und-recht/", top=BELOW_SECTIONS)
    hand.on(215)
    hand.enter(
        "aufenthalt/", status="Anerkannte:r Flüchtling", valid_from=hand.day(),
        valid_until=hand.day(1095), work_permit="any",
    )


def hand_over(hand: Hand) -> None:
    """To a colleague, who is asked and accepts."""
    hand.on(210)
    hand.enter(
        "uebergaben/abgeben/", to_user="Cem Aydoğan",
        message="Ich wechsle ins Zentrum. Der Kurs läuft, offen ist die Wohnung.",
    )
    hand.login = COLLEAGUE
    hand.on(208)
    hand.photograph("uebergabe", "/uebergaben/", height=560)
    hand.go("/uebergaben/")
    hand.send("main li:has-text('Der Kurs läuft') form[action$='/annehmen/'] button")


def look_again(hand: Hand) -> None:
    """Re-assessment beside the first one; then the whole way in one line."""
    hand.on(170)
    hand.enter("phase/reassessment/")
    hand.go("assessment/neu/")
    hand.fill(kind="re")
    _area(hand, "Wohnen", 2, 3, "Zusage für eine Wohnung mit drei Zimmern.")
    _area(hand, "Arbeit", 2, 2, "Hospitation in der Klinik.")
    _area(hand, "Sprache", 1, 1, "B1 bestanden, B2 läuft.")
    hand.send()
    hand.enter("sprachstand/", language="Deutsch", level="B1", reached_on=hand.day(-6))
    hand.photograph("re-assessment", "assessment/", top="h2:has-text('im Verlauf')")
    hand.enter("phase/monitoring/")
    hand.enter("kontakt/", kind="home_visit", note="Neue Wohnung angesehen.")
    hand.on(140)
    hand.photograph("biografie", "biografie/", top=BELOW_SECTIONS, height=900)


def look_back(hand: Hand) -> None:
    """Goals are assessed; she says what she thinks, in her language."""
    hand.on(128)
    hand.enter("phase/evaluation/")
    hand.go("plan/")
    ratings = hand.pen.locator("main a[href*='/bewerten/']")
    places = [str(one.get_attribute("href")) for one in ratings.all()]
    hand.enter(places[0].split("?")[0], attainment=100, note="Bescheid vom Regierungspräsidium.")
    page = hand.show("rueckmeldung/bogen/?language=fa")
    for question in page.locator("main fieldset").all()[:2]:
        question.locator("input").first.check()
    hand.photograph("rueckmeldung")
    hand.go("rueckmeldung/bogen/?language=fa")
    for question in hand.pen.locator("main fieldset").all():
        question.locator("input").first.check()
    hand.send("main button")


def close(hand: Hand) -> None:
    """Planned, by both; one goal stays open and says why."""
    hand.on(121)
    page = hand.show("abschliessen/")
    page.check("main [name=closing_kind][value=planned]")
    page.check("main [name=closed_by][value=both]")
    page.fill("main [name=goal_0]", "Mietvertrag kommt im nächsten Monat, sie regelt es selbst.")
    hand.photograph("abschluss", height=1000)
    hand.enter(
        "abschliessen/", closing_kind="planned", closed_by="both",
        closing_reason="Ziele überwiegend erreicht", aftercare_on=hand.day(90),
        goal_0="Mietvertrag kommt im nächsten Monat, sie regelt es selbst.",
    )
    hand.photograph("beendet", "")


def come_again(hand: Hand) -> None:
    """After-care is due; later she comes again: a second episode that knows the first."""
    hand.on(10)
    hand.enter(
        "wiederaufnahme/", access_channel="Eigene Anfrage",
        concern="Die Klinik verlangt noch eine Kenntnisprüfung. Wie geht das?",
    )
    hand.case = hand.pen.url.removeprefix(hand.address).split("#")[0]
    hand.photograph("wiederaufnahme", "klaerung/", top="#earlier")


def play(browser: Any, address: str, folder: Path, clock: Any) -> list[str]:
    """All steps in their order; the pictures' names, without their ending."""
    hand = Hand(browser, address, folder, MANAGER, clock, prefix=f"{CHAPTER}-")
    for step in STEPS:
        step(hand)
    return hand.taken


def _area(hand: Hand, area: str, need: int, client_need: int, situation: str) -> None:
    fields = hand.pen.locator("main fieldset", has=hand.pen.locator(f"legend:text-is('{area}')"))
    fields.locator("[name^=need_]").select_option(str(need))
    fields.locator("[name^=client_need_]").select_option(str(client_need))
    fields.locator("[name^=situation_]").fill(situation)


STEPS: tuple[Callable[[Hand], None], ...] = (
    approach, clarify, agree, assess, plan, link, accompany, confer, watch, hand_over,
    look_again, look_back, close, come_again,
)
#: Every picture of the chapter, in its order.
STOPS = (
    "suche", "angesprochen", "klaerung", "einwilligung", "blatt", "assessment", "umfeld", "plan",
    "vereinbarung", "uebermittlung", "kontakt", "hemmnis", "konferenz", "fristen", "uebergabe",
    "re-assessment", "biografie", "rueckmeldung", "abschluss", "beendet", "wiederaufnahme",
)
