# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sample of Rheine: the actors that the booklet names, and invented people in their roles.

The organisations are those of "Einwanderung gestalten NRW – Modellprojekt in Rheine" (twelve
actors, page "Wer war dabei?"). Every person is invented; addresses end in ``.example``.
"""

from dataclasses import dataclass
from datetime import date

from stellwerk.directory.choices import Role

NETWORK = "Stadt Rheine"
DISTRICT = ("05566", "Kreis Steinfurt")
CITY = ("05566076", "Rheine")
LIPPE_DISTRICT = ("05766", "Kreis Lippe")
PROJECT_START = date(2017, 4, 1)

PILOT = "rheine-case-management"
COUNSEL = "rheine-beratung"
LIPPE = "lippe-fallmanagement"
PARTNER = "rheine-jobcenter"
SHARED_CASE = "RH-CM-08"
# Given to invented people only, and only they may use it, and only while the demo runs.
DEMO_PASSWORD = "Rheine-Stellwerk-2026"  # noqa: S105 - it is printed by the demo


@dataclass(frozen=True)
class SampleConsent:
    """An invented consent; ``scope`` is a sum of field groups."""

    case: str
    recipients: tuple[str, ...]
    purpose: str
    own_words: str
    scope: int
    language: str
    sends: bool = False


# 1 identity, 16 language, 32 work and education, 256 plan: see ``cases.choices.FieldGroup``.
CONSENTS = (
    SampleConsent(
        SHARED_CASE,
        (PARTNER,),
        "benefits",
        "Förderung der Nachqualifizierung in der Pflege klären.",
        1 + 32 + 256,
        "tr",
        sends=True,
    ),
    SampleConsent(
        "RH-CM-10",
        ("rheine-caritas", "rheine-sprachkurstraeger"),
        "placement",
        "Einen Platz im Studienkolleg und den passenden Deutschkurs finden.",
        1 + 16,
        "fa",
    ),
)


@dataclass(frozen=True)
class SampleOrganisation:
    key: str
    name: str
    kind: str
    spheres: tuple[str, ...] = ()
    ags: str = CITY[0]


@dataclass(frozen=True)
class SamplePerson:
    """An invented person; ``roles`` are ``(organisation, role, covers)``."""

    address: str
    name: str
    roles: tuple[tuple[str, str, str], ...]

    @property
    def email(self) -> str:
        return f"{self.address}@rheine.example"


ACTORS = (
    SampleOrganisation(
        "rheine-agentur-fuer-arbeit", "Arbeitsagentur", "employment_agency", ("sgb_3",)
    ),
    SampleOrganisation(
        "rheine-auslaenderbehoerde",
        "Ausländerbehörde Stadt Rheine",
        "immigration_office",
        ("aufenthg", "asylg", "freizueg"),
    ),
    SampleOrganisation(
        "rheine-ewg",
        "Entwicklungs- und Wirtschaftsförderungsgesellschaft mbH",
        "economic_development",
    ),
    SampleOrganisation(
        "rheine-caritas",
        "Fachdienst Migration und Integration des Caritasverbandes",
        "welfare_association",
    ),
    SampleOrganisation(
        "rheine-hilfen-asyl",
        "Hilfen für Asylbewerber (Leistungsgewährung) Stadt Rheine",
        "asylum_benefits_office",
        ("asylblg",),
    ),
    SampleOrganisation(
        "rheine-jobcenter",
        "jobcenter passiv + aktiv (Stadt Rheine + Kreis Steinfurt)",
        "jobcenter",
        ("sgb_2",),
    ),
    SampleOrganisation(
        "kreis-steinfurt-ki",
        "Kommunales Integrationszentrum Kreis Steinfurt",
        "integration_centre",
        ("tintg",),
        DISTRICT[0],
    ),
    SampleOrganisation("rheine-sprachkurstraeger", "Sprachkursträger", "course_provider"),
    SampleOrganisation(
        "rheine-beratung-begleitung",
        "Team Beratung und Begleitung für Zuwanderer Stadt Rheine",
        "municipal_counselling",
    ),
    SampleOrganisation(
        "rheine-welcome-in", "WelCome In! Wohnzimmer (Flüchtlingshilfe) – Ehrenamt", "volunteers"
    ),
    SampleOrganisation(
        "rheine-willkommenslotse",
        "Willkommenslotse (Kreishandwerkerschaft)",
        "chamber",
        (),
        DISTRICT[0],
    ),
    # Took part at first; the booklet says that no lasting cooperation came of it.
    SampleOrganisation("rheine-moscheegemeinde", "Moscheegemeinde", "religious_community"),
)
CASE_ORGANISATIONS = (
    SampleOrganisation(
        PILOT,
        "Case Management Stadt Rheine – Pilot (erfundene Fälle)",
        "municipal_integration_management",
        ("tintg",),
    ),
    SampleOrganisation(
        COUNSEL,
        "Beratung Stadt Rheine – typische Fälle (erfunden)",
        "municipal_counselling",
        ("tintg",),
    ),
    # Has templates instead of cases: what Kreis Lippe calls its materials.
    SampleOrganisation(
        LIPPE,
        "Fallmanagement Kreis Lippe (Beispiel)",
        "municipal_integration_management",
        ("tintg",),
        LIPPE_DISTRICT[0],
    ),
)

MANAGERS = ("m.lindhorst", "c.aydogan")
PEOPLE = (
    SamplePerson("m.lindhorst", "Miriam Lindhorst", ((PILOT, Role.CASE_MANAGER, ""),)),
    SamplePerson("c.aydogan", "Cem Aydoğan", ((PILOT, Role.CASE_MANAGER, ""),)),
    SamplePerson("o.kravets", "Oksana Kravets", ((PILOT, Role.SUBSTITUTE, "m.lindhorst"),)),
    SamplePerson("b.feldkamp", "Birgit Feldkamp", ((PILOT, Role.TEAM_LEAD, ""),)),
    SamplePerson("j.terhorst", "Jonas Terhorst", ((PILOT, Role.COORDINATOR, ""),)),
    SamplePerson("p.ahlers", "Paula Ahlers", ((PILOT, Role.ADMINISTRATOR, ""),)),
    SamplePerson(
        "h.brookmann",
        "Henning Brookmann",
        ((PILOT, Role.DATA_PROTECTION_OFFICER, ""), (COUNSEL, Role.DATA_PROTECTION_OFFICER, "")),
    ),
    SamplePerson("r.haddad", "Rana Haddad", ((COUNSEL, Role.CASE_MANAGER, ""),)),
    SamplePerson("k.overbeck", "Klaus Overbeck", ((COUNSEL, Role.TEAM_LEAD, ""),)),
    SamplePerson("w.tegeler", "Wiebke Tegeler", ((LIPPE, Role.TEAM_LEAD, ""),)),
    SamplePerson(
        "s.wessels",
        "Sandra Wessels",
        (("rheine-jobcenter", Role.PARTNER, ""), ("rheine-jobcenter", Role.STEERING_MEMBER, "")),
    ),
)
# One seat of the steering group for each actor that kept taking part.
SEATS = (
    ("rheine-agentur-fuer-arbeit", "t.moellers", "Theresa Möllers"),
    ("rheine-auslaenderbehoerde", "d.niehues", "Dirk Niehues"),
    ("rheine-ewg", "a.sandfort", "Anja Sandfort"),
    ("rheine-caritas", "e.kowalska", "Ewa Kowalska"),
    ("rheine-hilfen-asyl", "u.thiemann", "Ulrike Thiemann"),
    ("kreis-steinfurt-ki", "f.yilmaz", "Fatma Yılmaz"),
    ("rheine-sprachkurstraeger", "l.popescu", "Laura Popescu"),
    ("rheine-beratung-begleitung", "g.brinkhaus", "Gregor Brinkhaus"),
    ("rheine-welcome-in", "h.altmann", "Hilde Altmann"),
    ("rheine-willkommenslotse", "n.rashidi", "Navid Rashidi"),
)
STEERING = tuple(
    SamplePerson(address, name, ((where, Role.STEERING_MEMBER, ""),))
    for where, address, name in SEATS
)
EVERYBODY = (*PEOPLE, *STEERING)
