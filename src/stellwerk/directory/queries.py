# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about users and organisations."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, F, Prefetch, Q, QuerySet

from stellwerk.base.actor import Actor
from stellwerk.directory.choices import Role
from stellwerk.directory.models import (
    Membership,
    Municipality,
    Network,
    Organisation,
    SignInLink,
    User,
)
from stellwerk.directory.rules import secret_hash
from stellwerk.questions.kept import STAND_IN, Questions

# Stands for the day while a question is translated.
_DAY = date.min


def valid_memberships(user: User, day: date) -> QuerySet[Membership]:
    """The user's memberships valid on ``day`` in organisations that are not retired."""
    return _valid_memberships(user.pk, day)


def _valid_memberships(user_id: UUID, day: date) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user_id=user_id, valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
        .filter(Q(organisation__retired_on__isnull=True) | Q(organisation__retired_on__gt=day))
        .select_related("organisation")
    )


def actor_for(user: User, day: date, organisation_id: UUID | None = None) -> Actor:
    """Who the user is today in one organisation.

    Without ``organisation_id`` (or with one she does not belong to) the first valid membership by
    the organisation's name decides. A user without any valid membership gets no roles.
    """
    return actor_and_organisations(user, day, organisation_id)[0]


def actor_and_organisations(
    user: User, day: date, organisation_id: UUID | None = None
) -> tuple[Actor, list[Organisation]]:
    """The actor as in ``actor_for`` and her organisations to switch between: one query."""
    found_now = _KEPT.ask("", {"memberships": user.pk}, {_DAY: day})["memberships"]
    memberships = sorted(found_now, key=lambda m: m.organisation.name)
    chosen = [m for m in memberships if m.organisation_id == organisation_id]
    if not chosen and memberships:
        chosen = [m for m in memberships if m.organisation_id == memberships[0].organisation_id]
    covers = {user.pk} | {m.covers_id for m in chosen if m.role == Role.SUBSTITUTE and m.covers_id}
    actor = Actor(
        label=f"{user.name} <{user.email}>",
        user_id=user.pk,
        organisation_id=chosen[0].organisation_id if chosen else None,
        roles=frozenset(str(m.role) for m in chosen),
        covers=frozenset(covers),
    )
    found = {m.organisation_id: m.organisation for m in memberships}
    return actor, list(found.values())


def organisations_of(user: User, day: date) -> list[Organisation]:
    """The organisations between which the user may switch, by name."""
    found = {m.organisation_id: m.organisation for m in valid_memberships(user, day)}
    return sorted(found.values(), key=lambda o: o.name)


def organisation_by_key(key: str) -> Organisation | None:
    return Organisation.objects.filter(key=key).first()


def all_organisations() -> QuerySet[Organisation]:
    """Every organisation of the network, retired ones included, by name."""
    return Organisation.objects.all()


def case_workers(organisation_id: UUID, day: date) -> QuerySet[User]:
    """The users who may carry cases of an organisation on ``day``, by name."""
    roles = (Role.CASE_MANAGER, Role.TEAM_LEAD, Role.SUBSTITUTE)
    holding = (
        Membership.objects.filter(
            organisation_id=organisation_id, role__in=roles, valid_from__lte=day
        )
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
        .values("user_id")
    )
    return User.objects.filter(pk__in=holding, is_active=True)


def worker_names(organisation_id: UUID, day: date) -> list[tuple[UUID, str]]:
    """``case_workers`` as pairs of id and name."""
    return _KEPT.ask("", {"workers": organisation_id}, {_DAY: day})["workers"]


# Asked by every page, or by the busiest one.
_KEPT = Questions(
    lambda _key: {
        "memberships": _valid_memberships(STAND_IN, _DAY).order_by(),  # cheaper to sort here
        "workers": case_workers(STAND_IN, _DAY).values_list("pk", "name"),
    }
)


def other_organisations(organisation_id: UUID, day: date) -> QuerySet[Organisation]:
    """The organisations of the network besides one, those retired by ``day`` left out."""
    return Organisation.objects.exclude(pk=organisation_id).filter(
        Q(retired_on__isnull=True) | Q(retired_on__gt=day)
    )


def network() -> Network | None:
    """The network of this installation, once it is set up."""
    return Network.objects.select_related("seat").first()


def municipality_by_ags(ags: str) -> Municipality | None:
    return Municipality.objects.filter(ags=ags).first()


def municipalities() -> QuerySet[Municipality]:
    """All municipalities by their official key."""
    return Municipality.objects.all()


def organisations_with_roles(day: date) -> QuerySet[Organisation]:
    """All organisations, each with how many ``people`` hold a role on ``day``."""
    holding = Q(memberships__valid_from__lte=day) & (
        Q(memberships__valid_until__isnull=True) | Q(memberships__valid_until__gte=day)
    )
    return Organisation.objects.select_related("kind", "municipality").annotate(
        people=Count("memberships__user", filter=holding, distinct=True)
    )


def organisation_by_id(organisation_id: UUID) -> Organisation | None:
    """One organisation with what its page shows."""
    return (
        Organisation.objects.select_related("kind", "municipality")
        .prefetch_related("legal_spheres")
        .filter(pk=organisation_id)
        .first()
    )


def memberships_in(organisation_id: UUID) -> QuerySet[Membership]:
    """Every role in an organisation, those that still hold first."""
    return (
        Membership.objects.filter(organisation_id=organisation_id)
        .select_related("user", "covers", "organisation")
        .order_by(F("valid_until").desc(nulls_first=True), "role", "user__name")
    )


def memberships_of(user_id: UUID) -> QuerySet[Membership]:
    """Every role of a user, those that still hold first."""
    return (
        Membership.objects.filter(user_id=user_id)
        .select_related("organisation", "covers", "user")
        .order_by(F("valid_until").desc(nulls_first=True), "organisation__name", "role")
    )


def membership_by_id(membership_id: UUID) -> Membership | None:
    return (
        Membership.objects.select_related("user", "organisation", "covers")
        .filter(pk=membership_id)
        .first()
    )


def users_found(text: str) -> QuerySet[User]:
    """Accounts whose name or address contains ``text`` (all for an empty one), with their roles."""
    found = User.objects.prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("organisation"))
    )
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return found


def user_by_id(user_id: UUID) -> User | None:
    return User.objects.filter(pk=user_id).first()


def users_by_ids(user_ids: Iterable[UUID]) -> dict[UUID, User]:
    return User.objects.in_bulk(list(user_ids))


def user_by_email(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


def open_link(secret: str, moment: datetime) -> SignInLink | None:
    """The link with this secret if it still works."""
    link = (
        SignInLink.objects.select_related("user")
        .filter(secret_hash=secret_hash(secret), user__is_active=True)
        .first()
    )
    return link if link is not None and link.is_open_at(moment) else None


def latest_link(user_id: UUID) -> SignInLink | None:
    return SignInLink.objects.filter(user_id=user_id).order_by("-created_at").first()


def account_addresses(organisation_id: UUID) -> frozenset[str]:
    """Addresses, in small letters, of all who have or had a role in the organisation."""
    rows = Membership.objects.filter(organisation_id=organisation_id)
    return frozenset(mail.lower() for mail in rows.values_list("user__email", flat=True))


def all_users() -> QuerySet[User]:
    return User.objects.all()


def organisations_in_use(day: date) -> QuerySet[Organisation]:
    """Organisations that take part on ``day``, by name."""
    return Organisation.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))


def people_with_cases(day: date) -> QuerySet[User]:
    """Those whose cases a substitute may look after: case managers and team leads, by name."""
    holding = Membership.objects.filter(role__in=(Role.CASE_MANAGER, Role.TEAM_LEAD)).exclude(
        valid_until__lt=day
    )
    return User.objects.filter(pk__in=holding.values("user_id"), is_active=True)


def addresses_of(roles: Iterable[str], day: date) -> list[str]:
    """The addresses of all active accounts that hold one of these roles on ``day``."""
    holding = Membership.objects.filter(role__in=list(roles), valid_from__lte=day).exclude(
        valid_until__lt=day
    )
    found = User.objects.filter(pk__in=holding.values("user_id"), is_active=True)
    return list(found.order_by("email").values_list("email", flat=True))


def holders_of(organisation_id: UUID, role: str, day: date) -> list[UUID]:
    """The users who hold a role in an organisation on ``day``."""
    holding = Membership.objects.filter(
        organisation_id=organisation_id, role=role, valid_from__lte=day
    ).exclude(valid_until__lt=day)
    return list(holding.values_list("user_id", flat=True))


def factors_of(user: User) -> QuerySet[Authenticator]:
    """The second factors of an account: passkeys, authenticator app, recovery codes."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user).order_by("pk")
    return found
