# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
import sys

sys.path.insert(0, "/tmp/c_shots")
import os

import pytest

from tests.browser import checks

pytestmark = pytest.mark.browser


def test_shots(site, make_cast):
    import data

    cast = make_cast()
    made = data.make(cast)
    c = made[0]
    pages = {
        "today": "/mein-tag/",
        "list": "/faelle/",
        "case": f"/faelle/{c.pk}/",
        "contact": f"/faelle/{c.pk}/kontakt/",
        "new": "/faelle/neu/",
        "new_person": "/faelle/neu/person/",
        "close": f"/faelle/{c.pk}/abschliessen/",
        "topics": f"/faelle/{c.pk}/themen/",
        "grant": f"/faelle/{c.pk}/freigaben/",
        "measure": f"/faelle/{c.pk}/massnahme/",
        "move": f"/faelle/{c.pk}/phase/evaluation/",
        "languages": f"/faelle/{c.pk}/sprachen/",
    }
    want = os.environ.get("C_PAGES", "").split(",") if os.environ.get("C_PAGES") else list(pages)
    for width in (1280, 390):
        page = site.open_as(cast.manager.user, viewport={"width": width, "height": 900})
        for name in want:
            page.goto(site.address + pages[name])
            page.screenshot(path=f"/tmp/c_shots/{name}-{width}.png", full_page=True)
            if os.environ.get("C_CHECK"):
                for f in checks.everything(page):
                    print(name, width, f)
                page.set_viewport_size({"width": width, "height": 900})
        page.context.close()
    lead = site.open_as(cast.lead.user, viewport={"width": 1280, "height": 900})
    lead.goto(site.address + "/mein-tag/?team=1")
    lead.screenshot(path="/tmp/c_shots/lead.png", full_page=True)
    partner = site.open_as(cast.partner.user, viewport={"width": 1280, "height": 900})
    partner.goto(site.address + f"/faelle/{c.pk}/")
    partner.screenshot(path="/tmp/c_shots/partner.png", full_page=True)
    print(site.complaints)
