# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation may know of the observations of others: groups of five people and more.

The functions run as the owner and answer for all other organisations of the network together.
"""

from stellwerk.networks.choices import SMALLEST_GROUP

_OWN = "NULLIF(current_setting('app.organisation', true), '')::uuid"

# Months are joined, oldest first, until five people have met the issue who had not met it before;
# what is left at the end joins the last group. So the groups add up to the whole, each person
# counts once, and no difference of two figures is about fewer than five.
_SPANS = f"""
CREATE OR REPLACE FUNCTION known_issue_spans(which uuid)
RETURNS TABLE (since date, until date, persons bigint, mentions bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one record;
    held boolean := false;
    began date;
    latest date;
    new_persons bigint := 0;
    new_mentions bigint := 0;
BEGIN
    FOR one IN
        WITH met AS (
            SELECT o.person_token, o.month,
                o.month = min(o.month) OVER (PARTITION BY o.person_token) AS is_first
            FROM networks_observation o
            WHERE o.known_issue_id = which AND {_OWN} IS NOT NULL AND o.organisation_id <> {_OWN}
        )
        SELECT m.month, count(DISTINCT m.person_token) FILTER (WHERE m.is_first) AS newcomers,
            count(*) AS times
        FROM met m GROUP BY m.month ORDER BY m.month
    LOOP
        began := COALESCE(began, one.month);
        latest := one.month;
        new_persons := new_persons + one.newcomers;
        new_mentions := new_mentions + one.times;
        IF NOT held THEN
            since := COALESCE(since, began);
            until := one.month;
            persons := new_persons;
            mentions := new_mentions;
            IF new_persons >= {SMALLEST_GROUP} THEN
                held := true;
                began := NULL;
                new_persons := 0;
                new_mentions := 0;
            END IF;
        ELSIF new_persons >= {SMALLEST_GROUP} THEN
            RETURN NEXT;
            since := began;
            until := one.month;
            persons := new_persons;
            mentions := new_mentions;
            began := NULL;
            new_persons := 0;
            new_mentions := 0;
        END IF;
    END LOOP;
    IF held THEN
        IF began IS NOT NULL THEN
            until := latest;
            persons := persons + new_persons;
            mentions := mentions + new_mentions;
        END IF;
        RETURN NEXT;
    END IF;
END $$
"""

_DELAY = f"""
CREATE OR REPLACE FUNCTION known_issue_delay(which uuid) RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY delay_days)
    FROM networks_observation
    WHERE known_issue_id = which AND delay_days IS NOT NULL
        AND {_OWN} IS NOT NULL AND organisation_id <> {_OWN}
    HAVING count(DISTINCT person_token) >= {SMALLEST_GROUP}
$$
"""

# Not bundled yet, between two organisations of the directory; words of others stay with them.
_UNBUNDLED = f"""
CREATE OR REPLACE FUNCTION unbundled_elsewhere()
RETURNS TABLE (kind text, from_organisation uuid, to_organisation uuid, persons bigint,
    mentions bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.kind::text, o.from_organisation_id, o.to_organisation_id,
        count(DISTINCT o.person_token), count(*)
    FROM networks_observation o
    WHERE o.known_issue_id IS NULL AND o.from_organisation_id IS NOT NULL
        AND o.to_organisation_id IS NOT NULL AND {_OWN} IS NOT NULL AND o.organisation_id <> {_OWN}
    GROUP BY o.kind, o.from_organisation_id, o.to_organisation_id
    HAVING count(DISTINCT o.person_token) >= {SMALLEST_GROUP}
$$
"""

ISSUE_FUNCTIONS: tuple[str, ...] = (
    _SPANS,
    _DELAY,
    _UNBUNDLED,
    "GRANT EXECUTE ON FUNCTION known_issue_spans(uuid), known_issue_delay(uuid), "
    "unbundled_elsewhere() TO stellwerk_web, stellwerk_jobs",
)
