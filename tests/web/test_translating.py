# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The quick ``translate`` says what Django's says; days and cards stay escaped."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.template import Context, Engine, Library
from django.templatetags import i18n
from django.utils import translation

from stellwerk.web.shell.components import day, link_button
from stellwerk.web.shell.templatetags.app import card
from stellwerk.web.shell.translating import FixedText

#: Django's tags as they are without ours; this module is their library.
register = Library()
register.tags.update(i18n.register.tags)
register.tag("translate", i18n.do_translate)
register.tag("trans", i18n.do_translate)
OURS = Engine(libraries={"i18n": "django.templatetags.i18n"})
DJANGOS = Engine(libraries={"i18n": __name__})


@pytest.mark.parametrize("source", [
    '{% translate "Change" %}',
    "{% translate 'Change' %}",
    '{% translate "Change" as t %}[{{ t }}]',
    '{% trans "Change" %}',
    '{% translate "Change" noop %}',
    '{% translate "about" context "a day that is not exact" %}',
    '{% translate "Change"|upper %}',
    '{% translate word %}',
    '{% translate "50 % of <b>nobody</b> & more" %}',
    '{% translate "50 % of <b>nobody</b>" as t %}{{ t }}|{{ t|length }}',
    '{% for n in many %}{% translate "Change" %}{% endfor %}',
    '{% blocktranslate with a=word %}Hello {{ a }}{% endblocktranslate %}',
    '{% get_current_language as l %}{{ l }}',
])
def test_it_says_what_djangos_says(source):
    source = "{% load i18n %}" + source
    ours, djangos = OURS.from_string(source), DJANGOS.from_string(source)
    for language in ("de", "en", "de"):
        with translation.override(language):
            values = {"word": "Change", "many": [1, 2]}
            assert ours.render(Context(values)) == djangos.render(Context(values))


def test_fixed_texts_are_quick_and_kept_per_language():
    template = OURS.from_string('{% load i18n %}{% translate "Change" %}')
    (node,) = template.nodelist.get_nodes_by_type(FixedText)
    said = []
    for language in ("de", "en"):
        with translation.override(language):
            said.append(template.render(Context()))
    assert said == ["Ändern", "Change"]
    assert node.said == dict(zip(("de", "en"), said, strict=True))


def test_the_same_day_in_two_languages_and_offsets():
    with translation.override("de"):
        assert ">21.11.2026<" in day(date(2026, 11, 21))
        at = datetime(2026, 11, 21, 9, tzinfo=UTC)
        other = at.astimezone(timezone(timedelta(hours=5)))
        assert day(at, with_time=True) == day(other, with_time=True), "both in the local zone"
        assert 'datetime="2026-11-21"' in day(date(2026, 11, 21))
        assert 'datetime="2026-11-21T' in day(at)
    with translation.override("en"):
        assert ">21 Nov 2026<" in day(date(2026, 11, 21))


def test_what_is_put_into_links_and_cards_is_escaped():
    bad = '<b>"&'
    shown = link_button(bad, bad, data_x=bad) + card(bad, title=bad, id=bad, css=bad)
    assert "<b>" not in shown
    assert '"&"' not in shown
    assert shown.count("&lt;b&gt;&quot;&amp;") == 7
