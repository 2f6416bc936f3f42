# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a need of 0 to 4 means unless an organisation says it in its own words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_ANY: tuple[Promise, ...] = (
    _("no need: the person manages well"),
    _("little need: information or a hint is enough"),
    _("some need: support at single steps"),
    _("high need: support over a longer time, several offices"),
    _("very high need: acute, without support harm is near"),
)
_BY_AREA: dict[str, tuple[Promise, ...]] = {
    "housing": (
        _("a home of one's own, big enough, secured"),
        _("a home of one's own with small defects or questions"),
        _("cramped, dear or for a limited time; looking for a home"),
        _("shared accommodation or notice given; no way out in sight"),
        _("homeless or about to lose the home"),
    ),
    "language": (
        _("speaks and writes for work and offices without help"),
        _("manages everyday life; help with letters"),
        _("simple talks; attends or needs a course"),
        _("hardly any German; interpreter needed for every appointment"),
        _("no German, cannot read and write, no course in reach"),
    ),
    "work": (
        _("in work or training that secures a living"),
        _("in work; hours, contract or kind of work to be improved"),
        _("looking for work or training, ready to begin"),
        _("several obstacles to work (papers, care, language, health)"),
        _("no access to work in sight, or exploited"),
    ),
    "health": (
        _("well, and with a doctor of her own"),
        _("small complaints; finds the way to the doctor"),
        _("needs treatment and support to get it"),
        _("serious or chronic illness, treatment not secured"),
        _("acute danger for body or mind"),
    ),
    "benefits": (
        _("living secured, no open claims"),
        _("living secured; single claims open"),
        _("claims or papers missing; money runs short"),
        _("benefits stopped or reduced, debts building up"),
        _("no money for food or home"),
    ),
    "residence": (
        _("secure title or citizenship"),
        _("title for a limited time, renewal expected"),
        _("renewal or passport open; papers to be obtained"),
        _("uncertain: procedure open, or tolerated stay"),
        _("title about to be lost, or removal threatened"),
    ),
}


def default_text(area_key: str, level: int) -> Promise:
    """The shipped meaning of a level (0–4) in a life area (its key)."""
    return _BY_AREA.get(area_key, _ANY)[level]
