# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The register of issues, bundling and levers through the pages."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.networks.actions.issues import add_known_issue
from stellwerk.networks.models import IssueStep, KnownIssue, Lever, Observation
from tests.web.test_cases_pages import counted, fields_of

pytestmark = pytest.mark.django_db
SENTENCE = "Zwei Ämter verlangen denselben Nachweis"


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.lead.user)
    return client


def issue_of(cast, title="Zwei Scheine", **more):
    with acting(cast.lead.actor):
        return add_known_issue(actor=cast.lead.actor, title=title, sentence=SENTENCE, **more)


def met(member, organisation, sentence=SENTENCE, token=1, **more):
    with acting(member.actor):
        return Observation.objects.create(
            organisation=organisation, person_token=token, month=date(2026, 10, 1),
            sentence=sentence, from_words="A-Amt", to_words="B-Amt", kind="waiting", **more,
        )


def page_of(client, name, *args, **query):
    answer = client.get(reverse(f"networks:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def rows_of(client, **query):
    answer = client.get(reverse("networks:issues_file"), query)
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_list_is_narrowed_and_the_file_holds_the_same(keeper, cast):
    first = issue_of(cast, "Scheine", kind="duplicate", from_organisation_id=cast.home.pk)
    issue_of(cast, "=HYPERLINK(1)", kind="waiting", to_words="Kursträger")
    met(cast.lead, cast.home, known_issue=first)
    for query, titles in (
        ({}, {"Scheine", "'=HYPERLINK(1)"}),
        ({"kind": "duplicate"}, {"Scheine"}),
        ({"office": str(cast.home.pk)}, {"Scheine"}),
        ({"own": "on"}, {"Scheine"}),
        ({"q": "schein"}, {"Scheine"}),
        ({"q": str(first.number)}, {"Scheine"}),
        ({"state": "open"}, {"Scheine", "'=HYPERLINK(1)"}),
        ({"state": "closed"}, set()),
        ({"kind": "nonsense", "office": "x", "state": "?"}, {"Scheine", "'=HYPERLINK(1)"}),
    ):
        assert {row["Titel"] for row in rows_of(keeper, **query)} == titles, query
        page = page_of(keeper, "issues", **query)
        for title in ("Scheine", "=HYPERLINK(1)"):
            shown = f"– {title}" in page
            assert shown == (title in titles or f"'{title}" in titles), (query, title)


@pytest.mark.parametrize("typed", ["²", "٣", "9" * 9, "1" * 10, "9" * 40, "-1", "1e3", "%"])
def test_odd_words_are_searched_and_find_nothing(keeper, cast, typed):
    issue_of(cast, "Scheine")
    assert "Scheine" not in page_of(keeper, "issues", q=typed)
    assert rows_of(keeper, q=typed) == []


def test_the_file_tells_a_partner_nothing_of_the_own_figures(client, cast):
    issue_of(cast)
    client.force_login(cast.partner.user)
    (row,) = rows_of(client)
    assert "eigene Personen" not in row
    assert row["Personen anderswo"] == ""


def test_the_list_turns_its_pages(keeper, cast):
    for n in range(52):
        issue_of(cast, f"Thema {n:02}")
    page = page_of(keeper, "issues")
    assert "Thema 49" in page
    assert "Thema 50" not in page
    assert 'rel="next"' in page


def test_a_step_is_refused_with_what_stands_in_the_way_and_taken_with_words(keeper, cast):
    issue = issue_of(cast)
    page = page_of(keeper, "issue", issue.pk)
    assert "Zum Thema müssen mindestens zwei Beobachtungen gehören." in page
    assert "Mindestens zwei Personen" in page
    address = reverse("networks:issue_step", args=[issue.pk, "bundled"])
    form = fields_of(keeper.get(address))
    assert keeper.post(address, form).status_code == 422
    address = reverse("networks:issue_step", args=[issue.pk, "escalated"])
    form = fields_of(keeper.get(address))
    assert keeper.post(address, {**form, "words": ""}).status_code == 422
    sent = {**form, "words": "Bundesrecht <b>", "addressee": "Ministerium"}
    assert keeper.post(address, sent).status_code == 302
    page = page_of(keeper, "issue", issue.pk)
    assert "an Ministerium" in page
    assert "Bundesrecht &lt;b&gt;" in page
    assert cast.lead.user.name in page
    assert cast.lead.user.email not in page.partition('id="history"')[2]
    assert keeper.get(
        reverse("networks:issue_step", args=[issue.pk, "checked"])
    ).status_code == 404
    assert keeper.post(address, sent).status_code == 404, "this step does not follow any more"


def test_sentences_stay_in_the_house_and_the_history_is_read_by_all(client, cast):
    issue = issue_of(cast)
    met(cast.lead, cast.home, "Unser eigener Satz", known_issue=issue)
    client.force_login(cast.manager.user)
    page = page_of(client, "issue", issue.pk)
    assert "Unser eigener Satz" in page
    assert "Stand festhalten" not in page
    for member in (cast.partner, cast.foreign_manager):
        client.force_login(member.user)
        page = page_of(client, "issue", issue.pk)
        assert "Unser eigener Satz" not in page
        assert "gemeldet" in page
        assert "weniger als 5 Personen" in page


def test_an_issue_costs_the_same_for_one_and_for_many(keeper, cast):
    issue = issue_of(cast, from_words="A-Amt", to_words="B-Amt")

    def more(n):
        met(cast.lead, cast.home, f"Satz {n}", token=n, known_issue=issue)
        issue_of(cast, f"Nachbar {n}", from_words="B-Amt", to_words="A-Amt")
        with acting(cast.lead.actor):
            lever = Lever.objects.create(organisation=cast.home, issue=issue, title=f"H{n}")
            lever.powers.set([cast.home, cast.neighbour])
            IssueStep.objects.create(issue=issue, to_state="reported", organisation=cast.home)

    addresses = [reverse("networks:issue", args=[issue.pk]), reverse("networks:issues"),
                 reverse("networks:levers"), reverse("networks:bundling")]
    more(0)
    for n in range(2):
        met(cast.lead, cast.home, f"Kein Termin frei {n}", token=n)
    for address in addresses:
        keeper.get(address)
    few = [counted(keeper, address) for address in addresses]
    for n in range(1, 5):
        more(n)
        met(cast.lead, cast.home, f"Kein Termin mehr frei {n}", token=n)
    assert [counted(keeper, address) for address in addresses] == few


def test_bundling_from_the_suggestion_to_the_issue_and_back(keeper, cast):
    rows = [
        met(cast.lead, cast.home, f"Kein Termin bei der Behörde frei, Versuch {n}", token=n)
        for n in "123"
    ]
    alone = met(cast.lead, cast.home, "Ganz anderer Gegenstand", token=9)
    page = page_of(keeper, "bundling")
    assert "3 Beobachtungen" in page
    assert "Ohne Vorschlag" in page
    assert alone.sentence in page
    address = reverse("networks:bundle")
    chosen = [str(row.pk) for row in rows[:2]]
    assert keeper.get(address, {"o": chosen}).status_code == 200
    assert keeper.post(address, {"o": chosen}).status_code == 422, "neither an issue nor a title"
    sent = {"o": chosen, "title": "Termine", "sentence": "Es gibt keine Termine."}
    answer = keeper.post(address, sent)
    issue = KnownIssue.objects.get()
    assert answer.url == reverse("networks:issue", args=[issue.pk])
    assert (issue.kind, issue.from_words, issue.to_words) == ("waiting", "A-Amt", "B-Amt")
    page = keeper.get(answer.url).content.decode()
    undo = page.partition(reverse("networks:undo_bundling"))[2].partition('"')[0]
    assert undo.count("o=") == 2
    back = keeper.post(reverse("networks:undo_bundling") + undo.replace("&amp;", "&"))
    assert back.status_code == 302
    with acting(cast.lead.actor):
        assert not Observation.objects.filter(known_issue__isnull=False).exists()
    keeper.post(address, {"o": chosen, "issue": str(issue.pk)})
    out = {"observation": chosen[:1]}
    keeper.post(reverse("networks:unbundle", args=[issue.pk]), out)
    with acting(cast.lead.actor):
        assert Observation.objects.filter(known_issue=issue).count() == 1


def test_nobody_bundles_foreign_observations_through_the_page(keeper, cast):
    foreign = met(cast.foreign_lead, cast.neighbour, "Geheimer Satz")
    page = page_of(keeper, "bundle", o=str(foreign.pk))
    assert "Geheimer Satz" not in page
    sent = {"o": str(foreign.pk), "title": "T", "sentence": "S"}
    assert keeper.post(reverse("networks:bundle"), sent).status_code == 422
    assert not KnownIssue.objects.exists(), "no empty issue is left behind"


def test_levers_are_entered_changed_and_filtered(keeper, client, cast):
    issue = issue_of(cast)
    address = reverse("networks:lever_new")
    form = fields_of(keeper.get(f"{address}?issue={issue.pk}"))
    assert keeper.post(address, {**form, "title": ""}).status_code == 422
    sent = {**form, "title": "Ein Schein", "issue": str(issue.pk), "powers": [str(cast.home.pk)]}
    assert keeper.post(address, {**sent, "figure": "other"}).status_code == 422
    assert keeper.post(address, sent).status_code == 302
    lever = Lever.objects.get()
    address = reverse("networks:lever", args=[lever.pk])
    sent = {**fields_of(keeper.get(address)), **sent, "state": "turned", "across_spheres": "yes"}
    assert keeper.post(address, sent).status_code == 422, "not in one leap"
    sent["state"] = "chosen"
    assert keeper.post(address, sent).status_code == 302
    assert keeper.post(address, sent).status_code == 422, "somebody was quicker"
    lever.refresh_from_db()
    assert (lever.state, lever.across_spheres) == ("chosen", True)
    client.force_login(cast.partner.user)
    assert "Ein Schein" in page_of(client, "levers", power=str(cast.home.pk), across="on")
    assert "Ein Schein" not in page_of(client, "levers", state="turned")
    assert client.get(address).status_code == 404


def test_an_accepted_issue_is_still_noted_as_the_same_a_done_one_is_not(keeper, cast):
    issue = issue_of(cast)
    address = reverse("networks:issue_step", args=[issue.pk, "closed"])
    sent = {**fields_of(keeper.get(address)), "words": "doppelt", "on": timezone.localdate()}
    assert keeper.post(address, sent).status_code == 302
    assert str(issue.pk) not in page_of(keeper, "bundle")
