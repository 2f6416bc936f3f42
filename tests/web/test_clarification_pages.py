# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the clarification and of the admission criteria."""

import pytest
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.cases.actions.checklists import publish_checklist
from stellwerk.cases.models import Case, Checklist
from stellwerk.cases.rules.checklist_sets import Criterion, set_by_key
from tests.cases.casts import admitted_case, day, new_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(cast):
    return new_case(cast.manager.actor, cast.manager.user, days_ago=30)


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager.user)
    return client


def publish(cast):
    with acting(cast.lead.actor):
        return publish_checklist(
            actor=cast.lead.actor, name="Aufnahme", valid_from=day(10),
            criteria=[Criterion("", "Braucht mehrere Stellen"), Criterion("", "Kinder", False)],
        )


def address(case, query=""):
    return reverse("cases:clarification", args=[case.pk]) + query


def test_everything_that_is_open_stands_there_before_the_button_is_pressed(manager, cast, case):
    publish(cast)
    page = manager.get(address(case, "?result=admitted")).content.decode()
    assert "Das steht noch im Weg" in page
    assert page.count("Pflichtkriterien ohne Antwort: Braucht mehrere Stellen.") == 2
    sent = {"version": "0", "state_0": "open", "result": "admitted", "decided_on": ""}
    refused = manager.post(address(case), sent)
    assert refused.status_code == 422
    text = refused.content.decode()
    for said in ("Bitte nennen Sie den Grund.", "Der Tag fehlt.", "Pflichtkriterien ohne Antwort"):
        assert said in text


def test_answers_are_kept_and_an_admission_follows(manager, cast, case):
    publish(cast)
    kept = manager.post(address(case), {"version": "0", "state_0": "met", "note_0": "Gespräch"})
    assert (kept.status_code, kept.url) == (302, address(case))
    page = manager.get(address(case)).content.decode()
    assert 'value="Gespräch"' in page
    done = manager.post(
        address(case),
        {
            "version": "1", "state_0": "met", "result": "admitted", "reason": "Viele Stellen",
            "decided_on": day(0).isoformat(),
        },
    )
    assert done.status_code == 302, done.content.decode()
    with acting(cast.manager.actor):
        assert Case.objects.get(pk=case.pk).phase == "admitted"
    page = manager.get(address(case)).content.decode()
    assert "Viele Stellen" in page
    assert "<textarea" not in page


def test_results_are_reached_from_the_steps_of_the_case(manager, case):
    for to in ("admitted", "advised", "referred_on", "declined"):
        answer = manager.get(reverse("cases:move", args=[case.pk, to]))
        assert (answer.status_code, answer.url) == (302, address(case, f"?result={to}"))
    page = manager.get(address(case, "?result=advised")).content.decode()
    assert "Kurzberatung" in page


def test_a_second_editor_is_told(manager, cast, case):
    publish(cast)
    manager.post(address(case), {"version": "0", "state_0": "met"})
    late = manager.post(address(case), {"version": "0", "state_0": "not_met"})
    assert late.status_code == 422
    assert "inzwischen" in late.content.decode()


def test_the_earlier_episode_is_readable_on_the_next_one(manager, cast, case):
    manager.post(
        address(case),
        {
            "version": "0", "result": "referred_on", "reason": "Dort zuständig",
            "referred_to_text": "Jugendmigrationsdienst", "decided_on": day(2).isoformat(),
        },
    )
    opened_on = {"opened_on": day(1).isoformat(), "manager": str(cast.manager.user.pk)}
    again = manager.post(reverse("cases:readmit", args=[case.pk]), opened_on)
    page = manager.get(again.url + "klaerung/").content.decode()
    assert "Frühere Fallepisoden" in page
    assert "Jugendmigrationsdienst" in page


def test_a_set_is_chosen_adapted_and_published(client, cast):
    client.force_login(cast.lead.user)
    index = client.get(reverse("cases:checklists")).content.decode()
    assert "Keine Liste ist in Kraft" in index
    new = reverse("cases:checklist_new") + "?set=rheine_euma"
    page = client.get(new).content.decode()
    chosen = set_by_key("rheine_euma")
    assert all(one.text in page for one in chosen.criteria)
    sent = {"name": "Unsere Kriterien", "valid_from": day(0).isoformat(), "based_on": chosen.key}
    sent |= {"text_0": "Motiviert", "required_0": "on", "key_0": "motivated", "text_9": "Neu"}
    made = client.post(new, sent)
    assert made.status_code == 302, made.content.decode()
    with acting(cast.lead.actor):
        found = Checklist.objects.get()
        assert [(i.key, i.is_required) for i in found.items.all()] == [
            ("motivated", True), ("neu", False),
        ]
    assert "Unsere Kriterien" in client.get(reverse("cases:checklists")).content.decode()
    client.post(reverse("cases:checklist_retire", args=[found.pk]))
    assert "Keine Liste ist in Kraft" in client.get(reverse("cases:checklists")).content.decode()


def test_a_list_of_versions_asks_as_often_for_many_as_for_one(
    client, cast, django_assert_max_num_queries
):
    client.force_login(cast.lead.user)
    publish(cast)
    with acting(cast.lead.actor):
        for _number in range(4):
            publish_checklist(
                actor=cast.lead.actor, name="Neu", valid_from=day(0),
                criteria=[Criterion("", "Eins")],
            )
    with django_assert_max_num_queries(14):
        assert client.get(reverse("cases:checklists")).status_code == 200


def test_a_running_case_only_has_its_admission_written_down(manager, cast):
    running = admitted_case(cast.manager.actor, cast.manager.user)
    page = manager.get(address(running)).content.decode()
    assert 'value="declined"' not in page
    assert 'value="admitted"' in page
