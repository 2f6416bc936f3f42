# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The second wall: roles' rights and row-level policies, declared per table, applied by the owner.

Applied after every migration and checked at every start. A table that stands nowhere here has no
grants at all, so forgetting one shows as an error and never as a leak.
"""

from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper

from stellwerk.access.wall_course import COURSE_FUNCTIONS
from stellwerk.access.wall_functions import FUNCTIONS
from stellwerk.access.wall_issues import ISSUE_FUNCTIONS
from stellwerk.access.wall_log import LOG_FUNCTIONS
from stellwerk.access.wall_network import NETWORK_FUNCTIONS
from stellwerk.access.wall_referral import REFERRAL_FUNCTIONS
from stellwerk.cases.choices import FieldGroup

ORGANISATION = "(SELECT NULLIF(current_setting('app.organisation', true), '')::uuid)"
IN_FORCE = (
    "a.revoked_at IS NULL AND a.valid_from <= statement_timestamp() "
    "AND (a.valid_until IS NULL OR a.valid_until > statement_timestamp())"
)
OWN = f"organisation_id = {ORGANISATION}"


def _granted(match: str, scope: bool) -> str:
    bits = " AND (a.scope & {table}.groups) = {table}.groups" if scope else ""
    return (
        f"EXISTS (SELECT 1 FROM cases_access a WHERE a.organisation_id = {ORGANISATION} "
        f"AND {match} AND {IN_FORCE}{bits})"
    )


def _received(match: str) -> str:
    """Something was sent to the asking organisation (its own wall lies behind this question)."""
    return (
        "EXISTS (SELECT 1 FROM cases_transmission t "
        f"WHERE t.recipient_id = {ORGANISATION} AND {match})"
    )


@dataclass(frozen=True)
class Wall:
    """Who sees and writes which rows of one table below the application.

    ``see`` and ``write`` are SQL conditions for the web and jobs roles. ``verbs`` may end with
    rights per column: ``UPDATE (a, b)``. ``statistics`` names the columns that the statistics role
    may read over all organisations ("*" = all).
    """

    table: str
    see: str
    write: str = OWN
    verbs: str = "SELECT, INSERT, UPDATE, DELETE"
    statistics: str = ""
    extra: tuple[str, ...] = field(default=())

    def condition(self, text: str) -> str:
        return text.replace("{table}", self.table)


def _own(
    table: str, *, statistics: str = "", verbs: str = "SELECT, INSERT, UPDATE, DELETE"
) -> Wall:
    return Wall(table, see=OWN, statistics=statistics, verbs=verbs)


#: A typical case that its owner has released to the group.
RELEASED = f"state = 'released' AND {ORGANISATION} IS NOT NULL"
_OPEN_TYPICAL = (
    "EXISTS (SELECT 1 FROM networks_typical_case t WHERE t.id = {table}.typical_case_id "
    f"AND (t.organisation_id = {ORGANISATION} OR t.{RELEASED}))"
)


def _case_part(table: str, statistics: str = "") -> Wall:
    see = f"{OWN} OR {_granted('a.case_id = {table}.case_id', scope=True)}"
    return Wall(table, see=see, statistics=statistics)


def _person_part(table: str) -> Wall:
    see = f"{OWN} OR {_granted('a.person_id = {table}.person_id', scope=True)}"
    return Wall(table, see=see)


WALLS: tuple[Wall, ...] = (
    Wall(
        "cases_household",
        see=f"{OWN} OR EXISTS (SELECT 1 FROM cases_person p JOIN cases_access a "
        "ON a.person_id = p.id WHERE p.household_id = {table}.id "
        f"AND a.organisation_id = {ORGANISATION} AND {IN_FORCE} "
        f"AND (a.scope & {int(FieldGroup.FAMILY)}) = {int(FieldGroup.FAMILY)})",
    ),
    Wall("cases_person", see=f"{OWN} OR {_granted('a.person_id = {table}.id', scope=False)}"),
    _person_part("cases_identity"),
    _person_part("cases_contactdata"),
    _person_part("cases_personlanguage"),
    _person_part("cases_residenceperiod"),
    # Legal spheres and entitlements of a person.
    _person_part("cases_legalsphereperiod"),
    _person_part("cases_entitlement"),
    _own("cases_person_token"),
    Wall("cases_case", see=f"{OWN} OR {_granted('a.case_id = {table}.id', scope=False)}"),
    # Nobody writes here but the functions of wall_functions: a grant to oneself is impossible.
    Wall(
        "cases_access",
        see=f"{OWN} OR owner_organisation_id = {ORGANISATION}",
        write="false",
        verbs="SELECT",
    ),
    _case_part("cases_phasechange"),
    _case_part("cases_casetopic"),
    _case_part("cases_goal", statistics="case_id, organisation_id, attainment, assessed_on"),
    _case_part("cases_measure"),
    _case_part("cases_appointment", statistics="case_id, organisation_id, starts_at, outcome"),
    _case_part("cases_contact"),
    _case_part("cases_involved"),
    _own("cases_reassignment"),
    _own("cases_reassignmentitem"),
    _own("cases_worktime"),
    _own("cases_digestwish"),
    # A referral is seen where it is addressed to; its words open with the case's key alone.
    Wall("cases_transition", see=f"{OWN} OR to_organisation_id = {ORGANISATION}"),
    # Admission checklists, clarification, evaluation by the client, merged people.
    _own("cases_checklist"),
    _own("cases_checklistitem"),
    _case_part("cases_clarification"),
    _case_part("cases_criterionanswer"),
    _case_part("cases_clientevaluation"),
    _own("cases_personmerge"),
    # assessment, plan, surroundings
    _case_part("cases_assessment"),
    _case_part("cases_assessmentarea"),
    _case_part("cases_strength"),
    _own("cases_scaletext"),
    _case_part("cases_goalassessment"),
    _case_part("cases_goalscale"),
    _case_part("cases_planagreement"),
    _case_part("cases_networktie"),
    _person_part("cases_familymember"),
    _person_part("cases_languagelevel"),
    # documents and letters
    _case_part("cases_document"),
    _case_part("cases_documentcontent"),
    _own("cases_lettertemplate"),
    # drafts and undo
    _own("cases_openform"),
    _own("cases_undostep"),
    _own("cases_fact", statistics="*"),
    # Consent: which organisations a client named is nobody's business but the owner's.
    _case_part("cases_alliance"),
    _own("cases_consent"),
    _own("cases_consentrecipient"),
    # What was sent is seen by sender and recipient, written once by the sender.
    Wall(
        "cases_transmission",
        see=f"{OWN} OR recipient_id = {ORGANISATION}",
        verbs="SELECT, INSERT",
    ),
    _own("cases_importrun"),
    _own("cases_caseexport"),
    _own("cases_importmapping"),
    _own("cases_savedfilter"),
    _own("cases_organisation_setting"),
    # A barrier's two halves: the note stays in the house, the other knows no person.
    _own("cases_barrier"),
    _own("networks_observation"),
    # Event log: own courses and files; the catalogue and the directory's organisations are shared.
    # Facts are added, never changed or deleted (``wall_log`` erases): only derived columns and
    # the groups of a course may be written.
    _own("networks_log", verbs="SELECT, INSERT, UPDATE"),
    _own("networks_log_file_part", verbs="SELECT, INSERT"),
    _own(
        "networks_trace",
        verbs="SELECT, INSERT, UPDATE (field_of_action_id, target_group_id, residence_group, "
        "started_at, ended_at, events, variant)",
    ),
    _own(
        "networks_event",
        verbs="SELECT, INSERT, UPDATE (before_activity, before_party, wait_us, is_last, counts)",
    ),
    # Derived from the events.
    _own("networks_cell"),
    _own("networks_cell_mark"),
    # Written by functions that hold each line; what it was released from is read by nobody.
    Wall(
        "networks_released_line", see=OWN, write="false",
        verbs="SELECT (id, organisation_id, kind, year, line, shown, released_on)",
    ),
    Wall(
        "networks_activity",
        see=f"organisation_id IS NULL OR {OWN}",
        write=f"organisation_id IS NULL OR {OWN}",
        # What an activity is called and means; never its key, whose it is or of which file.
        verbs='SELECT, INSERT, UPDATE (name_de, name_en, "group", synonyms, paper, is_final, '
        "same_as_id, retired_on)",
    ),
    # Who acted is named once: another name would change what every event says.
    Wall(
        "networks_party",
        see=f"owner_id IS NULL OR owner_id = {ORGANISATION}",
        write=f"owner_id IS NULL OR owner_id = {ORGANISATION}",
        verbs="SELECT, INSERT",
    ),
    # Typical cases: a draft is its owner's; the group reads what is released, each organisation
    # adds its own view of it, and which cases it was made of stays in the house.
    Wall("networks_typical_case", see=f"{OWN} OR ({RELEASED})"),
    Wall("networks_typical_station", see=f"{OWN} OR {_OPEN_TYPICAL}"),
    Wall(
        "networks_station_view",
        see=f"{OWN} OR {_OPEN_TYPICAL}",
        write=f"{OWN} AND {_OPEN_TYPICAL}",
    ),
    _own("networks_typical_release"),
    _own("cases_typical_source"),
    _case_part("cases_conference"),
    _case_part("cases_conference_guest"),
    _case_part("cases_conference_result"),
    _case_part("cases_reminder"),
    _person_part("cases_reminder_wish"),
    # Added and read, never changed.
    _own("indicators_frozenreport", verbs="SELECT, INSERT"),
    _own("indicators_reportfile"),
    Wall(
        "base_data_key",
        see=f"{OWN} OR "
        + _granted("(a.case_id = {table}.subject_id OR a.person_id = {table}.subject_id)", False)
        + " OR "
        + _received("t.id = {table}.subject_id"),
    ),
    Wall(
        "audit_event",
        see=OWN,
        # Who reads a granted case writes so into its owner's log as well.
        write=f"organisation_id IS NULL OR {OWN} OR "
        + _granted("a.owner_organisation_id = {table}.organisation_id", False)
        + " OR "
        + _received("t.organisation_id = {table}.organisation_id"),
        verbs="",  # rights per column below: no clock, no seal
    ),
)

AUDIT_COLUMNS = (
    "id, actor, actor_id, organisation_id, verb, kind, subjects, fields, note, route"
)

# Tables without clients' data: the web and jobs roles use them freely.
OPEN_TABLES = (
    "vocabulary_term", "directory_network", "directory_municipality", "directory_organisation",
    "directory_organisation_legal_spheres", "directory_user", "directory_membership",
    "directory_signinlink", "sign_in_count",
    "django_session", "django_content_type",
    "account_emailaddress", "account_emailconfirmation", "mfa_authenticator",
    "socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken",
    "django_tasks_database_dbtaskresult",
    "cases_deadline_rule",
    "networks_known_issue",
    # What the network agreed on: no person, no case, no course.
    "networks_service_chain", "networks_service_chain_legal_spheres",
    "networks_chain_version", "networks_station", "networks_station_link",
    "networks_chain_file",
    # The register of issues belongs to the whole network and knows no client.
    "networks_known_issue_legal_spheres", "networks_issue_step", "networks_lever",
    "networks_known_issue_typical_cases",
    "networks_lever_powers",
    # A user's own; the secret is a hash.
    "cases_calendar_feed",
)
READ_ONLY_TABLES = ("django_migrations", "auth_permission", "auth_group", "auth_group_permissions")
STATISTICS_TABLES = (
    "vocabulary_term", "directory_network", "directory_municipality", "directory_organisation",
    "directory_organisation_legal_spheres", "django_migrations", "django_content_type",
)
# Without clients' data as well: protected figures, written by the role statistics, never changed.
RELEASED_TABLES = ("indicators_networkrelease",)
# Written by the nightly work (role jobs), read by the pages.
NIGHTLY_TABLES = ("duties_dutyrun",)
WRITERS = "stellwerk_web, stellwerk_jobs"


def _policies(wall: Wall) -> list[tuple[str, str, str]]:
    """``(name, command and roles, conditions)`` of every policy of a table."""
    see = wall.condition(wall.see)
    write = wall.condition(wall.write)
    table = wall.table
    policies = [
        (f"{table}_owner", "FOR ALL TO stellwerk_owner", "USING (true) WITH CHECK (true)"),
        (f"{table}_see", f"FOR SELECT TO {WRITERS}", f"USING ({see})"),
    ]
    if wall.write != "false":
        policies += [
            (f"{table}_add", f"FOR INSERT TO {WRITERS}", f"WITH CHECK ({write})"),
            (
                f"{table}_edit",
                f"FOR UPDATE TO {WRITERS}",
                f"USING ({write}) WITH CHECK ({write})",
            ),
            (f"{table}_drop", f"FOR DELETE TO {WRITERS}", f"USING ({write})"),
        ]
    # A policy for what nobody has the right to do would be a wall that no test can see.
    unused = {f"{table}_edit": "UPDATE", f"{table}_drop": "DELETE"}
    if wall.verbs:
        policies = [p for p in policies if unused.get(p[0], "SELECT") in wall.verbs]
    if wall.statistics:
        policies.append(
            (f"{table}_statistics", "FOR SELECT TO stellwerk_statistics", "USING (true)")
        )
    if table == "audit_event":
        policies = [p for p in policies if not p[0].endswith(("_edit", "_drop"))]
        policies += [
            (f"{table}_sealer", "FOR ALL TO stellwerk_sealer", "USING (true) WITH CHECK (true)"),
            (
                f"{table}_machines",
                "FOR INSERT TO stellwerk_statistics",
                "WITH CHECK (true)",
            ),
        ]
    return policies


def expected_policies() -> dict[str, list[str]]:
    """Policy names per walled table, for the start-up check and the policy-drop test."""
    return {wall.table: [name for name, _, _ in _policies(wall)] for wall in WALLS}


def statements() -> list[str]:
    """All SQL that brings rights and policies to the declared state, in order."""
    sql = [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, stellwerk_web, stellwerk_jobs, "
        "stellwerk_statistics, stellwerk_sealer",
        *FUNCTIONS,
        *REFERRAL_FUNCTIONS,
        *NETWORK_FUNCTIONS,
        *ISSUE_FUNCTIONS,
        *LOG_FUNCTIONS,
        *COURSE_FUNCTIONS,
        # Behind them: a new function is everybody's until this is said.
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WRITERS}",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO stellwerk_backup",
        "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO stellwerk_backup",
    ]
    sql += [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {t} TO {WRITERS}" for t in OPEN_TABLES]
    sql += [f"GRANT SELECT ON {t} TO {WRITERS}" for t in READ_ONLY_TABLES]
    sql += [f"GRANT SELECT ON {t} TO stellwerk_statistics" for t in STATISTICS_TABLES]
    sql += [f"GRANT SELECT ON {t} TO {WRITERS}" for t in RELEASED_TABLES]
    sql += [f"GRANT SELECT, INSERT ON {t} TO stellwerk_statistics" for t in RELEASED_TABLES]
    sql += [f"GRANT SELECT ON {t} TO stellwerk_web" for t in NIGHTLY_TABLES]
    sql += [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {t} TO stellwerk_jobs" for t in NIGHTLY_TABLES
    ]
    for wall in WALLS:
        sql += _wall_statements(wall)
    sql += [
        f"GRANT SELECT ON audit_event TO {WRITERS}, stellwerk_sealer",
        f"GRANT INSERT ({AUDIT_COLUMNS}) ON audit_event TO {WRITERS}, stellwerk_statistics, "
        "stellwerk_sealer",
        "GRANT UPDATE (seal_no, mac) ON audit_event TO stellwerk_sealer",
        # No UPDATE: what the sealer saw is never rewritten.
        "GRANT SELECT, INSERT ON audit_checkpoint TO stellwerk_sealer",
        "GRANT SELECT ON django_migrations TO stellwerk_sealer",
    ]
    return sql


def _wall_statements(wall: Wall) -> list[str]:
    table = wall.table
    sql = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]
    if wall.verbs:
        sql.append(f"GRANT {wall.verbs} ON {table} TO {WRITERS}")
    if wall.statistics:
        columns = "" if wall.statistics == "*" else f" ({wall.statistics})"
        sql.append(f"GRANT SELECT{columns} ON {table} TO stellwerk_statistics")
    for name, scope, conditions in _policies(wall):
        sql.append(f"DROP POLICY IF EXISTS {name} ON {table}")
        sql.append(f"CREATE POLICY {name} ON {table} {scope} {conditions}")
    return sql


def apply(connection: BaseDatabaseWrapper) -> None:
    """Bring the database to the declared state, all or nothing (connection of the owner)."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" if connection.autocommit else "SELECT 1")
        for statement in statements():
            cursor.execute(statement)
        cursor.execute("COMMIT" if connection.autocommit else "SELECT 1")
