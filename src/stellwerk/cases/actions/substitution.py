# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Standing in for somebody with dates: a role of the directory, granted by the team itself.

Access works as everywhere: the role SUBSTITUTE with ``covers`` holds on its days and no longer.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.actions.people import own_organisation
from stellwerk.cases.queries.substitution import covers_known
from stellwerk.cases.rules.substitution import substitution_blockers
from stellwerk.directory.actions import end_role, grant_role
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, Organisation, User
from stellwerk.directory.queries import case_workers


@transaction.atomic
def begin_substitution(
    *, actor: Actor, substitute: User | None, covers: User | None, valid_from: date | None,
    valid_until: date | None,
) -> Membership:
    """Let a colleague look after somebody's cases from a day until another, both included.

    ``grant_role`` asks its own rules once more and audits.
    """
    organisation_id = own_organisation(actor)
    # Two at once for the same person: the second waits here and then sees the first one's.
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    today = timezone.localdate()
    refuse_if(
        substitution_blockers(
            substitute_id=substitute.pk if substitute else None,
            covers_id=covers.pk if covers else None,
            valid_from=valid_from, valid_until=valid_until, today=today,
            known=covers_known(organisation_id, today),
            workers=case_workers(organisation_id, today).values_list("pk", flat=True),
        )
    )
    return grant_role(
        actor=actor, user=certain(substitute, "asked above"), organisation=organisation,
        role=Role.SUBSTITUTE, valid_from=certain(valid_from, "asked above"),
        valid_until=valid_until, covers=covers,
    )


def end_substitution(*, actor: Actor, membership: Membership) -> Membership:
    """End it now: yesterday was its last day; one that has not begun goes altogether."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return end_role(actor=actor, membership=membership, on=yesterday)
