# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a typical case leads back to a person: how many people share what it says of her.

The groups of each attribute lie inside each other or apart, never across. So the people who fit
two things told one after the other are those who fit the narrower one, and all that the group was
ever told is guarded by asking for every choice of one value per attribute.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import (
    SMALLEST_GROUP,
    AgeBand,
    ResidenceGroup,
    StatedGender,
    TypicalAttribute,
)
from stellwerk.vocabulary.choices import CONTINENTS, Region

#: More than so many combinations are not counted: too much was told already.
MOST_COMBINATIONS = 64


@dataclass(frozen=True)
class Traits:
    """What a typical case says of the person. Empty: not stated, so it restricts nothing.

    ``nationality`` is no attribute of its own: it is told by a word in the text ("Syrer").
    """

    age_band: str = ""
    region: str = ""
    residence_group: str = ""
    gender: str = ""
    half_year: str = ""
    nationality: str = ""

    @property
    def stated(self) -> dict[str, str]:
        """Only what is said, by attribute."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


NAMES = tuple(f.name for f in fields(Traits))


@dataclass(frozen=True)
class Coarsening:
    """One attribute said more generally (empty: left out), and how many people it fits then."""

    attribute: str
    value: str
    persons: int


@dataclass(frozen=True)
class Evidence:
    """What the case base answers: people per combination that somebody could put together.

    ``told``: what the group was told before, of this typical case and of those made of the same
    people. ``said``: what words of the text tell beside what is stated ("Herr", "Syrer").
    ``names``: field -> words in it that name somebody of the source cases.
    """

    traits: Traits
    told: tuple[Traits, ...]
    said: tuple[Traits, ...]
    persons: Mapping[Traits, int]
    names: Mapping[str, Sequence[str]]
    coarsenings: tuple[Coarsening, ...] = ()
    # Attribute -> people whom it fits by itself: what makes the combination rare is seen by it.
    alone: Mapping[str, int] = field(default_factory=dict)

    @property
    def fewest(self) -> int:
        """People whom the rarest combination fits."""
        return min(self.persons.values(), default=0)


def age_bounds(band: str) -> tuple[int, int]:
    """Youngest and oldest age of a group of ages, both inclusive."""
    low, high = band.split("-")
    return int(low), int(high)


def regions_within(region: str) -> tuple[str, ...]:
    """The region and its parts."""
    return (region, *CONTINENTS.get(region, ()))


def half_years_within(half_year: str) -> tuple[int, tuple[int, ...]]:
    """Year, and which of its halves."""
    year, _dash, half = half_year.partition("-")
    return int(year), (int(half),) if half else (1, 2)


def is_half_year(text: str) -> bool:
    """"2017-1", "2017-2" or the whole year "2017"."""
    year, dash, half = text.partition("-")
    return len(year) == 4 and year.isdecimal() and (not dash or half in ("1", "2"))


def coarser(attribute: str, value: str) -> list[str]:
    """What says the same more generally, the narrowest first; at last nothing."""
    wider: list[str] = []
    if attribute == TypicalAttribute.AGE_BAND and value:
        low, high = age_bounds(value)
        around = [
            band.value
            for band in AgeBand
            if band.value != value
            and age_bounds(band)[0] <= low
            and high <= age_bounds(band)[1]
        ]
        wider = sorted(around, key=lambda band: age_bounds(band)[1] - age_bounds(band)[0])
    elif attribute == TypicalAttribute.REGION:
        wider = [str(whole) for whole, parts in CONTINENTS.items() if value in parts]
    elif attribute == TypicalAttribute.HALF_YEAR and "-" in value:
        wider = [value.partition("-")[0]]
    return [*wider, ""] if value else []


def shared(values: Iterable[str], attribute: str) -> str:
    """The narrowest that is true of all; empty when one is missing or nothing is."""
    ways = [[value, *coarser(attribute, value)] for value in set(values)]
    if not ways or any(way[0] == "" for way in ways):
        return ""
    return next((step for step in ways[0] if all(step in way for way in ways[1:])), "")


def shared_traits(people: Sequence[Traits]) -> Traits:
    """What may be said of all of them together; of nationalities only the region."""
    names = [name for name in NAMES if name != "nationality"]
    return Traits(**{n: shared([getattr(p, n) for p in people], n) for n in names})


def combinations(traits: Traits, told: Iterable[Traits]) -> list[Traits]:
    """All that can be put together from what is told now and what was told before."""
    everything = [traits, *told]
    ever = [
        sorted({getattr(one, name) for one in everything} - {""}) or [""] for name in NAMES
    ]
    return [Traits(**dict(zip(NAMES, chosen, strict=True))) for chosen in product(*ever)]


def safe_traits(
    traits: Traits, count: Callable[[list[Traits]], Mapping[Traits, int]],
    smallest: int = SMALLEST_GROUP,
) -> Traits:
    """As much of it as enough people share: said more generally step by step, gently.

    Each step takes the change that reaches the number with the fewest people too many, or, while
    none does, the one that brings most.
    """
    while traits.stated and count([traits])[traits] < smallest:
        ways = [way for _name, _value, way in possible_coarsenings(traits)]
        persons = count(ways)
        enough = [way for way in ways if persons[way] >= smallest]
        traits = min(enough, key=persons.__getitem__) if enough else max(
            ways, key=persons.__getitem__
        )
    return traits


def possible_coarsenings(traits: Traits) -> list[tuple[str, str, Traits]]:
    """Attribute, more general value and the traits that come of it, one change at a time."""
    return [
        (name, value, replace(traits, **{name: value}))
        for name, held in traits.stated.items()
        for value in coarser(name, held) or [""]
    ]


def risk_blockers(evidence: Evidence, smallest: int | None = None) -> list[Blocker]:
    """All that leads back to a person: combinations that too few share, and names."""
    smallest = SMALLEST_GROUP if smallest is None else smallest
    wanted = combinations(evidence.traits, (*evidence.told, *evidence.said))
    if len(wanted) > MOST_COMBINATIONS:
        return [Blocker("told_too_much", _(
            "Too many different details of this case have been told already. Make a new typical "
            "case from other cases."
        ))]
    found = []
    if any(one not in evidence.persons for one in wanted):
        found.append(Blocker("not_counted", _("The case base has not been asked yet.")))
    rare = {one: n for one in wanted if (n := evidence.persons.get(one, 0)) < smallest}
    if evidence.traits in rare:
        found.append(
            Blocker("too_few", _too_few(evidence, rare[evidence.traits], smallest))
        )
    elif rare:
        found.append(Blocker("too_few_together", _together(rare, smallest)))
    for where, words in evidence.names.items():
        if words:
            text = _("These words name somebody of the source cases: %(names)s.")
            found.append(Blocker("names_somebody", text % {"names": ", ".join(words)}, where))
    return found


def _too_few(evidence: Evidence, persons: int, smallest: int) -> str:
    head = ngettext(
        "What is stated fits only %(n)s person of the case base; at least %(least)s are needed.",
        "What is stated fits only %(n)s people of the case base; at least %(least)s are needed.",
        persons,
    ) % {"n": persons, "least": smallest}
    enough = [c for c in evidence.coarsenings if c.persons >= smallest]
    ways = enough or list(evidence.coarsenings)
    if not ways:
        return head
    said = "; ".join(said_coarsening(way) for way in ways)
    general = _("More general would be: %(ways)s.") % {"ways": said}
    return f"{head} {general}"


def _together(rare: Mapping[Traits, int], smallest: int) -> str:
    worst = min(rare, key=lambda one: rare[one])
    return _(
        "Together with what the words tell and what the group was told before, only %(n)s of the "
        "case base fit (%(what)s); at least %(least)s are needed."
    ) % {"n": rare[worst], "what": said_traits(worst), "least": smallest}


def said_coarsening(way: Coarsening) -> str:
    """"Age group 18 to 39 (7 people)"."""
    if way.value:
        what = f"{attribute_label(way.attribute)} {value_label(way.attribute, way.value)}"
    else:
        what = _("%(attribute)s not stated") % {"attribute": attribute_label(way.attribute)}
    number = ngettext("%(n)s person", "%(n)s people", way.persons) % {"n": way.persons}
    return f"{what} ({number})"


def said_traits(traits: Traits) -> str:
    """All that is stated, in words."""
    return ", ".join(
        f"{attribute_label(name)}: {value_label(name, value)}"
        for name, value in traits.stated.items()
    )


def attribute_label(name: str) -> str:
    """What an attribute is called."""
    if name in TypicalAttribute.values:
        return str(TypicalAttribute(name).label)
    return _("Nationality in the text")


def value_label(name: str, value: str) -> str:
    """A value of an attribute in words."""
    kinds = {
        "age_band": AgeBand, "region": Region, "residence_group": ResidenceGroup,
        "gender": StatedGender,
    }
    if name in kinds and value in kinds[name].values:
        return str(kinds[name](value).label)
    if name == "half_year" and is_half_year(value):
        year, halves = half_years_within(value)
        if len(halves) == 2:
            return str(year)
        half = _("first half of %(year)s") if halves == (1,) else _("second half of %(year)s")
        return half % {"year": year}
    return value
