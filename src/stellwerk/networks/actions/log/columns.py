# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whole columns as arrays of the database, in its binary form: a million numbers in a moment.

(``COPY`` is no way: it is refused where rows stand behind a wall.)
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import pq
from psycopg.abc import AdaptContext
from psycopg.adapt import Dumper

#: Kind -> identity of the element's and of the array's type in the database, bytes of an element.
_KINDS = {
    "bool": (16, 1000, ">i1"),
    "int8": (20, 1016, ">i8"),
    "int2": (21, 1005, ">i2"),
    "int4": (23, 1007, ">i4"),
    "timestamptz": (1184, 1185, ">i8"),
}
#: Microseconds from 1970 to 2000, from which the database counts.
EPOCH_US = 946_684_800_000_000


class Column:
    """Numbers of one kind; ``empty`` says which of them are none."""

    def __init__(
        self, kind: str, values: NDArray[Any], empty: "NDArray[np.bool_] | None" = None
    ) -> None:
        self.kind, self.values, self.empty = kind, values, empty

    def packed(self) -> bytes:
        """The array as the database reads it: dimensions, a flag, type; length and value each."""
        element, _array, form = _KINDS[self.kind]
        empty = self.empty if self.empty is not None and self.empty.any() else None
        head = np.array([1, int(empty is not None), element, len(self.values), 1], dtype=">i4")
        rows = np.empty(
            len(self.values), dtype=np.dtype([("length", ">i4"), ("value", form)])
        )
        rows["length"], rows["value"] = rows.dtype["value"].itemsize, self.values
        if empty is None:
            return head.tobytes() + rows.tobytes()
        width = rows.dtype.itemsize
        cells = rows.view(np.uint8).reshape(len(rows), width)
        kept = np.ones((len(rows), width), dtype=bool)
        kept[empty, 4:] = False
        cells[empty, :4] = 255  # length -1: nothing follows
        return head.tobytes() + cells[kept].tobytes()


class _ColumnDumper(Dumper):
    format = pq.Format.BINARY

    def get_key(self, obj: Column, format: Any) -> Any:
        return (self.cls, obj.kind)

    def upgrade(self, obj: Column, format: Any) -> "_ColumnDumper":
        made = type(self)(self.cls)
        made.oid = _KINDS[obj.kind][1]
        return made

    def dump(self, obj: Column) -> bytes:
        return obj.packed()


def learn_columns(context: AdaptContext) -> None:
    """Teach a connection of the driver to send ``Column`` values."""
    if context.adapters is not None:
        context.adapters.register_dumper(Column, _ColumnDumper)
