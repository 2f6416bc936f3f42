# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation may know of the observations of others: groups of five people and more.

Nothing is counted when somebody looks: ``refresh_issue_lines`` releases for each organisation what
all others together noted, and holds it. Each group of months stands until five people came to it or
left it; who is new elsewhere is told together with four more. The functions run as the owner.
"""

from stellwerk.access.wall_network import ZONE
from stellwerk.networks.choices import ENOUGH_FOR_MEANS, SMALLEST_GROUP, LineKind

_OWN = "NULLIF(current_setting('app.organisation', true), '')::uuid"
_ISSUE, _INTERFACE = LineKind.ISSUE.value, LineKind.INTERFACE.value

# The groups of months of one issue, without one organisation. What was released stays, months and
# figures, until five people of that group came or went. Behind the last one months are joined,
# oldest first, until five people have met the issue who had not met it before; what is left then
# joins the last new group, and waits untold where there is none: no remainder is ever smaller.
_GROUPS = f"""
CREATE OR REPLACE FUNCTION issue_groups(which uuid, without uuid, released jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one record;
    old jsonb;
    made jsonb := '[]';
    fresh jsonb := '[]';
    behind date := '-infinity';
    began date;
    new_persons bigint := 0;
    new_mentions bigint := 0;
    latest date;
BEGIN
    FOR old IN SELECT * FROM jsonb_array_elements(released) LOOP
        SELECT coalesce(sum(m.newcomers), 0) AS persons, coalesce(sum(m.times), 0) AS mentions
            INTO one FROM issue_months(which, without) m
            WHERE m.month > behind AND m.month <= (old->>'until')::date;
        behind := (old->>'until')::date;
        IF abs(one.persons - (old->>'persons')::bigint) >= {SMALLEST_GROUP} THEN
            old := old || jsonb_build_object('persons', one.persons, 'mentions', one.mentions);
        END IF;
        made := made || old;
    END LOOP;
    FOR one IN SELECT * FROM issue_months(which, without) m WHERE m.month > behind LOOP
        began := coalesce(began, one.month);
        latest := one.month;
        new_persons := new_persons + one.newcomers;
        new_mentions := new_mentions + one.times;
        IF new_persons >= {SMALLEST_GROUP} THEN
            fresh := fresh || jsonb_build_object('since', began, 'until', latest,
                'persons', new_persons, 'mentions', new_mentions);
            began := NULL;
            new_persons := 0;
            new_mentions := 0;
        END IF;
    END LOOP;
    IF began IS NOT NULL AND jsonb_array_length(fresh) > 0 THEN
        old := fresh->-1;
        fresh := (fresh - -1) || (old || jsonb_build_object('until', latest,
            'persons', (old->>'persons')::bigint + new_persons,
            'mentions', (old->>'mentions')::bigint + new_mentions));
    END IF;
    RETURN made || fresh;
END $$
"""

# By month: people who met the issue for the first time, and all mentions.
_MONTHS = """
CREATE OR REPLACE FUNCTION issue_months(which uuid, without uuid)
RETURNS TABLE (month date, newcomers bigint, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH met AS (
        SELECT o.person_token, o.month,
            o.month = min(o.month) OVER (PARTITION BY o.person_token) AS is_first
        FROM networks_observation o
        WHERE o.known_issue_id = which AND o.organisation_id <> without
    )
    SELECT m.month, count(DISTINCT m.person_token) FILTER (WHERE m.is_first), count(*)
    FROM met m GROUP BY m.month ORDER BY m.month
$$
"""

# A median only out of thirty mentions and more, in whole days, with the groups it belongs to.
_REFRESH_ISSUES = f"""
CREATE OR REPLACE FUNCTION refresh_issues_of(asker uuid, today date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one record;
    groups jsonb;
    told jsonb;
    middle integer;
    released bigint := 0;
BEGIN
    FOR one IN
        SELECT i.id AS issue, coalesce(l.counted->'groups', '[]') AS before
        FROM networks_known_issue i LEFT JOIN networks_released_line l
            ON l.organisation_id = asker AND l.kind = '{_ISSUE}' AND l.line = i.id::text
        WHERE l.id IS NOT NULL OR (
            SELECT count(DISTINCT o.person_token) FROM networks_observation o
            WHERE o.known_issue_id = i.id AND o.organisation_id <> asker
        ) >= {SMALLEST_GROUP}
    LOOP
        groups := issue_groups(one.issue, asker, one.before);
        CONTINUE WHEN groups = one.before;
        SELECT jsonb_agg(g ORDER BY g->>'since') INTO told FROM jsonb_array_elements(groups) g
            WHERE (g->>'persons')::bigint >= {SMALLEST_GROUP};
        SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY o.delay_days)) INTO middle
            FROM networks_observation o
            WHERE o.known_issue_id = one.issue AND o.organisation_id <> asker
                AND o.delay_days IS NOT NULL
            HAVING count(*) >= {ENOUGH_FOR_MEANS}
                AND count(DISTINCT o.person_token) >= {SMALLEST_GROUP};
        INSERT INTO networks_released_line AS o
            (id, organisation_id, kind, year, line, shown, counted, released_on)
        VALUES (gen_random_uuid(), asker, '{_ISSUE}', 0, one.issue::text,
            jsonb_build_object('groups', told, 'delay', middle),
            jsonb_build_object('groups', groups), today)
        ON CONFLICT (organisation_id, kind, year, line) DO UPDATE SET
            shown = EXCLUDED.shown, counted = EXCLUDED.counted,
            released_on = EXCLUDED.released_on;
        released := released + 1;
    END LOOP;
    RETURN released;
END $$
"""

# Not bundled yet, between two organisations of the directory; words of others stay with them.
_REFRESH_INTERFACES = f"""
CREATE OR REPLACE FUNCTION refresh_interfaces_of(asker uuid, today date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    released bigint;
BEGIN
    WITH fresh AS (
        SELECT o.kind || '>' || o.from_organisation_id || '>' || o.to_organisation_id AS line,
            count(DISTINCT o.person_token) AS persons, count(*) AS mentions
        FROM networks_observation o
        WHERE o.known_issue_id IS NULL AND o.organisation_id <> asker
            AND o.from_organisation_id IS NOT NULL AND o.to_organisation_id IS NOT NULL
        GROUP BY 1
    ), every AS (
        SELECT coalesce(f.line, l.line) AS line, coalesce(f.persons, 0) AS persons,
            coalesce(f.mentions, 0) AS mentions, coalesce(l.counted, '{{}}') AS before
        FROM fresh f FULL JOIN (
            SELECT * FROM networks_released_line
            WHERE organisation_id = asker AND kind = '{_INTERFACE}'
        ) l ON l.line = f.line
    )
    INSERT INTO networks_released_line AS o
        (id, organisation_id, kind, year, line, shown, counted, released_on)
    SELECT gen_random_uuid(), asker, '{_INTERFACE}', 0, e.line,
        CASE WHEN e.persons >= {SMALLEST_GROUP}
            THEN jsonb_build_object('persons', e.persons, 'mentions', e.mentions) END,
        jsonb_build_object('persons', e.persons), today
    FROM every e
    WHERE network_line_moved(e.before, jsonb_build_object('persons', e.persons), NULL)
    ON CONFLICT (organisation_id, kind, year, line) DO UPDATE SET
        shown = EXCLUDED.shown, counted = EXCLUDED.counted, released_on = EXCLUDED.released_on;
    GET DIAGNOSTICS released = ROW_COUNT;
    RETURN released;
END $$
"""

_REFRESH = f"""
CREATE OR REPLACE FUNCTION refresh_issue_lines(as_of date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    today date := least(as_of, (statement_timestamp() AT TIME ZONE '{ZONE}')::date);
    asker uuid;
    released bigint := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('networks_released_line'));
    IF today < (SELECT max(released_on) FROM networks_released_line
            WHERE kind IN ('{_ISSUE}', '{_INTERFACE}')) THEN
        RETURN 0;
    END IF;
    DELETE FROM networks_released_line l WHERE l.kind IN ('{_ISSUE}', '{_INTERFACE}') AND (
        NOT EXISTS (SELECT 1 FROM directory_membership m
            WHERE m.organisation_id = l.organisation_id)
        OR l.kind = '{_INTERFACE}' AND l.shown IS NULL AND l.counted->>'persons' = '0'
    );
    DELETE FROM networks_released_line l WHERE l.kind = '{_ISSUE}'
        AND NOT EXISTS (SELECT 1 FROM networks_known_issue i WHERE i.id::text = l.line);
    FOR asker IN SELECT DISTINCT m.organisation_id FROM directory_membership m LOOP
        released := released + refresh_issues_of(asker, today)
            + refresh_interfaces_of(asker, today);
    END LOOP;
    RETURN released;
END $$
"""

_SPANS = f"""
CREATE OR REPLACE FUNCTION known_issue_spans(which uuid)
RETURNS TABLE (since date, until date, persons bigint, mentions bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.since, g.until, g.persons, g.mentions
    FROM networks_released_line l CROSS JOIN LATERAL jsonb_to_recordset(
        coalesce(nullif(l.shown->'groups', 'null'), '[]')
    ) AS g(since date, until date, persons bigint, mentions bigint)
    WHERE l.organisation_id = {_OWN} AND l.kind = '{_ISSUE}' AND l.line = which::text
    ORDER BY g.since
$$
"""

_DELAY = f"""
CREATE OR REPLACE FUNCTION known_issue_delay(which uuid) RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (l.shown->>'delay')::float8 FROM networks_released_line l
    WHERE l.organisation_id = {_OWN} AND l.kind = '{_ISSUE}' AND l.line = which::text
$$
"""

# The sums of the groups that are shown: nothing is left over to subtract.
_COUNTS = f"""
CREATE OR REPLACE FUNCTION known_issue_counts()
RETURNS TABLE (issue uuid, persons bigint, mentions bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.line::uuid, sum((g->>'persons')::bigint)::bigint,
        sum((g->>'mentions')::bigint)::bigint
    FROM networks_released_line l CROSS JOIN LATERAL jsonb_array_elements(
        coalesce(nullif(l.shown->'groups', 'null'), '[]')
    ) AS g
    WHERE l.organisation_id = {_OWN} AND l.kind = '{_ISSUE}' GROUP BY l.line
$$
"""

_UNBUNDLED = f"""
CREATE OR REPLACE FUNCTION unbundled_elsewhere()
RETURNS TABLE (kind text, from_organisation uuid, to_organisation uuid, persons bigint,
    mentions bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT split_part(l.line, '>', 1), split_part(l.line, '>', 2)::uuid,
        split_part(l.line, '>', 3)::uuid, (l.shown->>'persons')::bigint,
        (l.shown->>'mentions')::bigint
    FROM networks_released_line l
    WHERE l.organisation_id = {_OWN} AND l.kind = '{_INTERFACE}' AND l.shown IS NOT NULL
$$
"""

ISSUE_FUNCTIONS: tuple[str, ...] = (
    _MONTHS,
    _GROUPS,
    _REFRESH_ISSUES,
    _REFRESH_INTERFACES,
    _REFRESH,
    _SPANS,
    _DELAY,
    _COUNTS,
    _UNBUNDLED,
    "GRANT EXECUTE ON FUNCTION known_issue_spans(uuid), known_issue_delay(uuid), "
    "known_issue_counts(), unbundled_elsewhere(), refresh_issue_lines(date) "
    "TO stellwerk_web, stellwerk_jobs",
)
