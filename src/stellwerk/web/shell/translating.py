# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A quicker ``{% translate %}``: a fixed text is translated once per language.

A page says some seventy fixed texts; Django translates each anew, through a lazy proxy.
"""

from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext


class FixedText(Node):
    """``{% translate "…" %}`` without filters and context; like Django's, it is not escaped."""

    child_nodelists = ()

    def __init__(self, literal: str, asvar: str | None) -> None:
        # In a catalogue, percent signs of templates are doubled.
        self.msgid, self.asvar = literal.replace("%", "%%"), asvar
        self.said: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        text = self.said.get(language)
        if text is None:
            found = gettext(self.msgid).replace("%%", "%")
            text = self.said[language] = mark_safe(found)  # noqa: S308 - from our catalogues
        if self.asvar is None:
            return text
        context[self.asvar] = text
        return SafeString("")


def translate(parser: Parser, token: Token) -> Node:
    """The quick node where it says the same as Django's, otherwise Django's."""
    node = i18n.do_translate(parser, token)
    literal = getattr(node.filter_expression.var, "literal", None)
    plain = not (node.noop or node.message_context or node.filter_expression.filters)
    if plain and isinstance(literal, str):
        return FixedText(literal, node.asvar)
    return node  # type: ignore[no-any-return] # untyped in Django


def quicken_translate() -> None:
    """Put it in the place of Django's own, for every template that loads ``i18n``."""
    i18n.register.tag("translate", translate)
    i18n.register.tag("trans", translate)
