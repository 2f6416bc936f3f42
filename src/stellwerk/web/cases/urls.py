# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the case pages."""

from django.urls import path

from stellwerk.web.cases.views import (
    casefile,
    consents,
    course,
    intake,
    overview,
    person,
    phases,
    plan,
    reads,
    sharing,
    transmissions,
)
from stellwerk.web.cases.views import clarification as clarifying
from stellwerk.web.cases.views import transitions as _transitions

app_name = "cases"

_CASE = "faelle/<uuid:case_id>"

urlpatterns = [
    path("mein-tag/", overview.today, name="today"),
    path("faelle/", overview.case_list, name="list"),
    path("faelle/filter/", overview.keep_filter, name="save_filter"),
    path("faelle/filter/<uuid:filter_id>/weg/", overview.drop_filter, name="forget_filter"),
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
    path(f"{_CASE}/zugriffe/", reads.reads, name="reads"),
    # Clarification and admission criteria.
    path(f"{_CASE}/klaerung/", clarifying.clarification, name="clarification"),
    path("einstellungen/aufnahmekriterien/", clarifying.checklists, name="checklists"),
    path(
        "einstellungen/aufnahmekriterien/neu/", clarifying.checklist_new, name="checklist_new"
    ),
    path(
        "einstellungen/aufnahmekriterien/<uuid:row_id>/", clarifying.checklist, name="checklist"
    ),
    path(
        "einstellungen/aufnahmekriterien/<uuid:row_id>/beenden/",
        clarifying.checklist_retire,
        name="checklist_retire",
    ),
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
    # Alliance, consents, transmissions
    path("eingang/", transmissions.inbox, name="inbox"),
    path("eingang/<uuid:transmission_id>/", transmissions.received, name="received"),
    path("beleg-pruefen/", transmissions.verify, name="verify"),
    path(f"{_CASE}/einwilligungen/", consents.consents, name="consents"),
    path(f"{_CASE}/einwilligungen/neu/", consents.add_consent, name="add_consent"),
    path(
        f"{_CASE}/einwilligungen/<uuid:row_id>/widerrufen/",
        consents.revoke_consent,
        name="revoke_consent",
    ),
    path(
        f"{_CASE}/einwilligungen/<uuid:row_id>/unterschrift/",
        consents.sign_consent,
        name="sign_consent",
    ),
    path(
        f"{_CASE}/einwilligungen/<uuid:row_id>/papier/<slug:paper_format>/",
        consents.print_consent,
        name="consent_paper",
    ),
    path(f"{_CASE}/arbeitsbuendnis/", consents.add_alliance, name="add_alliance"),
    path(
        f"{_CASE}/arbeitsbuendnis/<uuid:row_id>/", consents.edit_alliance, name="edit_alliance"
    ),
    path(
        f"{_CASE}/arbeitsbuendnis/<uuid:row_id>/papier/<slug:paper_format>/",
        consents.print_alliance,
        name="alliance_paper",
    ),
    path(f"{_CASE}/uebermittlungen/", transmissions.transmissions, name="transmissions"),
    path(f"{_CASE}/uebermittlungen/neu/", transmissions.transmit, name="transmit"),
    path(
        f"{_CASE}/uebermittlungen/<uuid:row_id>/",
        transmissions.transmission,
        name="transmission",
    ),
    path(
        f"{_CASE}/uebermittlungen/<uuid:row_id>/beleg/<slug:paper_format>/",
        transmissions.receipt,
        name="receipt",
    ),
    path(
        f"{_CASE}/anvertraut/<slug:kind>/<uuid:row_id>/", transmissions.entrust, name="entrust"
    ),
]
