# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the case pages."""

from django.urls import path

from stellwerk.web.cases.views import (
    barriers,
    calendar,
    casefile,
    conferences,
    course,
    intake,
    overview,
    person,
    phases,
    plan,
    reminders,
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
    # Reminders to clients.
    path("kalender/erinnerungen/", reminders.reminders, name="reminders"),
    path(f"{_CASE}/erinnerung/", reminders.reminder_wish, name="reminder_wish"),
    # Case conferences.
    path(f"{_CASE}/konferenzen/", conferences.conferences, name="conferences"),
    path(f"{_CASE}/konferenz/", conferences.add_conference, name="add_conference"),
    path(f"{_CASE}/konferenz/<uuid:row_id>/", conferences.conference, name="conference"),
    path(
        f"{_CASE}/konferenz/<uuid:row_id>/aendern/",
        conferences.edit_conference,
        name="edit_conference",
    ),
    path(f"{_CASE}/konferenz/<uuid:row_id>/gast/", conferences.add_guest, name="add_guest"),
    path(
        f"{_CASE}/konferenz/<uuid:row_id>/einladen/", conferences.invite, name="invite_conference"
    ),
    path(
        f"{_CASE}/konferenz/<uuid:row_id>/massnahme/",
        conferences.conference_measure,
        name="conference_measure",
    ),
    path(
        f"{_CASE}/konferenz/<uuid:row_id>/protokoll.pdf",
        conferences.minutes,
        name="conference_minutes",
    ),
    path(f"{_CASE}/gast/<uuid:row_id>/", conferences.guest_state, name="guest_state"),
    # Calendar.
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/adresse/", calendar.calendar_feed, name="calendar_feed"),
    path(
        "kalender/adresse/widerrufen/", calendar.calendar_feed_revoke, name="calendar_feed_revoke"
    ),
    path("kalender/abo/<slug:secret>/termine.ics", calendar.feed, name="feed"),
    # Barriers.
    path(f"{_CASE}/hemmnisse/", barriers.barriers, name="barriers"),
    path(f"{_CASE}/hemmnis/", barriers.add_barrier, name="add_barrier"),
    path(f"{_CASE}/hemmnis/<uuid:row_id>/", barriers.edit_barrier, name="edit_barrier"),
    path(f"{_CASE}/hemmnis/<uuid:row_id>/loeschen/", barriers.remove, name="remove_barrier"),
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
]
