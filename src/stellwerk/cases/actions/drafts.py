# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping what is being typed, and who has which form open.

Neither changes a case, so neither is a row of its log; a draft is sealed like the case and is her
own who typed it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.keys import share_key
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.people import own_organisation
from stellwerk.cases.models import Case, OpenForm, UndoStep
from stellwerk.cases.rules.drafts import DRAFTS_KEPT, LONGEST_DRAFT, UNDO_KEPT
from stellwerk.vault.fields import seal_for


def _user(actor: Actor) -> UUID:
    """Drafts belong to a person."""
    if actor.user_id is None:
        raise Refusal("nobody", _("Only a signed-in person can do this."))
    return actor.user_id


@transaction.atomic
def mark_open(*, actor: Actor, case: Case, form: str) -> None:
    """She has this form open now: others see it."""
    now = timezone.now()
    rows = OpenForm.objects.filter(case=case, form=form, user_id=_user(actor))
    if not rows.update(seen_at=now, updated_at=now):
        row = OpenForm(
            case=case, organisation_id=case.organisation_id, form=form, user_id=_user(actor),
            user_name=actor.label.split(" <")[0][:200], seen_at=now, since=now,
        )
        # Two tabs at once: the other one has written it.
        OpenForm.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def keep_draft(*, actor: Actor, case: Case, form: str, text: str) -> datetime:
    """Keep what stands in her form, sealed under the case's key; the moment it was kept."""
    if len(text) > LONGEST_DRAFT:
        raise Refusal("draft_too_long", _("This is too long to be kept as a draft."))
    mark_open(actor=actor, case=case, form=form)
    row = OpenForm.objects.only("id", "case_id").get(
        case=case, form=form, user_id=_user(actor)
    )
    share_key(case, [row])
    now = timezone.now()
    sealed = seal_for(row, "draft", text)
    OpenForm.objects.filter(pk=row.pk).update(draft=sealed, draft_at=now)
    return now


@transaction.atomic
def leave_form(*, actor: Actor, case: Case, form: str) -> None:
    """The page was left: nobody sees her there any more; her draft stays."""
    rows = OpenForm.objects.filter(case=case, form=form, user_id=_user(actor))
    if not rows.filter(draft__isnull=True).delete()[0]:
        rows.update(seen_at=None)


@transaction.atomic
def forget_draft(*, actor: Actor, case: Case, form: str) -> None:
    """Saved or thrown away: nothing of it is left."""
    OpenForm.objects.filter(case=case, form=form, user_id=_user(actor)).delete()


@transaction.atomic
def forget_old_drafts(*, actor: Actor, now: datetime) -> int:
    """Nightly, per organisation: drafts and steps to take back that have run out; how many."""
    organisation_id = own_organisation(actor)
    drafts = OpenForm.objects.filter(
        organisation_id=organisation_id, updated_at__lt=now - DRAFTS_KEPT
    ).delete()[0]
    steps = UndoStep.objects.filter(
        organisation_id=organisation_id, created_at__lt=now - UNDO_KEPT
    ).delete()[0]
    return drafts + steps
