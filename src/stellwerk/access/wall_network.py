# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What other organisations learn of the event logs: a fixed set of lines, released and then held.

Nothing is computed when somebody looks. ``refresh_network_lines`` releases lines into a table, each
organisation its own without its own courses, and a released line stays as it is until five people
came or went. Whoever looks twice can so never tell one newcomer, one correction, one who left.

People, not courses: nothing in the database says whose course is whose (the numbers of courses are
HMACs under the keys of the cases), but each course belongs to one case and a person's cases are
known. So it is counted at worst: as many courses as the four people with the most cases of that
organisation have may belong to four people alone; from one more on there are five. A person may be
known to several organisations, which nobody can match; so these five are of one organisation.
"""

from stellwerk.networks.choices import (
    ENOUGH_FOR_MEANS,
    MOST_OF_TEN,
    SHOWN_YEARS,
    SMALLEST_GROUP,
    ActivityGroup,
    LineKind,
    LogKind,
)

# As in the settings, which need the passwords of a database that the first start only makes.
ZONE = "Europe/Berlin"
_FEW = SMALLEST_GROUP - 1
_EDGE, _HAND_OVER = LineKind.EDGE.value, LineKind.HAND_OVER.value

# The hold. ``before`` and ``now`` name how many each organisation contributes; ``few`` how many
# courses of it may be of four people (empty: people were counted, those of all together count).
# What a line was released from keeps the ``few`` of that day beside it: whoever had several courses
# and left was one person then, too.
_MOVED = f"""
CREATE OR REPLACE FUNCTION network_line_moved(before jsonb, now jsonb, few jsonb)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    WITH moved AS (
        SELECT k AS who,
            abs(coalesce((now->>k)::bigint, 0) - coalesce((before->>k)::bigint, 0)) AS courses
        FROM jsonb_object_keys((before || now) - 'few') AS k
    )
    SELECT CASE WHEN few IS NULL THEN coalesce(sum(courses), 0) > {_FEW}
        ELSE coalesce(bool_or(courses > greatest(
            (few->>who)::bigint, (before->'few'->>who)::bigint, {_FEW}
        )), false) END
    FROM moved
$$
"""

# How many courses of an organisation may belong to four people; somebody without a case (a course
# that was recorded otherwise) counts as a person of one course.
_FEW_PEOPLE = f"""
CREATE OR REPLACE FUNCTION network_few_people() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH people AS (
        SELECT organisation_id, count(*) AS cases,
            row_number() OVER (PARTITION BY organisation_id ORDER BY count(*) DESC) AS place
        FROM cases_case GROUP BY organisation_id, person_id
    ), most AS (
        SELECT organisation_id, sum(cases) + {_FEW} - count(*) AS courses
        FROM people WHERE place <= {_FEW} GROUP BY organisation_id
    )
    SELECT coalesce(jsonb_object_agg(organisation_id, courses), '{{}}') FROM most
$$
"""

# Whole days; from four weeks on whole weeks.
_STEPPED = """
CREATE OR REPLACE FUNCTION network_stepped(days double precision) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT (CASE WHEN days < 28 THEN round(days) ELSE round(days / 7) * 7 END)::integer
$$
"""

# Catalogue and directory words alone; what belongs to health is told to nobody, on neither side of
# a step. Each course counts once in a line, with its own mean, however often it went round.
_PASSED = f"""
    told AS MATERIALIZED (
        SELECT e.organisation_id AS owner, e.trace_id, e.before_activity, e.activity_id,
            e.before_party, e.party_id, e.wait_us / 86400e6 AS days, e.is_last,
            extract(year FROM e.at AT TIME ZONE '{ZONE}')::smallint AS year
        FROM networks_event e JOIN networks_log l ON l.id = e.log_id
        WHERE l.kind = '{LogKind.RECORDED.value}' AND e.counts
            AND e.at >= make_timestamptz(newest - {SHOWN_YEARS - 1}, 1, 1, 0, 0, 0, '{ZONE}')
            AND e.at < until::timestamp AT TIME ZONE '{ZONE}'
    ), silent AS (
        SELECT id FROM networks_activity
        WHERE organisation_id IS NOT NULL OR "group" = '{ActivityGroup.HEALTH.value}'
    ), steps AS (
        SELECT '{_EDGE}' AS kind, owner, year, trace_id, before_activity AS source,
            activity_id AS target, days FROM told
        UNION ALL
        SELECT '{_EDGE}', owner, year, trace_id, activity_id, NULL, NULL FROM told WHERE is_last
    ), passed AS MATERIALIZED (
        SELECT kind, owner, year, coalesce(source::text, '') || '>' || coalesce(target::text, '')
            AS line, trace_id, avg(days) AS days
        FROM steps
        WHERE NOT EXISTS (SELECT 1 FROM silent WHERE id IN (source, target))
        GROUP BY kind, owner, year, source, target, trace_id
        UNION ALL
        SELECT '{_HAND_OVER}', owner, year, before_party || '>' || party_id, trace_id, avg(days)
        FROM told
        WHERE before_party <> party_id
            AND NOT EXISTS (
                SELECT 1 FROM networks_activity a WHERE a.id IN (activity_id, before_activity)
                    AND a."group" = '{ActivityGroup.HEALTH.value}'
            ) AND NOT EXISTS (
                SELECT 1 FROM networks_party p
                WHERE p.id IN (before_party, party_id) AND p.owner_id IS NOT NULL
            )
        GROUP BY owner, year, before_party, party_id, trace_id
    )
"""

# Five people of one organisation; two others at least, and none with nearly everything, or the
# line would be that one's own figure. Means from thirty on, out of rounded parts.
_LINES = f"""
    owners AS (SELECT DISTINCT owner FROM passed),
    askers AS (
        SELECT o.id AS organisation_id, w.owner AS own
        FROM directory_organisation o LEFT JOIN owners w ON w.owner = o.id
        WHERE EXISTS (SELECT 1 FROM directory_membership m WHERE m.organisation_id = o.id)
    ), apart AS (SELECT DISTINCT own FROM askers),
    parts AS (SELECT kind, year, line, owner, count(*) AS courses FROM passed GROUP BY 1, 2, 3, 4),
    counted AS (
        SELECT a.own, p.kind, p.year, p.line, jsonb_object_agg(p.owner, p.courses) AS counted,
            sum(p.courses)::bigint AS courses,
            bool_or(p.courses > coalesce((few->>p.owner::text)::bigint, {_FEW}))
                AND count(*) > 1 AND max(p.courses) * 10 <= sum(p.courses) * {MOST_OF_TEN}
                AS is_told
        FROM apart a JOIN parts p ON p.owner IS DISTINCT FROM a.own
        GROUP BY a.own, p.kind, p.year, p.line
    ), waited AS (
        SELECT a.own, p.kind, p.year, p.line, avg(p.days) AS mean,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY p.days) AS middle
        FROM apart a JOIN passed p ON p.owner IS DISTINCT FROM a.own
        GROUP BY a.own, p.kind, p.year, p.line
    ), fresh AS (
        SELECT x.organisation_id, c.kind, c.year, c.line, c.counted,
            CASE WHEN c.is_told THEN jsonb_build_object(
                'courses', c.courses / {SMALLEST_GROUP} * {SMALLEST_GROUP},
                'mean_days', CASE WHEN c.courses >= {ENOUGH_FOR_MEANS} THEN network_stepped(
                    round(w.mean * s.rounded / {SMALLEST_GROUP}) * {SMALLEST_GROUP} / s.rounded
                ) END,
                'median_days', CASE WHEN c.courses >= {ENOUGH_FOR_MEANS}
                    THEN network_stepped(w.middle) END
            ) END AS shown
        FROM askers x
            JOIN counted c ON c.own IS NOT DISTINCT FROM x.own
            JOIN waited w ON w.own IS NOT DISTINCT FROM c.own
                AND (w.kind, w.year, w.line) = (c.kind, c.year, c.line)
            CROSS JOIN LATERAL (
                SELECT (c.courses / {SMALLEST_GROUP} * {SMALLEST_GROUP})::float8 AS rounded
            ) s
    )
"""

_REFRESH = f"""
CREATE OR REPLACE FUNCTION refresh_network_lines(as_of date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    today date := least(as_of, (statement_timestamp() AT TIME ZONE '{ZONE}')::date);
    until date := date_trunc('quarter', today)::date;
    newest integer := extract(year FROM until - 1);
    few jsonb := network_few_people();
    released bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('networks_released_line'));
    -- Never backwards: an earlier day would tell the lines as they were without the last quarter.
    IF today < (SELECT max(released_on) FROM networks_released_line
            WHERE kind IN ('{_EDGE}', '{_HAND_OVER}')) THEN
        RETURN 0;
    END IF;
    DELETE FROM networks_released_line l
        WHERE kind IN ('{_EDGE}', '{_HAND_OVER}') AND (year < newest - {SHOWN_YEARS - 1}
            OR NOT EXISTS (SELECT 1 FROM directory_membership m
                WHERE m.organisation_id = l.organisation_id));
    WITH {_PASSED.strip()}, {_LINES.strip()}, every AS (
        SELECT * FROM fresh
        UNION ALL
        SELECT o.organisation_id, o.kind, o.year, o.line, '{{}}'::jsonb, NULL
        FROM networks_released_line o
        WHERE o.kind IN ('{_EDGE}', '{_HAND_OVER}') AND NOT EXISTS (
            SELECT 1 FROM fresh f WHERE (f.organisation_id, f.kind, f.year, f.line)
                = (o.organisation_id, o.kind, o.year, o.line)
        )
    )
    INSERT INTO networks_released_line AS o
        (id, organisation_id, kind, year, line, shown, counted, released_on)
    SELECT gen_random_uuid(), e.organisation_id, e.kind, e.year, e.line, e.shown,
        e.counted || jsonb_build_object('few', few), today
    FROM every e LEFT JOIN networks_released_line l
        ON (l.organisation_id, l.kind, l.year, l.line)
            = (e.organisation_id, e.kind, e.year, e.line)
    WHERE network_line_moved(coalesce(l.counted, '{{}}'), e.counted, few)
    ON CONFLICT (organisation_id, kind, year, line) DO UPDATE SET
        shown = EXCLUDED.shown, counted = EXCLUDED.counted, released_on = EXCLUDED.released_on;
    GET DIAGNOSTICS released = ROW_COUNT;
    RETURN released;
END $$
"""

NETWORK_FUNCTIONS: tuple[str, ...] = (
    _MOVED,
    _FEW_PEOPLE,
    _STEPPED,
    _REFRESH,
    "GRANT EXECUTE ON FUNCTION refresh_network_lines(date) TO stellwerk_web, stellwerk_jobs",
)
