# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Coded facts computed from the records: one statement for keeping and for proving them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connections

from stellwerk.cases.models import Case

# The residence status of a case is the one in force on its last day, or today while it is open.
# Life areas are one bit each (``Term.bit``); attainment is summed exactly. The need is the highest
# one, case manager's view, of the latest assessment in which any was rated.
FACTS_SQL = """
SELECT c.id AS case_id, c.organisation_id, c.phase, c.opened_on, c.closed_on, c.closing_kind,
    c.closed_by, r.status_id AS residence_status_id, c.access_channel_id, i.nationality_id,
    i.gender, i.birth_year, h.members AS household_members,
    COALESCE(t.topics, 0) AS topics, COALESCE(t.central, 0) AS central,
    COALESCE(a.due, 0) AS due, COALESCE(a.kept, 0) AS kept, COALESCE(a.planned, 0) AS planned,
    COALESCE(a.cancelled_by_us, 0) AS cancelled_by_us,
    COALESCE(g.goals, 0) AS goals, COALESCE(g.assessed, 0) AS goals_assessed,
    COALESCE(g.reached, 0) AS goals_reached, COALESCE(g.total, 0) AS attainment_sum,
    n.need
FROM cases_case c
JOIN cases_person p ON p.id = c.person_id
LEFT JOIN cases_identity i ON i.person_id = c.person_id
LEFT JOIN cases_household h ON h.id = p.household_id
LEFT JOIN LATERAL (
    SELECT rp.status_id FROM cases_residenceperiod rp WHERE rp.person_id = c.person_id
    ORDER BY (rp.valid_from IS NULL OR rp.valid_from <= LEAST(c.closed_on, %(today)s::date)) DESC,
        (rp.valid_until IS NULL OR rp.valid_until >= LEAST(c.closed_on, %(today)s::date)) DESC,
        rp.valid_from DESC NULLS LAST, rp.created_at DESC, rp.id DESC
    LIMIT 1
) r ON true
LEFT JOIN LATERAL (
    SELECT bit_or(1::bigint << term.bit) AS topics,
        bit_or(1::bigint << term.bit) FILTER (WHERE ct.is_central) AS central
    FROM cases_casetopic ct JOIN vocabulary_term term ON term.id = ct.life_area_id
    WHERE ct.case_id = c.id AND term.bit IS NOT NULL
) t ON true
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE ap.outcome IN ('kept', 'no_show', 'cancelled_by_client')) AS due,
        count(*) FILTER (WHERE ap.outcome = 'kept') AS kept,
        count(*) FILTER (WHERE ap.outcome = 'planned') AS planned,
        count(*) FILTER (WHERE ap.outcome = 'cancelled_by_us') AS cancelled_by_us
    FROM cases_appointment ap WHERE ap.case_id = c.id
) a ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS goals, count(go.attainment) AS assessed,
        count(*) FILTER (WHERE go.attainment = 100) AS reached, sum(go.attainment) AS total
    FROM cases_goal go WHERE go.case_id = c.id
) g ON true
LEFT JOIN LATERAL (
    SELECT ar.need FROM cases_assessment s JOIN cases_assessmentarea ar ON ar.assessment_id = s.id
    WHERE s.case_id = c.id AND ar.need IS NOT NULL
    ORDER BY s.assessed_on DESC, s.created_at DESC, s.id DESC, ar.need DESC
    LIMIT 1
) n ON true
"""

COLUMNS = (
    "case_id", "organisation_id", "phase", "opened_on", "closed_on", "closing_kind", "closed_by",
    "residence_status_id", "access_channel_id", "nationality_id", "gender", "birth_year",
    "household_members", "topics", "central", "due", "kept", "planned", "cancelled_by_us",
    "goals", "goals_assessed", "goals_reached", "attainment_sum", "need",
)


@dataclass(frozen=True)
class FactDifference:
    """A case whose stored facts are not what its records say; ``columns`` names what differs."""

    case_id: UUID
    columns: tuple[str, ...]


def fact_differences(
    organisation_id: UUID, *, today: date, using: str = "default"
) -> list[FactDifference]:
    """Compare the stored facts of one organisation with its records (both directions)."""
    differing = ", ".join(
        f"CASE WHEN new.{c} IS DISTINCT FROM old.{c} THEN '{c}' END" for c in COLUMNS
    )
    sql = (
        f"WITH new AS ({FACTS_SQL} WHERE c.organisation_id = %(organisation)s), "  # noqa: S608 - constants; values bound
        "old AS (SELECT * FROM cases_fact WHERE organisation_id = %(organisation)s) "
        "SELECT COALESCE(new.case_id, old.case_id), "
        f"array_remove(ARRAY[{differing}], NULL) FROM new FULL JOIN old "
        "ON old.case_id = new.case_id "
        f"WHERE ({', '.join('new.' + c for c in COLUMNS)}) IS DISTINCT FROM "
        f"({', '.join('old.' + c for c in COLUMNS)})"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, {"organisation": organisation_id, "today": today})
        return [FactDifference(row[0], tuple(row[1])) for row in cursor.fetchall()]


def fact_upsert(where: str) -> str:
    """The statement that writes the facts of the cases that ``where`` selects (alias ``c``)."""
    update = ", ".join(f"{c} = EXCLUDED.{c}" for c in COLUMNS[1:])
    return (
        f"INSERT INTO cases_fact ({', '.join(COLUMNS)}) {FACTS_SQL} WHERE {where} "
        f"ON CONFLICT (case_id) DO UPDATE SET {update} "
        f"WHERE ({', '.join('cases_fact.' + c for c in COLUMNS[1:])}) IS DISTINCT FROM "
        f"({', '.join('EXCLUDED.' + c for c in COLUMNS[1:])})"
    )


def case_ids_of(organisation_id: UUID) -> Sequence[UUID]:
    """All cases of one organisation, oldest identity first (for the rebuild in batches)."""
    return list(
        Case.objects.filter(organisation_id=organisation_id)
        .order_by("id")
        .values_list("id", flat=True)
    )
