# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What follows when imported rows are more than a row: consents open access, barriers have a half
below that knows no person. Used by `import_parts`, within its transaction.

An imported consent is a consent: each of its recipients may look from the next statement on, in
the field groups and until the day that it names. It opens access only when all of this holds:

- the consent is new here and in force: given, neither revoked nor replaced, ending after today;
- the recipient is an organisation of this installation, still at work, and not struck off;
- nothing that the organisation may see of the case already is replaced by it (that is said as a
  fault: whoever wants it revokes or replaces on the page of the consent).

What is stored is never changed but for its end, and an empty cell revives nothing: a file from
before a revocation, read in after it, leaves the consent revoked. An end in the file that is not
stored yet ends the access at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.keys import open_keys
from stellwerk.cases.actions.sharing import grant_access, revoke_access
from stellwerk.cases.actions.tokens import person_token
from stellwerk.cases.choices import Basis, ConsentForm
from stellwerk.cases.models import Case, CaseAccess, ConsentRecipient, Goal
from stellwerk.cases.queries.barriers import names_in, observation_of
from stellwerk.cases.queries.part_kinds import Cells, PartKind, kind_named
from stellwerk.cases.rules.barriers import naming_blockers
from stellwerk.cases.rules.consent import opens_access
from stellwerk.cases.rules.rows import Objection, PartRow
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import all_organisations
from stellwerk.networks.actions.observing import add_observations, change_observation
from stellwerk.networks.queries.issues import known_issues
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

_CONSENTS = kind_named("consents")
#: Columns that may be filled in later: they only ever end something.
_MAY_END = frozenset({"revoked_at", "replaced_by", "ended_at"})
#: What ends a consent.
_ENDINGS = frozenset({"revoked_at", "replaced_by"})


@dataclass(frozen=True)
class Owner:
    """The case that a row names; ``case_id`` None: not stored yet, and this is a preview."""

    case_id: UUID | None
    person_id: UUID
    is_new: bool


@dataclass
class PartChanges:
    """What is to be written for one kind."""

    new: list[tuple[Owner, UUID, PartRow]] = field(default_factory=list)
    changed: list[tuple[Owner, Any, PartRow, list[str]]] = field(default_factory=list)


Found = Mapping[str, PartChanges]
Extra = dict[UUID, dict[str, Any]]


class Following:
    """Asked by `import_parts` before, while and after rows of a chunk are written."""

    def __init__(self, actor: Actor, organisation_id: UUID, cells: Cells) -> None:
        self.actor, self.organisation_id, self.cells = actor, organisation_id, cells
        self.today = timezone.localdate()

    # --- before: what cannot be taken in beside what is stored -----------------------------------
    def objections(self, found: Found) -> list[Objection]:
        """Reasons that only what is stored can give."""
        said = [
            one
            for sheet in ("consents", "consent_recipients")
            for one in _fixed(sheet, found.get(sheet, PartChanges()))
        ]
        said += self._widened(found)
        said += self._standing(found)
        return said + self._naming(found.get("barriers", PartChanges()))

    def _widened(self, found: Found) -> list[Objection]:
        """Nobody is added to a consent that was given already."""
        new = {pk for _owner, pk, _row in found.get("consents", PartChanges()).new}
        expected = _("no further recipient: a consent is never changed; note a new one instead")
        return [
            Objection(
                "consent_recipients", row.row, "recipient", row.case_key, "consent_given",
                str(row.values["recipient"]), expected,
            )
            for _owner, _pk, row in found.get("consent_recipients", PartChanges()).new
            if UUID(row.values["consent"]) not in new
        ]  # fmt: skip

    def _standing(self, found: Found) -> list[Objection]:
        """Another organisation that can see something already: said, never silently replaced."""
        wanted = {
            (owner.case_id, office.pk): row
            for owner, _pk, row, _given, office in self._opening(found)
            if owner.case_id is not None and not owner.is_new
        }
        if not wanted:
            return []
        rows = CaseAccess.objects.filter(
            case_id__in=[case_id for case_id, _office in wanted], revoked_at__isnull=True
        ).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=Now()))
        expected = _("nobody who can see something of the case already: revoke that before")
        return [
            Objection(
                "consent_recipients", row.row, "recipient", row.case_key, "in_force",
                str(row.values["recipient"]), expected,
            )
            for pair in rows.values_list("case_id", "organisation_id")
            if (row := wanted.get(pair)) is not None
        ]  # fmt: skip

    def _naming(self, changes: PartChanges) -> list[Objection]:
        """Sentences that name the client or somebody around her would leave with the name."""
        rows = [(owner, row) for owner, _pk, row in changes.new]
        rows += [(o, row) for o, _r, row, names in changes.changed if {"sentence"} & set(names)]
        ids = {o.case_id for o, _row in rows if o.case_id is not None and not o.is_new}
        cases = {c.pk: c for c in Case.objects.filter(pk__in=ids).select_related("person")}
        open_keys(list(cases.values()))
        said = []
        for owner, row in rows:
            case = cases.get(certain(owner.case_id, "only stored cases are compared"))
            texts = {
                name: str(row.values.get(name) or "")
                for name in ("sentence", "from_office", "to_office")
            }
            for blocker in naming_blockers(names_in(case, texts)) if case else ():
                said.append(
                    Objection(
                        "barriers", row.row, blocker.field, row.case_key, blocker.code, "",
                        blocker.message,
                    )
                )  # fmt: skip
        return said

    # --- while: what a new row needs that no cell says -------------------------------------------
    def beside(self, kind: PartKind, found: Found) -> Extra:
        """Attributes of new rows by identity: the grant that follows, the half below."""
        if kind.sheet == "consent_recipients":
            return self._grants(found)
        if kind.sheet == "barriers":
            return self._observations(found["barriers"])
        return {}

    def _opening(
        self, found: Found
    ) -> Iterable[tuple[Owner, UUID, PartRow, PartRow, Organisation]]:
        """New recipients of new consents in force: owner, identity, row, consent, organisation."""
        given = {
            pk: row
            for _owner, pk, row in found.get("consents", PartChanges()).new
            if opens_access(row.values, self.today)
        }
        for owner, pk, row in found.get("consent_recipients", PartChanges()).new:
            consent = given.get(UUID(row.values["consent"]))
            office = self._offices.get(row.values["recipient"])
            if consent and office and not row.values.get("ended_at"):
                yield owner, pk, row, consent, office

    @cached_property
    def _offices(self) -> dict[str, Organisation]:
        rows = all_organisations().filter(retired_on__isnull=True)
        return {one.key: one for one in rows if one.pk != self.organisation_id}

    def _grants(self, found: Found) -> Extra:
        opening = list(self._opening(found))
        cases = Case.objects.in_bulk({owner.case_id for owner, *_rest in opening})
        extra: Extra = {}
        for owner, pk, _row, consent, office in opening:
            _attribute, scope = self.cells.attribute(
                _CONSENTS, "scope", consent.values["scope"]
            )
            given: date = consent.values["given_on"]
            extra[pk] = {
                "access_id": grant_access(
                    actor=self.actor,
                    case=cases[certain(owner.case_id, "a case that is written has an identity")],
                    organisation=office, scope=scope, basis=Basis.CONSENT,
                    note=_("Consent of %(day)s, %(form)s")
                    % {
                        "day": f"{given:%d.%m.%Y}",
                        "form": ConsentForm(consent.values["form"]).label,
                    },
                    until=consent.values["valid_until"],
                )
            }  # fmt: skip
        return extra

    def _observations(self, changes: PartChanges) -> Extra:
        rows = [
            (
                person_token(self.organisation_id, owner.person_id),
                row.values["since"],
                self._structural(row.values),
            )
            for owner, _pk, row in changes.new
        ]
        made = add_observations(
            actor=self.actor, organisation_id=self.organisation_id, rows=rows
        )
        return {
            pk: {"observation_id": half}
            for (_owner, pk, _row), half in zip(changes.new, made, strict=True)
        }

    def _structural(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is handed down, each office as an organisation of the directory or in words."""
        found: dict[str, Any] = {
            "sentence": values.get("sentence") or "", "kind": values.get("kind") or "",
            "delay_days": values.get("delay_days"),
            "known_issue": self._issues.get(str(values.get("known_issue") or "")),
            "field_of_action": self._fields.get(values.get("field_of_action") or ""),
        }  # fmt: skip
        for side in ("from", "to"):
            words = str(values.get(f"{side}_office") or "").strip()
            office = self._by_name.get(words.casefold()) if words else None
            found[f"{side}_organisation_id"] = office
            found[f"{side}_words"] = "" if office else words
        return found

    @cached_property
    def _by_name(self) -> dict[str, UUID]:
        rows = all_organisations().values_list("pk", "name")
        return {name.casefold(): pk for pk, name in rows}

    @cached_property
    def _fields(self) -> dict[str, Term]:
        rows = Term.objects.filter(list=ListKey.FIELD_OF_ACTION)
        return {term.key: term for term in rows}

    @cached_property
    def _issues(self) -> dict[str, Any]:
        return {str(one.number): one for one in known_issues()}

    # --- after -----------------------------------------------------------------------------------
    def after(self, kind: PartKind, changes: PartChanges) -> None:
        """What follows from changed rows."""
        if kind.refers.get("goal"):
            _seen_as_the_goal(kind, changes)
        elif kind.sheet == "barriers":
            for _owner, barrier, row, names in changes.changed:
                if {*kind.lower, "since"} & set(names):
                    self._change_half(kind, barrier, row)
        elif kind.sheet == "consents":
            ended = [r.pk for _o, r, _row, names in changes.changed if _ENDINGS & set(names)]
            self._end(ConsentRecipient.objects.filter(consent_id__in=ended))
        elif kind.sheet == "consent_recipients":
            struck = [r.pk for _o, r, _row, names in changes.changed if "ended_at" in names]
            self._end(ConsentRecipient.objects.filter(pk__in=struck))

    def _change_half(self, kind: PartKind, barrier: Any, row: PartRow) -> None:
        half = observation_of(barrier)
        barrier.observation = half
        said = {name: self.cells.of(kind, barrier, name) for name in kind.lower}
        said |= {name: value for name, value in row.values.items() if name in kind.lower}
        change_observation(
            actor=self.actor, observation=half, since=barrier.since,
            values=self._structural(said),
        )

    def _end(self, recipients: Any) -> None:
        """The access that followed from these recipients ends with the next statement."""
        rows = list(recipients)
        accesses = CaseAccess.objects.filter(
            pk__in=[row.access_id for row in rows if row.access_id], revoked_at__isnull=True
        ).select_related("case")
        for access in accesses:
            revoke_access(actor=self.actor, case=access.case, access=access)
        open_rows = [row.pk for row in rows if row.ended_at is None]
        ConsentRecipient.objects.filter(pk__in=open_rows, ended_at__isnull=True).update(
            ended_at=timezone.now()
        )


def _seen_as_the_goal(kind: PartKind, changes: PartChanges) -> None:
    """History and scale of a goal are seen by those who see the goal."""
    cases = {owner.case_id for owner, _pk, _row in changes.new}
    cases |= {owner.case_id for owner, _record, _row, _names in changes.changed}
    groups = Goal.objects.filter(pk=OuterRef("goal_id")).values("groups")
    kind.model._default_manager.filter(case_id__in=cases).update(groups=Subquery(groups))


def _fixed(sheet: str, changes: PartChanges) -> list[Objection]:
    """Cells that would change what a client has consented to."""
    expected = _("as it is stored: a consent is never changed; it is replaced or revoked")
    fixed = kind_named(sheet).fixed
    return [
        Objection(sheet, row.row, name, row.case_key, "consent_fixed", "", expected)
        for _owner, record, row, names in changes.changed
        for name in names
        if name in fixed and not (name in _MAY_END and getattr(record, name) is None)
    ]
