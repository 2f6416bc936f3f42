# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Looking for a person while typing; two records side by side."""

import re

import pytest
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.cases.models import Case, Person
from tests.cases.casts import new_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def plain(response):
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1*", response.content.decode())


def asked(client, **sent):
    return client.post(reverse("cases:similar"), sent, headers={"HX-Request": "true"})


def test_people_show_while_a_name_is_typed(client, cast):
    case = new_case(cast.manager.actor, cast.manager.user)
    client.force_login(cast.manager.user)
    assert str(case.pk) not in plain(asked(client, name="Yi"))
    found = plain(asked(client, name="Yildiz"))
    assert str(case.pk) in found
    assert "<html" not in found
    assert "Neue Person" in found or "neue Person" in found
    both = plain(asked(client, family_name="Yildiz", given_name="Muhammad"))
    assert str(case.pk) in both
    assert "<form" not in both, "it stands inside a form there"
    assert str(case.pk) not in plain(asked(client, family_name="Yildiz", given_name="Peter"))


def test_whoever_is_known_elsewhere_changes_no_byte(client, cast):
    client.force_login(cast.manager.user)

    def answers():
        return [
            plain(asked(client, name="Yildiz")),
            plain(asked(client, family_name="Yildiz", given_name="Mohamed")),
            plain(client.post(reverse("cases:new"), {"name": "Yildiz"})),
            plain(client.get(reverse("cases:new"))),
        ]

    before = answers()
    new_case(cast.foreign_manager.actor, cast.foreign_manager.user)
    new_case(cast.colleague.actor, cast.colleague.user)  # hers to see, not the manager's
    assert answers() == before


def test_the_way_to_ask_elsewhere_is_offered_hit_or_not(client, cast):
    client.force_login(cast.manager.user)
    box = re.compile(r'<div class="app-alert app-alert--info".*?</div></div>', re.S)
    address = reverse("cases:new")
    found = [client.get(address), client.post(address, {"name": "Yildiz"})]
    new_case(cast.manager.actor, cast.manager.user)
    found.append(client.post(address, {"name": "Yildiz"}))
    boxes = {box.search(page.content.decode()).group() for page in found}
    assert len(boxes) == 1
    assert "Einwilligung" in boxes.pop()


def test_two_records_are_compared_merged_and_parted_again(client, cast):
    one = new_case(cast.manager.actor, cast.manager.user)
    other = new_case(cast.manager.actor, cast.manager.user, family_name="Yildiz", gender="d")
    client.force_login(cast.manager.user)
    find = reverse("cases:merge_find", args=[one.pk])
    page = client.get(find).content.decode()
    there = reverse("cases:merge", args=[one.pk, other.pk])
    assert there in page
    side_by_side = client.get(there).content.decode()
    for said in ("Yıldız", "Yildiz", "K-00001", "K-00002", other.case_key, "Danach sind 2"):
        assert said in side_by_side
    versions = re.search(r'name="versions" value="([^"]+)"', side_by_side).group(1)
    done = client.post(there, {"versions": versions, "family_name": "merged"})
    assert (done.status_code, done.url) == (302, find)
    with acting(cast.manager.actor):
        assert Case.objects.get(pk=other.pk).person_id == one.person_id
        assert Person.objects.get(pk=other.person_id).merged_into_id == one.person_id
    page = client.get(find).content.decode()
    back = re.search(r'action="([^"]+zurueck/)"', page).group(1)
    assert client.post(back).status_code == 302
    with acting(cast.manager.actor):
        assert Case.objects.get(pk=other.pk).person_id == other.person_id
    assert "Zurückgenommen" in client.get(find).content.decode()


def test_only_who_sees_both_may_merge(client, cast):
    one = new_case(cast.manager.actor, cast.manager.user)
    other = new_case(cast.colleague.actor, cast.colleague.user)
    there = reverse("cases:merge", args=[one.pk, other.pk])
    for who, status in ((cast.manager, 404), (cast.colleague, 404), (cast.lead, 200)):
        client.force_login(who.user)
        assert client.get(there).status_code == status


def test_a_record_is_not_merged_with_itself(client, cast):
    one = new_case(cast.manager.actor, cast.manager.user)
    client.force_login(cast.manager.user)
    there = reverse("cases:merge", args=[one.pk, one.pk])
    page = client.get(there).content.decode()
    assert "derselbe Datensatz" in page
    versions = re.search(r'name="versions" value="([^"]+)"', page).group(1)
    assert client.post(there, {"versions": versions}).status_code == 422
