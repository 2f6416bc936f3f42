# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`manage load_sample`: the invented sample of Rheine; a second run writes nothing at all."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stellwerk.base.actor import system_actor
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.deadline_rules import load_rules
from stellwerk.jobs import sample, sample_plan, sample_templates
from stellwerk.jobs.sample_biographies import enter_lives
from stellwerk.jobs.sample_chain import set_up_chain
from stellwerk.jobs.sample_clarifications import set_up_clarifications
from stellwerk.jobs.sample_course import set_up_course
from stellwerk.jobs.sample_people import PILOT
from stellwerk.jobs.sample_team import set_up_team
from stellwerk.jobs.sample_typical import set_up_typical
from stellwerk.networks.actions.activities import load_catalogue
from stellwerk.networks.actions.releasing import release_lines
from stellwerk.vocabulary.actions import load_lists


class Command(BaseCommand):
    help = "Load the sample: network, organisations, invented people and their case records."

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system_actor("Beispieldaten")
        try:
            load_lists(actor=actor)
            load_rules(actor=actor)
            load_catalogue(actor=actor)
            sample.set_up_network(actor)
            organisations = sample.set_up_organisations(actor)
            users = sample.set_up_people(actor, organisations)
            for workbook in sample.WORKBOOKS:
                sample.take_in(workbook, organisations[workbook.organisation])
                sample.share_out(workbook, organisations[workbook.organisation], users)
            sample.share_with_partner(organisations, users)
            set_up_clarifications(organisations, users)
            sample_plan.fill(organisations, users)
            enter_lives(organisations, users)
            set_up_course(organisations, users)
            sample_templates.load(organisations, users)
            set_up_team(organisations[PILOT], users)
            set_up_typical(organisations, users)
            set_up_chain(organisations, users)
            release_lines(actor=actor)
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
