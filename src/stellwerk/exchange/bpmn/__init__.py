# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""BPMN 2.0 (ISO/IEC 19510): service chains and discovered maps as models, and back.

A chain holds one process: start and end events, tasks, exclusive gateways, sequence flows, lanes.
What it cannot hold is refused by name, all at once. What says nothing about the course (notes,
colours, positions, other tools' extensions) stays in the original file and is merged on export.
"""

from stellwerk.exchange.bpmn.discovered import write_map
from stellwerk.exchange.bpmn.merging import export_chain
from stellwerk.exchange.bpmn.reading import ReadChain, read_bpmn
from stellwerk.exchange.bpmn.writing import write_bpmn

__all__ = ["ReadChain", "export_chain", "read_bpmn", "write_bpmn", "write_map"]
