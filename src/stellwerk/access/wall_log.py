# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Database functions of the event log: erasing, and what other organisations learn of it.

They run as the owner. Facts of the log are only added; the functions here are the one way in which
the organisation that owns them takes single events that nobody may read any longer, a whole course
or a whole imported log away.
"""

from stellwerk.networks.choices import (
    PARTY_LOCK,
    SMALLEST_GROUP,
    ActivityGroup,
    LogKind,
    Source,
)

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

# As in the settings, which need the passwords of a database that the first start only makes.
_ZONE = "Europe/Berlin"

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

# What others learn: recorded logs of all organisations but the asking one, catalogue and directory
# words alone, one calendar year at a time. Groups of five courses and more leave the database, and
# their number is rounded down to fives: neither a year less another nor a sum less its parts tells
# of a smaller group. What belongs to health is told to nobody, on neither side of a step.
_OTHERS = f"""
    FROM networks_event e JOIN networks_log l ON l.id = e.log_id
    WHERE {_OWN} IS NOT NULL AND e.organisation_id <> {_OWN} AND l.kind = '{LogKind.RECORDED.value}'
        AND e.counts AND e.at >= make_timestamptz(which_year, 1, 1, 0, 0, 0, '{_ZONE}')
        AND e.at < make_timestamptz(which_year + 1, 1, 1, 0, 0, 0, '{_ZONE}')
"""
_COURSES = (
    f"(count(DISTINCT trace_id) / {SMALLEST_GROUP}) * {SMALLEST_GROUP}, avg(wait_us)::float8, "
    "percentile_cont(0.5) WITHIN GROUP (ORDER BY wait_us)"
)
_ENOUGH = f"HAVING count(DISTINCT trace_id) >= {SMALLEST_GROUP}"
_RETURNS = "courses bigint, mean_us double precision, median_us double precision"

_EDGES = f"""
CREATE OR REPLACE FUNCTION network_log_edges(which_year integer)
RETURNS TABLE (before_activity integer, activity integer, {_RETURNS})
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH others AS NOT MATERIALIZED (
        SELECT e.trace_id, e.before_activity AS source, e.activity_id AS target, e.wait_us,
            e.is_last
        {_OTHERS}
    ), edges AS (
        SELECT trace_id, source, target, wait_us FROM others
        UNION ALL
        SELECT trace_id, target, NULL, NULL FROM others WHERE is_last
    )
    SELECT source, target, {_COURSES} FROM edges
    WHERE NOT EXISTS (
        SELECT 1 FROM networks_activity a
        WHERE a.id IN (source, target)
            AND (a.organisation_id IS NOT NULL OR a."group" = '{ActivityGroup.HEALTH.value}')
    )
    GROUP BY source, target {_ENOUGH} ORDER BY 3 DESC, 1, 2
$$
"""

_HANDOVERS = f"""
CREATE OR REPLACE FUNCTION network_log_handovers(which_year integer)
RETURNS TABLE (before_party integer, party integer, {_RETURNS})
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH passed AS (
        SELECT e.trace_id, e.before_party AS giver, e.party_id AS taker, e.wait_us
        {_OTHERS} AND e.before_party <> e.party_id AND NOT EXISTS (
            SELECT 1 FROM networks_activity a WHERE a.id IN (e.activity_id, e.before_activity)
                AND a."group" = '{ActivityGroup.HEALTH.value}'
        )
    )
    SELECT giver, taker, {_COURSES} FROM passed
    WHERE NOT EXISTS (
        SELECT 1 FROM networks_party p WHERE p.id IN (giver, taker) AND p.owner_id IS NOT NULL
    )
    GROUP BY giver, taker {_ENOUGH} ORDER BY 3 DESC, 1, 2
$$
"""

LOG_FUNCTIONS: tuple[str, ...] = (
    _DROP_PARTIES,
    _ERASE_TRACE,
    _ERASE_EVENTS,
    _ERASE_LOG,
    _ANALYSE,
    _EDGES,
    _HANDOVERS,
    "GRANT EXECUTE ON FUNCTION erase_network_trace(bigint), "
    "erase_network_events(bigint, bigint[]), erase_network_log(uuid), "
    "network_log_edges(integer), network_log_handovers(integer), analyse_network_logs() "
    "TO stellwerk_web, stellwerk_jobs",
)
