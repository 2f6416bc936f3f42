# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents: noted, replaced, revoked; the access table follows in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.keys import attach_key
from stellwerk.base.refusal import Blocker, Refusal, refuse_if
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.parts import add_part, case_key, locked_case, touch
from stellwerk.cases.actions.sharing import grant_access, revoke_access
from stellwerk.cases.choices import Basis, FieldGroup
from stellwerk.cases.models import Case, CaseAccess, Consent, ConsentRecipient
from stellwerk.cases.queries.casefile import person_view
from stellwerk.cases.queries.consent import grants_in_force, group_keys
from stellwerk.cases.rules.consent import ConsentDraft, consent_blockers
from stellwerk.directory.models import Organisation

CONSENT_FIELDS = (
    "purpose", "own_words", "scope", "explained_in", "refusal_explained", "form", "guardian",
    "given_on", "valid_until",
)


def _draft(case: Case, recipients: Sequence[Organisation], values: Mapping[str, Any]) -> Any:
    return ConsentDraft(
        purpose=str(values.get("purpose") or ""),
        own_words=str(values.get("own_words") or ""),
        scope=int(values.get("scope") or 0),
        health_ticked=bool(values.get("health_ticked")),
        explained_in=str(values.get("explained_in") or ""),
        refusal_explained=bool(values.get("refusal_explained")),
        form=str(values.get("form") or ""),
        guardian=str(values.get("guardian") or ""),
        given_on=values.get("given_on"),
        valid_until=values.get("valid_until"),
        recipients=len(recipients),
        age=person_view(case.person, FieldGroup.IDENTITY).age,
    )


def _standing_blockers(
    case: Case, recipients: Sequence[Organisation], replaces: bool
) -> list[Blocker]:
    """Only one grant per organisation: another one must be replaced knowingly."""
    if any(office.pk == case.organisation_id for office in recipients):
        return [
            Blocker("own", _("Your organisation sees its own case anyway."), "recipients")
        ]
    if replaces:
        return []
    standing = grants_in_force(case, [office.pk for office in recipients])
    return [
        Blocker(
            "in_force",
            _("%(office)s can already see something of this case. Please say that this consent"
              " takes the place of that, or leave the recipient out.")
            % {"office": grant.organisation},
            "replaces",
        )
        for grant in standing
    ]


@transaction.atomic
def give_consent(
    *, actor: Actor, case: Case, recipients: Sequence[Organisation], values: Mapping[str, Any],
    replaces: bool = False,
) -> Consent:
    """Note what the client has consented to; each recipient may look from the next statement on.

    ``values`` are keyed by ``CONSENT_FIELDS`` and ``health_ticked``. Raises one Refusal with all
    that is missing; nothing is granted then.
    """
    locked_case(case)
    refuse_if(
        [
            *consent_blockers(_draft(case, recipients, values), timezone.localdate()),
            *_standing_blockers(case, recipients, replaces),
        ]
    )
    before = _standing(case)
    consent = Consent(by=actor.label)
    for name in CONSENT_FIELDS:
        if values.get(name) not in (None, ""):
            setattr(consent, name, values[name])
    add_part(
        actor=actor, case=case, row=consent, kind="consent",
        fields=["purpose", "recipients", *group_keys(consent.scope)],
    )
    for office in recipients:
        _let_see(actor, case, consent, office)
    # Consents of which nothing is left have been replaced by this one.
    Consent.objects.filter(pk__in=before - _standing(case)).update(replaced_by=consent.pk)
    touch(case)
    return consent


def _standing(case: Case) -> set[UUID]:
    """The consents of the case that still allow somebody something."""
    rows = ConsentRecipient.objects.filter(case=case, ended_at__isnull=True)
    return set(rows.values_list("consent_id", flat=True))


def _let_see(actor: Actor, case: Case, consent: Consent, office: Organisation) -> None:
    given: date = consent.given_on
    access_id = grant_access(
        actor=actor, case=case, organisation=office, scope=consent.scope, basis=Basis.CONSENT,
        note=_("Consent of %(day)s, %(form)s")
        % {"day": f"{given:%d.%m.%Y}", "form": consent.get_form_display()},
        until=certain(consent.valid_until, "the blockers ask for it"),
    )
    ConsentRecipient.objects.create(
        case_id=case.pk, organisation_id=case.organisation_id, consent=consent,
        recipient=office, access_id=access_id,
    )


@transaction.atomic
def revoke_consent(
    *, actor: Actor, case: Case, consent: Consent, recipient_id: UUID | None = None
) -> None:
    """The client takes it back, wholly or for one recipient; acts with the next statement."""
    locked_case(case)
    rows = ConsentRecipient.objects.select_for_update(of=("self",)).filter(
        consent=consent, ended_at__isnull=True
    )
    if recipient_id is not None:
        rows = rows.filter(recipient_id=recipient_id)
    ending = list(rows)
    if not ending or consent.revoked_at is not None:
        raise Refusal("not_in_force", _("This consent is not in force any more."))
    accesses = CaseAccess.objects.filter(
        pk__in=[row.access_id for row in ending], revoked_at__isnull=True
    )
    for access in accesses:
        revoke_access(actor=actor, case=case, access=access)
    now = timezone.now()
    ConsentRecipient.objects.filter(pk__in=[row.pk for row in ending]).update(ended_at=now)
    if not ConsentRecipient.objects.filter(consent=consent, ended_at__isnull=True).exists():
        Consent.objects.filter(pk=consent.pk).update(revoked_at=now)
        consent.revoked_at = now
        log_rows(actor=actor, case=case, rows=[consent])
    record(
        actor=actor, verb=Verb.REVOKED, kind="consent",
        subjects=[case.pk, consent.pk, *(row.recipient_id for row in ending)],
        fields=group_keys(consent.scope),
    )
    touch(case)


@transaction.atomic
def note_signed_paper(
    *, actor: Actor, case: Case, consent: Consent, version: int | None, signed_on: date | None,
    signed_where: str, signed_copy: UUID | None = None,
) -> list[str]:
    """Note when the signed paper came and where it lies.

    ``signed_copy``: the document of the case that shows it; without one the former copy stays.
    """
    if signed_on is not None and signed_on > timezone.localdate():
        raise Refusal("day_ahead", _("The day lies in the future."), field="signed_on")
    attach_key([consent], case_key(case))
    return update_fields(
        actor=actor, row=consent, version=version, kind="consent", subjects=[case.pk],
        values={
            "signed_on": signed_on, "signed_where": signed_where or None,
            "signed_copy": signed_copy or consent.signed_copy,
        },
    )
