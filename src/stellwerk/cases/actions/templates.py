# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates of an organisation: added, replaced by a new version, retired and taken up again."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.people import own_organisation
from stellwerk.cases.choices import TemplateKind
from stellwerk.cases.models import LetterTemplate


@transaction.atomic
def add_template(*, actor: Actor, name: str, kind: str, content: bytes) -> LetterTemplate:
    """Add a checked template (`exchange.letters`) as its first version."""
    if kind not in TemplateKind.values or not name.strip():
        raise Refusal("name_missing", _("Please name the template."), field="name")
    row = LetterTemplate(organisation_id=own_organisation(actor), name=name.strip(), kind=kind)
    return _insert(actor, row, content)


@transaction.atomic
def add_version(*, actor: Actor, template: LetterTemplate, content: bytes) -> LetterTemplate:
    """Replace a template by a new version; letters issued keep the one they were written from."""
    rows = LetterTemplate.objects.select_for_update().filter(
        organisation_id=own_organisation(actor), series=template.series
    )
    newest = rows.defer("content").order_by("-number").first()
    if newest is None:
        raise Refusal("template_gone", _("This template is no longer there."))
    if newest.sha256 == hashlib.sha256(content).hexdigest():
        raise Refusal(
            "template_same", _("This is the file that is in use already."), field="file"
        )
    row = LetterTemplate(
        organisation_id=newest.organisation_id, series=newest.series, name=newest.name,
        kind=newest.kind, number=newest.number + 1,
    )
    return _insert(actor, row, content)


def _insert(actor: Actor, row: LetterTemplate, content: bytes) -> LetterTemplate:
    row.content, row.size = content, len(content)
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind="letter_template", subjects=[row.pk],
        fields=["name", "kind", "file"],
    )
    return row


@transaction.atomic
def retire_template(*, actor: Actor, template: LetterTemplate, is_retired: bool = True) -> None:
    """Offer a template no longer (or again); what was issued from it stays."""
    when = timezone.now() if is_retired else None
    LetterTemplate.objects.filter(
        organisation_id=own_organisation(actor), series=template.series
    ).update(retired_at=when)
    record(
        actor=actor, verb=Verb.CHANGED, kind="letter_template", subjects=[template.pk],
        fields=["retired_at"],
    )
