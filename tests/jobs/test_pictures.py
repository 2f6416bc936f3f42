# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The handbook's pictures: each is named, made by the command, there, and small."""

import re
from pathlib import Path

from stellwerk.jobs.management.commands.screenshots import all_pictures
from stellwerk.jobs.pictures import chain, one_case

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "docs" / "handbook"
MOST_BYTES = 150_000
_PICTURE = re.compile(r"!\[([^\]]*)\]\((?:[\w./-]*/)?images/([\w-]+)\.png\)")


def named(page: Path) -> list[tuple[str, str]]:
    """``(what it shows, name)`` of the pictures on a page, in their order."""
    return _PICTURE.findall(page.read_text(encoding="utf-8"))


def test_every_picture_on_a_page_is_made_by_the_command_and_says_what_it_shows():
    pages = [ROOT / "README.md", *HANDBOOK.glob("*.md")]
    pictures = [found for page in pages for found in named(page)]
    assert {name for _, name in pictures} <= all_pictures()
    assert all(words.strip() for words, _ in pictures)


def test_the_folder_holds_what_the_command_makes_and_nothing_else():
    there = {path.stem for path in (HANDBOOK / "images").iterdir()}
    assert there == all_pictures()


def test_the_chapters_show_every_stop_once_in_its_order():
    shown = [name for _, name in named(HANDBOOK / "ein-fall.md")]
    assert shown == [f"{one_case.CHAPTER}-{stop}" for stop in one_case.STOPS]
    shown = [name for _, name in named(HANDBOOK / f"{chain.CHAPTER}.md")]
    assert shown == [f"{chain.PREFIX}{stop}" for stop in chain.STOPS]


def test_pictures_of_the_chapter_are_small():
    sizes = {
        path.name: path.stat().st_size
        for prefix in (f"{one_case.CHAPTER}-", chain.PREFIX)
        for path in (HANDBOOK / "images").glob(f"{prefix}*.png")
    }
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def test_the_table_of_the_chapter_leads_to_its_headings():
    for chapter in ("ein-fall", chain.CHAPTER):
        _assert_table(HANDBOOK / f"{chapter}.md")


def _assert_table(chapter):
    text = chapter.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    anchors = [re.sub(r"[^\w-]", "", title.lower().replace(" ", "-")) for title in headings]
    assert re.findall(r"\]\(#([\w-]+)\)", text) == anchors
