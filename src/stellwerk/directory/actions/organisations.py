# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Network, municipalities and organisations."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Conflict, NotVisible, Refusal, refuse_if
from stellwerk.directory import rules
from stellwerk.directory.models import Municipality, Network, Organisation
from stellwerk.vocabulary.models import Term


@transaction.atomic
def add_municipality(
    *, actor: Actor, ags: str, name: str, kind: str, parent: Municipality | None = None
) -> Municipality:
    """Add a municipality with its official key."""
    taken = Municipality.objects.filter(ags=ags).exists()
    refuse_if(rules.blockers_to_add_municipality(ags=ags, is_taken=taken))
    added = Municipality.objects.create(ags=ags, name=name.strip(), kind=kind, parent=parent)
    record(actor=actor, verb=Verb.CREATED, kind="municipality", subjects=[added.pk], note=ags)
    return added


@transaction.atomic
def create_network(*, actor: Actor, name: str, seat: Municipality) -> Network:
    """Set up the one network of this installation."""
    if Network.objects.exists():
        raise Refusal("network_exists", _("This installation already serves a network."))
    network = Network.objects.create(name=name.strip(), seat=seat)
    record(actor=actor, verb=Verb.CREATED, kind="network", subjects=[network.pk])
    return network


@transaction.atomic
def create_organisation(
    *,
    actor: Actor,
    key: str,
    name: str,
    kind: Term,
    municipality: Municipality | None = None,
    legal_spheres: Sequence[Term] = (),
    is_sample: bool = False,
) -> Organisation:
    """Create an organisation: the controller of its own cases."""
    taken = Organisation.objects.filter(key=key).exists()
    refuse_if(rules.blockers_to_create_organisation(key=key, name=name, is_key_taken=taken))
    created = Organisation.objects.create(
        key=key, name=name.strip(), kind=kind, municipality=municipality, is_sample=is_sample
    )
    created.legal_spheres.set(legal_spheres)
    record(
        actor=actor, verb=Verb.CREATED, kind="organisation", subjects=[created.pk],
        fields=["key", "name", "kind", "municipality", "legal_spheres"],
    )  # fmt: skip
    return created


@transaction.atomic
def change_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    version: int,
    name: str,
    kind: Term,
    municipality: Municipality | None,
    legal_spheres: Sequence[Term],
) -> Organisation:
    """Change what is known of an organisation; its key stays.

    Raises Conflict with both sides when somebody changed it after ``version``.
    """
    fresh = _locked(organisation)
    refuse_if(rules.blockers_to_create_organisation(key=fresh.key, name=name, is_key_taken=False))
    if fresh.version != version:
        raise Conflict(
            _("Somebody else changed this organisation meanwhile. It now reads: %(name)s")
            % {"name": fresh.name},
            version=fresh.version,
            theirs=_in_words(
                fresh.name, fresh.kind, fresh.municipality, fresh.legal_spheres.all()
            ),
            yours=_in_words(name.strip(), kind, municipality, legal_spheres),
        )
    wanted = {"name": name.strip(), "kind": kind, "municipality": municipality}
    changed = [field for field, value in wanted.items() if getattr(fresh, field) != value]
    if set(fresh.legal_spheres.all()) != set(legal_spheres):
        fresh.legal_spheres.set(legal_spheres)
        changed.append("legal_spheres")
    if changed:
        for field, value in wanted.items():
            setattr(fresh, field, value)
        _keep(actor, fresh, changed)
    return fresh


def _in_words(
    name: str, kind: Term, municipality: Municipality | None, spheres: Iterable[Term]
) -> dict[str, str]:
    """What can be changed, as people read it."""
    return {
        "name": name,
        "kind": str(kind),
        "municipality": str(municipality or ""),
        "legal_spheres": ", ".join(sorted(map(str, spheres))),
    }


@transaction.atomic
def retire_organisation(*, actor: Actor, organisation: Organisation, on: date) -> Organisation:
    """Take an organisation out of the network from ``on``; its roles stop with it."""
    fresh = _locked(organisation)
    if fresh.retired_on is not None:
        raise Refusal("already_retired", _("This organisation is retired already."))
    if fresh.pk == actor.organisation_id:
        raise Refusal("own_organisation", _("You would shut yourself out."))
    fresh.retired_on = on
    _keep(actor, fresh, ["retired_on"])
    return fresh


@transaction.atomic
def reinstate_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Bring a retired organisation back."""
    fresh = _locked(organisation)
    if fresh.retired_on is not None:
        fresh.retired_on = None
        _keep(actor, fresh, ["retired_on"])
    return fresh


def _keep(actor: Actor, organisation: Organisation, changed: list[str]) -> None:
    organisation.version += 1
    organisation.save()
    record(
        actor=actor, verb=Verb.CHANGED, kind="organisation", subjects=[organisation.pk],
        fields=changed,
    )  # fmt: skip


def _locked(organisation: Organisation) -> Organisation:
    fresh = Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
    if fresh is None:
        raise NotVisible
    return fresh
