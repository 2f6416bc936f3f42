# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Our own extension elements: the fields of a station that BPMN has no place for.

``<chain:station key="…" activity="…" maxDays="14" …><chain:trigger>…</chain:trigger></…>``.
"""

import re
from collections.abc import Mapping

from stellwerk.exchange.bpmn.document import Document, Element, children, text_of
from stellwerk.exchange.bpmn.elements import MODEL, OWN
from stellwerk.networks.rules.plans import StationPlan

#: Field of the plan -> element in the file (texts may have several lines).
TEXTS = {
    "trigger": "trigger",
    "standard": "standard",
    "handed_over": "handedOver",
    "feedback": "feedback",
    "fallback": "fallback",
    "legal_basis": "legalBasis",
    "offers": "offers",
}
ATTRIBUTES = {
    "activity_key": "activity",
    "max_days": "maxDays",
    "organisation_key": "organisation",
    "legal_sphere": "legalSphere",
}
_PREFIX = "chain"
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST_KEY = 64


def own_parts(element: Element, name: str) -> list[Element]:
    """Our extension elements of one name."""
    return [
        part
        for around in children(element, "extensionElements")
        for part in children(around, name, namespace=OWN)
    ]


def own_key(element: Element) -> str:
    """The station's key, if we wrote this element."""
    for part in own_parts(element, "station"):
        key: str = part.getAttribute("key")
        return key if _KEY.fullmatch(key) else ""
    return ""


def is_folded(element: Element) -> bool:
    """A gateway that we drew because one step has several ways on."""
    return element.localName == "exclusiveGateway" and bool(own_parts(element, "waysOn"))


def fields_of(element: Element) -> dict[str, str]:
    """Our fields that are filled."""
    found: dict[str, str] = {}
    for part in own_parts(element, "station"):
        for field, attribute in (*ATTRIBUTES.items(), ("lane", "lane")):
            if part.getAttribute(attribute):
                found[field] = part.getAttribute(attribute)
        for field, name in TEXTS.items():
            for text in children(part, name, namespace=OWN):
                found[field] = text_of(text)
    return found


def free_key(wanted: str, taken: set[str]) -> str:
    """A key of the allowed letters that no other station has."""
    key = wanted
    if not _KEY.fullmatch(key):
        key = re.sub(r"[^A-Za-z0-9_-]+", "-", key)[:LONGEST_KEY].strip("-") or "station"
    number, made = 2, key
    while made in taken:
        ending = f"-{number}"
        made = key[: LONGEST_KEY - len(ending)] + ending
        number += 1
    taken.add(made)
    return made


def prefix_in(document: Document, namespace: str, wanted: str) -> str:
    """The prefix of a namespace in this file ("" or ending in a colon), declared if it must be."""
    root = document.documentElement
    for name, value in root.attributes.items():
        if value == namespace and name.startswith("xmlns:"):
            return f"{name[6:]}:"
    if root.getAttribute("xmlns") == namespace:
        return ""
    number, prefix = 2, wanted
    while root.hasAttribute(f"xmlns:{prefix}"):
        prefix, number = f"{wanted}{number}", number + 1
    root.setAttribute(f"xmlns:{prefix}", namespace)
    return f"{prefix}:"


def made(document: Document, namespace: str, name: str, wanted: str) -> Element:
    element: Element = document.createElementNS(
        namespace, prefix_in(document, namespace, wanted) + name
    )
    return element


def model_element(document: Document, name: str) -> Element:
    return made(document, MODEL, name, "bpmn")


def own_element(document: Document, name: str) -> Element:
    return made(document, OWN, name, _PREFIX)


def put_own(
    document: Document, element: Element, station: StationPlan, names: Mapping[str, str]
) -> None:
    """Write the station's fields into the element, in the place of what stood there of ours."""
    part = own_element(document, "station")
    part.setAttribute("key", station.key)
    for field, attribute in ATTRIBUTES.items():
        value = getattr(station, field)
        if value not in (None, ""):
            part.setAttribute(attribute, str(value))
    if lane_name(station, names):
        part.setAttribute("lane", lane_name(station, names))
    for field, name in TEXTS.items():
        text = getattr(station, field).replace("\r\n", "\n").replace("\r", "\n")
        if text:
            child = own_element(document, name)
            child.appendChild(document.createTextNode(text))
            part.appendChild(child)
    for old in own_parts(element, "station"):
        old.parentNode.removeChild(old)
    _extension(document, element).appendChild(part)


def mark_folded(document: Document, gateway: Element) -> None:
    _extension(document, gateway).appendChild(own_element(document, "waysOn"))


def lane_name(station: StationPlan, names: Mapping[str, str]) -> str:
    """Who is responsible, in words; ``names``: name by key of the directory."""
    known = names.get(station.organisation_key, "") if station.organisation_key else ""
    return known or station.organisation or station.organisation_key


def _extension(document: Document, element: Element) -> Element:
    """The extension elements of a flow node: after its documentation, before all else."""
    for found in children(element, "extensionElements"):
        return found
    extension = model_element(document, "extensionElements")
    documentation = children(element, "documentation")
    before = documentation[-1].nextSibling if documentation else element.firstChild
    element.insertBefore(extension, before)
    return extension
