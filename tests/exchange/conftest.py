# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who takes workbooks in, and how."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from stellwerk.base.actor import Actor, system_actor
from stellwerk.base.context import acting
from stellwerk.exchange.importing import Preview, import_uploads
from tests.cast import Cast
from tests.exchange.support import uploads, xlsx


@pytest.fixture
def actor(cast: Cast) -> Iterator[Actor]:
    """The import of the home organisation, with its database context."""
    someone = system_actor("import", cast.home.pk)
    with acting(someone):
        yield someone


@pytest.fixture
def take(cast: Cast, actor: Actor) -> Callable[..., Preview]:
    """Take a workbook of these sheets in, in the form that is named."""

    def run(sheets: Any, form: Any = xlsx) -> Preview:
        return import_uploads(uploads(form(sheets)), organisation=cast.home, actor=actor)

    return run
