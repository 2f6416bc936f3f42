# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a consent, an alliance and a transmission need (§ 67b SGB X, Art. 6, 7, 9 DSGVO)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import (
    ALL_GROUPS,
    Basis,
    ConsentForm,
    ConsentPurpose,
    FieldGroup,
    PaperLanguage,
)
from stellwerk.cases.rules.course import LONGEST_GRANT

#: Below this age the people who have custody consent (Arbeitshilfe Sozialdatenschutz, 2016).
OWN_CONSENT_FROM = 15
# "§ 69 SGB X", "Art. 6 DSGVO": a provision has a number.
_PROVISION = re.compile(r"(§|\bArt(\.|ikel)?)\s*\d")


@dataclass(frozen=True)
class ConsentDraft:
    """A consent as it is about to be noted."""

    purpose: str
    own_words: str
    scope: int
    health_ticked: bool
    explained_in: str
    refusal_explained: bool
    form: str
    guardian: str
    given_on: date | None
    valid_until: date | None
    recipients: int
    age: int | None


def consent_blockers(draft: ConsentDraft, today: date) -> list[Blocker]:
    """All that is missing before a consent counts; nothing is ever presumed."""
    return [*_content_blockers(draft), *_way_blockers(draft), *_time_blockers(draft, today)]


def _content_blockers(draft: ConsentDraft) -> list[Blocker]:
    found: list[Blocker] = []
    if draft.purpose not in ConsentPurpose.values:
        found.append(Blocker("purpose", _("Please say what the consent is for."), "purpose"))
    if draft.purpose == ConsentPurpose.OTHER and not draft.own_words.strip():
        found.append(
            Blocker("own_words", _("Please describe the purpose in own words."), "own_words")
        )
    if not 0 < draft.scope <= ALL_GROUPS:
        found.append(Blocker("scope", _("Please choose what may be passed on."), "groups"))
    if draft.scope & FieldGroup.HEALTH and not draft.health_ticked:
        found.append(
            Blocker(
                "health",
                _("Data on health need an express consent of their own (Art. 9 GDPR)."),
                "health_ticked",
            )
        )
    if draft.recipients < 1:
        found.append(
            Blocker("recipients", _("Please choose at least one recipient."), "recipients")
        )
    return found


def _way_blockers(draft: ConsentDraft) -> list[Blocker]:
    found: list[Blocker] = []
    if draft.explained_in not in PaperLanguage.values:
        found.append(
            Blocker("language", _("Please say in which language it was explained."), "explained_in")
        )
    if not draft.refusal_explained:
        found.append(
            Blocker(
                "refusal",
                _("The consequences of a refusal must be explained before."),
                "refusal_explained",
            )
        )
    if draft.form not in ConsentForm.values:
        found.append(Blocker("form", _("Please say how it was given."), "form"))
    if draft.age is not None and draft.age < OWN_CONSENT_FROM and not draft.guardian.strip():
        found.append(
            Blocker(
                "guardian",
                _("Below the age of 15 those who have custody consent: please name them."),
                "guardian",
            )
        )
    return found


def _time_blockers(draft: ConsentDraft, today: date) -> list[Blocker]:
    found: list[Blocker] = []
    if draft.given_on is None:
        found.append(Blocker("given_on", _("The day is missing."), "given_on"))
    elif draft.given_on > today:
        found.append(Blocker("given_ahead", _("The day lies in the future."), "given_on"))
    if draft.valid_until is None:
        found.append(Blocker("until", _("A consent always has an end."), "valid_until"))
    elif draft.valid_until <= today:
        found.append(
            Blocker("until_past", _("The end must lie in the future."), "valid_until")
        )
    elif draft.given_on is not None and draft.valid_until > draft.given_on + LONGEST_GRANT:
        found.append(
            Blocker("until_far", _("A consent lasts at most three years."), "valid_until")
        )
    return found


def opens_access(values: Mapping[str, Any], today: date) -> bool:
    """Whether a consent that comes in with these values lets its recipients look: it was given,
    it runs beyond today, it is neither revoked nor replaced."""
    given, until = values.get("given_on"), values.get("valid_until")
    if values.get("revoked_at") or values.get("replaced_by") or given is None or until is None:
        return False
    return bool(given <= today < until)


def alliance_blockers(
    *, agreed_on: date | None, content: str, ended_on: date | None, today: date
) -> list[Blocker]:
    """A day, the content, and an end that does not lie before it."""
    found: list[Blocker] = []
    if not content.strip():
        found.append(Blocker("content", _("Please write down what it is about."), "content"))
    if agreed_on is None:
        found.append(Blocker("agreed_on", _("The day is missing."), "agreed_on"))
    elif agreed_on > today:
        found.append(Blocker("agreed_ahead", _("The day lies in the future."), "agreed_on"))
    elif ended_on is not None and ended_on < agreed_on:
        found.append(
            Blocker("backwards", _("This day lies before the one above."), "ended_on")
        )
    return found


@dataclass(frozen=True)
class Sending:
    """A transmission as it is about to be sent; ``allowed`` is the scope of the consent named.

    ``needed``: the field groups of the entrusted rows chosen; a consent must cover them as well.
    """

    basis: str
    consent_in_force: bool
    allowed: int
    provision: str
    purpose: str
    scope: int
    entrusted: frozenset[object]
    entrusted_again: frozenset[object]
    to_immigration_office: bool
    needed: int = 0


def sending_blockers(sending: Sending) -> list[Blocker]:
    """Nothing leaves without a basis in force; what is entrusted only when said twice."""
    found: list[Blocker] = []
    if not sending.purpose.strip():
        found.append(Blocker("purpose", _("Please say what it is sent for."), "purpose"))
    if not sending.scope and not sending.entrusted:
        found.append(Blocker("nothing", _("Please choose what is sent."), "groups"))
    found += _basis_blockers(sending)
    if sending.entrusted != sending.entrusted_again:
        found.append(
            Blocker(
                "entrusted",
                _("Each entrusted entry must be ticked in both columns, or in none."),
                "entrusted_again",
            )
        )
    return found


def _basis_blockers(sending: Sending) -> list[Blocker]:
    if sending.basis == Basis.CONSENT:
        if not sending.consent_in_force:
            return [
                Blocker(
                    "no_consent",
                    _("No consent in force names this recipient: nothing can be sent on it."),
                    "basis",
                )
            ]
        if (sending.scope | sending.needed) & ~sending.allowed:
            return [
                Blocker(
                    "beyond_consent", _("The consent does not cover all that you chose."), "groups"
                )
            ]
        return []
    if sending.basis != Basis.STATUTE:
        return [Blocker("basis", _("Please name the basis."), "basis")]
    if not names_provision(sending.provision):
        text = _("Please name the provision with its number, such as § 69 SGB X.")
        if sending.to_immigration_office:
            text = _(
                "Nothing goes to an immigration office by default (§ 88 AufenthG): please name"
                " the provision that obliges or allows you, with its number."
            )
        return [Blocker("provision", text, "provision")]
    return []


def names_provision(text: str) -> bool:
    """Whether a text names a provision with its number."""
    return bool(_PROVISION.search(text))


def chosen_scope(groups: Collection[int]) -> int:
    """The chosen field groups as one sum of bits."""
    return sum({int(FieldGroup(group)) for group in groups})
