# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents, alliances and transmissions of one case, and what still allows a transmission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from stellwerk.cases.choices import FIELD_GROUP_LABELS, FieldGroup
from stellwerk.cases.models import (
    Alliance,
    Case,
    CaseAccess,
    Consent,
    ConsentRecipient,
    Transmission,
)
from stellwerk.cases.queries.casefile import opened, within


def group_keys(scope: int) -> list[str]:
    """The names of the field groups of a scope, as papers and the log know them."""
    return [str(group.name).lower() for group in FieldGroup if group & scope]


@dataclass(frozen=True)
class ConsentView:
    """A consent as the page shows it: in_force, expired, revoked or replaced."""

    consent: Consent
    state: str
    recipients: list[ConsentRecipient]

    @property
    def labels(self) -> list[str]:
        """The field groups in words."""
        return [str(FIELD_GROUP_LABELS[g]) for g in FieldGroup if g & self.consent.scope]

    @property
    def active(self) -> list[ConsentRecipient]:
        """Those to whom it still allows something."""
        if self.state != "in_force":
            return []
        return [row for row in self.recipients if row.ended_at is None]


def consent_state(consent: Consent, recipients: Iterable[ConsentRecipient], today: date) -> str:
    if consent.revoked_at is not None:
        return "revoked"
    if consent.replaced_by is not None:
        return "replaced"
    if consent.valid_until < today:
        return "expired"
    return "in_force" if any(row.ended_at is None for row in recipients) else "revoked"


def consents_of(case: Case) -> list[ConsentView]:
    """All consents of an own case, the newest first; two queries."""
    rows = Consent.objects.filter(case=case)
    return [consent_view(row) for row in opened(_with_recipients(rows), case)]


def has_consents(case: Case) -> bool:
    """Whether any was ever noted; opens nothing."""
    return Consent.objects.filter(case=case).exists()


def _with_recipients(rows: QuerySet[Consent]) -> QuerySet[Consent]:
    return rows.prefetch_related("recipients__recipient")


def consent_view(consent: Consent) -> ConsentView:
    recipients = list(consent.recipients.all())
    return ConsentView(
        consent, consent_state(consent, recipients, timezone.localdate()), recipients
    )


def consent_of(case: Case, consent_id: UUID) -> ConsentView | None:
    """One consent of the case, opened."""
    rows = _with_recipients(Consent.objects.filter(case=case, pk=consent_id))
    found = next(iter(opened(rows, case)), None)
    return consent_view(found) if found else None


def alliances_of(case: Case, scope: FieldGroup) -> list[Alliance]:
    """The newest first."""
    return opened(within(Alliance.objects.filter(case=case), scope), case)


def consents_in_force(case: Case, recipient_id: UUID) -> list[Consent]:
    """Those that allow this recipient something now, the widest first."""
    rows = Consent.objects.filter(
        case=case,
        revoked_at__isnull=True,
        replaced_by__isnull=True,
        valid_until__gte=timezone.localdate(),
        recipients__recipient_id=recipient_id,
        recipients__ended_at__isnull=True,
    ).distinct()
    return sorted(rows, key=lambda row: -row.scope.bit_count())


def grants_in_force(case: Case, organisation_ids: Iterable[UUID]) -> list[CaseAccess]:
    """Who of these organisations can see something of the case now."""
    return list(
        CaseAccess.objects.filter(
            case=case, organisation_id__in=list(organisation_ids), revoked_at__isnull=True
        )
        .exclude(organisation_id=case.organisation_id)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=Now()))
        .select_related("organisation")
    )


def transmissions_of(case: Case) -> list[Transmission]:
    """What was sent from this case, the newest first; contents stay closed."""
    return list(
        Transmission.objects.filter(case=case)
        .select_related("recipient")
        .defer("content", "purpose")
    )


def received_by(organisation_id: UUID) -> QuerySet[Transmission]:
    """What was sent to an organisation, the newest first."""
    return Transmission.objects.filter(recipient_id=organisation_id).select_related(
        "organisation", "recipient"
    )


def transmission_by_id(transmission_id: UUID) -> Transmission | None:
    """One transmission that the asking organisation sent or received; the wall decides."""
    return (
        Transmission.objects.filter(pk=transmission_id)
        .select_related("organisation", "recipient")
        .first()
    )
