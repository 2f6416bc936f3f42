# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping filters of the case list under a name; each user has her own."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import Blocker, NotVisible, refuse_if
from stellwerk.cases.models import SavedFilter

MOST = 20


def _whose(actor: Actor) -> dict[str, UUID]:
    return {
        "organisation_id": certain(actor.organisation_id, "who sees cases has one"),
        "user_id": certain(actor.user_id, "only those who are signed in have a list"),
    }


def _own(actor: Actor) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(**_whose(actor))


def _blockers(actor: Actor, name: str, query: str) -> list[Blocker]:
    found: list[Blocker] = []
    if not name.strip():
        found.append(Blocker("name_missing", _("Please give the filter a name."), "name"))
    if not query:
        found.append(Blocker("nothing", _("No filter is set: there is nothing to save."), "name"))
    others = _own(actor).exclude(name=name.strip())
    if others.count() >= MOST:
        found.append(
            Blocker(
                "too_many",
                _("At most %(n)s filters can be saved. Remove one first.") % {"n": MOST}, "name",
            )
        )
    return found


@transaction.atomic
def save_filter(*, actor: Actor, name: str, query: str) -> SavedFilter:
    """Save the filters of an address under a name; the same name again replaces it."""
    refuse_if(_blockers(actor, name, query))
    kept = _own(actor).filter(name=name.strip()).first()
    is_new = kept is None
    kept = kept or SavedFilter(**_whose(actor), name=name.strip()[:60])
    kept.query = query[:800]
    kept.save()
    record(
        actor=actor, verb=Verb.CREATED if is_new else Verb.CHANGED, kind="saved_filter",
        fields=["name", "query"],
    )
    return kept


@transaction.atomic
def forget_filter(*, actor: Actor, filter_id: UUID) -> None:
    """Remove an own saved filter; another's is as missing as one that never was."""
    gone, _rows = _own(actor).filter(pk=filter_id).delete()
    if not gone:
        raise NotVisible
    record(actor=actor, verb=Verb.DELETED, kind="saved_filter")
