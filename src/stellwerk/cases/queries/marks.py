# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What of the usual steps a case has behind it, in one question for the guide of its phase."""

from uuid import UUID

from stellwerk.cases.rules.guidance import Marks
from stellwerk.questions.kept import fetch

# Clarified: every required criterion of the version it was answered with has an answer.
_MARKS = """
SELECT
    EXISTS (SELECT 1 FROM cases_clarification k WHERE k.case_id = c.id AND NOT EXISTS (
        SELECT 1 FROM cases_checklistitem i WHERE i.checklist_id = k.checklist_id
            AND i.is_required AND NOT EXISTS (
                SELECT 1 FROM cases_criterionanswer a WHERE a.case_id = c.id
                    AND a.item_id = i.id AND a.state <> 'open'))),
    EXISTS (SELECT 1 FROM cases_alliance w WHERE w.case_id = c.id AND w.ended_on IS NULL),
    EXISTS (SELECT 1 FROM cases_consent n WHERE n.case_id = c.id AND n.revoked_at IS NULL
        AND n.valid_until >= current_date),
    (SELECT count(*) FROM cases_assessment s WHERE s.case_id = c.id),
    EXISTS (SELECT 1 FROM cases_clientevaluation e WHERE e.case_id = c.id)
FROM cases_case c WHERE c.id = %s::uuid
"""


def marks_of_case(case_id: UUID, *, measures_running: int = 0) -> Marks:
    """The marks of one case that the visitor may see; one round trip.

    ``measures_running`` is counted by whoever has loaded the plan anyway.
    """
    for clarified, alliance, consent, assessments, evaluated in fetch(_MARKS, [case_id]):
        return Marks(
            clarified=clarified, alliance=alliance, consent=consent, assessments=assessments,
            measures_running=measures_running, evaluated=evaluated,
        )
    return Marks(measures_running=measures_running)
