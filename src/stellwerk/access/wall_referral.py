# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The one way in which another organisation writes to a row of ours: its answer to a referral.

Runs as the owner and changes nothing but the answer, once, where the asking organisation is the
one that was asked. The owner's log gets its own line, because the answering side cannot write it
without a grant.
"""

_ASKED = "NULLIF(current_setting('app.organisation', true), '')::uuid"

_ANSWER = f"""
CREATE OR REPLACE FUNCTION answer_referral(which uuid, accepts boolean, why text,
    words bytea, who text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found_row cases_transition%ROWTYPE;
BEGIN
    UPDATE cases_transition SET state = CASE WHEN accepts THEN 'accepted' ELSE 'declined' END,
        decline_reason = CASE WHEN accepts THEN NULL ELSE why END,
        decline_note = CASE WHEN accepts THEN NULL ELSE words END,
        answered_by = left(who, 320), answered_at = statement_timestamp(),
        updated_at = statement_timestamp(), version = version + 1
    WHERE id = which AND to_organisation_id = {_ASKED} AND kind = 'referral'
        AND state = 'proposed' RETURNING * INTO found_row;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO audit_event (id, actor, organisation_id, verb, kind, subjects, fields, note, route)
    VALUES (gen_random_uuid(), left(who, 320), found_row.organisation_id, 'changed', 'transition',
        ARRAY[found_row.case_id, found_row.id], ARRAY['state'], found_row.state, '');
    RETURN true;
END $$
"""

REFERRAL_FUNCTIONS: tuple[str, ...] = (
    _ANSWER,
    "GRANT EXECUTE ON FUNCTION answer_referral(uuid, boolean, text, bytea, text) "
    "TO stellwerk_web, stellwerk_jobs",
)
