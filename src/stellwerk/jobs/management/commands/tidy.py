# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nightly: forget what has expired (role jobs)."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor, system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.drafts import forget_old_drafts
from stellwerk.cases.actions.exports import forget_exports
from stellwerk.directory.actions import forget_links, forget_sign_in_counts
from stellwerk.directory.queries import all_organisations
from stellwerk.duties.actions import forget_runs
from stellwerk.exchange import parcels
from stellwerk.indicators.actions.ordering import forget_expired

#: Days that things are kept after their end.
LINKS, TASKS, RUNS = 7, 14, 400


class Command(BaseCommand):
    help = "Forget expired sessions, links, attempts to sign in, tasks, uploads and files."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system_actor("nightly work")
        call_command("clearsessions")
        call_command("prune_db_task_results", queue_name="*", min_age_days=TASKS, verbosity=0)
        links = forget_links(actor=actor, before=timezone.now() - timedelta(days=LINKS))
        counts = forget_sign_in_counts()
        forget_runs(kept=timedelta(days=RUNS))
        forgotten = forget_report_files(actor)
        forgotten += forget_case_exports(actor)
        swept = parcels.UPLOADS.sweep() + parcels.REPORTS.sweep() + parcels.EXPORTS.sweep()
        files = swept + forgotten
        drafts = forget_drafts(actor)
        self.stdout.write(
            _(
                "Forgotten: %(links)d links, %(counts)d counts of attempts, %(files)d files, "
                "%(drafts)d drafts."
            )
            % {"links": links, "counts": counts, "files": files, "drafts": drafts}
        )


def forget_report_files(actor: Actor) -> int:
    """Files of reports that have run out, organisation by organisation (each behind its wall)."""
    gone = 0
    for organisation in all_organisations():
        with acting(system_actor(actor.label, organisation.pk)) as inside:
            expired = forget_expired(
                actor=inside, organisation_id=organisation.pk, now=timezone.now()
            )
        for file_id in expired:  # after the commit: a file without its row is swept anyway
            parcels.REPORTS.drop(file_id)
        gone += len(expired)
    return gone


def forget_case_exports(actor: Actor) -> int:
    """Files of case records that have run out, organisation by organisation."""
    gone = 0
    for organisation in all_organisations():
        with acting(system_actor(actor.label, organisation.pk)) as inside:
            expired = forget_exports(
                actor=inside, organisation_id=organisation.pk, now=timezone.now()
            )
        for export_id in expired:
            parcels.EXPORTS.drop(export_id)
        gone += len(expired)
    return gone


def forget_drafts(actor: Actor) -> int:
    """Drafts nobody came back to, and changes that can no longer be taken back."""
    gone = 0
    for organisation in all_organisations():
        with acting(system_actor(actor.label, organisation.pk)) as inside:
            gone += forget_old_drafts(actor=inside, now=timezone.now())
    return gone
