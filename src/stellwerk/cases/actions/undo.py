# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking back the last change of a record, as long as nobody has changed it since."""

import json
from typing import Any, cast

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.keys import share_key
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.goals import regroup
from stellwerk.cases.actions.logging import log_cases
from stellwerk.cases.actions.parts import touch
from stellwerk.cases.actions.people import (
    CONTACT_FIELDS,
    IDENTITY_FIELDS,
    change_contact_data,
    change_identity,
)
from stellwerk.cases.actions.tokens import goal_token
from stellwerk.cases.choices import ENTRUSTED, AppointmentOutcome
from stellwerk.cases.models import (
    Appointment,
    Case,
    Contact,
    ContactData,
    Document,
    DocumentContent,
    Goal,
    Identity,
    UndoStep,
)
from stellwerk.cases.queries.logging import hold_cases


@transaction.atomic
def undo_change(*, actor: Actor, case: Case, step: UndoStep) -> Any:
    """Put back what stood in the record before; audited as a change like any other.

    Taking it back can itself be taken back. Raises `Refusal` when somebody changed it since.
    """
    subject: Any = case if step.case_id else case.person
    model = cast("type[models.Model]", apps.get_model(step.model))
    if issubclass(model, Identity | ContactData):
        return _undo_of_person(actor, case, model, step)
    row = model._default_manager.filter(pk=step.row_id, organisation_id=case.organisation_id)
    found: Any = row.first()
    if found is None or found.key_subject_id != subject.pk:
        raise Refusal("undo_gone", _("This record is no longer there."))
    share_key(subject, [found, step])
    values = _values(model, step)
    if "groups" in values:
        # "Anvertraut" is lifted by an act of its own, never by going back.
        values["groups"] |= found.groups & ENTRUSTED
    try:
        changed = update_fields(
            actor=actor, row=found, version=step.version, kind=step.kind,
            subjects=[subject.pk], values=values,
        )
    except Conflict:
        raise _changed_since() from None
    _follow_up(actor, case, found, changed)
    return found


def _changed_since() -> Refusal:
    return Refusal(
        "changed_since",
        _("This record was changed again since. It stays as it is; open it to change it."),
    )


def _undo_of_person(actor: Actor, case: Case, part: type[models.Model], step: UndoStep) -> Any:
    """Names and contact data go back by the action that changes them: the search follows."""
    person = case.person
    row: Any = part._default_manager.filter(pk=person.pk).first()
    if row is None or step.person_id != person.pk:
        raise Refusal("undo_gone", _("This record is no longer there."))
    share_key(person, [row, step])
    is_identity = part is Identity
    names = IDENTITY_FIELDS if is_identity else CONTACT_FIELDS
    columns = [cast("models.Field[Any, Any]", part._meta.get_field(n)).attname for n in names]
    values = {column: getattr(row, column) for column in columns} | _values(part, step)
    change = change_identity if is_identity else change_contact_data
    try:
        change(actor=actor, person=person, version=step.version, values=values)
    except Conflict:
        raise _changed_since() from None
    return person


def _values(model: type[models.Model], step: UndoStep) -> dict[str, Any]:
    text = str(step.values)
    try:
        stored = json.loads(text)
    except ValueError:
        raise Refusal("undo_gone", _("What stood there before can no longer be read.")) from None
    fields = {name: cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in stored}
    return {name: field.to_python(stored[name]) for name, field in fields.items()}


def _follow_up(actor: Actor, case: Case, row: Any, changed: list[str]) -> None:
    """What hangs on a record's fields follows them back."""
    cases = list(Case.objects.filter(person_id=case.person_id).values_list("pk", flat=True))
    hold_cases(cases)
    if isinstance(row, Goal):
        token = goal_token(case.organisation_id, str(row.text))
        Goal.objects.filter(pk=row.pk).update(text_token=token)
        regroup(row, row.groups)
    if isinstance(row, Document):
        DocumentContent.objects.filter(pk=row.pk).update(groups=row.groups)
    if isinstance(row, Contact | Appointment) and changed:
        Case.objects.filter(pk=case.pk).update(last_contact_on=_last_contact(case))
    touch(case)
    refresh_facts(cases)
    log_cases(actor=actor, organisation_id=case.organisation_id, case_ids=cases)


def _last_contact(case: Case) -> Any:
    contact = Contact.objects.filter(case=case).order_by("-at").values_list("at", flat=True)
    kept = Appointment.objects.filter(case=case, outcome=AppointmentOutcome.KEPT)
    kept_at = kept.order_by("-starts_at").values_list("starts_at", flat=True)
    days = [timezone.localtime(at).date() for at in (*contact[:1], *kept_at[:1])]
    return max(days, default=None)
