# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sample chain "Zugang zum Integrationskurs": 60 invented courses before an agreement, 60 after it.

What stuck is told in the booklet of Rheine (typical case Herr R.): two authorities each issue an
entitlement, the federal office has one of them withdrawn, the course begins a year later. All
courses and figures here are invented; nothing stands for a real person. It is written once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.directory import queries
from stellwerk.directory.models import Organisation, User
from stellwerk.jobs import sample_people as people
from stellwerk.networks.actions.chains import add_chain, agree_version, new_version
from stellwerk.networks.actions.courses import Groups, begin_courses
from stellwerk.networks.actions.log import party_in_words, party_of
from stellwerk.networks.choices import Precision
from stellwerk.networks.queries.activities import activity_codes
from stellwerk.networks.queries.chains import chains
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationKind, StationPlan
from stellwerk.networks.rules.standing import Said
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import term_by_key

NAME = "Zugang zum Integrationskurs"
COURSES = 60
CASE_MANAGEMENT, JOBCENTER = people.PILOT, "rheine-jobcenter"
IMMIGRATION, PROVIDER, BAMF = "rheine-auslaenderbehoerde", "rheine-sprachkurstraeger", "BAMF"
SPHERES = {JOBCENTER: "sgb_2", IMMIGRATION: "aufenthg", CASE_MANAGEMENT: "tintg"}


@dataclass(frozen=True)
class Step:
    """What happens, at whose desk, and how many days it usually takes since the step before."""

    activity: str
    who: str
    days: tuple[int, int]


NEED = Step("language_need_clarified", CASE_MANAGEMENT, (0, 0))
FIRST_SLIP = (
    Step("entitlement_requested", IMMIGRATION, (7, 25)),
    Step("entitlement_issued", IMMIGRATION, (20, 45)),
)
SECOND_SLIP = (
    Step("course_obligation", JOBCENTER, (10, 30)),
    Step("entitlement_requested", JOBCENTER, (5, 15)),
    Step("entitlement_issued", JOBCENTER, (14, 35)),
    Step("entitlement_withdrawn", BAMF, (35, 75)),
)
ONCE_MORE = (
    Step("entitlement_requested", IMMIGRATION, (10, 28)),
    Step("entitlement_issued", IMMIGRATION, (20, 42)),
)
BACK_AGAIN = (
    Step("entitlement_withdrawn", BAMF, (20, 40)),
    Step("entitlement_requested", JOBCENTER, (7, 20)),
    Step("entitlement_issued", JOBCENTER, (10, 28)),
)
HANDED_IN = Step("entitlement_handed_in", PROVIDER, (7, 14))
TEST = Step("placement_test_taken", PROVIDER, (14, 40))
REGISTERED = Step("course_registered", PROVIDER, (3, 14))
WAITING = Step("course_waiting_list", PROVIDER, (1, 7))
BEGUN = Step("course_begun", PROVIDER, (25, 70))
CLOSED = Step("case_closed_planned", CASE_MANAGEMENT, (5, 14))

AFTER = (
    Step("course_obligation", JOBCENTER, (3, 10)),
    Step("entitlement_requested", JOBCENTER, (1, 4)),
    Step("entitlement_issued", JOBCENTER, (4, 12)),
    Step("entitlement_handed_in", PROVIDER, (2, 7)),
)
TEST_AFTER = Step("placement_test_taken", PROVIDER, (5, 14))
REGISTERED_AFTER = Step("course_registered", PROVIDER, (1, 5))
BEGUN_AFTER = Step("course_begun", PROVIDER, (14, 40))


def set_up_chain(organisations: dict[str, Organisation], users: dict[str, User]) -> None:
    """Courses, and the chain with its two agreed versions; written by the team lead, once."""
    if chains().filter(name=NAME).exists():
        return
    owner = organisations[people.PILOT]
    lead = queries.actor_for(users["b.feldkamp"], people.PROJECT_START, owner.pk)
    lead = replace(lead, label="Beispieldaten")
    day = agreed_from(timezone.localdate())
    with acting(lead):
        _courses(lead, owner, organisations, day)
        _chain(lead, owner, day)


def agreed_from(today: date) -> date:
    """The given date: the first of a month, ten months ago, so that both sides lie behind us."""
    months = today.year * 12 + today.month - 1 - 10
    return date(months // 12, months % 12 + 1, 1)


def _courses(
    lead: Actor, owner: Organisation, organisations: Mapping[str, Organisation], day: date
) -> None:
    activities = activity_codes()
    parties = {
        key: party_of(organisations[key]).pk
        for key in (CASE_MANAGEMENT, JOBCENTER, IMMIGRATION, PROVIDER)
    }
    parties[BAMF] = party_in_words(owner.pk, BAMF).pk
    spheres = {key: term_by_key(ListKey.LEGAL_SPHERE, name).pk for key, name in SPHERES.items()}
    language = term_by_key(ListKey.FIELD_OF_ACTION, "rheine_1").pk
    groups = [
        Groups(language, term_by_key(ListKey.TARGET_GROUP, target).pk, residence)
        for target, residence in (("refugees", "protection"), ("family_reunification", "family"))
    ]
    numbers = Random(f"{NAME} {owner.pk}")  # noqa: S311 - invented courses, told apart by number
    found = {}
    for place, steps in enumerate(invented(day, timezone.localdate())):
        said = {
            numbers.getrandbits(62) + 1: Said(
                activities[step.activity], at, Precision.MINUTE, parties[step.who],
                spheres.get(step.who),
            )
            for at, step in steps
        }
        found[numbers.getrandbits(62) + 1] = (groups[place % 3 == 2], said)
    begin_courses(actor=lead, organisation_id=owner.pk, courses=found)


def invented(day: date, today: date) -> Iterator[list[tuple[datetime, Step]]]:
    """Sixty courses that began before ``day``, then sixty since; the same ones every time."""
    chance = Random(1917)  # noqa: S311 - the same invented courses every time
    for number in range(COURSES):
        began = day - timedelta(days=95 + 7 * number + chance.randint(0, 6))
        yield _timed(began, _before(number, chance), chance, today)
    span = (today - day).days - 105
    for number in range(COURSES):
        began = day + timedelta(days=1 + number * span // COURSES)
        yield _timed(began, _after(number, chance), chance, today)


def _before(number: int, chance: Random) -> list[Step]:
    """Two slips for almost everybody; every fourth goes round once more, some give up."""
    if number % 12 == 7:
        return [NEED, *FIRST_SLIP, HANDED_IN, TEST, REGISTERED, BEGUN, CLOSED]
    steps = [NEED, *FIRST_SLIP, *SECOND_SLIP]
    if number % 15 == 4:
        return steps
    steps += ONCE_MORE
    if number % 4 == 1:
        steps += BACK_AGAIN
    steps += [HANDED_IN, TEST, REGISTERED]
    if chance.random() < 0.6:
        steps.append(WAITING)
    return [*steps, BEGUN, CLOSED]


def _after(number: int, chance: Random) -> list[Step]:
    """One slip; a few go another way than agreed, three of the recent ones break off."""
    steps = [NEED, *AFTER]
    if number in (50, 54, 57):
        return steps[: 2 + number % 3]
    if number % 10 == 6:
        steps.insert(4, replace(FIRST_SLIP[1], days=(18, 40)))
    if number % 9 != 5:
        steps.append(TEST_AFTER)
    steps.append(REGISTERED_AFTER)
    late = number % 8 == 3
    if late or chance.random() < 0.03:
        steps.append(WAITING)
    return [*steps, replace(BEGUN_AFTER, days=(50, 75)) if late else BEGUN_AFTER, CLOSED]


def _timed(
    began: date, steps: list[Step], chance: Random, today: date
) -> list[tuple[datetime, Step]]:
    """Days into moments of working days; what would lie ahead has not happened yet."""
    found, on = [], began
    for step in steps:
        on += timedelta(days=chance.randint(*step.days))
        on += timedelta(days=(7 - on.weekday()) % 7 if on.weekday() > 4 else 0)
        hour = time(8 + len(found) % 8, chance.choice((0, 10, 20, 30, 40, 50)))
        at = timezone.make_aware(datetime.combine(on, hour))
        if on >= today:
            break
        found.append((at, step))
    return found


def _chain(lead: Actor, owner: Organisation, day: date) -> None:
    """The course as it was agreed at first, and as it is since the given date."""
    field = term_by_key(ListKey.FIELD_OF_ACTION, "rheine_1")
    spheres = [term_by_key(ListKey.LEGAL_SPHERE, key) for key in sorted(SPHERES.values())]
    chain = add_chain(
        actor=lead, name=NAME, field_of_action_id=field.pk, legal_spheres=spheres,
        keeper_id=owner.pk,
        purpose="Vom erkannten Bedarf bis zum ersten Kurstag, mit einem einzigen "
        "Berechtigungsschein. Beispiel mit erfundenen Verläufen.",
    )
    since = date(day.year - 3, 1, 1)
    for plan, valid_from, basis in (
        (FIRST_PLAN, since, "Verfahren der beteiligten Stellen, bevor es abgestimmt war."),
        (SECOND_PLAN, day, "Erfundenes Beispiel: Beschluss der Lenkungsgruppe zum typischen Fall "
         "mit zwei Berechtigungsscheinen."),
    ):
        version = new_version(actor=lead, chain=chain, plan=plan)
        agree_version(actor=lead, chain_version=version, valid_from=valid_from, basis=basis)


def _station(key: str, name: str, who: str, days: int | None, **words: str) -> StationPlan:
    known = "" if who == BAMF else who
    return StationPlan(
        key=key, name=name, organisation_key=known, organisation="" if known else who,
        activity_key=key, max_days=days, **words,
    )


_START = StationPlan("start", "Bedarf ist erkannt", StationKind.START)
_END = StationPlan("end", "Kurs hat begonnen", StationKind.END)
FIRST_PLAN = ChainPlan(
    NAME,
    (
        _START,
        _station("language_need_clarified", "Sprachförderbedarf klären", CASE_MANAGEMENT, 14),
        _station("entitlement_requested", "Berechtigungsschein anfordern", IMMIGRATION, 28),
        _station("entitlement_issued", "Berechtigungsschein ausstellen", IMMIGRATION, 42,
                 handed_over="Berechtigungsschein"),
        _station("course_obligation", "Zum Kurs verpflichten", JOBCENTER, 30),
        _station("entitlement_handed_in", "Berechtigungsschein einreichen", PROVIDER, 21),
        _station("entitlement_withdrawn", "Doppelten Schein zurückziehen", BAMF, 60,
                 trigger="Zwei Scheine für dieselbe Person liegen vor."),
        _station("placement_test_taken", "Einstufungstest", PROVIDER, 42),
        _station("course_registered", "Zum Kurs anmelden", PROVIDER, 14),
        _station("course_waiting_list", "Warteliste", PROVIDER, 14),
        _station("course_begun", "Kurs beginnt", PROVIDER, 70),
        _END,
    ),
    (
        LinkPlan("start", "language_need_clarified"),
        LinkPlan("language_need_clarified", "entitlement_requested"),
        LinkPlan("entitlement_requested", "entitlement_issued"),
        LinkPlan("entitlement_issued", "course_obligation", "bei Leistungen nach dem SGB II"),
        LinkPlan("entitlement_issued", "entitlement_handed_in"),
        LinkPlan("course_obligation", "entitlement_requested"),
        LinkPlan("entitlement_issued", "entitlement_withdrawn", "bei zwei Scheinen"),
        LinkPlan("entitlement_handed_in", "placement_test_taken"),
        LinkPlan("entitlement_withdrawn", "entitlement_requested"),
        LinkPlan("placement_test_taken", "course_registered"),
        LinkPlan("course_registered", "course_waiting_list", "wenn der Kurs voll ist"),
        LinkPlan("course_registered", "course_begun"),
        LinkPlan("course_waiting_list", "course_begun"),
        LinkPlan("course_begun", "end"),
    ),
)
SECOND_PLAN = ChainPlan(
    NAME,
    (
        _START,
        _station("language_need_clarified", "Sprachförderbedarf klären", CASE_MANAGEMENT, 7,
                 standard="Beratung in einem Gespräch; das Ergebnis geht an das Jobcenter.",
                 trigger="Ein Mensch möchte Deutsch lernen oder soll es.",
                 handed_over="Empfehlung für den Kurs", feedback="Jobcenter bestätigt den Eingang"),
        _station("course_obligation", "Zum Kurs verpflichten", JOBCENTER, 14,
                 legal_basis="§ 44a AufenthG"),
        _station("entitlement_requested", "Berechtigungsschein anfordern", JOBCENTER, 5,
                 standard="Nur das Jobcenter fordert an; es fragt vorher bei der Ausländerbehörde "
                 "nach einem Schein.",
                 fallback="Liegt schon ein Schein vor, gilt dieser weiter."),
        _station("entitlement_issued", "Berechtigungsschein ausstellen", JOBCENTER, 14,
                 handed_over="Ein Berechtigungsschein",
                 feedback="Ausländerbehörde und BAMF erhalten eine Durchschrift"),
        _station("entitlement_handed_in", "Berechtigungsschein einreichen", PROVIDER, 10),
        _station("placement_test_taken", "Einstufungstest", PROVIDER, 16,
                 standard="Mindestens ein Testtag in zwei Wochen"),
        _station("course_registered", "Zum Kurs anmelden", PROVIDER, 7),
        _station("course_begun", "Kurs beginnt", PROVIDER, 45,
                 feedback="Der Träger meldet dem Case Management den Beginn"),
        _END,
    ),
    (
        LinkPlan("start", "language_need_clarified"),
        LinkPlan("language_need_clarified", "course_obligation"),
        LinkPlan("course_obligation", "entitlement_requested"),
        LinkPlan("entitlement_requested", "entitlement_issued"),
        LinkPlan("entitlement_issued", "entitlement_handed_in"),
        LinkPlan("entitlement_handed_in", "placement_test_taken"),
        LinkPlan("placement_test_taken", "course_registered"),
        LinkPlan("course_registered", "course_begun"),
        LinkPlan("course_begun", "end"),
    ),
)
