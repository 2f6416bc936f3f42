# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which objects an actor may see: every page asks here, and reading is recorded here.

The access table is looked up first; forbidden and missing look the same. Row-level security
(``walls``) probes the same table again below.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from stellwerk.access.matrix import Need, may
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import Keyed, open_keys
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Case, CaseAccess, Person
from stellwerk.cases.queries.casefile import case_of
from stellwerk.directory.choices import Role
from stellwerk.questions.kept import STAND_IN, Questions

#: Marks reads through a grant, in the log of both sides.
GRANTED = "granted"


@dataclass(frozen=True)
class OpenedCase:
    """A case that was opened for an actor: what of it she may see, and whether she may write."""

    case: Case
    scope: FieldGroup
    is_own: bool
    may_write: bool

    def shows(self, *groups: FieldGroup) -> bool:
        """Whether all of ``groups`` are within the granted field groups."""
        wanted = FieldGroup(0)
        for group in groups:
            wanted |= group
        return (self.scope & wanted) == wanted


def visible_access(actor: Actor) -> QuerySet[CaseAccess]:
    """The access rows valid now through which the actor sees cases; at most one per case.

    Team lead: all cases of her organisation. Case manager and substitute: the cases of those whose
    work they do. Partner: what other organisations granted. Everybody else: none.
    """
    if actor.organisation_id is None or not may(actor, Need.SEE_CASES):
        return CaseAccess.objects.none()
    reach = Q(pk__in=())
    own = Q(owner_organisation_id=actor.organisation_id)
    if actor.has_role(Role.TEAM_LEAD):
        reach |= own
    elif actor.has_role(Role.CASE_MANAGER, Role.SUBSTITUTE):
        reach |= own & Q(manager_id__in=list(actor.covers))
    if actor.has_role(Role.PARTNER):
        reach |= ~own
    return (
        CaseAccess.objects.filter(reach, organisation_id=actor.organisation_id)
        .filter(revoked_at__isnull=True, valid_from__lte=Now())
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=Now()))
    )


def still_allowed(actor: Actor, wanted: Mapping[UUID, int]) -> bool:
    """Whether the actor may see each of these cases, in all field groups named, at this moment.

    ``wanted``: case -> field groups. The one decision for work that was ordered earlier and runs
    or is fetched later: asked then, so that a consent revoked, narrowed or run out in between, a
    role that ended or a case that went to somebody else stops it.
    """
    rows = visible_access(actor).filter(case_id__in=list(wanted))
    now = dict(rows.values_list("case_id", "scope"))
    return all(now.get(case_id, 0) & scope == scope for case_id, scope in wanted.items()) and (
        now.keys() == wanted.keys()
    )


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases the actor may see; showing them needs ``record_list`` or ``open_case``."""
    return Case.objects.filter(access_rows__in=visible_access(actor))


def visible_people(actor: Actor) -> QuerySet[Person]:
    """People of visible cases whose identity the actor may see."""
    rows = visible_access(actor).annotate(bits=F("scope").bitand(int(FieldGroup.IDENTITY)))
    return Person.objects.filter(pk__in=rows.filter(bits__gt=0).values("person_id"))


# Stand for the asking organisation and for those whose work the actor does.
_ORGANISATION, _COVERS = UUID(int=1), 100
_DECIDING = (Role.TEAM_LEAD, Role.CASE_MANAGER, Role.SUBSTITUTE, Role.PARTNER)


@dataclass(frozen=True)
class Kind:
    """What of an actor decides which cases she sees, without saying who she is."""

    roles: frozenset[str]
    covered: int

    def somebody(self) -> Actor:
        """An actor of this kind made of stand-ins, to translate a question with."""
        return Actor(
            label="",
            user_id=STAND_IN,
            organisation_id=_ORGANISATION,
            roles=self.roles,
            covers=frozenset(UUID(int=_COVERS + n) for n in range(self.covered)),
        )


def kind_of(actor: Actor) -> tuple[Kind, dict[Any, Any]] | None:
    """The actor's kind and whom its stand-ins stand for; None for those who see no case."""
    roles = actor.roles.intersection(_DECIDING)
    if actor.organisation_id is None or not roles or not may(actor, Need.SEE_CASES):
        return None
    others: dict[Any, Any] = {_ORGANISATION: actor.organisation_id}
    others |= {UUID(int=_COVERS + n): user for n, user in enumerate(actor.covers)}
    return Kind(roles, len(actor.covers)), others


def _row_question(kind: Kind) -> dict[str, QuerySet[Any, Any]]:
    rows = visible_access(kind.somebody()).filter(case_id=STAND_IN)
    return {"row": rows.values_list("scope", "owner_organisation_id")[:1]}


_ROW = Questions(_row_question)


def _access_row(actor: Actor, case_id: UUID) -> tuple[int, UUID] | None:
    """Scope and owner of the one access row in force through which the actor sees the case.

    ``visible_access`` for one case, its translation kept per kind of actor.
    """
    known = kind_of(actor)
    if known is None:
        return None
    kind, others = known
    return next(iter(_ROW.ask(kind, {"row": case_id}, others)["row"]), None)


def open_case(actor: Actor, case_id: UUID, *, fields: Sequence[str] = ()) -> OpenedCase:
    """Find one visible case, record the read, open its keys.

    Raises ``NotVisible`` when the case is missing or hidden. The audit row stands in the same
    transaction: without it there is no case.
    """
    row = _access_row(actor, case_id)
    case = case_of(case_id) if row else None
    if row is None or case is None:
        raise NotVisible
    scope, owner = FieldGroup(row[0]), row[1]
    is_own = owner == actor.organisation_id
    shown = list(fields) or [str(g.name).lower() for g in FieldGroup if g in scope]
    # The owner finds foreign reads of her cases in her own log.
    for log in {actor.organisation_id, owner}:
        record(
            actor=actor,
            verb=Verb.READ,
            kind="case",
            subjects=[case.pk],
            fields=shown,
            note="" if is_own else GRANTED,
            organisation_id=log,
        )
    open_keys([case, case.person])
    return OpenedCase(
        case=case,
        scope=scope,
        is_own=is_own,
        may_write=is_own and may(actor, Need.WORK_ON_CASES),
    )


def open_case_for_work(actor: Actor, case_id: UUID) -> OpenedCase:
    """Like ``open_case``, but only for those who may change it; otherwise ``NotVisible``."""
    opened = open_case(actor, case_id)
    if not opened.may_write:
        raise NotVisible
    return opened


def case_being_typed(actor: Actor, case_id: UUID) -> Case:
    """A case that the actor may change, for keeping what she is typing: nothing of it is shown.

    Nothing is read, so no read is recorded; the key is opened to seal the draft with.
    """
    row = _access_row(actor, case_id)
    case = Case.objects.filter(pk=case_id).first() if row else None
    is_own = row is not None and row[1] == actor.organisation_id
    if case is None or not is_own or not may(actor, Need.WORK_ON_CASES):
        raise NotVisible
    open_keys([case])
    return case


def record_list(
    actor: Actor, kind: str, ids: Iterable[UUID], *, fields: Sequence[str], searched: bool = False
) -> None:
    """Record that a list showed these records: one row with the ids shown.

    Of granted cases their owners learn as well, each of her own.
    """
    shown = list(ids)
    verb = Verb.SEARCHED if searched else Verb.LISTED
    record(actor=actor, verb=verb, kind=kind, subjects=shown, fields=list(fields))
    if kind != "case" or not actor.has_role(Role.PARTNER):
        return
    granted = visible_access(actor).exclude(owner_organisation_id=actor.organisation_id)
    owners: dict[UUID, list[UUID]] = {}
    rows = granted.filter(case_id__in=shown).values_list("owner_organisation_id", "case_id")
    for owner, case_id in rows:
        owners.setdefault(owner, []).append(case_id)
    for owner, case_ids in owners.items():
        record(
            actor=actor,
            verb=verb,
            kind=kind,
            subjects=case_ids,
            fields=list(fields),
            note=GRANTED,
            organisation_id=owner,
        )


def open_records(actor: Actor, kind: str, records: Sequence[Keyed], fields: Sequence[str]) -> None:
    """Record a list of records as read and open their encrypted fields."""
    record_list(actor, kind, {r.key_subject_id for r in records}, fields=fields)
    open_keys(records)
