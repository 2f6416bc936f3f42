# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keyset paging: next and back without counting, at the same cost on every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime

_SALT = "stellwerk.paging"


@dataclass(frozen=True)
class Page:
    """One page of rows; ``next_cursor`` and ``back_cursor`` are empty where the list ends."""

    rows: list[Any]
    next_cursor: str
    back_cursor: str

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_only_page(self) -> bool:
        return not self.next_cursor and not self.back_cursor


def keyset_page(
    queryset: QuerySet[Any],
    order: tuple[str, ...],
    cursor: str = "",
    size: int = 50,
    fetch: Callable[[QuerySet[Any]], list[Any]] = list,
) -> Page:
    """Cut one page out of ``queryset`` sorted by ``order``.

    The last field of ``order`` must be unique; none may be null. The cursor is signed and opaque;
    a forged or stale one shows the first page. Compares whole rows, so an index over ``order``
    serves it. ``fetch`` reads the rows (``questions.kept.fetch_rows`` for the busiest lists).
    """
    backward, keys = _open(cursor, order)
    directed = tuple(_flip(o) for o in order) if backward else order
    rows_wanted = queryset.order_by(*[_expression(o) for o in directed])
    if keys is not None:
        rows_wanted = rows_wanted.filter(_after(directed, keys))
    found = fetch(rows_wanted[: size + 1])
    more = len(found) > size
    rows = found[:size]
    if backward:
        rows.reverse()
    if not rows:
        return Page([], "", "")
    has_next = more if not backward else True
    has_back = (keys is not None) if not backward else more
    return Page(
        rows,
        _seal(False, rows[-1], order) if has_next else "",
        _seal(True, rows[0], order) if has_back else "",
    )


def first_page(found: list[Any], order: tuple[str, ...], size: int = 50) -> Page:
    """The first page from rows fetched in ``order``, one more than fit if there are more."""
    rows = found[:size]
    return Page(rows, _seal(False, rows[-1], order) if len(found) > size else "", "")


def page_links(request: HttpRequest, page: Page, parameter: str = "cursor") -> dict[str, str]:
    """Addresses of the next and the previous page with all filters kept."""
    links = {}
    for name, cursor in (("next", page.next_cursor), ("back", page.back_cursor)):
        if cursor:
            query = [(k, v) for k, vs in request.GET.lists() if k != parameter for v in vs]
            links[name] = "?" + urlencode([*query, (parameter, cursor)])
    return links


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else "-" + name


def _expression(name: str) -> Any:
    return F(name[1:]).desc() if name.startswith("-") else F(name).asc()


def _after(order: tuple[str, ...], keys: list[Any]) -> Q:
    """Rows behind ``keys`` in ``order``, with a plain bound on the first field for the index."""
    first = order[0].lstrip("-")
    bound = Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": keys[0]})
    chain = Q(pk__in=[])
    equal = Q()
    for name, value in zip(order, keys, strict=True):
        field = name.lstrip("-")
        chain |= equal & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{field: value})
    return bound & chain


def _value(row: Model | dict[str, Any], name: str) -> Any:
    field = name.lstrip("-")
    if isinstance(row, dict):
        return row[field]
    found: Any = row
    for part in field.split("__"):
        found = getattr(found, part)
    return found


def _seal(backward: bool, row: Any, order: tuple[str, ...]) -> str:
    values = [_pack(_value(row, name)) for name in order]
    return signing.dumps([int(backward), list(order), values], salt=_SALT, compress=True)


def _open(cursor: str, order: tuple[str, ...]) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        backward, sealed_order, values = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return False, None
    if tuple(sealed_order) != order:
        return False, None
    return bool(backward), [_unpack(value) for value in values]


def _pack(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return {"d": value.isoformat()}
    return value if isinstance(value, int | float | str | bool) else str(value)


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        text = value["d"]
        return parse_datetime(text) if "T" in text else parse_date(text)
    return value
