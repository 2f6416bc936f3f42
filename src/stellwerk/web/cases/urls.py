# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the case pages."""

from django.urls import path

from stellwerk.web.cases.views import (
    casefile,
    course,
    documents,
    drafts,
    intake,
    letters,
    overview,
    person,
    phases,
    plan,
    sharing,
)

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
    # drafts and undo
    path(f"{_CASE}/entwurf/", drafts.draft, name="draft"),
    path(f"{_CASE}/entwurf/verwerfen/", drafts.discard_draft, name="discard_draft"),
    path(f"{_CASE}/rueckgaengig/<uuid:row_id>/", drafts.undo, name="undo_change"),
    # documents and letters
    path(f"{_CASE}/dokumente/", documents.documents, name="documents"),
    path(f"{_CASE}/dokumente/neu/", documents.add_document, name="add_document"),
    path(f"{_CASE}/dokumente/<uuid:row_id>/", documents.document, name="document"),
    path(
        f"{_CASE}/dokumente/<uuid:row_id>/datei/", documents.document_file, name="document_file"
    ),
    path(
        f"{_CASE}/dokumente/<uuid:row_id>/ansehen/", documents.document_view, name="document_view"
    ),
    path(
        f"{_CASE}/dokumente/<uuid:row_id>/aendern/", documents.edit_document, name="edit_document"
    ),
    path(
        f"{_CASE}/dokumente/<uuid:row_id>/entfernen/",
        documents.remove_document,
        name="remove_document",
    ),
    path(f"{_CASE}/brief/", letters.new_letter, name="new_letter"),
    path(f"{_CASE}/brief/<uuid:row_id>/", letters.issue_template, name="issue_template"),
    path("vorlagen/", letters.templates, name="templates"),
    path("vorlagen/neu/", letters.add_template, name="add_template"),
    path("vorlagen/<uuid:row_id>/", letters.template, name="template"),
    path("vorlagen/<uuid:row_id>/datei/", letters.template_file, name="template_file"),
    path("vorlagen/<uuid:row_id>/drucken/", letters.template_print, name="template_print"),
    path("vorlagen/<uuid:row_id>/anbieten/", letters.retire, name="retire_template"),
    path(f"{_CASE}/freigaben/", sharing.grant, name="grant"),
    path(f"{_CASE}/freigaben/<uuid:row_id>/widerrufen/", sharing.revoke, name="revoke"),
]
