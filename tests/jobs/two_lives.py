# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sample organisation in which Herr A. and Herr R. are accompanied, without all the rest."""

from stellwerk.base.actor import system_actor
from stellwerk.directory.models import Organisation, User
from stellwerk.jobs import sample
from stellwerk.jobs.sample_biographies import enter_lives

BOOK = sample.WORKBOOKS[1]
SETTER = system_actor("Beispieldaten")


def enter_both() -> tuple[dict[str, Organisation], dict[str, User]]:
    """Network, people, workbook and both lives; organisations and people by their keys."""
    sample.set_up_network(SETTER)
    organisations = sample.set_up_organisations(SETTER)
    users = sample.set_up_people(SETTER, organisations)
    sample.take_in(BOOK, organisations[BOOK.organisation])
    sample.share_out(BOOK, organisations[BOOK.organisation], users)
    enter_lives(organisations, users)
    return organisations, users
