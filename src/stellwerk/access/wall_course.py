# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Adding events to one course in one round trip: an ordinary entry in a case must cost little.

Runs as whoever calls it: all walls stand. It does what ``networks.actions.log`` does for a course
(lock, facts, links, the course's own columns, marks of weeks) and answers with the sequence of
activities, of which the caller makes the variant. Empty when the course or a party is not known:
then the longer way is gone.
"""

_ADD_EVENTS = """
CREATE OR REPLACE FUNCTION add_course_events(
    which bigint, ids bigint[], activities integer[], moments timestamptz[],
    precisions smallint[], offices uuid[], spheres smallint[], origin smallint, zone text
) RETURNS integer[]
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    course networks_trace%ROWTYPE;
    behind integer;
    touched timestamptz[];
BEGIN
    SELECT * INTO course FROM networks_trace WHERE id = which FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM unnest(offices) AS o(id) WHERE o.id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM networks_party p WHERE p.organisation_id = o.id);
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(max(position), -1) INTO behind FROM networks_event WHERE trace_id = which;
    INSERT INTO networks_event (
        id, trace_id, organisation_id, log_id, activity_id, at, position, precision, party_id,
        legal_sphere_id, source, counts, is_last, is_withdrawal, recorded_at
    )
    SELECT n.id, which, course.organisation_id, course.log_id, n.activity, n.at,
        behind + n.place, n.precision, p.id, n.sphere, origin, true, false, false,
        date_trunc('day', statement_timestamp(), zone)
    FROM unnest(ids, activities, moments, precisions, offices, spheres) WITH ORDINALITY
        AS n(id, activity, at, precision, office, sphere, place)
        LEFT JOIN networks_party p ON p.organisation_id = n.office;
    WITH ordered AS (
        SELECT id, lag(activity_id) OVER w AS before_activity, lag(party_id) OVER w AS before_party,
            (extract(epoch FROM at - lag(at) OVER w) * 1000000)::bigint AS wait_us,
            lead(id) OVER w IS NULL AS is_last
        FROM networks_event WHERE trace_id = which AND counts
        WINDOW w AS (ORDER BY at, position)
    ), written AS (
        UPDATE networks_event e SET before_activity = o.before_activity,
            before_party = o.before_party, wait_us = o.wait_us, is_last = o.is_last
        FROM ordered o WHERE e.id = o.id
            AND (e.before_activity, e.before_party, e.wait_us, e.is_last)
            IS DISTINCT FROM (o.before_activity, o.before_party, o.wait_us, o.is_last)
        RETURNING e.at
    )
    SELECT array_agg(at) INTO touched FROM written;
    INSERT INTO networks_cell_mark (id, organisation_id, log_id, week)
    SELECT gen_random_uuid(), course.organisation_id, course.log_id, w.week
    FROM (SELECT DISTINCT date_trunc('week', t.at AT TIME ZONE zone)::date AS week
        FROM unnest(touched || moments) AS t(at)) w;
    UPDATE networks_trace t SET started_at = s.started_at, ended_at = s.ended_at, events = s.events
    FROM (SELECT min(at) AS started_at, max(at) AS ended_at, count(*) AS events
        FROM networks_event WHERE trace_id = which AND counts) s
    WHERE t.id = which;
    RETURN (SELECT array_agg(activity_id ORDER BY at, position)
        FROM networks_event WHERE trace_id = which AND counts);
END $$
"""

COURSE_FUNCTIONS = (
    _ADD_EVENTS,
    "GRANT EXECUTE ON FUNCTION add_course_events(bigint, bigint[], integer[], timestamptz[], "
    "smallint[], uuid[], smallint[], smallint, text) TO stellwerk_web, stellwerk_jobs",
)
