# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Database functions through which alone the access table changes.

They run as the owner (SECURITY DEFINER) and check that the asking organisation owns the case.
"""

_OWN = "NULLIF(current_setting('app.organisation', true), '')::uuid"

_FOLLOW_CASE = """
CREATE OR REPLACE FUNCTION cases_access_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO cases_access (id, organisation_id, case_id, person_id, owner_organisation_id,
            scope, basis, basis_note, valid_from, manager_id, phase, sort_at)
        VALUES (gen_random_uuid(), NEW.organisation_id, NEW.id, NEW.person_id,
            NEW.organisation_id, 2047, 'ownership', '', to_timestamp(0), NEW.manager_id, NEW.phase,
            NEW.sort_at);
    ELSE
        UPDATE cases_access SET person_id = NEW.person_id, manager_id = NEW.manager_id,
            phase = NEW.phase, sort_at = NEW.sort_at
        WHERE case_id = NEW.id;
    END IF;
    RETURN NULL;
END $$
"""

_GRANT = f"""
CREATE OR REPLACE FUNCTION grant_case_access(which_case uuid, to_organisation uuid,
    granted smallint, on_basis text, note text, until timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    chosen cases_case%ROWTYPE;
    made uuid := gen_random_uuid();
BEGIN
    SELECT * INTO chosen FROM cases_case
        WHERE id = which_case AND organisation_id = {_OWN} FOR UPDATE;
    IF NOT FOUND OR to_organisation = chosen.organisation_id
        OR on_basis NOT IN ('consent', 'statute') OR granted < 1 OR granted > 1023 THEN
        RAISE EXCEPTION 'grant refused' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE cases_access SET revoked_at = statement_timestamp()
        WHERE case_id = which_case AND organisation_id = to_organisation AND revoked_at IS NULL;
    INSERT INTO cases_access (id, organisation_id, case_id, person_id, owner_organisation_id,
        scope, basis, basis_note, valid_from, valid_until, manager_id, phase, sort_at)
    VALUES (made, to_organisation, chosen.id, chosen.person_id, chosen.organisation_id, granted,
        on_basis, note, statement_timestamp(), until, chosen.manager_id, chosen.phase,
        chosen.sort_at);
    RETURN made;
END $$
"""

_REVOKE = f"""
CREATE OR REPLACE FUNCTION revoke_case_access(which uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_access SET revoked_at = statement_timestamp()
        WHERE id = which AND owner_organisation_id = {_OWN}
            AND organisation_id <> owner_organisation_id AND revoked_at IS NULL;
    RETURN FOUND;
END $$
"""

FUNCTIONS: tuple[str, ...] = (
    _FOLLOW_CASE,
    "DROP TRIGGER IF EXISTS cases_access_insert ON cases_case",
    "CREATE TRIGGER cases_access_insert AFTER INSERT ON cases_case "
    "FOR EACH ROW EXECUTE FUNCTION cases_access_follow()",
    "DROP TRIGGER IF EXISTS cases_access_update ON cases_case",
    "CREATE TRIGGER cases_access_update AFTER UPDATE ON cases_case FOR EACH ROW "
    "WHEN ((OLD.person_id, OLD.manager_id, OLD.phase, OLD.sort_at) IS DISTINCT FROM "
    "(NEW.person_id, NEW.manager_id, NEW.phase, NEW.sort_at)) "
    "EXECUTE FUNCTION cases_access_follow()",
    _GRANT,
    _REVOKE,
    "GRANT EXECUTE ON FUNCTION grant_case_access(uuid, uuid, smallint, text, text, timestamptz), "
    "revoke_case_access(uuid) TO stellwerk_web, stellwerk_jobs",
)
