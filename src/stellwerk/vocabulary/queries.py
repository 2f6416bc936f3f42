# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about the maintained lists."""

import hashlib
from collections.abc import Mapping
from datetime import date

from django.apps import apps
from django.db.models import Count, Q, QuerySet

from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.rules import Words


def terms(list_key: str, *, active_on: date | None = None) -> QuerySet[Term]:
    """The terms of a list in their order; with ``active_on`` only those not retired by then."""
    found = Term.objects.filter(list=list_key)
    if active_on is not None:
        found = found.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=active_on))
    return found


def term_by_key(list_key: str, key: str) -> Term | None:
    """The term with this key, retired or not."""
    return Term.objects.filter(list=list_key, key=key).first()


def term_by_id(list_key: str, term_id: int) -> Term | None:
    return Term.objects.filter(list=list_key, pk=term_id).first()


def lexicon(list_key: str) -> Words[Term]:
    """Everything needed to recognise many written words of a list: one query."""
    return Words(Term.objects.filter(list=list_key))


def resolve(list_key: str, text: str) -> Term | None:
    """The term that ``text`` means: key, official code, German or English label, further words."""
    return lexicon(list_key).find(text)


def counts_per_list() -> Mapping[str, int]:
    """How many terms each list has (all lists, also empty ones)."""
    counted = {
        row["list"]: row["number"]
        for row in Term.objects.order_by().values("list").annotate(number=Count("pk"))
    }
    return {key: counted.get(key, 0) for key in ListKey.values}


def stamp(term: Term) -> str:
    """A short mark of the row's editable content: it differs when somebody else changed it."""
    text = "\x1f".join(
        str(part) for part in (term.label_de, term.label_en, term.position, term.retired_on)
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def table_title(db_table: str) -> str:
    """What people call the records of a table (for "in use by …")."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == db_table:
            return str(model._meta.verbose_name_plural)
    return db_table
