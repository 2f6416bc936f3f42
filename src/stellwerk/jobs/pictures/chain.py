# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The chapter "Vom Einzelfall zur Stellschraube": the sample's pages in the order of the method."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from stellwerk.jobs.pictures.hand import Hand, sign_in
from stellwerk.jobs.sample_chain import NAME, agreed_from

CHAPTER = "vom-einzelfall-zur-stellschraube"
PREFIX = "stellschraube-"
LEAD = "b.feldkamp@rheine.example"
BELOW_TABS = "main .app-tabs ~ *"

STOPS = (
    "hemmnis", "karte", "schleifen", "vergleich", "typischer-fall", "freigabe", "kette",
    "verlaeufe", "durchspielen", "buendeln", "thema", "stellschraube",
)


def play(browser: Any, address: str, folder: Path) -> list[str]:
    """Nothing is entered: every page is shown as the sample made it."""
    hand = Hand(browser, address, folder, LEAD, clock=None, prefix=PREFIX, width=1280)
    sign_in(hand.camera, address, LEAD)
    _barrier(hand)
    _maps(hand, agreed_from(timezone.localdate()))
    _typical(hand)
    _chains(hand)
    _issues(hand)
    for page in (hand.pen, hand.camera):
        page.context.close()
    return hand.taken


def _barrier(hand: Hand) -> None:
    page = hand.show("/faelle/")
    case = str(page.locator("a.app-row-link").first.get_attribute("href"))
    hand.photograph("hemmnis", f"{case}hemmnis/", height=900)


def _maps(hand: Hand, day: date) -> None:
    page = hand.show("/netz/karte/")
    field = _option(page, "field", "Sprachförderung")
    before = {
        "by": "courses", "until": (day - timedelta(days=1)).isoformat(), "field": field,
        "whole": "on",
    }
    hand.photograph(
        "karte", f"/netz/karte/?{urlencode(before)}", top=".app-map-legend", height=1150
    )
    hand.photograph(
        "schleifen", f"/netz/karte/schleifen/?{urlencode(before)}", top=BELOW_TABS, height=1000
    )
    both = {**before, "second_since": day.isoformat(), "second_field": field}
    hand.photograph(
        "vergleich", f"/netz/karte/vergleich/?{urlencode(both)}", top=".app-map-legend",
        height=1300,
    )


def _typical(hand: Hand) -> None:
    page = hand.show("/netz/typische-faelle/")
    first = str(page.locator("main table a[href*='/typische-faelle/']").first.get_attribute("href"))
    hand.photograph("typischer-fall", first, top=".app-typical-courses", height=660)
    hand.photograph("freigabe", top=BELOW_TABS, height=1050)


def _chains(hand: Hand) -> None:
    page = hand.show("/netz/ketten/")
    page.locator("main table a", has_text=NAME).first.click()
    page.wait_for_load_state()
    chain = page.url.removeprefix(hand.address)
    version = str(
        page.locator("main a[href*='/ketten/fassung/']", has_text="2").first.get_attribute("href")
    )
    hand.photograph("kette", version, top=BELOW_TABS, height=880)
    hand.photograph("verlaeufe", f"{chain}verlaeufe/", top=BELOW_TABS, height=900)
    levers = {
        "per_week": "2", "spread": "exponential", "seed": "1", "dt3": "5", "d6": "21", "p6": "6",
        "pt6": "9",
    }
    hand.photograph(
        "durchspielen", f"{version}durchspielen/?{urlencode(levers)}", top="#result", height=1150
    )


def _issues(hand: Hand) -> None:
    hand.photograph("buendeln", "/themen/buendeln/", top=BELOW_TABS)
    page = hand.show("/themen/")
    first = str(page.locator("main table a[href*='/themen/']").first.get_attribute("href"))
    hand.photograph("thema", first, top=BELOW_TABS, height=1100)
    hand.photograph("stellschraube", "/netz/stellschrauben/", top=BELOW_TABS)


def _option(page: Any, name: str, words: str) -> str:
    for option in page.locator(f"select[name='{name}'] option").all():
        if words in str(option.text_content()):
            return str(option.get_attribute("value"))
    return ""
