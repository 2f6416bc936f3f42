# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Routes and templates."""

import re
from pathlib import Path

import allauth
from django.urls import reverse

from tests.house.catalogues import templates
from tests.house.routes import routes
from tests.house.source import SRC, modules, shown

#: Templates that Django asks for by a name of its own.
BY_DJANGO = {"404.html", "500.html", "403.html", "400.html", "403_csrf.html"}


def test_every_route_declares_what_it_needs() -> None:
    """A page of ours needs something or is public; a library's view is wrapped or guarded."""
    from tests.access.expectations import LIBRARY_ROUTES

    undeclared = [
        f"{route.name} ({route.pattern})"
        for route in routes()
        if route.page is None and route.name not in LIBRARY_ROUTES
    ]
    assert not undeclared


def test_every_page_bears_the_name_of_its_route() -> None:
    wrong = [
        f"{route.name} says {route.page.name}"
        for route in routes()
        if route.page and route.page.name != route.name
    ]
    assert not wrong


def test_names_are_unique() -> None:
    names = [route.name for route in routes()]
    assert sorted(set(names)) == sorted(names)


def test_addresses_hold_no_word_of_a_person() -> None:
    """Only identities, codes and signed cursors stand in addresses (promise 34)."""
    allowed = {"uuid", "int", "slug"}
    codes = {"reports:behind"}  # a figure's key from the registry, with dots
    loose = [
        f"{route.name}: {route.parameters}"
        for route in routes()
        if route.is_ours
        and route.name not in codes
        and not set(route.parameters.values()) <= allowed
    ]
    assert not loose


def test_every_template_is_used() -> None:
    spoken = "\n".join(p.read_text(encoding="utf-8") for p in [*modules(), *templates()])
    # A name that is put together in the code, such as "shell/_part_{name}.html".
    made = [
        re.sub(r"\\\{.*?\\\}", r"\\w+", re.escape(n))
        for n in re.findall(r'f"([\w/]+\{\w+\}[\w.]*)"', spoken)
    ]
    unused = []
    for path in templates():
        name = "/".join(path.parts[path.parts.index("templates") + 1 :])
        if name in spoken or name in BY_DJANGO or by_a_library(name):
            continue
        if any(re.fullmatch(pattern, name) for pattern in made):
            continue
        unused.append(shown(path))
    assert not unused


def by_a_library(name: str) -> bool:
    """Whether allauth asks for a template of this name, in its code or its own templates.

    Mails are asked for by a prefix; our adapter puts a folder of its own in front of it.
    """
    folder = Path(allauth.__file__).parent
    parts = re.sub(r"(_message|_subject)?\.(html|txt)$", "", name).split("/")
    stems = ["/".join(parts[start:]) for start in range(max(1, len(parts) - 1))]
    if any((folder / "templates" / f"{stem}.html").exists() for stem in stems):
        return True
    code = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    return any(stem in text for stem in stems for text in code)


def test_no_template_runs_script_or_style_inline() -> None:
    inline = re.compile(
        r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\son\w+=|\sstyle=|hx-on",
        re.I,
    )
    # Files to take away (exchange) carry their style inside: nobody serves them as a page.
    pages = [path for path in templates() if "exchange" not in path.parts]
    assert not [shown(p) for p in pages if inline.search(p.read_text(encoding="utf-8"))]


def test_every_form_that_posts_carries_its_token() -> None:
    naked = []
    for path in templates():
        for form in re.findall(r"<form\b.*?</form>", path.read_text(encoding="utf-8"), re.S | re.I):
            head = form[: form.index(">")]
            if re.search(r"method=[\"']post", head, re.I) and "csrf_token" not in form:
                naked.append(f"{shown(path)}: {head[:80]}")
    assert not naked


def test_public_assets_come_from_here() -> None:
    """No page loads anything from another host."""
    foreign = re.compile(r"(src|href|action|data)=[\"'](https?:)?//", re.I)
    found = [
        shown(p)
        for p in templates()
        for line in p.read_text(encoding="utf-8").splitlines()
        if foreign.search(line) and "<a " not in line
    ]
    assert not found


def test_the_start_page_exists() -> None:
    assert reverse("shell:home") == "/"


def test_stylesheets_and_scripts_load_nothing_from_elsewhere() -> None:
    foreign = re.compile(r"@import\s+url\(['\"]?https?:|url\(['\"]?(https?:)?//")
    found = [
        shown(p)
        for p in SRC.rglob("static/**/*.css")
        if foreign.search(p.read_text(encoding="utf-8"))
    ]
    assert not found
