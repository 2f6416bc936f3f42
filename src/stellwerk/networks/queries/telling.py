# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the words of a typical case tell of the person beside what is stated of her."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import override

from stellwerk.networks.models import TypicalCase
from stellwerk.networks.queries.typical import stations_of, traits_of, views_of
from stellwerk.networks.rules.reidentification import Traits, regions_within
from stellwerk.networks.rules.telling import gender_words
from stellwerk.networks.rules.typical import texts_of
from stellwerk.vocabulary.choices import ListKey, Region
from stellwerk.vocabulary.queries import terms

_WORD = re.compile(r"[^\W\d_]+")
#: German words for the language of everybody here ("Deutschkurs") tell no origin.
_HOME = "de"
#: "syrisch" -> "Syrer", "Syrerinnen"; "türkisch" -> "Türke", "Türkin".
_PEOPLE = (
    "e", "en", "er", "ers", "ern", "erin", "erinnen", "in", "innen", "ier", "iers", "ierin",
    "ierinnen",
)
#: "malisch" would make a painter of everybody from Mali.
_TRADES = frozenset({"Mal"})


def told_by_words(texts: Mapping[str, str]) -> list[Traits]:
    """Nationalities, regions and genders that these texts tell, each once."""
    words = list(texts.values())
    nations = {key for key, _region in nationality_words(words).values()}
    genders = {sex for sexes in gender_words(words).values() for sex in sexes}
    return [
        *(Traits(nationality=key) for key in sorted(nations)),
        *(Traits(region=key) for key in sorted(set(region_words(words).values()))),
        *(Traits(gender=sex) for sex in sorted(genders)),
    ]


def words_beyond(typical: TypicalCase, texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Field -> words that tell more of the person than the typical case itself says by now.

    What its own words tell was counted when it was released; a wider region tells nothing new.
    """
    views = [one for one in views_of(typical) if one.organisation_id == typical.organisation_id]
    own = texts_of(typical, stations_of(typical), views)
    known = [traits_of(typical), *told_by_words(own)]
    nations = {one.nationality for one in known}
    genders = {one.gender for one in known}
    regions = {one.region for one in known} - {""}
    found = {}
    for field, text in texts.items():
        words = [w for w, (key, _r) in nationality_words([text]).items() if key not in nations]
        words += [
            w for w, key in region_words([text]).items()
            if not any(one in regions_within(key) for one in regions)
        ]
        words += [w for w, sexes in gender_words([text]).items() if not set(sexes) <= genders]
        if words:
            found[field] = words
    return found


def region_words(texts: Iterable[str]) -> dict[str, str]:
    """Names of regions in these texts -> the region; in German whoever asks, as at night."""
    found = {}
    with override("de"):
        names = {str(region): str(region.label) for region in Region}
    for region, label in names.items():
        name = re.compile(rf"\b{re.escape(label)}s?\b")
        for text in texts:
            if hit := name.search(text):
                found[hit[0]] = region
    return found


def nationality_words(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Words in these texts that tell a nationality -> its key and region."""
    known = _words_of_nationalities()
    return {
        word: known[word] for text in texts for word in _WORD.findall(text) if word in known
    }


def _words_of_nationalities() -> dict[str, tuple[str, str]]:
    """Word as written. Adjectives in small letters: "Türkisch" is the language as well."""
    words: dict[str, tuple[str, str]] = {}
    for term in terms(ListKey.NATIONALITY):
        region = str(term.attributes.get("region") or "")
        if term.key == _HOME or not region:
            continue
        for name in (term.label_de, *term.attributes.get("also", [])):
            for ending in ("", "s", "n", "nen", "en"):
                words.setdefault(f"{name}{ending}", (term.key, region))
        adjective = str(term.attributes.get("adjective_de") or "")
        for ending in ("e", "er", "en", "es", "em", "") if adjective else ():
            words.setdefault(f"{adjective}{ending}", (term.key, region))
        stem = adjective.removesuffix("isch").capitalize()
        for ending in _PEOPLE if adjective.endswith("isch") and stem not in _TRADES else ():
            words.setdefault(f"{stem}{ending}", (term.key, region))
    return words
