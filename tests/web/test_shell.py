# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The frame around every page: transaction, actor, session, refusals, paging, vendored parts."""

import hashlib
import re
from datetime import date, timedelta

import psycopg
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.refusal import Refusal
from stellwerk.directory.models import Membership, Municipality
from stellwerk.engine.locate import SUPERUSER, checkout, conninfo
from stellwerk.web.shell import components
from stellwerk.web.shell.context import destinations
from stellwerk.web.shell.paging import keyset_page
from tests.conftest import PLACE
from tests.web.shell_urls import ReasonForm, refuse

pytestmark = pytest.mark.urls("tests.web.shell_urls")


@pytest.fixture(autouse=True)
def _second_factor_is_somebody_elses_test(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def manager(cast, client: Client) -> Client:
    client.force_login(cast.manager.user)
    return client


def is_written() -> bool:
    return Municipality.objects.filter(ags="99999999").exists()


def masked(answer) -> str:
    """The page without the form token and its own address."""
    text = answer.content.decode().replace(answer.wsgi_request.path, "ADDRESS")
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1TOKEN", text)


# --- who may come ------------------------------------------------------------------------------
def test_page_without_sign_in_leads_to_sign_in(db, client):
    answer = client.get("/test/cases/?page=2")
    assert answer.status_code == 302
    assert "next=/test/cases/%3Fpage%3D2" in answer.url


def test_fragment_without_sign_in_moves_the_whole_page(db, client):
    answer = client.get("/test/cases/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "HX-Redirect" in answer.headers


def test_page_tells_database_the_organisation(manager, cast):
    answer = manager.get("/test/cases/")
    assert answer.status_code == 200, answer.headers
    assert answer.content.decode() == str(cast.home.pk)


def test_context_is_empty_for_strangers_on_the_same_connection(manager, client):
    manager.get("/test/cases/")
    Client().get("/barrierefreiheit/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.organisation', true)")
        assert cursor.fetchone()[0] == ""


def test_page_without_the_need_looks_like_a_missing_page(cast, client):
    client.force_login(cast.administrator.user)
    forbidden, missing = client.get("/test/cases/"), client.get("/test/no-such-page/")
    assert forbidden.status_code == missing.status_code == 404
    assert masked(forbidden) == masked(missing)


def test_hidden_object_looks_like_a_missing_page(manager):
    hidden, missing = manager.get("/test/hidden/"), manager.get("/test/no-such-page/")
    assert hidden.status_code == missing.status_code == 404
    assert masked(hidden) == masked(missing)


def test_wrong_method_is_refused(manager):
    assert manager.post("/test/cases/").status_code == 405


# --- one transaction ---------------------------------------------------------------------------
def test_post_is_saved(manager):
    assert manager.post("/test/saved/").status_code == 200
    assert is_written()


def test_get_may_not_write(manager):
    manager.raise_request_exception = False
    assert manager.get("/test/writes-on-get/").status_code == 500
    assert not is_written()


def test_error_takes_everything_back_and_tells_no_secret(manager):
    manager.raise_request_exception = False
    answer = manager.post("/test/broken/")
    assert answer.status_code == 500
    assert b"geheim" not in answer.content
    assert not is_written()


def test_swallowed_database_error_is_never_a_success(manager):
    manager.raise_request_exception = False
    # The test's own transaction must survive what the request's breaks.
    assert manager.post("/test/swallowed/").status_code == 500
    assert not is_written()


def test_refusal_takes_everything_back_and_shows_all_blockers(manager):
    answer = manager.post("/test/refused/")
    assert answer.status_code == 409
    assert b"Erstens." in answer.content
    assert b"Zweitens." in answer.content
    assert not is_written()


def test_refusal_of_a_fragment_is_a_fragment(manager):
    answer = manager.post("/test/refused/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert b"<html" not in answer.content


def test_refused_action_becomes_form_errors_and_leaves_nothing(db):
    from stellwerk.web.shell.refusals import attempt

    form = ReasonForm({"reason": "weil"})
    assert form.is_valid()
    assert not attempt(form, refuse)
    assert form.errors == {"reason": ["Erstens."], "__all__": ["Zweitens."]}
    assert form["reason"].value() == "weil"
    assert not is_written()


def test_refusals_stay_in_the_log_after_the_roll_back(own_database, make_cast):
    cast = make_cast()
    client = Client()
    client.force_login(cast.manager.user)
    client.get("/test/hidden/")
    client.post("/test/refused/")
    client.get("/test/no-such-page/")
    with psycopg.connect(**conninfo(SUPERUSER, own_database, PLACE)) as superuser:
        rows = superuser.execute(
            "SELECT note, route, actor_id FROM audit_event WHERE verb = 'refused' ORDER BY at, note"
        ).fetchall()
    assert {(note, route) for note, route, _ in rows} == {
        ("not_visible", "test:hidden"),
        ("blocked", "test:refused"),
        ("not_found", ""),
    }
    assert {who for _, _, who in rows} == {cast.manager.user.pk}
    assert not is_written()


# --- sessions ----------------------------------------------------------------------------------
def is_signed_in(client: Client, **more) -> bool:
    return client.get("/test/cases/", **more).status_code == 200


def test_session_ends_after_a_quarter_of_an_hour_without_work(manager):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        assert is_signed_in(manager)
        clock.shift(timedelta(minutes=14))
        assert is_signed_in(manager)
        clock.shift(timedelta(minutes=14))
        assert is_signed_in(manager)
        clock.shift(timedelta(minutes=15))
        assert not is_signed_in(manager)


def test_background_requests_extend_no_session(manager):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert is_signed_in(manager)
        for _ in range(2):
            clock.shift(timedelta(minutes=7))
            assert is_signed_in(manager, headers={"X-Background": "1"})
        clock.shift(timedelta(minutes=1))
        assert not is_signed_in(manager)


def test_session_ends_after_ten_hours_whatever_happens(manager):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(60):
            assert is_signed_in(manager)
            clock.shift(timedelta(minutes=10))
        assert not is_signed_in(manager)


def test_end_of_membership_ends_the_session_at_once(manager, cast):
    assert is_signed_in(manager)
    Membership.objects.filter(user=cast.manager.user).update(
        valid_until=date.today() - timedelta(days=1)
    )
    assert not is_signed_in(manager)
    Membership.objects.filter(user=cast.manager.user).update(valid_until=None)
    assert not is_signed_in(manager)


def test_signed_in_pages_are_never_stored(manager):
    assert "no-store" in manager.get("/barrierefreiheit/").headers["Cache-Control"]


# --- look --------------------------------------------------------------------------------------
def test_theme_is_remembered_and_leads_back_home_only(db, client):
    answer = client.post(reverse("shell:theme"), {"theme": "dark", "next": "https://evil.example/"})
    assert answer.url == "/"
    assert client.cookies["theme"].value == "dark"
    assert b'data-kern-theme="dark"' in client.get("/barrierefreiheit/").content


def test_unknown_theme_changes_nothing(db, client):
    client.post(reverse("shell:theme"), {"theme": '"><script>'})
    assert "theme" not in client.cookies


@pytest.mark.parametrize("path", ["/bausteine/", "/barrierefreiheit/", "/gibt-es-nicht/"])
def test_pages_hold_nothing_inline(db, client, path):
    text = client.get(path).content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick" not in text
    assert all("src=" in tag for tag in text.split("<script")[1:])


def test_policy_is_strict(db, client):
    policy = client.get("/barrierefreiheit/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy


def test_fraction_stands_first_while_the_group_is_small():
    small = components.stat("Beendet", 70, numerator=7, denominator=10, unit="%")
    large = components.stat("Beendet", 70, numerator=70, denominator=100, unit="%")
    assert small.index("7 / 10") < small.index("70\u00a0%")
    assert large.index("70\u00a0%") < large.index("70 / 100")


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0, "0"), (1234.5, "1.234,5"), (1200, "1.200"), (6.0, "6")]
)
def test_numbers_are_written_the_german_way(value, text):
    assert components.number(value) == text


def test_text_in_components_is_escaped():
    assert "<b>" not in components.badge("<b>x</b>")
    assert '"x"' not in components.link_button('/"x"', "y", data_a='"x"')


# --- paging ------------------------------------------------------------------------------------
@pytest.fixture
def places(db):
    for number in range(23):
        Municipality.objects.create(
            ags=f"{90000000 + number}", name=f"Ort {number // 3}", kind="kreis"
        )
    return Municipality.objects.filter(ags__startswith="9")


@pytest.mark.parametrize("order", [("name", "ags"), ("-name", "ags"), ("name", "-ags")])
def test_paging_shows_every_row_once_both_ways(places, order):
    wanted = [p.ags for p in places.order_by(*order)]
    page = keyset_page(places, order, size=5)
    pages = [page]
    while page.next_cursor:
        page = keyset_page(places, order, page.next_cursor, size=5)
        pages.append(page)
    assert [p.ags for page in pages for p in page] == wanted
    back = [pages[-1]]
    while back[-1].back_cursor:
        back.append(keyset_page(places, order, back[-1].back_cursor, size=5))
    assert [p.ags for page in reversed(back) for p in page] == wanted


def test_forged_cursor_shows_the_first_page(places):
    first = keyset_page(places, ("name", "ags"), size=5)
    for cursor in ("x", first.next_cursor[:-2] + "zz"):
        assert [p.ags for p in keyset_page(places, ("name", "ags"), cursor, size=5)] == [
            p.ags for p in first
        ]


def test_page_costs_one_query(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(keyset_page(places, ("name", "ags"), size=5))


def test_empty_list_has_no_cursors(db):
    assert keyset_page(Municipality.objects.none(), ("name", "ags")).is_only_page


# --- vendored parts ----------------------------------------------------------------------------
def test_vendored_files_are_exactly_those_that_were_checked():
    root = checkout()
    assert root is not None
    listed = {}
    for line in (root / "scripts/vendor.sha256").read_text().splitlines():
        digest, name = line.split("  ")
        listed[name] = digest
    folders = ["src/stellwerk/web/shell/static/vendor", "tests/vendor"]
    there = {
        str(path.relative_to(root))
        for f in folders
        for path in (root / f).rglob("*")
        if path.is_file()
    }
    assert there == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest, name


def test_every_vendored_part_has_its_licence():
    root = checkout()
    assert root is not None
    for folder in (root / "src/stellwerk/web/shell/static/vendor").iterdir():
        assert any("LICEN" in path.name for path in folder.iterdir()), folder


def test_refusal_without_blockers_still_speaks():
    form = ReasonForm({"reason": "x"})
    form.is_valid()
    from stellwerk.web.shell.refusals import add_refusal

    add_refusal(form, Refusal("closed", "Der Fall ist geschlossen."))
    assert form.non_field_errors() == ["Der Fall ist geschlossen."]


def test_every_class_in_a_template_has_a_rule():
    """A class without a rule is a typing error or a wish; ``app-`` names are ours alone."""
    web = checkout() / "src/stellwerk/web"
    rules = "".join(p.read_text() for p in web.rglob("*.css") if "vendor" not in p.parts)
    known = set(re.findall(r"\.(app-[\w-]+)", rules)) | {"app-brand__name"}
    unknown = {
        f"{path.name}: {name}"
        for path in web.rglob("*.html")
        for attribute in re.findall(r'(?:class|css)="([^"]*)"', path.read_text())
        for name in re.findall(r"(?<![\w-])app-[\w-]*\w(?![\w-]*\{)", attribute)
        if name not in known
    }
    assert not unknown


@pytest.mark.parametrize(
    "who", ["manager", "lead", "coordinator", "administrator", "officer", "partner", "steering"]
)
def test_navigation_leads_only_where_its_reader_may_go(cast, client, who):
    client.force_login(getattr(cast, who).user)
    places = destinations(client.get("/barrierefreiheit/").wsgi_request)
    assert places
    assert {client.get(place["address"]).status_code for place in places} == {200}
