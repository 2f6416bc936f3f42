# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The house's template tags; built in, so no template needs to load them."""

from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stellwerk.web.shell import components, fields
from stellwerk.web.shell import context as context_of_page

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: Context, part: str) -> SafeString:
    """A part of the page's frame: head, top or foot."""
    return context_of_page.frame(context["request"], part)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return components.icon(name, label)


@register.simple_tag
def button(text: Any, kind: str = "primary", icon: str = "", **extra: Any) -> SafeString:
    return components.button(text, kind=kind, icon_name=icon, **extra)


@register.simple_tag
def link_button(
    address: str, text: Any, kind: str = "secondary", icon: str = "", **extra: Any
) -> SafeString:
    return components.link_button(address, text, kind=kind, icon_name=icon, **extra)


@register.simple_tag
def badge(text: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    return components.badge(text, tone, icon)


@register.simple_tag
def fraction(numerator: Any, denominator: Any) -> SafeString:
    return components.fraction(numerator, denominator)


@register.simple_tag
def bar(value: Any, maximum: Any = 100, label: str = "", tone: str = "") -> SafeString:
    return components.bar(value, maximum, label, tone)


@register.simple_tag
def stat(label: Any, value: Any, **more: Any) -> SafeString:
    return components.stat(label, value, **more)


@register.simple_tag
def steps(phases: Any) -> SafeString:
    return components.phase_steps(phases)


@register.simple_tag
def field(bound: Any, **extra: Any) -> SafeString:
    return fields.field_html(bound, **extra)


@register.simple_tag
def form_fields(form: Any) -> SafeString:
    return fields.form_fields_html(form)


@register.simple_tag
def form_errors(form: Any) -> SafeString | str:
    return fields.form_errors_html(form)


@register.simple_tag(takes_context=True)
def sort_header(context: Context, text: Any, key: str, parameter: str = "sort") -> SafeString:
    """A column head that sorts: link with the other filters kept, state told by aria-sort."""
    query = context["request"].GET.copy()
    current = query.get(parameter, "")
    query.pop("cursor", None)
    query[parameter] = f"-{key}" if current == key else key
    state, name = "none", "sort"
    if current in (key, f"-{key}"):
        state, name = ("ascending", "up") if current == key else ("descending", "down")
    return format_html(
        '<th scope="col" aria-sort="{}"><a class="app-sort" href="?{}">{}{}</a></th>',
        state,
        query.urlencode(),
        text,
        components.icon(name),
    )


@register.filter
def day(value: Any) -> SafeString | str:
    return components.day(value)


@register.filter
def moment(value: Any) -> SafeString | str:
    return components.day(value, with_time=True)


@register.filter
def days_apart(value: Any) -> str:
    return components.days_apart(value)


@register.filter
def who(label: Any) -> str:
    """The name of whoever acted, without the address that the log keeps beside it."""
    return str(label or "").split(" <")[0]


@register.filter
def number(value: Any, places: int | None = None) -> str:
    return components.number(value, places)


@register.filter
def percent(value: Any, places: int = 0) -> str:
    return components.percent(value, places)


@register.simple_block_tag
def card(content: str, title: Any = "", id: str = "", css: str = "", level: int = 2) -> SafeString:
    """A framed part of the page with its own heading."""
    head = ""
    if title:
        heading = f'<h{level} class="app-card__title">{conditional_escape(title)}</h{level}>'
        head = f'<div class="app-card__head">{heading}</div>'
    name = components.attributes({"id": id}) if id else ""
    return mark_safe(  # noqa: S308 - every part is escaped
        f'<section class="app-card {conditional_escape(css)}"{name}>{head}'
        f"{conditional_escape(content)}</section>"
    )


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: Any = "") -> SafeString:
    """A note that stands in the page: info, success, warning or danger."""
    return format_html(
        '<div class="app-alert app-alert--{}"{}>{}<div>{}{}</div></div>',
        tone,
        components.attributes({"role": "alert" if tone == "danger" else ""}),
        components.icon({"success": "check"}.get(tone, tone)),
        format_html('<p class="app-alert__title">{}</p>', title) if title else "",
        content,
    )


@register.simple_block_tag
def more(content: str, text: Any = "", is_open: Any = False) -> SafeString:
    """Something one click away, without any script (a formula, further fields)."""
    return format_html(
        '<details class="app-more"{}><summary>{}{}</summary><div class="app-more__body">{}</div>'
        "</details>",
        components.attributes({"open": bool(is_open)}),
        components.icon("chevron"),
        text or _("More"),
        content,
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: Any) -> SafeString:
    """A modal dialog, opened by any link with ``data-opens="<id>"``.

    Without JavaScript the link's own address is followed: it must lead to a full page that does
    the same.
    """
    return format_html(
        '<dialog class="app-dialog" id="{}" aria-labelledby="{}-title">'
        '<div class="app-dialog__head"><h2 id="{}-title">{}</h2>'
        '<button type="button" class="app-icon-button" data-closes aria-label="{}">{}</button>'
        "</div>{}</dialog>",
        id,
        id,
        id,
        title,
        _("Close"),
        components.icon("close"),
        content,
    )


@register.tag
def page_title(parser: Parser, token: Token) -> Node:
    """``{% page_title %}…{% endpage_title %}``: head of the page with its main actions.

    Inside: plain text is the heading; everything after ``{% actions %}`` stands at the far end.
    """
    head = parser.parse(("actions", "endpage_title"))
    tail = NodeList()
    if parser.next_token().contents == "actions":
        tail = parser.parse(("endpage_title",))
        parser.delete_first_token()
    return _PageTitle(head, tail)


class _PageTitle(Node):
    child_nodelists = ("head", "tail")

    def __init__(self, head: NodeList, tail: NodeList) -> None:
        self.head, self.tail = head, tail

    def render(self, context: Context) -> SafeString:
        tail = self.tail.render(context)
        actions = format_html('<div class="app-title__actions">{}</div>', tail) if tail else ""
        return format_html(
            '<div class="app-title"><div class="app-title__text">{}</div>{}</div>',
            self.head.render(context),
            actions,
        )
