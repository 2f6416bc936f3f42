# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Admission criteria as sites in North Rhine-Westphalia publish them, to choose from and adapt.

Data, in the language of those who use them; ``source`` says where they stand.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Criterion:
    """One line of a checklist."""

    key: str
    text: str
    is_required: bool = True


@dataclass(frozen=True)
class ChecklistSet:
    """A set that an organisation can begin with."""

    key: str
    name: str
    source: str
    criteria: tuple[Criterion, ...]


_AGREES = Criterion("agrees", "Die Person möchte am Case Management teilnehmen (freiwillig)")

SETS: tuple[ChecklistSet, ...] = (
    ChecklistSet(
        "ggua_muenster", "GGUA Münster", "GGUA Flüchtlingshilfe Münster, Angebot KIM",
        (
            Criterion("complex", "Der Bedarf ist komplex (mehrere Lebensbereiche zugleich)"),
            Criterion("unclear", "Passende Unterstützung ist unbekannt oder unübersichtlich"),
            Criterion("many_actors", "Viele Stellen sind beteiligt", False),
            Criterion(
                "hindered", "Das Hilfesystem selbst behindert ein selbstständiges Leben", False
            ),
            _AGREES,
            Criterion("by_counselling", "Der Zugang erfolgt über eine bestehende Beratung", False),
        ),
    ),
    ChecklistSet(
        "maerkischer_kreis", "Märkischer Kreis", "Märkischer Kreis, Kommunales "
        "Integrationsmanagement",
        (
            Criterion("migration", "Die Person hat eine Einwanderungsgeschichte"),
            Criterion("three_years", "Sie lebt seit höchstens drei Jahren im Kreis"),
            Criterion("no_other", "Bisher gibt es kein anderes Case Management"),
            _AGREES,
        ),
    ),
    ChecklistSet(
        "koeln", "Köln", "Stadt Köln, Kommunales Integrationsmanagement",
        (
            Criterion("age", "Die Person ist zwischen 18 und 27 Jahre alt"),
            Criterion(
                "no_access", "Sie hat keinen oder keinen ausreichenden Zugang zu Regelangeboten"
            ),
            Criterion("desk", "Eine besondere Anlaufstelle ist zuständig", False),
            _AGREES,
        ),
    ),
    ChecklistSet(
        "kreis_coesfeld", "Kreis Coesfeld", "Kreis Coesfeld, Kommunales Integrationsmanagement",
        (
            Criterion(
                "no_access", "Die Person hat keinen oder keinen ausreichenden Zugang zu "
                "Regelangeboten",
            ),
            Criterion(
                "any_status", "Der Aufenthaltsstatus spielt keine Rolle (nur festhalten, dass "
                "darüber gesprochen wurde)", False,
            ),
            _AGREES,
        ),
    ),
    ChecklistSet(
        "herne_heinsberg", "Herne und Kreis Heinsberg", "Stadt Herne und Kreis Heinsberg, "
        "Kommunales Integrationsmanagement",
        (
            Criterion(
                "voluntary", "Die Person nimmt freiwillig teil und weiß, dass es kostenlos ist"
            ),
            Criterion("need", "Sie braucht Begleitung über mehrere Stellen hinweg"),
            Criterion(
                "open_to_all", "Status, Alter, Herkunft und Geschlecht spielen keine Rolle "
                "(nur festhalten, dass dies gesagt wurde)", False,
            ),
        ),
    ),
    ChecklistSet(
        "hagen", "Hagen", "Stadt Hagen, Kommunales Integrationsmanagement (Start 2022)",
        (
            Criterion(
                "group", "Die Person kommt aus der EU (auch mit Familie) oder ist aus der Ukraine "
                "geflüchtet",
            ),
            Criterion("need", "Sie braucht Begleitung über mehrere Stellen hinweg"),
            _AGREES,
        ),
    ),
    ChecklistSet(
        "rheine_euma", "Rheine, ehemals unbegleitete Minderjährige (eUMA)",
        "Einwanderung gestalten NRW – Modellprojekt in Rheine (März 2020)",
        (
            Criterion("age", "Die Person ist zwischen 18 und 27 Jahre alt"),
            Criterion("former_minor", "Sie kam als unbegleitete:r Minderjährige:r"),
            Criterion("no_family", "Sie hat hier keine Familie"),
            Criterion("motivated", "Sie ist motiviert"),
            Criterion("special", "Eine besondere Problemlage besteht"),
            Criterion("keeps", "Sie hält Termine ein", False),
        ),
    ),
    ChecklistSet(
        "thm", "Teilhabemanagement (THM)", "Rhein-Kreis Neuss, Vorlage zum Teilhabemanagement",
        (
            Criterion("age", "Die Person ist zwischen 18 und 27 Jahre alt"),
            Criterion(
                "status", "Sie hat eine Duldung (vorrangig) oder eine Aufenthaltsgestattung "
                "(nachrangig)",
            ),
            Criterion("not_in_state_home", "Sie wohnt nicht in einer Landesaufnahmeeinrichtung"),
            Criterion(
                "not_excluded", "Sie ist weder als Gefährder:in eingestuft noch wegen schwerer "
                "Straftaten verurteilt",
            ),
        ),
    ),
)


def set_by_key(key: str) -> ChecklistSet | None:
    return next((found for found in SETS if found.key == key), None)
