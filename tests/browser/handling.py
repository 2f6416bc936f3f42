# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Working the pages the way a person does: filling, sending, setting up what a walk needs."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.directory.models import User
from stellwerk.engine.locate import checkout
from stellwerk.jobs.sample_people import DEMO_PASSWORD

FILL = """(form) => {
  const today = new Date().toISOString().slice(0, 10);
  for (const e of form.elements) {
    const isText = e.type === 'text' || e.tagName === 'TEXTAREA';
    if (!(e.required || isText) || e.value && e.type !== 'radio') continue;
    if (e.type === 'date') e.value = today;
    else if (e.type === 'datetime-local') e.value = today + 'T08:00';
    else if (e.type === 'radio') {
      if (![...form.elements[e.name]].some((r) => r.checked)) e.checked = true;
    } else if (e.tagName === 'SELECT') e.value = [...e.options].find((o) => o.value).value;
    else if (isText) e.value = 'Erfunden';
  }
}"""


def person_with(role: str) -> User:
    """A sample person by role."""
    found = User.objects.filter(memberships__role=role).order_by("email").first()
    assert found is not None, role
    return found


def fill_and_send(page: Any, selector: str = "main form[method=post]:not(.app-filter)") -> None:
    """Fill what is required, send, and insist that nothing was refused."""
    form = page.locator(selector).last
    form.evaluate(FILL)
    form.locator("button.kern-btn--primary, button.kern-btn--secondary").first.click()
    page.wait_for_load_state()
    refused = page.locator(".app-errors, .app-problem").all_inner_texts()
    assert not refused, f"{page.url}: {refused}"


def path_of(page: Any, selector: str) -> str:
    return urlsplit(page.locator(selector).first.evaluate("(a) => a.href")).path


def make_rows(site: Any, page: Any) -> list[str]:
    """One row of every kind that a page shows or edits; return addresses that a filter hides."""
    page.goto(site.address + reverse("cases:list"))
    case = path_of(page, "a.app-row-link")
    # Two records side by side; nobody in the sample stands there twice.
    other = page.locator("a.app-row-link").nth(1).get_attribute("href").split("/")[2]
    # The sample case whose assessment, plan and surroundings are filled.
    filled = path_of(page, "tr:has-text('RH-CM-08') a.app-row-link")
    sections = [f"{filled}{part}/" for part in ("assessment", "plan", "umfeld", "einwilligungen")]
    page.goto(site.address + filled + "arbeitsbuendnis/")
    fill_and_send(page)
    conference = rows_of_case(site, page, case)
    drafts = [chain_draft(site, page), *typical_draft(site, page)]
    files = [*ordered_files(site, page), *event_logs(site, page)]
    page.goto(site.address + reverse("cases:list"))
    page.select_option("select[name=state]", "ended")
    page.locator(".app-filter button").last.click()
    page.wait_for_load_state()
    ended = path_of(page, "a.app-row-link")
    side_by_side = f"{case}zusammenfuehren/{other}/"
    # the conference first, so that its own pages are met early
    return [
        conference, *sections, case, side_by_side, *drafts, *files, ended,
        reverse("cases:new_person"),
    ]  # fmt: skip


def chain_draft(site: Any, page: Any) -> str:
    """A chain with a draft: its stations can be changed."""
    page.goto(site.address + reverse("networks:chain_new"))
    fill_and_send(page)
    page.locator("form[action$='/entwurf/'] button").click()
    page.wait_for_load_state()
    return urlsplit(page.url).path


def typical_draft(site: Any, page: Any) -> list[str]:
    """A typical case that is still a draft, with a station: the page of it, and its editor."""
    page.goto(site.address + reverse("networks:typical_case_new"))
    page.fill("main input[name=half_year]", "2025-2")
    fill_and_send(page)
    editor = urlsplit(page.url).path
    page.locator("main a[href*='/stationen/neu/']").first.click()
    page.wait_for_load_state()
    fill_and_send(page)
    assert urlsplit(page.url).path == editor, page.url
    return [editor.removesuffix("stationen/"), editor]


def event_logs(site: Any, page: Any) -> list[str]:
    """A log that was read in, and a table whose columns wait to be named."""
    happened = "".join(
        f'<event><string key="concept:name" value="{name}"/>'
        f'<date key="time:timestamp" value="2026-0{at}-01T08:00:00+01:00"/></event>'
        for at, name in enumerate(("Antrag", "Rückfrage", "Bescheid"), start=1)
    )
    contents = {
        "verlauf.xes": f'<log xes.version="1.0"><trace>{happened}</trace></log>',
        "verlauf.csv": "Vorgang;Aktivität;Zeitpunkt\n1;Antrag;2026-01-01\n",
    }
    addresses = []
    for name, text in contents.items():
        page.goto(site.address + reverse("networks:log_new"))
        file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        page.set_input_files("main input[type=file]", files=[file])
        page.locator("main form[method=post] button[type=submit]").first.click()
        page.wait_for_url(lambda address: "/neu/" not in address)
        addresses.append(urlsplit(page.url).path)
    return addresses


def rows_of_case(site: Any, page: Any, case: str) -> str:
    """What a case holds, and a document that can be looked at; the conference's address."""
    for what in ("kontakt/", "massnahme/", "beteiligte/", "hemmnis/", "konferenz/"):
        page.goto(site.address + case + what)
        fill_and_send(page)
    conference = urlsplit(page.url).path
    for what in ("rechtskreis/", "berechtigung/"):
        page.goto(site.address + case + what)
        fill_and_send(page)
    # What another office did: a word of the catalogue, today.
    page.goto(site.address + case + "verlauf/")
    page.fill("main input[name=activity]", "Einstufungstest abgelegt")
    page.fill("main input[name=office]", "Kursträger")
    page.get_by_role("button", name="In den Verlauf aufnehmen").click()
    page.wait_for_load_state()
    page.goto(site.address + case + "dokumente/neu/")
    notice = Path(checkout() or ".") / "sample" / "lippe" / "bescheid.pdf"
    page.set_input_files("main input[type=file]", notice)
    fill_and_send(page)
    return conference


def ordered_files(site: Any, page: Any) -> list[str]:
    """A frozen report, an ordered file, a workbook on its way in, a bulk reassignment."""
    page.goto(site.address + reverse("reports:case_management"))
    fill_and_send(page)
    page.goto(site.address + reverse("reports:case_management"))
    page.locator("form[action$='/pdf/'] button").click()
    page.wait_for_load_state()
    file = urlsplit(page.url).path
    page.goto(site.address + reverse("cases:exports"))
    fill_and_send(page)
    page.goto(site.address + reverse("imports:index"))
    sample = Path(checkout() or ".") / "sample" / "rheine" / "pilot.xlsx"
    page.set_input_files("main input[type=file]", sample)
    page.locator("main form button.kern-btn--primary").first.click()
    page.wait_for_load_state()
    run = urlsplit(page.url).path
    page.goto(site.address + reverse("cases:reassign"))
    page.select_option("select[name=from_user]", label="Miriam Lindhorst")
    page.get_by_label("Cem Aydoğan").check()
    page.locator("main form button.kern-btn--primary").first.click()
    page.wait_for_load_state()
    return [run, file]


def code_of(secret: str) -> str:
    """What the authenticator app shows at this moment."""
    counter = next(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counter)))


def sign_in_with_app(site: Any, page: Any, email: str) -> None:
    """Sign in by password and set an authenticator app up, as on the first day."""
    page.goto(site.address + reverse("account_login"))
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "anmelden" not in address)
    page.goto(site.address + reverse("mfa_activate_totp"))
    secret = page.locator("dd code").first.inner_text()
    page.fill("input[name=code]", code_of(secret))
    page.press("input[name=code]", "Enter")
    page.wait_for_load_state()


def give_app(session: str, host: str) -> None:
    """The same without a browser, for somebody who is signed in already.

    Asked a second time it changes nothing: the app that is there stays.
    """
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    address, there = reverse("mfa_activate_totp"), {"host": host}
    answer = client.get(address, headers=there)
    if answer.headers.get("Location") == reverse("mfa_deactivate_totp"):
        return
    page = answer.content.decode()
    shown = re.search(r"<dd[^>]*>\s*<code>([^<]+)</code>", page)
    assert shown, "no secret on the page of the app"
    answer = client.post(address, {"code": code_of(shown.group(1).strip())}, headers=there)
    assert answer.status_code == 302, answer.status_code
