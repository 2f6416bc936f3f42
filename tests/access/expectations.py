# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who gets what from every route. A route without a line here fails the build.

Everybody who is not named in ``who`` gets 404 for what a route offers, the same as for an object
that does not exist; nobody signed in (or without any role) is sent to sign in. What a route does
not offer (another method) gives nothing to anybody.
"""

from dataclasses import dataclass, field

from tests.access.actors import ACTORS, SIGNED_IN

#: Views of libraries that stand in our addresses unwrapped: none, each is a declared page.
LIBRARY_ROUTES: frozenset[str] = frozenset()

EVERYBODY = frozenset(ACTORS)
WORKING = frozenset({"own", "substitute", "lead"})
SEEING = WORKING | {"partner", "other_scope"}
CASEWORKERS = WORKING | {"colleague", "foreign_manager", "foreign_lead"}
WITH_CASES = CASEWORKERS | {"partner", "other_scope", "expired", "revoked"}
OUR_CASEWORKERS = WORKING | {"colleague"}
#: A new version of a template is the team lead's to send.
NO_LEAD = {("POST", actor): 404 for actor in ("own", "substitute", "colleague")}
FIGURES = frozenset({"own", "lead", "colleague", "coordinator", "foreign_manager", "foreign_lead"})
OUR_FIGURES = frozenset({"own", "lead", "colleague", "coordinator"})
NETWORK = frozenset({"coordinator", "steering"})
LEADS = frozenset({"lead", "foreign_lead"})
ADMINISTRATOR = frozenset({"administrator"})
OFFICERS = frozenset({"officer", "foreign_officer"})


@dataclass(frozen=True)
class Expect:
    """Statuses for ``who``; ``None`` = the route does not offer the method.

    ``reads``: its pages show personal records, so each success writes at least one row of reading.
    ``special``: an actor's own status where it differs, with the reason beside it.
    """

    who: frozenset[str]
    get: int | None = 200
    post: int | None = None
    reads: bool = False
    special: dict[tuple[str, str], int] = field(default_factory=dict)


def form(who: frozenset[str] = WORKING, post: int = 422, **more: object) -> Expect:
    """A page with a form on a case: shown to those who work on it; an empty one is refused."""
    return Expect(who, 200, post, reads=True, **more)  # type: ignore[arg-type]


def deed(who: frozenset[str] = WORKING, post: int = 302, **more: object) -> Expect:
    """A button: POST only."""
    return Expect(who, None, post, **more)  # type: ignore[arg-type]


CASES = {
    "cases:today": Expect(CASEWORKERS, reads=True),
    "cases:list": Expect(WITH_CASES, 200, 302, reads=True),
    # Steps of one way in: first look for the person, then say who she is.
    "cases:new": Expect(CASEWORKERS, 200, 200),
    "cases:new_person": Expect(CASEWORKERS, 200, 200),
    "cases:case": Expect(SEEING, reads=True),
    "cases:save_filter": deed(WITH_CASES, 409),
    # Each user's own: this one is the case manager's.
    "cases:forget_filter": deed(frozenset({"own"})),
    "cases:reads": Expect(WORKING, reads=True),
    "cases:assign": form(frozenset({"lead"})),
    # Clarification and the admission criteria of an organisation (no personal data).
    # What the client says: on screen, as a sheet to print, copied from paper.
    "cases:evaluation": form(),
    "cases:evaluation_sheet": form(),
    "cases:evaluation_paper": Expect(WORKING, reads=True),
    # Asked while somebody types; one record of a person merged with another.
    "cases:similar": deed(CASEWORKERS, 200),
    "cases:merge_find": Expect(WORKING, 200, 200, reads=True),
    "cases:merge": form(),
    "cases:unmerge": deed(),
    "cases:clarification": form(),
    "cases:checklists": Expect(LEADS),
    "cases:checklist": Expect(frozenset({"lead"})),
    "cases:checklist_new": Expect(LEADS, 200, 422),
    "cases:checklist_retire": deed(frozenset({"lead"})),
    "cases:appointment_outcome": deed(post=422),
    "cases:end_involved": deed(),
    "cases:revoke": deed(),
    # Residence, legal sphere, entitlements, rules of the deadline watch.
    "cases:legal": Expect(SEEING, reads=True),
    "cases:add_legal_sphere": form(),
    "cases:edit_legal_sphere": form(),
    "cases:add_entitlement": form(),
    "cases:edit_entitlement": form(),
    "cases:biography": Expect(SEEING, reads=True),
    "cases:booklet": form(),
    "cases:deadline_rules": Expect(SIGNED_IN),
    "cases:deadline_rule": Expect(ADMINISTRATOR, 200, 422),
    # The team: numbers and names of staff, then cases.
    "cases:team": Expect(LEADS, reads=True),
    "cases:team_cases": Expect(LEADS, reads=True),
    "cases:work_times": Expect(LEADS, 200, 422, reads=True),
    "cases:yardstick": Expect(LEADS, 200, 422),
    # Roles of staff; nobody's data. An end that names none leads back.
    "cases:substitutions": Expect(CASEWORKERS, 200, 422),
    "cases:end_substitution": deed(CASEWORKERS),
    "cases:reassign": Expect(LEADS, 200, 422),
    "cases:reassignment": Expect(frozenset({"lead"}), reads=True),
    "cases:reassignment_confirm": deed(frozenset({"lead"})),
    # Still a preview: there is nothing to undo.
    "cases:reassignment_undo": deed(frozenset({"lead"}), 409),
    "cases:digest": Expect(CASEWORKERS, 200, 302),
    # Hand-overs: the sample's asks the case manager; who stands in for her may answer.
    "cases:transitions": Expect(WORKING, reads=True),
    "cases:propose_hand_over": form(),
    "cases:propose_referral": form(),
    "cases:withdraw_transition": deed(),
    "cases:waiting": Expect(CASEWORKERS, reads=True),
    "cases:transition_accept": deed(frozenset({"own", "substitute"})),
    "cases:transition_decline": form(frozenset({"own", "substitute"})),
    # Reminders: the client's agreement in the case, the office's decision by its lead.
    "cases:reminder_wish": form(),
    "cases:reminders": Expect(LEADS, 200, 422, reads=True),
    # Case conferences: whoever sees the plan reads them.
    "cases:conferences": Expect(WORKING | {"partner"}, reads=True),
    "cases:conference": Expect(WORKING | {"partner"}, reads=True),
    "cases:conference_minutes": Expect(WORKING | {"partner"}, reads=True),
    "cases:add_conference": form(),
    "cases:edit_conference": form(),
    "cases:add_guest": form(),
    "cases:conference_measure": form(),
    # The guest has an address and waits.
    "cases:invite_conference": deed(),
    # A button that says nothing asks for nothing.
    "cases:guest_state": deed(post=404),
    # Calendar; its feed knows no session, and a wrong secret is as missing as a revoked one.
    "cases:calendar": Expect(CASEWORKERS, reads=True),
    "cases:calendar_feed": Expect(CASEWORKERS, 200, 200),
    "cases:calendar_feed_revoke": deed(CASEWORKERS),
    "cases:feed": Expect(frozenset()),
    # The course through the offices: the owner's alone.
    "cases:course": form(),
    "cases:correct_event": form(),
    "cases:withdraw_event": deed(),
    "cases:course_groups": form(),
    # Barriers and known issues.
    "cases:barriers": Expect(WORKING, reads=True),
    "cases:add_barrier": form(),
    "cases:edit_barrier": form(),
    # A button that names no version asks for nothing.
    "cases:remove_barrier": deed(post=404),
    # drafts and undo
    "cases:draft": deed(post=422),
    "cases:discard_draft": deed(),
    "cases:undo_change": deed(),
    # documents and letters
    "cases:documents": Expect(SEEING, reads=True),
    "cases:document": Expect(SEEING - {"other_scope"}, reads=True),
    "cases:document_file": Expect(SEEING - {"other_scope"}, reads=True),
    # A text is shown in its page; only pictures and PDF have a view of their own.
    "cases:document_view": Expect(frozenset(), None),
    "cases:add_document": form(),
    "cases:edit_document": form(),
    "cases:remove_document": deed(),
    "cases:new_letter": Expect(WORKING, reads=True),
    "cases:issue_template": form(),
    "cases:templates": Expect(CASEWORKERS),
    "cases:template": Expect(OUR_CASEWORKERS, 200, 422, special=NO_LEAD),
    "cases:add_template": Expect(LEADS, 200, 422),
    "cases:template_file": Expect(OUR_CASEWORKERS),
    "cases:template_print": Expect(OUR_CASEWORKERS),
    "cases:retire_template": deed(frozenset({"lead"})),
    **{
        f"cases:{name}": form()
        for name in (
            "add_appointment",
            "add_goal",
            "add_involved",
            "add_measure",
            "add_residence",
            "assess_goal",
            "close",
            "concern",
            "edit_appointment",
            "edit_contact",
            "edit_contact_data",
            "edit_goal",
            "edit_involved",
            "edit_measure",
            "edit_person",
            "edit_residence",
            "grant",
            "household",
            "languages",
            "move",
            "note_contact",
            "readmit",
            "topics",
        )
    },
}

# Assessment, plan, surroundings: sections that a partner sees as far as she was granted.
CASES |= {
    **{
        f"cases:{name}": Expect(SEEING, reads=True)
        for name in ("assessment", "plan", "surroundings")
    },
    "cases:scales": Expect(LEADS),
    # Empty texts bring the shipped ones back.
    "cases:scale": Expect(LEADS, 200, 302),
    "cases:agreement_pdf": Expect(WORKING, reads=True),
    "cases:withdraw_rating": deed(),
    "cases:remove_family": deed(),
    **{
        f"cases:{name}": form()
        for name in (
            "take_assessment",
            "edit_assessment",
            "add_strength",
            "edit_strength",
            "add_language_level",
            "edit_language_level",
            "goal_scale",
            "add_agreement",
            "edit_agreement",
            "add_tie",
            "edit_tie",
            "add_family",
            "edit_family",
        )
    },
}

# Records as a file: an order belongs to her who made it; not written yet, it is led to its page.
CASES |= {
    "cases:exports": Expect(WITH_CASES, 200, 422),
    "cases:export": Expect(frozenset({"lead"})),
    "cases:export_progress": Expect(frozenset({"lead"})),
    "cases:export_download": Expect(frozenset({"lead"}), 302),
}

# Alliance, consents, transmissions
CASES |= {
    "cases:consents": Expect(WORKING, reads=True),
    "cases:add_consent": form(),
    "cases:revoke_consent": deed(),
    "cases:sign_consent": form(),
    "cases:consent_paper": Expect(WORKING, reads=True),
    "cases:add_alliance": form(),
    "cases:edit_alliance": form(),
    "cases:alliance_paper": Expect(WORKING, reads=True),
    "cases:transmissions": Expect(WORKING, reads=True),
    "cases:transmit": form(),
    "cases:transmission": Expect(WORKING, reads=True),
    "cases:receipt": Expect(WORKING, reads=True),
    "cases:entrust": form(post=302),
    "cases:inbox": Expect(WITH_CASES, reads=True),
    # Sent to an office that none of the actors works for (tests/access/test_transmissions.py).
    "cases:received": Expect(frozenset(), 200),
    "cases:verify": Expect(WITH_CASES, 200, 422),
}

DIRECTORY = {
    f"directory:{name}": expect
    for names, expect in (
        (("index", "organisation", "people", "person", "network"), Expect(ADMINISTRATOR)),
        (("network_new", "municipality_new"), Expect(ADMINISTRATOR, 200, 422)),
        (
            ("organisation_edit", "organisation_new", "person_edit", "person_new", "role_grant"),
            Expect(ADMINISTRATOR, 200, 422),
        ),
        (
            ("organisation_reinstate", "organisation_retire", "person_close", "person_reopen"),
            deed(ADMINISTRATOR),
        ),
        # She has a password already, so there is nothing to invite her to.
        (("person_invite",), deed(ADMINISTRATOR, 409)),
        (("person_reset",), Expect(ADMINISTRATOR, 200, 200)),
        (("role_end",), Expect(ADMINISTRATOR, 200, 422)),
    )
    for name in names
}

VOCABULARY = {
    "vocabulary:index": Expect(ADMINISTRATOR),
    "vocabulary:list": Expect(ADMINISTRATOR),
    "vocabulary:new": Expect(ADMINISTRATOR, 200, 422),
    "vocabulary:term": Expect(ADMINISTRATOR, 200, 422),
    "vocabulary:retire": deed(ADMINISTRATOR),
    "vocabulary:reinstate": deed(ADMINISTRATOR),
    # Used: it is refused with the number of places.
    "vocabulary:delete": deed(ADMINISTRATOR, 409),
}

IMPORTS = {
    "imports:index": Expect(LEADS, 200, 422, reads=True),
    "imports:template": Expect(LEADS),
    "imports:run": Expect(frozenset({"lead"}), reads=True),
    "imports:progress": Expect(frozenset({"lead"})),
    # The workbook has not been checked yet, so there is nothing to take in.
    "imports:confirm": deed(frozenset({"lead"}), 409),
    "imports:discard": deed(frozenset({"lead"})),
}

IMPORTS |= {
    "imports:foreign": Expect(LEADS, 200, 422),
    # The workbook of the stage is no foreign list: it is led to its own page.
    "imports:mapping": Expect(frozenset({"lead"}), 302, 302, reads=True),
    "imports:forget_mapping": deed(frozenset({"lead"})),
}

REPORTS = {
    "reports:index": Expect(FIGURES | {"steering"}),
    "reports:case_management": Expect(FIGURES),
    "reports:cross": Expect(FIGURES),
    "reports:export": Expect(FIGURES),
    # Behind a figure stand cases: only for those who see figures and cases.
    "reports:behind": Expect(FIGURES - {"coordinator"}, reads=True),
    "reports:freeze": deed(frozenset({"lead", "coordinator", "foreign_lead"}), 422),
    "reports:frozen": Expect(OUR_FIGURES),
    "reports:frozen_export": Expect(OUR_FIGURES),
    "reports:network": Expect(NETWORK),
    "reports:order": deed(FIGURES),
    "reports:frozen_order": deed(OUR_FIGURES),
    # A file belongs to her who ordered it; not written yet, it is led back to its page.
    "reports:file": Expect(frozenset({"lead"})),
    "reports:file_progress": Expect(frozenset({"lead"})),
    "reports:file_download": Expect(frozenset({"lead"}), 302),
}

SEEING_ISSUES = WITH_CASES | NETWORK
KEEPING_ISSUES = LEADS | {"coordinator"}

OUR_KEEPERS = frozenset({"lead", "coordinator"})

NETWORKS = {
    # Chains: kept by the home organisation; the version asked for is its draft.
    "networks:chains": Expect(SEEING_ISSUES),
    "networks:chain": Expect(SEEING_ISSUES),
    "networks:chain_new": Expect(KEEPING_ISSUES, 200, 422),
    "networks:chain_edit": Expect(OUR_KEEPERS, 200, 422),
    "networks:chain_draft": deed(OUR_KEEPERS, 409),
    "networks:chain_remove": deed(OUR_KEEPERS),
    "networks:chain_compare": Expect(OUR_KEEPERS),
    "networks:chain_conformance": Expect(SEEING_ISSUES),
    # No version is agreed on: no course, no case behind it.
    "networks:chain_cases": Expect(CASEWORKERS - {"substitute"}),
    "networks:chain_version": Expect(OUR_KEEPERS),
    "networks:chain_agree": Expect(OUR_KEEPERS, 200, 422),
    "networks:chain_import": Expect(KEEPING_ISSUES, 200, 422),
    "networks:chain_bpmn": Expect(OUR_KEEPERS),
    "networks:simulate": Expect(OUR_KEEPERS),
    "networks:draft_remove": deed(OUR_KEEPERS),
    "networks:station_new": Expect(OUR_KEEPERS, 200, 422),
    "networks:station": Expect(OUR_KEEPERS, 200, 422),
    "networks:station_move": deed(OUR_KEEPERS),
    "networks:station_remove": deed(OUR_KEEPERS),
    "networks:issues": Expect(SEEING_ISSUES),
    "networks:issue_new": Expect(KEEPING_ISSUES, 200, 422),
    # The catalogue is read by all who see chains and kept by the administrators.
    "networks:activities": Expect(SEEING_ISSUES | ADMINISTRATOR),
    "networks:activity_new": Expect(ADMINISTRATOR, 200, 422),
    "networks:activity": Expect(ADMINISTRATOR, 200, 422),
    "networks:activity_retire": deed(ADMINISTRATOR),
    "networks:activity_reinstate": deed(ADMINISTRATOR),
    # An own file; nothing chosen is an answer as well.
    "networks:log_activities": Expect(frozenset({"lead", "coordinator"}), 200, 302),
    "networks:issue": Expect(SEEING_ISSUES),
    # Issues: the register, its steps.
    "networks:issues_file": Expect(SEEING_ISSUES),
    "networks:issue_edit": Expect(KEEPING_ISSUES, 200, 422),
    "networks:issue_step": Expect(KEEPING_ISSUES, 200, 422),
    "networks:unbundle": Expect(KEEPING_ISSUES, None, 302),
    # The map of what really happens: exact for those who see figures, else the network's.
    "networks:map": Expect(
        SEEING_ISSUES, special={("GET", actor): 302 for actor in SEEING_ISSUES - FIGURES}
    ),
    "networks:edge": Expect(FIGURES, 302),  # no edge is named: to the map
    "networks:map_file": Expect(FIGURES),
    "networks:variants": Expect(FIGURES),
    "networks:handovers": Expect(FIGURES),
    "networks:loops": Expect(FIGURES),
    "networks:dwell": Expect(FIGURES),
    "networks:break_offs": Expect(FIGURES),
    "networks:compare": Expect(FIGURES),
    "networks:network_map": Expect(SEEING_ISSUES),
    # Logs of the own organisation; the table whose columns wait has no file in the test world.
    "networks:logs": Expect(KEEPING_ISSUES),
    "networks:log_new": Expect(KEEPING_ISSUES, 200, 422),
    "networks:log": Expect(OUR_KEEPERS),
    "networks:log_file": Expect(OUR_KEEPERS),
    "networks:log_delete": Expect(OUR_KEEPERS, 200, 302),
    "networks:log_run": Expect(OUR_KEEPERS),
    "networks:log_progress": Expect(OUR_KEEPERS),
    "networks:log_columns": Expect(OUR_KEEPERS, 409, 409),
    "networks:log_discard": deed(OUR_KEEPERS),
    "networks:bundling": Expect(KEEPING_ISSUES),
    "networks:bundle": Expect(KEEPING_ISSUES, 200, 422),
    "networks:undo_bundling": Expect(KEEPING_ISSUES, None, 302),
    "networks:levers": Expect(SEEING_ISSUES),
    "networks:lever_new": Expect(KEEPING_ISSUES, 200, 422),
    "networks:lever": Expect(KEEPING_ISSUES, 200, 422),
    # Typical cases: the list is everybody's, the one of the stage is a draft of home.
    "networks:typical_cases": Expect(SEEING_ISSUES),
    "networks:typical_case": Expect(OUR_CASEWORKERS | NETWORK),
    "networks:typical_case_new": Expect(CASEWORKERS | {"coordinator"}, 200, 422),
    "networks:typical_case_from": Expect(CASEWORKERS, 200, 422, reads=True),
    "networks:typical_case_edit": Expect(OUR_CASEWORKERS | {"coordinator"}, 200, 422),
    "networks:typical_step": deed(OUR_CASEWORKERS | {"coordinator"}, 404),
    "networks:typical_paper": Expect(OUR_CASEWORKERS | NETWORK),
    "networks:typical_stations": Expect(OUR_CASEWORKERS | {"coordinator"}),
    "networks:typical_station_new": Expect(OUR_CASEWORKERS | {"coordinator"}, 200, 422),
    "networks:typical_station": Expect(OUR_CASEWORKERS | {"coordinator"}, 200, 422),
    "networks:typical_station_move": deed(OUR_CASEWORKERS | {"coordinator"}, 404),
    "networks:typical_view": Expect(OUR_CASEWORKERS | NETWORK, 200, 422),
}

SHELL = {
    "shell:home": Expect(SIGNED_IN, 302),
    "shell:language": Expect(EVERYBODY, None, 302),
    "shell:theme": Expect(EVERYBODY, None, 302),
    "shell:accessibility": Expect(EVERYBODY),
    "shell:privacy": Expect(EVERYBODY),
    # Only where the suite or a developer runs; invented words, no data.
    "shell:styleguide": Expect(EVERYBODY, 200, 200),
    "audit:index": Expect(OFFICERS, reads=True),
    # How the installation's nightly work stands; no personal data.
    "duties:index": Expect(ADMINISTRATOR | OFFICERS),
}

OUT = {"roleless", "anonymous"}


def _for_guests(get: int = 200, post: int | None = None) -> Expect:
    """For whoever is signed out; who is signed in is led away."""
    away = {(m, actor): 302 for m in ("GET", "POST") for actor in SIGNED_IN}
    return Expect(EVERYBODY, get, post, special=away)


def _own_passkey(get: int = 200, post: int = 422) -> Expect:
    """The case manager's passkey: hers alone."""
    return Expect(frozenset({"own"}), get, post)


ACCOUNTS = {
    "account_login": _for_guests(200, 200),
    "account_logout": Expect(EVERYBODY, 200, 302, special={("GET", actor): 302 for actor in OUT}),
    "account_inactive": Expect(EVERYBODY),
    "account_reset_password": Expect(EVERYBODY, 200, 200),
    "account_reset_password_done": Expect(EVERYBODY),
    "account_reset_password_from_key": Expect(EVERYBODY, 200, 200),
    "account_reset_password_from_key_done": Expect(EVERYBODY),
    # No such link: gone for everybody.
    "accounts:link": Expect(EVERYBODY, 410, 410),
    # Without an organisation that is hers: not found.
    "accounts:organisation": Expect(SIGNED_IN, None, 404),
    "account_change_password": Expect(SIGNED_IN, 200, 200),
    "account_reauthenticate": Expect(SIGNED_IN, 200, 200),
    "mfa_index": Expect(SIGNED_IN),
    "mfa_activate_totp": Expect(SIGNED_IN, 200, 200),
    "mfa_add_webauthn": Expect(SIGNED_IN, 200, 200),
    "mfa_list_webauthn": Expect(SIGNED_IN, 302),
    "mfa_view_recovery_codes": Expect(SIGNED_IN, 302),
    # Codes come on top of a factor: who has one gets them, the others are told.
    "mfa_generate_recovery_codes": Expect(SIGNED_IN, 200, 200, special={("POST", "own"): 302}),
    "mfa_authenticate": Expect(EVERYBODY, 302, 302),
    "mfa_login_webauthn": Expect(EVERYBODY, 302, 302),
    # Nobody has set up an app.
    "mfa_deactivate_totp": Expect(SIGNED_IN, 404, 404),
    # Nobody has an app for codes: each is led to the way she has.
    "mfa_reauthenticate": Expect(SIGNED_IN, 302, 302),
    "mfa_reauthenticate_webauthn": Expect(SIGNED_IN, 302, 302, special={("GET", "own"): 200}),
    "mfa_edit_webauthn": _own_passkey(200, 200),
    "mfa_remove_webauthn": _own_passkey(200, 302),
}

EXPECTATIONS: dict[str, Expect] = {
    **CASES,
    **DIRECTORY,
    **VOCABULARY,
    **IMPORTS,
    **REPORTS,
    **NETWORKS,
    **SHELL,
    **ACCOUNTS,
}
