# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the case pages."""

from django.urls import path

from stellwerk.web.cases.views import (
    casefile,
    course,
    intake,
    overview,
    person,
    phases,
    plan,
    sharing,
)
from stellwerk.web.cases.views import digest as _digest
from stellwerk.web.cases.views import reassignment as _reassignment
from stellwerk.web.cases.views import substitution as _substitution
from stellwerk.web.cases.views import team as _team
from stellwerk.web.cases.views import transitions as _transitions

app_name = "cases"

_CASE = "faelle/<uuid:case_id>"

urlpatterns = [
    path("mein-tag/", overview.today, name="today"),
    path("faelle/", overview.case_list, name="list"),
    path("faelle/neu/", intake.new, name="new"),
    path("faelle/neu/person/", intake.new_person, name="new_person"),
    path(f"{_CASE}/", casefile.case, name="case"),
    path(f"{_CASE}/anliegen/", intake.concern, name="concern"),
    path(f"{_CASE}/zuweisen/", intake.assign, name="assign"),
    path(f"{_CASE}/wiederaufnahme/", intake.readmit, name="readmit"),
    path(f"{_CASE}/phase/<slug:to>/", phases.move, name="move"),
    path(f"{_CASE}/abschliessen/", phases.close, name="close"),
    path(f"{_CASE}/kontakt/", course.note_contact, name="note_contact"),
    path(f"{_CASE}/kontakt/<uuid:row_id>/", course.edit_contact, name="edit_contact"),
    path(f"{_CASE}/termin/", course.add_appointment, name="add_appointment"),
    path(f"{_CASE}/termin/<uuid:row_id>/", course.edit_appointment, name="edit_appointment"),
    path(
        f"{_CASE}/termin/<uuid:row_id>/ausgang/",
        course.appointment_outcome,
        name="appointment_outcome",
    ),
    path(f"{_CASE}/themen/", plan.topics, name="topics"),
    path(f"{_CASE}/ziel/", plan.add_goal, name="add_goal"),
    path(f"{_CASE}/ziel/<uuid:row_id>/", plan.edit_goal, name="edit_goal"),
    path(f"{_CASE}/ziel/<uuid:row_id>/bewerten/", plan.assess_goal, name="assess_goal"),
    path(f"{_CASE}/massnahme/", plan.add_measure, name="add_measure"),
    path(f"{_CASE}/massnahme/<uuid:row_id>/", plan.edit_measure, name="edit_measure"),
    path(f"{_CASE}/beteiligte/", plan.add_involved, name="add_involved"),
    path(f"{_CASE}/beteiligte/<uuid:row_id>/", plan.edit_involved, name="edit_involved"),
    path(f"{_CASE}/beteiligte/<uuid:row_id>/ende/", plan.end_involved, name="end_involved"),
    path(f"{_CASE}/person/", person.edit_person, name="edit_person"),
    path(f"{_CASE}/kontaktdaten/", person.edit_contact_data, name="edit_contact_data"),
    path(f"{_CASE}/haushalt/", person.household, name="household"),
    path(f"{_CASE}/sprachen/", person.languages, name="languages"),
    path(f"{_CASE}/aufenthalt/", person.add_residence, name="add_residence"),
    path(f"{_CASE}/aufenthalt/<uuid:row_id>/", person.edit_residence, name="edit_residence"),
    path(f"{_CASE}/freigaben/", sharing.grant, name="grant"),
    path(f"{_CASE}/freigaben/<uuid:row_id>/widerrufen/", sharing.revoke, name="revoke"),
    # Hand-overs, referrals
    path("uebergaben/", _transitions.waiting, name="waiting"),
    path("uebergaben/<uuid:row_id>/annehmen/", _transitions.accept, name="transition_accept"),
    path("uebergaben/<uuid:row_id>/ablehnen/", _transitions.decline, name="transition_decline"),
    path(f"{_CASE}/uebergaben/", _transitions.transitions, name="transitions"),
    path(
        f"{_CASE}/uebergaben/abgeben/", _transitions.propose_hand_over, name="propose_hand_over"
    ),
    path(
        f"{_CASE}/uebergaben/verweisen/", _transitions.propose_referral, name="propose_referral"
    ),
    path(
        f"{_CASE}/uebergaben/<uuid:row_id>/zuruecknehmen/",
        _transitions.withdraw,
        name="withdraw_transition",
    ),
    # The team lead's board
    path("team/", _team.team, name="team"),
    path("team/faelle/", _team.team_cases, name="team_cases"),
    path("team/arbeitszeit/", _team.work_time, name="work_times"),
    path("team/gewichte/", _team.yardstick, name="yardstick"),
    # Substitution
    path("vertretungen/", _substitution.index, name="substitutions"),
    path("vertretungen/beenden/", _substitution.end, name="end_substitution"),
    # Weekly digest
    path("wochenbrief/", _digest.digest, name="digest"),
    # Bulk reassignment
    path("team/umverteilen/", _reassignment.reassign, name="reassign"),
    path("team/umverteilen/<uuid:row_id>/", _reassignment.run, name="reassignment"),
    path(
        "team/umverteilen/<uuid:row_id>/bestaetigen/",
        _reassignment.confirm,
        name="reassignment_confirm",
    ),
    path(
        "team/umverteilen/<uuid:row_id>/rueckgaengig/",
        _reassignment.undo,
        name="reassignment_undo",
    ),
]
