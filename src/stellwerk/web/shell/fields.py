# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Form fields in the house's look: label, hint, error, all tied together for screen readers."""

from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.web.shell.components import attributes, icon

_NATIVE_TYPES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.DateTimeInput, "datetime-local"),
    (forms.DateInput, "date"),
    (forms.TimeInput, "time"),
)

#: What Django says where nothing is chosen.
_NOTHING = "---------"
#: Boxes to tick from which on they stand in columns.
MANY_BOXES = 6
#: Choices of one that stand side by side: how many at most, and how long each may be.
MOST_SIDE_BY_SIDE, LONGEST_WORD = 7, 40


def field_html(field: BoundField, *, label: Any = "", hint: Any = "", **extra: Any) -> SafeString:
    """One field. ``combobox=True`` turns a long choice into a searchable one.

    Optional fields are marked, required ones are not (KERN). Other keywords become attributes of
    the control (``rows=3``, ``autocomplete="off"``).
    """
    widget = field.field.widget
    if field.is_hidden:
        return field.as_hidden()
    label, hint = label or field.label, hint or field.help_text
    if isinstance(widget, forms.CheckboxInput):
        return _single_check(field, label, hint, extra)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _choice_group(field, label, hint)
    if isinstance(widget, forms.MultiWidget):
        return _choice_group(field, label, hint, parts=True)
    if isinstance(widget, forms.Select):
        _say_nothing_briefly(field.field, widget)
    control = field.as_widget(attrs=_control_attributes(field, widget, extra))
    if isinstance(widget, forms.Select) and not widget.allow_multiple_selected:
        control = format_html('<div class="kern-form-input__select-wrapper">{}</div>', control)
    if isinstance(widget, forms.FileInput):
        control = _file_box(control, many=getattr(widget, "allow_multiple_selected", False))
    return format_html(
        '<div class="kern-form-input app-field{}">'
        '<label class="kern-label" for="{}">{}{}</label>{}{}{}</div>',
        " kern-form-input--error" if field.errors else "",
        field.id_for_label,
        label,
        _optional(field),
        _hint(field, hint),
        control,
        _errors(field),
    )


def _say_nothing_briefly(field: Any, widget: forms.Select) -> None:
    """No choice is a dash; Django's own nine would be read out one by one."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _NOTHING:
            field.empty_label = "–"
    elif list(widget.choices)[:1] == [("", _NOTHING)]:
        widget.choices = [("", "–"), *list(widget.choices)[1:]]


def form_fields_html(form: BaseForm) -> SafeString:
    """Every field of the form in its order."""
    return mark_safe("".join(field_html(form[name]) for name in form.fields))  # noqa: S308


def form_errors_html(form: BaseForm) -> SafeString | str:
    """What is in the way, at the head of the form, each with a link to its field."""
    if not form.is_bound or not form.errors:
        return ""
    general = [("", text) for text in form.non_field_errors()]
    fields = [
        (form[name].id_for_label or form[name].auto_id, f"{form[name].label}: {text}")
        for name, texts in form.errors.items()
        if name in form.fields and not form[name].is_hidden
        for text in texts
    ]
    hidden = [
        ("", str(text))
        for name, texts in form.errors.items()
        if name in form.fields and form[name].is_hidden
        for text in texts
    ]
    items = [*general, *hidden, *fields]
    title = ngettext(
        "Not saved yet: one point is open. Your entries are still here.",
        "Not saved yet: %(n)s points are open. Your entries are still here.",
        len(items),
    ) % {"n": len(items)}
    return format_html(
        '<div class="app-alert app-alert--danger app-errors" role="alert" tabindex="-1"'
        ' data-focus>{}<div><p class="app-alert__title">{}</p><ul>{}</ul></div></div>',
        icon("danger"),
        title,
        format_html_join(
            "",
            "<li>{}</li>",
            ((format_html('<a href="#{}">{}</a>', i, t) if i else t,) for i, t in items),
        ),
    )


def _control_attributes(
    field: BoundField, widget: forms.Widget, extra: dict[str, Any]
) -> dict[str, Any]:
    is_select = isinstance(widget, forms.Select)
    css = "kern-form-input__select" if is_select else "kern-form-input__input"
    if is_select and getattr(widget, "allow_multiple_selected", False):
        css = "kern-form-input__input app-select-many"
    if isinstance(widget, forms.Textarea):
        css += " app-textarea"
    if isinstance(widget, forms.ClearableFileInput | forms.FileInput):
        css += " app-file"
    if field.errors:
        css += f" {css.split()[0]}--error"
    for kind, native in _NATIVE_TYPES:
        if isinstance(widget, kind):
            widget.input_type = native
            css += " app-input-day"
            break
    more = widget.attrs.get("class", "")
    result: dict[str, Any] = {"class": f"{css} {more}".strip()}
    if extra.pop("combobox", False):
        result["data-combobox"] = ""
    for key, value in extra.items():
        if value is not None and value is not False:
            result[key.rstrip("_").replace("_", "-")] = value
    return result


def _file_box(control: SafeString, many: bool) -> SafeString:
    """The browser's own button speaks the browser's language; ours speaks the page's.

    The input lies unseen on our face, so that click, drop and keyboard stay the browser's. Where
    no scripts run, nobody could write the chosen name there: the plain input shows instead.
    """
    nothing = _("No file chosen")
    return format_html(
        '<div class="app-file-box">{}<span class="app-file-box__face" aria-hidden="true">'
        '<span class="app-file-box__button">{}{}</span><span data-chosen="{}">{}</span></span>'
        "</div>",
        control,
        icon("upload"),
        _("Choose files") if many else _("Choose a file"),
        nothing,
        nothing,
    )


def _single_check(field: BoundField, label: Any, hint: Any, extra: dict[str, Any]) -> SafeString:
    css = "kern-form-check__checkbox"
    if field.errors:
        css += " kern-form-check__checkbox--error"
    return format_html(
        '<div class="app-field app-field--check"><div class="kern-form-check">{}'
        '<label class="kern-label" for="{}">{}</label></div>{}{}</div>',
        field.as_widget(attrs={"class": css, **extra}),
        field.id_for_label,
        label,
        _hint(field, hint),
        _errors(field),
    )


def _choice_group(field: BoundField, label: Any, hint: Any, parts: bool = False) -> SafeString:
    described = " ".join(
        [f"{field.auto_id}_helptext"] * bool(hint) + [f"{field.auto_id}_error"] * bool(field.errors)
    )
    options = field.as_widget() if parts else _options(field)
    return format_html(
        '<fieldset id="{}" class="kern-fieldset app-field app-field--group{}{}"{}>'
        '<legend class="kern-label">{}{}</legend>{}<div class="kern-fieldset__body">{}</div>{}'
        "</fieldset>",
        field.auto_id,
        "" if parts else _arrangement(field),
        " kern-fieldset--error" if field.errors else "",
        attributes({"aria-describedby": described}),
        label,
        _optional(field),
        _hint(field, hint),
        options,
        _errors(field),
    )


def _arrangement(field: BoundField) -> str:
    """A few short words stand side by side, each as large as a key; many boxes in columns."""
    # Django keeps them from their first use on: they are drawn before this.
    words = [str(option.choice_label) for option in field.subwidgets]
    if isinstance(field.field.widget, forms.CheckboxSelectMultiple):  # a RadioSelect for Django
        return " app-boxes" if len(words) >= MANY_BOXES else ""
    is_short = len(words) <= MOST_SIDE_BY_SIDE and all(len(word) <= LONGEST_WORD for word in words)
    return " app-choices" if is_short else ""


def _options(field: BoundField) -> SafeString:
    many = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    css = "kern-form-check__checkbox" if many else "kern-form-check__radio"
    # Every option takes the widget's attributes over.
    field.field.widget.attrs["class"] = css
    # Choices that somebody wrote, not we: said of their labels as well.
    own = attributes({"data-own-words": "data-own-words" in field.field.widget.attrs})
    return format_html_join(
        "",
        '<div class="kern-form-check">{}<label class="kern-label" for="{}"{}>{}</label></div>',
        (
            (option.tag(wrap_label=False), option.id_for_label, own, option.choice_label)
            for option in field.subwidgets
        ),
    )


def _optional(field: BoundField) -> SafeString | str:
    # Some fields are asked for by the action, together with all else that is missing.
    if field.field.required or getattr(field.field, "is_needed", False):
        return ""
    return format_html(' <span class="kern-label__optional">({})</span>', _("optional"))


def _hint(field: BoundField, hint: Any) -> SafeString | str:
    if not hint:
        return ""
    return format_html('<div class="kern-hint" id="{}_helptext">{}</div>', field.auto_id, hint)


def _errors(field: BoundField) -> SafeString | str:
    if not field.errors:
        return ""
    return format_html(
        '<p class="kern-error app-error" id="{}_error">{}<span>{}</span></p>',
        field.auto_id,
        icon("danger"),
        format_html_join(" ", "{}", ((text,) for text in field.errors)),
    )
