# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which reader reads which format."""

from stellwerk.exchange.eventlogs import opening
from stellwerk.exchange.eventlogs.collecting import Collected
from stellwerk.exchange.eventlogs.csv import read_csv
from stellwerk.exchange.eventlogs.ocel import read_ocel
from stellwerk.exchange.eventlogs.opening import Source
from stellwerk.exchange.eventlogs.xes import read_xes


def read_into(collected: Collected, source: Source) -> None:
    """Read a file of any known format into rows."""
    if source.format == opening.XES:
        read_xes(source, collected)
    elif source.format == opening.CSV:
        read_csv(source, collected)
    else:
        read_ocel(source, collected)
