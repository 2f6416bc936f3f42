# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Changing the maintained lists."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Conflict, NotVisible, Refusal, refuse_if
from stellwerk.vocabulary import rules
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.queries import stamp, table_title

# One number for "somebody is changing the lists": transactions that do so wait for each other.
_LISTS_LOCK = 7_101_001


@transaction.atomic
def load_lists(*, actor: Actor) -> int:
    """Bring in what the shipped lists have and the database has not; return rows written.

    Labels, order and retirement belong to the administrators and stay as they are; official code
    and attributes follow the shipped list. A second run writes nothing.
    """
    _lock_lists()
    known = {(term.list, term.key): term for term in Term.objects.all()}
    written = 0
    for list_key in ListKey:
        before = written
        free = _next_bit(known.values(), list_key)
        for position, data in enumerate(rules.read_list(list_key), start=1):
            term = known.get((list_key, data.key))
            if term is None:
                bit = free if list_key == ListKey.LIFE_AREA else None
                free += 1
                _add(data, position=position * 10, bit=bit)
            elif (term.code, term.attributes) != (data.code, data.attributes):
                term.code, term.attributes = data.code, data.attributes
                term.save(update_fields=["code", "attributes"])
            else:
                continue
            written += 1
        if written > before:
            _record(actor, Verb.CONFIGURED, list_key, f"{written - before} loaded")
    return written


@transaction.atomic
def add_term(
    *, actor: Actor, list_key: str, key: str, label_de: str, label_en: str, code: str = ""
) -> Term:
    """Add a term at the end of a list; a life area gets the next free number for figures."""
    _lock_lists()
    there = list(Term.objects.filter(list=list_key))
    refuse_if(
        rules.blockers_to_add(
            key=key, label_de=label_de, label_en=label_en, taken_keys={t.key for t in there}
        )
    )
    bit = _next_bit(there, list_key) if list_key == ListKey.LIFE_AREA else None
    if bit is not None and bit >= rules.MOST_BITS:
        raise Refusal("list_full", _("There are as many life areas as figures can hold."))
    data = rules.TermData(ListKey(list_key), key, code, label_de.strip(), label_en.strip())
    last = max((term.position for term in there), default=0)
    term = _add(data, position=last + 10, bit=bit)
    _record(actor, Verb.CREATED, list_key, key)
    return term


@transaction.atomic
def change_term(
    *, actor: Actor, term: Term, label_de: str, label_en: str, position: int, seen: str
) -> Term:
    """Change labels and place. ``seen`` is the stamp of what the editor had before her.

    Raises Conflict with both sides when somebody else changed the term meanwhile.
    """
    refuse_if(rules.blockers_to_change(label_de=label_de, label_en=label_en))
    term = _locked(term)
    new = {"label_de": label_de.strip(), "label_en": label_en.strip(), "position": position}
    if stamp(term) != seen:
        raise Conflict(
            _("Somebody else changed this term meanwhile: %(de)s / %(en)s")
            % {"de": term.label_de, "en": term.label_en},
            version=stamp(term),
            theirs={name: getattr(term, name) for name in new},
            yours=new,
        )
    changed = [name for name, value in new.items() if getattr(term, name) != value]
    if changed:
        for name in changed:
            setattr(term, name, new[name])
        term.save(update_fields=changed)
        _record(actor, Verb.CHANGED, term.list, term.key, changed)
    return term


@transaction.atomic
def retire_term(*, actor: Actor, term: Term, on: date) -> Term:
    """Take a term out of use from ``on``: old records keep it, new ones cannot choose it."""
    term = _locked(term)
    refuse_if(rules.blockers_to_retire(retired_on=term.retired_on))
    term.retired_on = on
    term.save(update_fields=["retired_on"])
    _record(actor, Verb.CHANGED, term.list, term.key, ["retired_on"])
    return term


@transaction.atomic
def reinstate_term(*, actor: Actor, term: Term) -> Term:
    """Bring a retired term back into use."""
    term = _locked(term)
    if term.retired_on is not None:
        term.retired_on = None
        term.save(update_fields=["retired_on"])
        _record(actor, Verb.CHANGED, term.list, term.key, ["retired_on"])
    return term


@transaction.atomic
def delete_term(*, actor: Actor, term: Term) -> None:
    """Delete a term that was added by mistake; refused when anything uses it.

    The foreign keys of the database decide: an administrator must not see, not even by counting,
    whose cases use a term, while the constraint knows of every row.
    """
    term = _locked(term)
    refuse_if(rules.blockers_to_delete(list_key=term.list, key=term.key, bit=term.bit))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM vocabulary_term WHERE id = %s", [term.pk])
            connection.check_constraints()
    except IntegrityError as error:
        table = getattr(getattr(error.__cause__, "diag", None), "table_name", "") or ""
        raise Refusal(
            "in_use",
            _("This term is in use (%(where)s). Retire it instead.")
            % {"where": table_title(table)},
        ) from error
    _record(actor, Verb.DELETED, term.list, term.key)


def _lock_lists() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LISTS_LOCK])


def _locked(term: Term) -> Term:
    fresh = Term.objects.select_for_update().filter(pk=term.pk).first()
    if fresh is None:
        raise NotVisible
    return fresh


def _next_bit(there: Iterable[Term], list_key: str) -> int:
    """The number after the highest ever given: numbers are never used twice."""
    bits = [t.bit for t in there if t.list == list_key and t.bit is not None]
    return max(bits, default=-1) + 1


def _add(data: rules.TermData, *, position: int, bit: int | None) -> Term:
    return Term.objects.create(
        list=data.list,
        key=data.key,
        code=data.code,
        label_de=data.label_de,
        label_en=data.label_en,
        attributes=data.attributes,
        position=position,
        bit=bit,
    )


def _record(
    actor: Actor, verb: Verb, list_key: str, note: str, fields: list[str] | None = None
) -> None:
    record(actor=actor, verb=verb, kind=f"term.{list_key}", fields=fields or [], note=note)
