# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Merging two records of one person, and taking that back.

The record that is given up keeps its rows under its own key and shows nowhere any more; what the
kept one lacks is written there anew under its key. Cases only change whose they are.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, load_keys, share_key
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.logging import log_cases
from stellwerk.cases.actions.tokens import index_names
from stellwerk.cases.models import Case, Identity, Person, PersonMerge, PersonToken
from stellwerk.cases.queries.logging import hold_cases
from stellwerk.cases.queries.merging import (
    PARTS,
    missing_rows,
    models_of_people,
    part_row,
    plain_values,
)
from stellwerk.cases.rules.merging import MERGED, chosen_values, merge_blockers
from stellwerk.vault.fields import sealed_fields

_HOUSEHOLD = "household"


@transaction.atomic
def merge_people(
    *, actor: Actor, kept: Person, merged: Person, versions: str, sides: Mapping[str, str]
) -> PersonMerge:
    """Make one record of two; ``sides`` says by field whose value stays ("kept" or "merged").

    Both come with their keys opened. ``versions`` is ``MergeView.versions`` as the form saw it.
    """
    one, other = _locked(kept, merged)
    refuse_if(
        merge_blockers(
            one.pk, other.pk, kept_is_gone=one.merged_into_id is not None,
            merged_is_gone=other.merged_into_id is not None,
        )
    )
    if versions != f"{one.version}.{other.version}":
        raise Refusal("changed", _("Somebody else has changed this record in the meantime."))
    trace: dict[str, Any] = {"fields": {}}
    for part in PARTS:
        _take_part(part, one, other, sides, trace)
    if sides.get(_HOUSEHOLD) == MERGED and other.household_id != one.household_id:
        trace["fields"][_HOUSEHOLD] = [_word(one.household_id), _word(other.household_id)]
        one.household_id = other.household_id
    trace["copies"] = _copy_rows(one, other)
    trace["cases"] = [str(pk) for pk in _cases_of(other)]
    Case.objects.filter(person=other).update(person=one)
    _save_both(one, other, merged_into=one)
    PersonToken.objects.filter(organisation_id=one.organisation_id, person=other).delete()
    _index(one)
    row = PersonMerge(
        organisation_id=one.organisation_id, person=one, merged=other, by=actor.label
    )
    share_key(one, [row])
    row.trace = json.dumps(trace)
    row.save(force_insert=True)
    refresh_facts(_cases_of(one))
    log_cases(actor=actor, organisation_id=one.organisation_id, case_ids=_cases_of(one))
    record(
        actor=actor, verb=Verb.CHANGED, kind="person_merge", subjects=[one.pk, other.pk, row.pk],
        fields=sorted(trace["fields"]),
    )
    return row


@transaction.atomic
def undo_merge(*, actor: Actor, merge: PersonMerge) -> None:
    """Take a merge back: everything as before, except what somebody has changed since.

    ``merge`` comes with the kept record's key opened; the other one's is opened here.
    """
    if PersonMerge.objects.select_for_update().get(pk=merge.pk).undone_at is not None:
        raise Refusal("undone", _("This merge has been taken back already."))
    one = Person.objects.get(pk=merge.person_id)
    other = Person.objects.get(pk=merge.merged_id)
    share_key(merge, [one])
    attach_key([other], load_keys([other.pk]).get(other.pk, b""))
    one, other = _locked(one, other)
    if one.merged_into_id is not None:
        raise Refusal("merged", _("One of the two records has been merged already."))
    trace = json.loads(merge.trace or "{}")
    touched = _cases_of(one)
    hold_cases(touched)
    for part in PARTS:
        _give_back_part(part, one, trace)
    _give_back_household(one, trace)
    _drop_copies(one, trace)
    Case.objects.filter(pk__in=trace.get("cases", []), person=one).update(person=other)
    _save_both(one, other, merged_into=None)
    _index(one)
    _index(other)
    PersonMerge.objects.filter(pk=merge.pk).update(
        undone_at=timezone.now(), undone_by=actor.label, updated_at=timezone.now()
    )
    refresh_facts(touched)
    log_cases(actor=actor, organisation_id=one.organisation_id, case_ids=touched)
    record(
        actor=actor, verb=Verb.CHANGED, kind="person_merge",
        subjects=[one.pk, other.pk, merge.pk], note="undone",
    )


def _locked(kept: Person, merged: Person) -> tuple[Person, Person]:
    """Both as they stand now, locked in one order, each with its key."""
    ids = sorted({kept.pk, merged.pk})
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows}
    for person in (kept, merged):
        share_key(person, [found[person.pk]])
    return found[kept.pk], found[merged.pk]


def _cases_of(person: Person) -> list[Any]:
    return list(Case.objects.filter(person=person).order_by("pk").values_list("pk", flat=True))


def _save_both(one: Person, other: Person, *, merged_into: Person | None) -> None:
    other.merged_into = merged_into
    for person in (one, other):
        person.version += 1
        person.save(update_fields=["household", "merged_into", "version", "updated_at"])


def _index(person: Person) -> None:
    known = part_row(Identity, person)
    names = (known.family_name, known.given_name) if known else ()
    index_names(person.pk, person.organisation_id, *names)


def _word(value: Any) -> Any:
    """A value as JSON holds it."""
    return value if value is None or isinstance(value, int | str) else str(value)


def _take_part(
    part: type[Any], one: Person, other: Person, sides: Mapping[str, str], trace: dict[str, Any]
) -> None:
    row, theirs = part_row(part, one), part_row(part, other)
    values = chosen_values(plain_values(part, row), plain_values(part, theirs), sides)
    if not values:
        return
    if row is None:
        row = part(person=one, organisation_id=one.organisation_id)
        share_key(one, [row])
        row.save(force_insert=True)
        trace.setdefault("made", []).append(part._meta.label_lower)
    for name, value in values.items():
        attribute = part._meta.get_field(name).attname
        trace["fields"][name] = [_word(getattr(row, attribute) or None), _word(value)]
        setattr(row, attribute, value)
    row.save(update_fields=[*values, "updated_at"])


def _give_back_part(part: type[Any], one: Person, trace: dict[str, Any]) -> None:
    """The values of before, where nobody has written others since."""
    row = part_row(part, one)
    if row is None:
        return
    now = plain_values(part, row)
    back = {
        name: before
        for name, (before, after) in trace.get("fields", {}).items()
        if name in now and _word(now[name]) == after
    }
    for name, value in back.items():
        setattr(row, part._meta.get_field(name).attname, value)
    if back:
        row.save(update_fields=[*back, "updated_at"])
    was_made = part._meta.label_lower in trace.get("made", [])
    if was_made and not any(plain_values(part, row).values()):
        row.delete()


def _give_back_household(one: Person, trace: dict[str, Any]) -> None:
    before, after = trace.get("fields", {}).get(_HOUSEHOLD, (None, None))
    if (before or after) and _word(one.household_id) == after:
        one.household_id = before


def _copy_rows(one: Person, other: Person) -> dict[str, list[str]]:
    """Write what the kept record lacks under its own key; returns the new rows by table."""
    made: dict[str, list[str]] = {}
    for model in models_of_people():
        for row in missing_rows(model, one, other):
            copy = _copied(row, one)
            try:
                with transaction.atomic():
                    copy.save(force_insert=True)
            except IntegrityError:
                continue  # it holds one of its kind already (a language, say): that one stays
            made.setdefault(model._meta.label_lower, []).append(str(copy.pk))
    return made


def _copied(row: Any, person: Person) -> Any:
    sealed = sealed_fields(type(row))
    plain = {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.name not in (*sealed, "person", "version") and not f.primary_key
    }
    copy = type(row)(**plain, person=person)
    share_key(person, [copy])
    for name in sealed:
        setattr(copy, name, getattr(row, name))
    return copy


def _drop_copies(one: Person, trace: dict[str, Any]) -> None:
    """Copies that nobody has changed since go; the changed ones stay with the kept record."""
    for model in models_of_people():
        rows = model.objects.filter(
            pk__in=trace.get("copies", {}).get(model._meta.label_lower, []), person=one
        )
        if any(f.name == "version" for f in model._meta.concrete_fields):
            rows = rows.filter(version=1)
        rows.delete()
