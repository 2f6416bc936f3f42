# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Database functions of the event log: erasing, and what other organisations learn of it.

They run as the owner. Facts of the log are only added; the two functions here are the one way in
which the organisation that owns them takes a whole course or a whole imported log away.
"""

from stellwerk.networks.choices import LogKind

_OWN = "NULLIF(current_setting('app.organisation', true), '')::uuid"

_ERASE_TRACE = f"""
CREATE OR REPLACE FUNCTION erase_network_trace(which bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM networks_trace WHERE id = which AND organisation_id = {_OWN} FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM networks_event WHERE trace_id = which AND organisation_id = {_OWN};
    DELETE FROM networks_trace WHERE id = which AND organisation_id = {_OWN};
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

LOG_FUNCTIONS: tuple[str, ...] = (
    _ERASE_TRACE,
    _ERASE_LOG,
    "GRANT EXECUTE ON FUNCTION erase_network_trace(bigint), erase_network_log(uuid) "
    "TO stellwerk_web, stellwerk_jobs",
)
