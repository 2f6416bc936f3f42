# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tags of the papers: everything in the language that the paper is being written in."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from stellwerk.exchange.papers.languages import LANGUAGES, Language
from stellwerk.exchange.papers.phrases import safe_phrase

register = template.Library()


def _language(context: Context) -> Language:
    language: Language = context["language"]
    return language


@register.simple_tag(takes_context=True)
def phrase(context: Context, key: str, **values: Any) -> SafeString:
    """``{% phrase "consent.allow" name=name sender=sender %}``"""
    return safe_phrase(key, _language(context).key, **values)


@register.simple_tag(takes_context=True)
def phrase_of(context: Context, table: str, name: str) -> SafeString:
    """``{% phrase_of "groups" "health" %}``: the key is put together."""
    return safe_phrase(f"{table}.{name}", _language(context).key)


@register.simple_tag(takes_context=True)
def paper_day(context: Context, value: date | datetime | None) -> str:
    return _language(context).day(value)


@register.simple_tag(takes_context=True)
def paper_moment(context: Context, value: datetime | None) -> str:
    return _language(context).moment(value)


@register.simple_tag(takes_context=True)
def paper_number(context: Context, value: Any) -> str:
    return _language(context).number(value)


@register.simple_tag
def language_name(key: str) -> str:
    """What a language calls itself."""
    return LANGUAGES[key].name
