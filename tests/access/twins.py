# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two worlds that are equal except for foreign cases, each asked by a process of its own.

The second world is a copy of the first one's database with more cases of a third organisation: the
same names, numbers and dates as at home, and some that were once granted. No process and no cache
knows of both worlds. Sentences, headers and files of both must be the same byte for byte, once
what is drawn at random (tokens, new ids, seals) and the time of day are masked.
"""

import io
import logging
import multiprocessing
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from difflib import unified_diff
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID, uuid4

import time_machine
from django.db import connections, transaction
from django.http import HttpResponse

from stellwerk.cases.choices import ALL_GROUPS
from stellwerk.directory.choices import Role
from stellwerk.engine import testing
from stellwerk.vocabulary.models import Term
from tests.access.actors import Stage
from tests.access.questions import FILE, Pool, Question, body, play
from tests.access.world import CANARY, OWNER, Builder, Folder, grant, revoke
from tests.cast import Member, member, organisation
from tests.conftest import PLACE, point_to

UNKNOWN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MASKS = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+'), r"\1*"),
    (re.compile(r'("X-CSRFToken"\s*:\s*")[^"]+'), r"\1*"),
    (re.compile(r"([?&;]s=)[^\"&'\s]+"), r"\1*"),
    # The challenge for a passkey and the secret of a new app are drawn anew each time.
    (re.compile(r'("challenge(?:&quot;|"):\s*(?:&quot;|"))[\w-]+'), r"\1*"),
    (re.compile(r"(<code>)[A-Z2-7]{32}(</code>)"), r"\1*\2"),
    (re.compile(r"(<li><code>)[0-9]{8}(</code>)"), r"\1*\2"),
    (re.compile(r"(secret=)[A-Z2-7]{32}"), r"\1*"),
    (re.compile(r'(src="data:image/svg\+xml;[a-z0-9]+,)[^"]+'), r"\1*"),
    (re.compile(r"(/(?:einladung|kalender/abo)/)[\w-]{20,}"), r"\1*"),
    (re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?"), "*"),
)
#: Headers that say something about a page; cookies hold random keys, so only their names count.
HEADERS = ("Content-Type", "Content-Disposition", "Location", "Allow", "HX-Redirect", "HX-Refresh")


class Plain:
    """An answer as text without what is random; ids that nobody knew before are such."""

    def __init__(self, known: set[str]) -> None:
        self.known = known

    def __call__(self, response: HttpResponse) -> str:
        head = [f"{name}: {response.headers.get(name, '')}" for name in HEADERS]
        head.append(f"cookies: {sorted(response.cookies)}")
        text = f"{response.status_code}\n" + "\n".join(head) + "\n\n" + readable(body(response))
        for pattern, instead in MASKS:
            text = pattern.sub(instead, text)
        return UNKNOWN.sub(lambda m: m[0] if m[0] in self.known else "*", text)


def readable(content: bytes) -> str:
    """Pages as they are, packed files by what is in them."""
    if not content.startswith(b"PK\x03\x04"):
        return content.decode("utf-8", "backslashreplace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(
            f"{name}\n{book.read(name).decode('utf-8', 'replace')}" for name in book.namelist()
        )


def third_party(stage: Stage) -> Member:
    """An organisation that is there in both worlds; only its cases are not."""
    where = organisation("stelle-dritte", stage.cast.home.municipality)
    member("dritte-leitung", where, Role.TEAM_LEAD)
    return member("dritte", where, Role.CASE_MANAGER)


def add_foreign_cases(stage: Stage, third: Member, count: int = 4) -> list[Folder]:
    """What only the second world has."""
    marks = ["drei", "eins", *(f"fremd{n}" for n in range(count))]
    folders = [Builder(third.organisation, third.user, mark).build() for mark in marks]
    grant(folders[0], stage.cast.neighbour, ALL_GROUPS, until=timedelta(hours=-1))
    revoke(folders[1], grant(folders[1], stage.cast.neighbour, ALL_GROUPS))
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ANALYZE")
    return folders


def more_at_home(stage: Stage, count: int) -> None:
    """Enough own cases that the lists have pages."""
    for number in range(count):
        Builder(stage.cast.home, stage.cast.manager.user, f"Eigen{number}").build()


def pointed_pool(stage: Stage, third: Member, foreign: list[Folder]) -> Pool:
    """Ids and words of both worlds."""
    rows = [row for folder in (stage.folder, stage.other, *foreign) for row in folder.rows.values()]
    ids = {folder.case.pk for folder in foreign} | {folder.person.pk for folder in foreign}
    ids |= {row.pk for row in rows if isinstance(row.pk, UUID)}
    ids |= {third.organisation.pk, third.user.pk, stage.cast.home.pk, stage.cast.neighbour.pk}
    ids |= {who.user.pk for who in stage.people.values() if who} | {uuid4()}
    numbers = Term.objects.filter(key__in=["health", "canary", "sample"]).values_list("pk")
    lines = "case_key,client_key,birth_year,opened_on,family_name\n"
    return Pool(
        ids=sorted(ids),
        words=[
            *("Kanarienname", "Kanarienname drei", "kanarien", "Kim", "Kim Kanarienname", "drei"),
            *("F-drei", "P-drei", "F-eins", "P-eins", "F-fremd1", "P-fremd1", "fremd1", "KAN"),
            *CANARY.values(),
            *("", "all", "open", "ended", "monitoring", "closed", "1", "14", "no_show", "phone"),
            *("2026-03-02", "2026-11-01", "02.03.2026", "2026-03-02T09:30", "0", "1991", "100"),
            *("stelle-dritte", "Stelle stelle-dritte", "dritte@stelle-dritte.example", "/faelle/"),
        ],
        numbers=[0, 1, 2, 3, 1023, 999_999, stage.passkey, *(pk for (pk,) in numbers)],
        files=[
            f"{lines}F-drei,P-drei,1991,2026-03-02,Kanarienname\n",
            f"{lines}F-eins,P-eins,1991,2026-03-02,Kanarienname\n",
            f"{lines}F-neu,P-fremd1,1985,2026-03-02,\n",
        ],
    )


@contextmanager
def two_worlds(
    stage: Stage, third: Member, name: str
) -> Iterator[tuple[Callable[[Question], tuple[str, str]], Pool]]:
    """A function that asks both worlds the same, and the pool to make questions of.

    ``name`` is the first world's database; the second is a copy of it under another name.
    """
    twin = testing.worker_database("twin")
    _let_go()
    testing.clone(PLACE, name, twin)
    point_to(twin)
    foreign = add_foreign_cases(stage, third)
    pool = pointed_pool(stage, third, foreign)
    point_to(name)
    known = {str(pk) for pk in pool.ids} | set(_ids_of(OWNER))
    _let_go()
    moment = datetime.now().astimezone()
    worlds = [_World(stage, database, Plain(known), moment) for database in (name, twin)]

    def ask(question: Question) -> tuple[str, str]:
        for world in worlds:
            world.pipe.send(question)
        one, other = (world.pipe.recv() for world in worlds)
        return one, other

    try:
        yield ask, pool
    finally:
        for world in worlds:
            world.end()
        testing.drop(PLACE, twin)


def _let_go() -> None:
    for alias in connections:
        connections[alias].close()


def _ids_of(alias: str) -> Iterator[str]:
    """Every id that stands in a table of ours before the first question."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'uuid'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}"')
            yield from (value for (value,) in cursor.fetchall() if value)


class _World:
    """One database, asked by a process of its own at a time that stands still."""

    def __init__(self, stage: Stage, name: str, plain: Plain, moment: datetime) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=_answer, args=(stage, name, plain, moment, theirs), daemon=True
        )
        self.process.start()
        theirs.close()

    def end(self) -> None:
        self.pipe.send(None)
        self.process.join(10)
        self.process.kill()


def _answer(stage: Stage, name: str, plain: Plain, moment: datetime, pipe: Connection) -> None:
    logging.disable(logging.CRITICAL)
    with time_machine.travel(moment, tick=False):
        point_to(name)
        while (question := pipe.recv()) is not None:
            try:
                answers: Any = "\n--> \n".join(play(stage, question, plain))
            except Exception as problem:  # e.g. a connection that broke: the other world's, too?
                answers = f"raised {type(problem).__name__}: {problem}"
                transaction.get_connection().close()
            pipe.send(answers)


def difference(one: str, other: str, most: int = 12) -> str:
    """The lines that differ, shortened."""
    lines = unified_diff(one.splitlines(), other.splitlines(), "without", "with", lineterm="", n=0)
    return "\n".join(line[:300] for _, line in zip(range(most), lines, strict=False))


def with_files(pool: Pool) -> Pool:
    """The pool with whole files among its words, for fields that carry a file."""
    pool.words += [content for content in pool.files if not content.startswith(FILE)]
    return pool
