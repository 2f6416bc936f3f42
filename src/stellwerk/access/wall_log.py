# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Database functions of the event log: erasing.

They run as the owner. Facts of the log are only added; the functions here are the one way in which
the organisation that owns them takes single events that nobody may read any longer, a whole course
or a whole imported log away.
"""

from stellwerk.networks.choices import PARTY_LOCK, LogKind, Source

_OWN = "NULLIF(current_setting('app.organisation', true), '')::uuid"

# Offices that words alone name, and that only what was erased has named, go with it. Whoever names
# one meanwhile holds its number (``networks.actions.log.naming``) and is waited for.
_DROP_PARTIES = f"""
CREATE OR REPLACE FUNCTION drop_unnamed_parties(named integer[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    doomed integer[];
BEGIN
    SELECT array_agg(id ORDER BY id) INTO doomed FROM networks_party
        WHERE id = ANY (named) AND owner_id = {_OWN} AND log_id IS NULL;
    PERFORM pg_advisory_xact_lock({PARTY_LOCK}, d.id)
        FROM (SELECT unnest(doomed) AS id ORDER BY 1) d;
    DELETE FROM networks_party p WHERE p.id = ANY (doomed) AND NOT EXISTS (
        SELECT 1 FROM networks_event e
        WHERE e.party_id = p.id AND NOT (e.source = {Source.FILE.value})
    );
END $$
"""

_ERASE_TRACE = f"""
CREATE OR REPLACE FUNCTION erase_network_trace(which bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    named integer[];
BEGIN
    PERFORM 1 FROM networks_trace WHERE id = which AND organisation_id = {_OWN} FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT array_agg(DISTINCT party_id) INTO named FROM networks_event WHERE trace_id = which;
    DELETE FROM networks_event WHERE trace_id = which AND organisation_id = {_OWN};
    DELETE FROM networks_trace WHERE id = which AND organisation_id = {_OWN};
    PERFORM drop_unnamed_parties(named);
    RETURN true;
END $$
"""

# Events of a recorded course, with whatever corrects or withdraws them: a withdrawal says the same
# once more. Links and weeks are the caller's.
_ERASE_EVENTS = f"""
CREATE OR REPLACE FUNCTION erase_network_events(which bigint, ids bigint[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    named integer[];
BEGIN
    PERFORM 1 FROM networks_trace t JOIN networks_log l ON l.id = t.log_id
        WHERE t.id = which AND t.organisation_id = {_OWN}
        AND l.kind = '{LogKind.RECORDED.value}' FOR NO KEY UPDATE OF t;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    WITH RECURSIVE doomed AS (
        SELECT id FROM networks_event
        WHERE trace_id = which AND organisation_id = {_OWN} AND id = ANY (ids)
        UNION
        SELECT e.id FROM networks_event e JOIN doomed d ON e.replaces_id = d.id
        WHERE e.trace_id = which AND e.organisation_id = {_OWN}
    ), gone AS (
        DELETE FROM networks_event e USING doomed d
        WHERE e.id = d.id AND e.trace_id = which AND e.organisation_id = {_OWN}
        RETURNING e.party_id
    )
    SELECT array_agg(DISTINCT party_id) INTO named FROM gone;
    PERFORM drop_unnamed_parties(named);
    RETURN true;
END $$
"""

_ERASE_LOG = f"""
CREATE OR REPLACE FUNCTION erase_network_log(which uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM networks_log WHERE id = which AND organisation_id = {_OWN}
        AND kind = '{LogKind.IMPORTED.value}' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM networks_event WHERE log_id = which AND organisation_id = {_OWN};
    DELETE FROM networks_trace WHERE log_id = which AND organisation_id = {_OWN};
    DELETE FROM networks_cell WHERE log_id = which AND organisation_id = {_OWN};
    DELETE FROM networks_cell_mark WHERE log_id = which AND organisation_id = {_OWN};
    DELETE FROM networks_log_file_part WHERE log_id = which AND organisation_id = {_OWN};
    DELETE FROM networks_activity WHERE log_id = which AND organisation_id = {_OWN};
    DELETE FROM networks_party WHERE log_id = which AND owner_id = {_OWN};
    DELETE FROM networks_log WHERE id = which AND organisation_id = {_OWN};
    DELETE FROM base_data_key WHERE subject_id = which AND organisation_id = {_OWN};
    RETURN true;
END $$
"""

# After a file of millions of events the planner knows nothing of them for a minute, and would ask
# them one by one. Only the owner may look; anybody may ask for it, and nothing is told.
_ANALYSE = """
CREATE OR REPLACE FUNCTION analyse_network_logs() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE networks_trace;
    ANALYZE networks_event;
END $$
"""

LOG_FUNCTIONS: tuple[str, ...] = (
    _DROP_PARTIES,
    _ERASE_TRACE,
    _ERASE_EVENTS,
    _ERASE_LOG,
    _ANALYSE,
    "GRANT EXECUTE ON FUNCTION erase_network_trace(bigint), "
    "erase_network_events(bigint, bigint[]), erase_network_log(uuid), "
    "analyse_network_logs() TO stellwerk_web, stellwerk_jobs",
)
