# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Assessment, plan, surroundings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices.groups import FieldGroup


class MeasureState(models.TextChoices):
    PLANNED = "planned", _("planned")
    ASKED = "asked", _("asked for")
    RUNNING = "running", _("running")
    COMPLETED = "completed", _("completed")
    DROPPED = "dropped", _("dropped")
    REFUSED = "refused", _("refused")


class AssessmentKind(models.TextChoices):
    FIRST = "first", _("First assessment")
    AGAIN = "re", _("Re-assessment")

#: Need in a life area, 0 (none) to 4 (very high); 0 is a value.
NEED_LEVELS = (0, 1, 2, 3, 4)


class Responsible(models.TextChoices):
    """Who sees to it that a goal is worked on."""

    CLIENT = "client", _("the client")
    CASE_MANAGER = "case_manager", _("the case manager")
    BOTH = "both", _("client and case manager together")
    OTHER = "other", _("somebody else")

#: Levels of a goal attainment scale.
SCALE_LEVELS = (-2, -1, 0, 1, 2)

#: How a measure can end; the other states follow from its days.
MEASURE_ENDINGS = (MeasureState.COMPLETED, MeasureState.DROPPED, MeasureState.REFUSED)


class MeasureReason(models.TextChoices):
    """Why a measure ended as it did (coded; the words stand beside it)."""

    DONE = "done", _("done as agreed")
    PARTLY = "partly", _("done in part")
    NO_PLACE = "no_place", _("no place free")
    WAITING = "waiting", _("waiting time too long")
    NOT_ENTITLED = "not_entitled", _("not entitled")
    PAPERS = "papers", _("papers missing")
    LANGUAGE = "language", _("language level not sufficient")
    CHILDCARE = "childcare", _("no childcare")
    DISTANCE = "distance", _("too far away")
    HEALTH = "health", _("health reasons")
    MOVED = "moved", _("moved away")
    OTHER_WAY = "other_way", _("another way was found")
    CLIENT = "client", _("the client did not want to")
    OTHER = "other", _("another reason")


class Sector(models.TextChoices):
    """Where in the person's life somebody of the network card belongs."""

    FAMILY = "family", _("Family")
    FRIENDS = "friends", _("Friends")
    NEIGHBOURS = "neighbours", _("Neighbours")
    WORK = "work", _("Work and school")
    OFFICES = "offices", _("Offices")
    ADVICE = "advice", _("Advice and support")
    HEALTH = "health", _("Health care")
    COMMUNITY = "community", _("Clubs and communities")

#: What a reader must be granted besides the plan to see somebody of this sector.
SECTOR_GROUPS = {
    Sector.FAMILY: FieldGroup.FAMILY,
    Sector.FRIENDS: FieldGroup.FAMILY,
    Sector.NEIGHBOURS: FieldGroup.FAMILY,
    Sector.WORK: FieldGroup.WORK_EDUCATION,
    Sector.OFFICES: FieldGroup(0),
    Sector.ADVICE: FieldGroup(0),
    Sector.HEALTH: FieldGroup.HEALTH,
    Sector.COMMUNITY: FieldGroup.FAMILY,
}


class Closeness(models.IntegerChoices):
    """The ring of the network card, from the inside."""

    CLOSE = 1, _("close")
    MEDIUM = 2, _("in between")
    DISTANT = 3, _("distant")


class Effect(models.IntegerChoices):
    """What a relation does, from burdening to helpful."""

    VERY_BURDENING = -2, _("very burdening")
    BURDENING = -1, _("burdening")
    NEUTRAL = 0, _("neither helpful nor burdening")
    HELPFUL = 1, _("helpful")
    VERY_HELPFUL = 2, _("very helpful")


class Relation(models.TextChoices):
    """What somebody of the family is to the person."""

    PARTNER = "partner", _("Spouse or partner")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Mother or father")
    SIBLING = "sibling", _("Sister or brother")
    GRANDPARENT = "grandparent", _("Grandparent")
    GRANDCHILD = "grandchild", _("Grandchild")
    OTHER = "other", _("Other relation")
    NOT_RELATED = "not_related", _("Lives there, not related")
