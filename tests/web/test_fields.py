# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How fields stand on a page: short choices in a row, many boxes in columns, no dashes."""

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.template import Context, Template

from stellwerk.directory.models import User
from stellwerk.web.cases.forms.base import mark_needed
from stellwerk.web.shell.fields import LONGEST_WORD, MANY_BOXES, field_html


def choices(count: int, word: str = "x") -> list[tuple[str, str]]:
    return [(str(n), word) for n in range(count)]


class Sample(forms.Form):
    short = forms.ChoiceField(choices=choices(3), widget=forms.RadioSelect)
    long = forms.ChoiceField(
        choices=choices(3, "x" * (LONGEST_WORD + 1)), widget=forms.RadioSelect
    )
    few = forms.MultipleChoiceField(
        choices=choices(MANY_BOXES - 1), widget=forms.CheckboxSelectMultiple
    )
    many = forms.MultipleChoiceField(
        choices=choices(MANY_BOXES), widget=forms.CheckboxSelectMultiple
    )
    coded = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, *choices(2)])


@pytest.mark.parametrize(
    ("name", "css"), [("short", "app-choices"), ("long", ""), ("few", ""), ("many", "app-boxes")]
)
def test_a_group_is_arranged_by_what_it_offers(name, css):
    html = field_html(Sample()[name])
    assert [word for word in ("app-choices", "app-boxes") if word in html] == [css] * bool(css)
    kind = "radio" if name in ("short", "long") else "checkbox"
    assert html.count(f"kern-form-check__{kind}") == len(Sample().fields[name].choices)


def test_what_the_action_asks_for_is_not_called_optional():
    form = Sample()
    form.fields["coded"].required = False
    assert "kern-label__optional" in field_html(form["coded"])
    mark_needed(form.fields["coded"])
    assert "kern-label__optional" not in field_html(form["coded"])


def test_nothing_chosen_is_a_dash(db):
    class People(forms.Form):
        somebody = forms.ModelChoiceField(User.objects.none())
        nobody = forms.ModelChoiceField(User.objects.none(), empty_label="nobody")

    for field in (Sample()["coded"], People()["somebody"]):
        html = field_html(field)
        assert "---" not in html
        assert ">–</option>" in html
    assert ">nobody</option>" in field_html(People()["nobody"])


def more(is_open: object) -> str:
    template = Template('{% load app %}{% more text="t" is_open=o %}body{% endmore %}')
    return template.render(Context({"o": is_open}))


def test_what_is_one_click_away_opens_only_for_a_reason():
    """An unbound form has errors too: an empty list of them."""
    assert "open" not in more(Sample().errors)
    assert "open" in more(Sample({}).errors)
    assert "open" not in more(None)


def test_an_actor_is_named_without_the_address():
    template = Template("{% load app %}{{ label|who }}")
    assert template.render(Context({"label": "Amal Beispiel <amal@x.example>"})) == "Amal Beispiel"
    assert template.render(Context({"label": None})) == ""
