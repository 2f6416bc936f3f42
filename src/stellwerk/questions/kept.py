# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions that every page asks: translated to SQL once, planned once, sent together.

Under row-level security the planner works longer on a small question than the answer takes, and
Django longer on its translation. So the few questions of the busiest pages are kept: their SQL per
process, their plan per connection (a prepared statement; ``set_context`` asks for plans that fit
every value). Several of them travel in one round trip. Whoever guards or counts statements
(``connection.execute_wrapper``) sees these as well.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesIterable, get_related_populators
from psycopg import Cursor
from psycopg.types.datetime import TimestamptzLoader

# Stands for the case or the person while a question is translated; belongs to nobody.
STAND_IN = UUID(int=0)

Statement = tuple[str, Sequence[Any]]
Rows = list[tuple[Any, ...]]


def fetch(sql: str, params: Sequence[Any]) -> Rows:
    """The rows of one kept question; ``sql`` must be the same text whenever it is asked."""
    return fetch_all([(sql, params)])[0]


# The planner takes conditions that always come together (organisation, owner, the wall's own) for
# independent, expects two rows where there are thousands, and would rather sort them all than
# follow the index that has them in order.
_IN_ORDER = "SELECT set_config('enable_sort', %s, true), set_config('enable_bitmapscan', %s, true)"


def fetch_all(statements: Sequence[Statement], *, in_order: bool = False) -> list[Rows]:
    """The rows of several questions, in one round trip; nothing else may stand among them.

    ``in_order``: an index holds the rows in the order asked for, and most of them pass the filter.
    """
    if not all(sql.lstrip()[:6].upper() == "SELECT" for sql, _params in statements):
        # a guard of statements looks at the first word of what it is shown
        raise ValueError("only questions travel together")
    if in_order:
        off, on = (_IN_ORDER, ["off", "off"]), (_IN_ORDER, ["on", "on"])
        return _answers([off, *statements, on], "default")[1:-1]
    return _answers(statements, "default")


def send(sql: str, params: Sequence[Any], *, using: str = "default") -> None:
    """A kept statement without rows, for one connection or another."""
    _answers([(sql, params)], using)


def _answers(statements: Sequence[Statement], using: str) -> list[Rows]:
    """Sent past Django's own cursor, but not past its guards; rows where there are any."""
    connection = connections[using]
    connection.validate_no_broken_transaction()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    run: Callable[..., list[Rows]] = partial(_send, connection, statements)
    for wrapper in connection.execute_wrappers:
        run = partial(wrapper, run)
    text = "; ".join(sql for sql, _params in statements)
    params = [value for _sql, values in statements for value in values]
    return run(text, params, False, {"connection": connection, "cursor": None})


def fetch_rows(rows: QuerySet[Any, Any], *, in_order: bool = False) -> list[Any]:
    """What ``list(rows)`` gives for a QuerySet of ``values()``, by a kept plan."""
    compiler = rows.query.get_compiler("default")
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return []
    query: Any = rows.query
    names = list(query.selected or ())
    answer = fetch_all([(sql, params)], in_order=in_order)[0]
    found = compiler.results_iter([answer])
    return [dict(zip(names, row, strict=True)) for row in found]


def _send(
    connection: Any,
    statements: Sequence[Statement],
    text: str,
    params: Any,
    many: bool,
    context: Any,
) -> list[Rows]:
    raw: Any = connection.connection
    began = time.monotonic()
    with connection.wrap_database_errors:
        # Not through Django's cursor: it puts the values into the text, new every time.
        if len(statements) == 1:
            cursors = [_prepared(raw, *statements[0])]
        else:
            with raw.pipeline():
                cursors = [_prepared(raw, sql, values) for sql, values in statements]
        answers = [cursor.fetchall() if cursor.description else [] for cursor in cursors]
    if connection.queries_logged:
        took = time.monotonic() - began
        connection.queries_log.append({"sql": text, "time": f"{took:.3f}"})
    return answers


def _prepared(raw: Any, sql: str, params: Sequence[Any]) -> Cursor[Any]:
    cursor = Cursor(raw)
    # Django reads moments with a loader of its own, in Python; the driver's is ten times as fast
    # and says the same: the connection stands in UTC.
    cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
    return cursor.execute(sql.encode(), params or None, prepare=True)


class _Kept:
    """A translated question: its SQL, where its stand-ins stand, how its answers are read.

    Holds no compiler: that would hold the connection of the thread that asked first.
    """

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        kind = rows._iterable_class
        if issubclass(kind, ValuesIterable):
            raise TypeError("ask for values_list() or for whole rows")
        compiler = rows.query.get_compiler("default")
        self.sql, self._params = "", []
        self._converters: list[Any] = []
        self._model: Any = None
        try:
            self.sql, params = compiler.as_sql()
        except EmptyResultSet:  # a condition that nothing can meet: never asked
            return
        self._params = list(params)
        fields = [column[0] for column in compiler.select[: compiler.col_count]]
        self._converters = list(compiler.get_converters(fields).items())
        if issubclass(kind, ModelIterable):
            select, info = compiler.select, compiler.klass_info
            first, last = info["select_fields"][0], info["select_fields"][-1] + 1
            self._columns = slice(first, last)
            self._names = [column[0].target.attname for column in select[first:last]]
            self._related = get_related_populators(info, select, "default")  # type: ignore[call-arg] # stubs lag
            self._model = info["model"]

    def values(self, others: Mapping[Any, Any]) -> list[Any]:
        return [others.get(value, value) for value in self._params]

    def answers(self, rows: Rows) -> Iterator[Any]:
        """Model instances with their related rows, as the QuerySet would have made them; tuples
        where it asks for single values."""
        for row in map(self._converted, rows) if self._converters else rows:
            if self._model is None:
                yield tuple(row)
                continue
            instance = self._model.from_db("default", self._names, row[self._columns])
            for populator in self._related:
                populator.populate(row, instance)
            yield instance

    def _converted(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for position, (convert, expression) in self._converters:
            for step in convert:
                values[position] = step(values[position], expression, connections["default"])
        return values


class Questions:
    """Named questions; ``key`` tells apart those whose SQL differs (the granted field groups)."""

    def __init__(
        self, make: Callable[[Any], Mapping[str, QuerySet[Any, Any]]], *, in_order: bool = False
    ) -> None:
        self._make = make
        self._in_order = in_order
        self._kept: dict[Any, dict[str, _Kept]] = {}

    def _translated(self, key: Any) -> dict[str, _Kept]:
        found = self._kept.get(key)
        if found is None:
            found = {name: _Kept(rows) for name, rows in self._make(key).items()}
            self._kept[key] = found
        return found

    def ask(
        self,
        key: Any,
        subjects: Mapping[str, Any],
        others: Mapping[Any, Any] | None = None,
    ) -> dict[str, list[Any]]:
        """The answers by name.

        ``subjects`` says which questions to ask, and about whom; ``others`` gives the values of
        further stand-ins (unlike any other value of the question; all its values are hashable).
        """
        kept = self._translated(key)
        found: dict[str, list[Any]] = {name: [] for name in subjects}
        wanted = [
            (kept[name], name, subject) for name, subject in subjects.items() if kept[name].sql
        ]
        if not wanted:
            return found
        answers = fetch_all(
            [
                (question.sql, question.values({**(others or {}), STAND_IN: subject}))
                for question, _name, subject in wanted
            ],
            in_order=self._in_order,
        )
        for (question, name, _subject), rows in zip(wanted, answers, strict=True):
            found[name] = list(question.answers(rows))
        return found
