# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Noting what was observed between two offices; keeping the known issues."""


from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Conflict, Refusal, refuse_if
from stellwerk.networks.choices import IssueState
from stellwerk.networks.models import KnownIssue
from stellwerk.networks.rules.issues import issue_blockers

ISSUE_FIELDS = ("title", "sentence", "state")
# One number for "somebody numbers a known issue": they wait for each other.
_NUMBER_LOCK = 7_101_050


@transaction.atomic
def add_known_issue(*, actor: Actor, title: str, sentence: str) -> KnownIssue:
    """Enter an issue under the next running number."""
    refuse_if(issue_blockers(title, sentence))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBER_LOCK])
    last = KnownIssue.objects.aggregate(last=Max("number"))["last"] or 0
    issue = KnownIssue.objects.create(
        number=last + 1, title=title.strip(), sentence=sentence.strip()
    )
    record(
        actor=actor, verb=Verb.CREATED, kind="known_issue", subjects=[issue.pk],
        fields=list(ISSUE_FIELDS),
    )
    return issue


@transaction.atomic
def change_known_issue(
    *, actor: Actor, issue: KnownIssue, version: int | None, title: str, sentence: str, state: str
) -> list[str]:
    """Change words or state; raises ``Conflict`` when somebody else was quicker."""
    refuse_if(issue_blockers(title, sentence))
    if state not in IssueState.values:
        raise Refusal("state", _("This state does not exist."), field="state")
    row = KnownIssue.objects.select_for_update().get(pk=issue.pk)
    values = {"title": title.strip(), "sentence": sentence.strip(), "state": state}
    before = {name: getattr(row, name) for name in values}
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=row.version, theirs=before, yours=values, subject_id=row.pk,
        )
    changed = [name for name, value in values.items() if before[name] != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.version += 1
        row.save()
        record(
            actor=actor, verb=Verb.CHANGED, kind="known_issue", subjects=[row.pk], fields=changed
        )
    return changed
