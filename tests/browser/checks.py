# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What every page must hold in a real browser; each check returns its findings in words."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe" / "axe.min.js"
# What the colour scheme can spoil; everything else is the same tree in light and in dark.
COLOURS = ["color-contrast", "link-in-text-block"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_TEXT = 12
MAX_STOPS = 80
STRIDE = 8
NARROWEST = 320


def axe(page: Any, *, colours_only: bool = False) -> list[str]:
    """Violations that axe finds, each with its rule and the first places."""
    if not page.evaluate("typeof window.axe === 'object'"):
        # Through the debugging protocol: the page's own policy allows no foreign script.
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = page.evaluate(
        """(only) => axe.run(document, {runOnly: only,
             resultTypes: ['violations'], preload: false}).then((r) => r.violations.map((v) =>
             v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' — '
               + (n.any[0] || n.all[0] || n.none[0] || {message: ''}).message).join(' | ')))""",
        {"type": "rule", "values": COLOURS} if colours_only
        else {"type": "tag", "values": RULES},
    )
    return [f"axe {text}" for text in found]


def overflow(page: Any, width: int) -> list[str]:
    """Things that push the page wider than the window; areas that scroll themselves may."""
    height = page.viewport_size["height"]
    page.set_viewport_size({"width": width, "height": height})
    found = page.evaluate(
        """(width) => {
          if (document.documentElement.scrollWidth <= width) return [];
          const scrolls = (e) => { for (let p = e.parentElement; p; p = p.parentElement) {
            const o = getComputedStyle(p).overflowX;
            if (o === 'auto' || o === 'scroll' || o === 'hidden') return true; } return false; };
          const wide = [...document.body.querySelectorAll('*')].filter((e) =>
            e.checkVisibility() && e.getBoundingClientRect().right > width + 1 && !scrolls(e));
          return [document.documentElement.scrollWidth + ' px', ...wide.slice(0, 5).map((e) =>
            e.tagName.toLowerCase() + '.' + String(e.className.baseVal ?? e.className))];
        }""",
        width,
    )
    return [f"overflow at {width}: {', '.join(found)}"] if found else []


def tiny_text(page: Any) -> list[str]:
    """Visible text smaller than 12 px."""
    found = page.evaluate(
        """(least) => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const bad = new Set();
          while (walker.nextNode()) {
            const e = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !e.checkVisibility()) continue;
            if (parseFloat(getComputedStyle(e).fontSize) < least)
              bad.add(e.tagName.toLowerCase() + '.' + String(e.className.baseVal ?? e.className));
          }
          return [...bad];
        }""",
        SMALLEST_TEXT,
    )
    return [f"text under {SMALLEST_TEXT} px: {', '.join(found)}"] if found else []


def focus(page: Any) -> list[str]:
    """Tab through the page: every stop is visible, shows its focus, and follows reading order."""
    page.evaluate(
        """() => {
          document.activeElement.blur();
          window.scrollTo(0, 0);
          const stops = window.stops = [], met = new Set();
          stops.over = false;
          document.addEventListener('focusin', (event) => {
            const e = event.target;
            stops.over ||= met.has(e);
            if (stops.over) return;
            met.add(e);
            const s = getComputedStyle(e), b = e.getBoundingClientRect();
            const name = e.tagName.toLowerCase() + '.' + e.className;
            if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2
                || /^rgba.*, 0\\)$/.test(s.outlineColor)) stops.push('no visible focus: ' + name);
            if (b.width <= 0 || b.height <= 0 || b.right <= 0 || b.bottom <= 0)
              stops.push('focus goes nowhere: ' + name);
            if (e.tabIndex > 0) stops.push('tab order forced: ' + name);
          });
        }"""
    )
    for _ in range(MAX_STOPS // STRIDE):
        for _ in range(STRIDE):
            page.keyboard.press("Tab")
        if page.evaluate("stops.over || document.activeElement === document.body"):
            break
    return list(page.evaluate("[...stops]"))


def structure(page: Any) -> list[str]:
    """One main heading, a title of its own, nothing inline."""
    found = page.evaluate(
        """() => {
          const bad = [];
          if (document.querySelectorAll('h1').length !== 1)
            bad.push('h1: ' + document.querySelectorAll('h1').length);
          if (/^\\s*–/.test(document.title)) bad.push('title: ' + document.title);
          return bad;
        }"""
    )
    return [f"structure {text}" for text in found]


def language(page: Any, wanted: str) -> list[str]:
    """The page says in which language it speaks."""
    said = page.evaluate("document.documentElement.lang")
    return [] if said == wanted else [f"lang is {said}, not {wanted}"]


def everything(page: Any) -> list[str]:
    """All checks on the page that is open: two widths, light and dark, 320 px, keyboard."""
    findings: list[str] = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        findings += overflow(page, width)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = axe(page, colours_only=scheme == "dark")
            findings += [f"{width} {scheme}: {text}" for text in found]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    findings += tiny_text(page) + structure(page) + language(page, "de") + focus(page)
    findings += overflow(page, NARROWEST)
    page.evaluate("document.documentElement.dir = 'rtl'")
    findings += [f"right-to-left: {text}" for text in overflow(page, NARROWEST)]
    page.evaluate("document.documentElement.removeAttribute('dir')")
    page.set_viewport_size({"width": 1280, "height": 900})
    return findings
