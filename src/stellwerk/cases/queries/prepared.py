# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Many small questions in one round trip, each translated to SQL once per process.

A page that needs a dozen short lists of one case spends most of its time on translating the same
questions and on waiting for a dozen answers. Here each question is an ordinary QuerySet, asked
about a stand-in; its SQL is kept, the stand-in is replaced by the case at hand, and all are sent
together. What comes back are the same model instances.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

# Stands for the case or the person while a question is translated; belongs to nobody.
STAND_IN = UUID(int=0)


@dataclass(frozen=True)
class _Prepared:
    """A translated question: its SQL, its values (the stand-in among them), its compiler."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any

    def values(self, subject: UUID) -> list[Any]:
        return [subject if value == STAND_IN else value for value in self.params]

    def instances(self, rows: list[Any]) -> Iterator[Any]:
        """Model instances with their related rows, as the QuerySet would have made them."""
        compiler = self.compiler
        select, info = compiler.select, compiler.klass_info
        fields = info["select_fields"]
        first, last = fields[0], fields[-1] + 1
        names = [column[0].target.attname for column in select[first:last]]
        related = get_related_populators(info, select, "default")  # type: ignore[call-arg]
        for row in compiler.results_iter([rows]):
            instance = info["model"].from_db("default", names, row[first:last])
            for populator in related:
                populator.populate(row, instance)
            yield instance


class Questions:
    """Named questions; ``key`` tells apart those whose SQL differs (the granted field groups)."""

    def __init__(self, make: Callable[[int], Mapping[str, QuerySet[Any]]]) -> None:
        self._make = make
        self._prepared: dict[int, dict[str, _Prepared]] = {}

    def _translated(self, key: int) -> dict[str, _Prepared]:
        found = self._prepared.get(key)
        if found is None:
            found = {name: _translate(rows) for name, rows in self._make(key).items()}
            self._prepared[key] = found
        return found

    def ask(self, key: int, subjects: Mapping[str, UUID]) -> dict[str, list[Any]]:
        """The answers by name; ``subjects`` says which questions to ask, and about whom."""
        wanted = {
            name: (question, subjects[name])
            for name, question in self._translated(key).items()
            if name in subjects
        }
        if not wanted:
            return {}
        statements = [question.sql for question, _subject in wanted.values()]
        params = [
            value for question, subject in wanted.values() for value in question.values(subject)
        ]
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statements), params)
            answers = _result_sets(cursor, len(statements))
        return {
            name: list(question.instances(rows))
            for (name, (question, _subject)), rows in zip(wanted.items(), answers, strict=True)
        }


def _translate(rows: QuerySet[Any]) -> _Prepared:
    compiler = rows.query.get_compiler("default")
    sql, params = compiler.as_sql()
    return _Prepared(sql, tuple(params), compiler)


def _result_sets(cursor: Any, number: int) -> Sequence[list[Any]]:
    answers = [cursor.fetchall()]
    while len(answers) < number and cursor.nextset():
        answers.append(cursor.fetchall())
    return answers
