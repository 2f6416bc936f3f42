# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Layered drawings of courses and chains: ``arrange(stations, ways)`` gives boxes and lines."""

from stellwerk.networks.rules.layout.arranging import arrange, fitting, label_box, texts
from stellwerk.networks.rules.layout.measuring import text_width, wrapped
from stellwerk.networks.rules.layout.shapes import (
    Box,
    Direction,
    Layout,
    PlacedStation,
    PlacedWay,
    Shape,
    Station,
    Way,
)

__all__ = [
    "Box",
    "Direction",
    "Layout",
    "PlacedStation",
    "PlacedWay",
    "Shape",
    "Station",
    "Way",
    "arrange",
    "fitting",
    "label_box",
    "text_width",
    "texts",
    "wrapped",
]
