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
from stellwerk.web.cases.views import clarification as clarifying
from stellwerk.web.cases.views import ending as _ending
from stellwerk.web.cases.views import merging as _merging

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
    path("faelle/neu/aehnliche/", intake.similar, name="similar"),
    path(f"{_CASE}/zusammenfuehren/", _merging.merge_find, name="merge_find"),
    path(f"{_CASE}/zusammenfuehren/<uuid:row_id>/", _merging.merge, name="merge"),
    path(f"{_CASE}/zusammenfuehren/<uuid:row_id>/zurueck/", _merging.unmerge, name="unmerge"),
    path(f"{_CASE}/rueckmeldung/", _ending.evaluation, name="evaluation"),
    path(f"{_CASE}/rueckmeldung/bogen/", _ending.evaluation_sheet, name="evaluation_sheet"),
    path(f"{_CASE}/rueckmeldung/papier/", _ending.evaluation_paper, name="evaluation_paper"),
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
]
