# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sample templates and one filed document; what is there already is left alone."""

import io
from dataclasses import replace
from pathlib import Path

from stellwerk.access.visible import visible_cases
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.choices import OWN_SCOPE, DocumentKind, FieldGroup, TemplateKind
from stellwerk.cases.queries.documents import documents_of, templates_of
from stellwerk.directory.models import Organisation, User
from stellwerk.directory.queries import actor_for
from stellwerk.exchange.documents import attach
from stellwerk.exchange.letters import take_in
from stellwerk.jobs import sample_people as people

FOLDER = Path(__file__).resolve().parents[3] / "sample" / "lippe"

INVITATION = ("einladung.docx", "Einladung zum Gespräch", TemplateKind.LETTER)
#: Kreis Lippe's three materials ("Gesprächsleitfäden, Dokumentationsvorlage, Flyer"), and a letter.
TEMPLATES = {
    people.LIPPE: (
        (
            "gespraechsleitfaden.docx",
            "Gesprächsleitfaden: Fall- und Auftragsklärung",
            TemplateKind.CONVERSATION_GUIDE,
        ),
        (
            "dokumentationsvorlage.docx",
            "Dokumentation: Einzelfall und strukturelle Erkenntnisse",
            TemplateKind.DOCUMENTATION,
        ),
        ("faltblatt.docx", "Faltblatt für Teilnehmende", TemplateKind.LEAFLET),
        INVITATION,
    ),
    people.PILOT: (INVITATION,),
}


def load(organisations: dict[str, Organisation], users: dict[str, User]) -> None:
    """The templates of both organisations and a document in the first case of Rheine."""
    for key, rows in TEMPLATES.items():
        organisation = organisations[key]
        actor = system_actor("Beispieldaten", organisation.pk)
        with acting(actor):
            there = {row.name for row in templates_of(organisation.pk, retired=True)}
            for file, name, kind in rows:
                if name not in there:
                    stream = io.BytesIO((FOLDER / file).read_bytes())
                    take_in(actor=actor, name=name, kind=kind, stream=stream)
    _file_document(organisations[people.PILOT], users)


def _file_document(organisation: Organisation, users: dict[str, User]) -> None:
    lead = actor_for(users["b.feldkamp"], people.PROJECT_START, organisation.pk)
    lead = replace(lead, label="Beispieldaten")
    with acting(lead):
        case = visible_cases(lead).filter(case_key=people.SHARED_CASE).first()
        if case is None:
            return
        open_keys([case])
        if documents_of(case, FieldGroup(OWN_SCOPE)):
            return
        attach(
            actor=lead,
            case=case,
            name="Anerkennungsbescheid (Muster).pdf",
            stream=io.BytesIO((FOLDER / "bescheid.pdf").read_bytes()),
            values={
                "title": "Anerkennungsbescheid (Muster)",
                "kind": DocumentKind.NOTICE,
                "groups": int(FieldGroup.WORK_EDUCATION),
            },
        )
