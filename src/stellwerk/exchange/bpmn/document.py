# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening a BPMN file: safe, with the line of every element, prefixes and comments untouched."""

import re
from dataclasses import dataclass
from typing import Any
from xml.dom.minidom import Node
from xml.parsers import expat

from defusedxml import DefusedXmlException, minidom
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.bpmn.elements import MODEL

#: The library's stubs know parents and children only as unions of everything.
Element = Any
Document = Any

MOST_BYTES = 5 * 1024 * 1024
MOST_ELEMENTS = 50_000
MOST_DEPTH = 100


@dataclass(frozen=True)
class Opened:
    """The document, and the line of each of its elements by identity."""

    document: Document
    lines: dict[int, int]

    @property
    def root(self) -> Element:
        found: Element = self.document.documentElement
        return found

    def line(self, element: Element) -> int:
        """Line in the file, from 1; 0 for an element that did not come from it."""
        return self.lines.get(id(element), 0)


def open_document(content: bytes) -> Opened:
    """Raises `Refusal` (file_empty, file_too_large, file_xml, file_type) before much is read."""
    if not content.strip():
        raise Refusal("file_empty", _("The file is empty."))
    if len(content) > MOST_BYTES:
        raise Refusal(
            "file_too_large",
            _("The file has %(size)d MB; at most %(most)d MB are read.")
            % {"size": len(content) // 2**20, "most": MOST_BYTES // 2**20},
        )
    lines = _lines(content)
    try:
        document = minidom.parseString(content, forbid_dtd=True)
    except (DefusedXmlException, expat.ExpatError, ValueError) as problem:
        raise Refusal("file_xml", _("The file is no well-formed XML.")) from problem
    elements = document.getElementsByTagName("*")
    opened = Opened(document, {id(e): line for e, line in zip(elements, lines, strict=True)})
    if opened.root.localName != "definitions" or opened.root.namespaceURI != MODEL:
        raise Refusal(
            "file_type",
            _("This is no BPMN 2.0 model: the file begins with “%(name)s”.")
            % {"name": opened.root.tagName[:80]},
        )
    return opened


def _lines(content: bytes) -> list[int]:
    """Line of each element in the order of the document; the first pass keeps nothing else."""
    parser = expat.ParserCreate(namespace_separator=" ")
    lines: list[int] = []
    depth = 0

    def begun(_name: str, _attributes: Any) -> None:
        nonlocal depth
        depth += 1
        lines.append(parser.CurrentLineNumber)
        if depth > MOST_DEPTH or len(lines) > MOST_ELEMENTS:
            raise Refusal("file_bomb", _("The file is nested too deeply or has too many elements."))

    def ended(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_anything: Any) -> None:
        raise Refusal(
            "file_xml", _("The file contains declarations (DTD). It is not opened.")
        )

    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise Refusal(
            "file_xml",
            _("The file is no well-formed XML (line %(line)d).") % {"line": problem.lineno},
        ) from problem
    except (ValueError, LookupError) as problem:
        raise Refusal("file_xml", _("The file is written in an unusual encoding.")) from problem
    return lines


def children(element: Element, *names: str, namespace: str = MODEL) -> list[Element]:
    """Child elements of a namespace, all or those with one of the names."""
    return [
        child
        for child in element.childNodes
        if child.nodeType == Node.ELEMENT_NODE
        and child.namespaceURI == namespace
        and (not names or child.localName in names)
    ]


def text_of(element: Element) -> str:
    """The text inside, CDATA included."""
    return "".join(
        child.data
        for child in element.childNodes
        if child.nodeType in (Node.TEXT_NODE, Node.CDATA_SECTION_NODE)
    )


def in_one_line(text: str) -> str:
    """Names of other tools are broken into lines for their drawing."""
    return " ".join(text.split())


def id_of(element: Element) -> str:
    found: str = element.getAttribute("id")
    return found


def serialised(document: Document) -> bytes:
    """UTF-8. Line breaks in attributes survive, which the library's own writer loses."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    for child in document.childNodes:
        _write(child, parts)
        parts.append("\n")
    return "".join(parts).encode()


def _write(node: Any, parts: list[str]) -> None:
    if node.nodeType == Node.ELEMENT_NODE:
        attributes = "".join(
            f' {name}="{_escaped(value, in_attribute=True)}"'
            for name, value in node.attributes.items()
        )
        parts.append(f"<{node.tagName}{attributes}")
        if not node.childNodes:
            parts.append("/>")
            return
        parts.append(">")
        for child in node.childNodes:
            _write(child, parts)
        parts.append(f"</{node.tagName}>")
    elif node.nodeType == Node.TEXT_NODE:
        parts.append(_escaped(node.data))
    elif node.nodeType == Node.CDATA_SECTION_NODE:
        parts.append(f"<![CDATA[{node.data}]]>")
    elif node.nodeType == Node.COMMENT_NODE:
        parts.append(f"<!--{node.data}-->")
    elif node.nodeType == Node.PROCESSING_INSTRUCTION_NODE:
        parts.append(f"<?{node.target} {node.data}?>")


_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _escaped(text: str, *, in_attribute: bool = False) -> str:
    text = _NOT_IN_XML.sub("", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\r", "&#13;")
    if in_attribute:
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text
