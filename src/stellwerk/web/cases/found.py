# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""People with similar names, among those whom the visitor may see; the search is recorded."""

from stellwerk.access.visible import record_list, visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.queries.duplicates import Hit, similar_people, similar_rows


def found_people(actor: Actor, name: str) -> list[Hit]:
    """Only the own organisation's people; whether others know somebody never plays a part."""
    organisation_id = certain(actor.organisation_id, "the page needs a role")
    rows = similar_rows(visible_access(actor), organisation_id, name)
    people = [row["person_id"] for row in rows]
    record_list(actor, "person", people, fields=["identity"], searched=True)
    return similar_people(rows)
