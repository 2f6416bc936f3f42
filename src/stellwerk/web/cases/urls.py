# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the case pages."""

from django.urls import path

from stellwerk.web.cases.views import (
    assessments,
    barriers,
    biography,
    booklet,
    calendar,
    casefile,
    conferences,
    consents,
    course,
    deadline_rules,
    documents,
    drafts,
    goals,
    intake,
    legal,
    letters,
    noting,
    overview,
    person,
    phases,
    plan,
    reads,
    reminders,
    sharing,
    surroundings,
    transmissions,
)
from stellwerk.web.cases.views import (
    clarification as clarifying,
)
from stellwerk.web.cases.views import (
    digest as _digest,
)
from stellwerk.web.cases.views import (
    ending as _ending,
)
from stellwerk.web.cases.views import (
    exports as _exports,
)
from stellwerk.web.cases.views import (
    merging as _merging,
)
from stellwerk.web.cases.views import (
    reassignment as _reassignment,
)
from stellwerk.web.cases.views import (
    substitution as _substitution,
)
from stellwerk.web.cases.views import (
    team as _team,
)
from stellwerk.web.cases.views import (
    transitions as _transitions,
)

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
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/adresse/", calendar.calendar_feed, name="calendar_feed"),
    path(
        "kalender/adresse/widerrufen/", calendar.calendar_feed_revoke, name="calendar_feed_revoke"
    ),
    path("kalender/abo/<slug:secret>/termine.ics", calendar.feed, name="feed"),
    path(f"{_CASE}/hemmnisse/", barriers.barriers, name="barriers"),
    path(f"{_CASE}/hemmnis/", barriers.add_barrier, name="add_barrier"),
    path(f"{_CASE}/hemmnis/<uuid:row_id>/", barriers.edit_barrier, name="edit_barrier"),
    path(f"{_CASE}/hemmnis/<uuid:row_id>/loeschen/", barriers.remove, name="remove_barrier"),
    # The course through the offices, as the event log tells it.
    path(f"{_CASE}/verlauf/", noting.course, name="course"),
    path(f"{_CASE}/verlauf/zuordnung/", noting.course_groups, name="course_groups"),
    path(f"{_CASE}/verlauf/<int:mark>/", noting.correct_event, name="correct_event"),
    path(
        f"{_CASE}/verlauf/<int:mark>/zuruecknehmen/", noting.withdraw_event,
        name="withdraw_event",
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
    path(f"{_CASE}/freigaben/", sharing.grant, name="grant"),
    path(f"{_CASE}/freigaben/<uuid:row_id>/widerrufen/", sharing.revoke, name="revoke"),
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
    path(f"{_CASE}/aufenthalt-und-recht/", legal.legal, name="legal"),
    path(f"{_CASE}/rechtskreis/", legal.add_legal_sphere, name="add_legal_sphere"),
    path(f"{_CASE}/rechtskreis/<uuid:row_id>/", legal.edit_legal_sphere, name="edit_legal_sphere"),
    path(f"{_CASE}/berechtigung/", legal.add_entitlement, name="add_entitlement"),
    path(f"{_CASE}/berechtigung/<uuid:row_id>/", legal.edit_entitlement, name="edit_entitlement"),
    path(f"{_CASE}/biografie/", biography.biography, name="biography"),
    path(f"{_CASE}/begleitheft/", booklet.booklet, name="booklet"),
    path("fristregeln/", deadline_rules.deadline_rules, name="deadline_rules"),
    path("fristregeln/<slug:key>/", deadline_rules.deadline_rule, name="deadline_rule"),
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
    path("team/", _team.team, name="team"),
    path("team/faelle/", _team.team_cases, name="team_cases"),
    path("team/arbeitszeit/", _team.work_time, name="work_times"),
    path("team/gewichte/", _team.yardstick, name="yardstick"),
    path("vertretungen/", _substitution.index, name="substitutions"),
    path("vertretungen/beenden/", _substitution.end, name="end_substitution"),
    path("faelle/ausgeben/", _exports.exports, name="exports"),
    path("faelle/ausgeben/<uuid:export_id>/", _exports.export, name="export"),
    path(
        "faelle/ausgeben/<uuid:export_id>/stand/",
        _exports.export_progress,
        name="export_progress",
    ),
    path(
        "faelle/ausgeben/<uuid:export_id>/laden/",
        _exports.export_download,
        name="export_download",
    ),
    path("faelle/bedarfsstufen/", assessments.scales, name="scales"),
    path("faelle/bedarfsstufen/<slug:area_key>/", assessments.scale, name="scale"),
    path(f"{_CASE}/assessment/", assessments.assessment, name="assessment"),
    path(f"{_CASE}/assessment/neu/", assessments.take_assessment, name="take_assessment"),
    path(
        f"{_CASE}/assessment/<uuid:row_id>/", assessments.edit_assessment, name="edit_assessment"
    ),
    path(f"{_CASE}/staerke/", assessments.add_strength, name="add_strength"),
    path(f"{_CASE}/staerke/<uuid:row_id>/", assessments.edit_strength, name="edit_strength"),
    path(f"{_CASE}/sprachstand/", assessments.add_language_level, name="add_language_level"),
    path(
        f"{_CASE}/sprachstand/<uuid:row_id>/",
        assessments.edit_language_level,
        name="edit_language_level",
    ),
    path(f"{_CASE}/plan/", goals.plan, name="plan"),
    path(f"{_CASE}/ziel/<uuid:row_id>/skala/", goals.goal_scale, name="goal_scale"),
    path(
        f"{_CASE}/zielbewertung/<uuid:row_id>/zuruecknehmen/",
        goals.withdraw_rating,
        name="withdraw_rating",
    ),
    path(f"{_CASE}/vereinbarung/", goals.add_agreement, name="add_agreement"),
    path(f"{_CASE}/vereinbarung/<uuid:row_id>/", goals.edit_agreement, name="edit_agreement"),
    path(f"{_CASE}/umfeld/", surroundings.surroundings, name="surroundings"),
    path(f"{_CASE}/netzwerk/", surroundings.add_tie, name="add_tie"),
    path(f"{_CASE}/netzwerk/<uuid:row_id>/", surroundings.edit_tie, name="edit_tie"),
    path(f"{_CASE}/familie/", surroundings.add_family, name="add_family"),
    path(f"{_CASE}/familie/<uuid:row_id>/", surroundings.edit_family, name="edit_family"),
    path(
        f"{_CASE}/familie/<uuid:row_id>/entfernen/",
        surroundings.remove_family,
        name="remove_family",
    ),
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
    path("faelle/neu/aehnliche/", intake.similar, name="similar"),
    path(f"{_CASE}/zusammenfuehren/", _merging.merge_find, name="merge_find"),
    path(f"{_CASE}/zusammenfuehren/<uuid:row_id>/", _merging.merge, name="merge"),
    path(f"{_CASE}/zusammenfuehren/<uuid:row_id>/zurueck/", _merging.unmerge, name="unmerge"),
    path(f"{_CASE}/rueckmeldung/", _ending.evaluation, name="evaluation"),
    path(f"{_CASE}/rueckmeldung/bogen/", _ending.evaluation_sheet, name="evaluation_sheet"),
    path(f"{_CASE}/rueckmeldung/papier/", _ending.evaluation_paper, name="evaluation_paper"),
    path(
        f"{_CASE}/vereinbarung/<uuid:row_id>/<slug:language>/",
        goals.agreement_pdf,
        name="agreement_pdf",
    ),
    path("kalender/erinnerungen/", reminders.reminders, name="reminders"),
    path(f"{_CASE}/erinnerung/", reminders.reminder_wish, name="reminder_wish"),
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
    path("wochenbrief/", _digest.digest, name="digest"),
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
    path(f"{_CASE}/entwurf/", drafts.draft, name="draft"),
    path(f"{_CASE}/entwurf/verwerfen/", drafts.discard_draft, name="discard_draft"),
    path(f"{_CASE}/rueckgaengig/<uuid:row_id>/", drafts.undo, name="undo_change"),
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
]
