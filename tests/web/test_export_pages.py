# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Records as a file: ordered, written, marked, fetched; rights asked at run and at download."""

import io
import json
import re
import zipfile
from datetime import date, datetime, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stellwerk.audit.models import Event
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.base.models import DataKey
from stellwerk.cases.actions.consent import give_consent, revoke_consent
from stellwerk.cases.choices import ALL_GROUPS, ENTRUSTED, OWN_SCOPE, ExportState, FieldGroup
from stellwerk.cases.models import Case, CaseExport, Consent, Contact
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, Organisation, User
from stellwerk.exchange.columns import SHEETS
from stellwerk.exchange.importing import import_uploads
from stellwerk.jobs.management.commands.tidy import forget_case_exports
from tests.access.world import Builder, grant, revoke
from tests.access.world_base import EXPIRY
from tests.cast import build_cast
from tests.exchange.support import case, csv_files, goal, tables, uploads

EVERY = [sheet.key for sheet in SHEETS]


@pytest.fixture(autouse=True)
def quick(settings, tmp_path):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def house(own_database):
    """The home organisation with two cases and something entrusted in one of them."""
    cast = build_cast()
    importer = system_actor("import", cast.home.pk)
    head = ["case_key", "at", "kind", "note", "entrusted"]
    sheets = {
        **tables(
            cases=[case("F-1", family_name="=cmd|calc", topics="housing"), case("F-2")],
            appointments=[["F-1", datetime(2024, 2, 1, 10, 30), "office", "kept"]],
            goals=[goal(attainment="33,3")],
        ),
        "contacts": [
            head,
            ["F-1", "02.02.2024 10:00", "phone", "offen", None],
            ["F-1", "03.02.2024 10:00", "phone", "nur bei uns", "ja"],
        ],
    }
    with acting(importer):
        assert not import_uploads(
            uploads(csv_files(sheets)), organisation=cast.home, actor=importer
        ).is_refused
    return cast


def browser(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def order(client: Client, query: str = "", **more) -> str:
    data = {"purpose": "Bericht an den Rat", "sheets": EVERY, "file_format": "xlsx", **more}
    answer = client.post(reverse("cases:exports") + query, data)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def work() -> None:
    call_command("db_worker", queue_name="*", batch=True, startup_delay=False, verbosity=0)


def stored(cast, organisation=None) -> CaseExport:
    with acting(system_actor("tests", (organisation or cast.home).pk)):
        return CaseExport.objects.get()


def files(tmp_path):
    return list((tmp_path / "exports").glob("*.sealed"))


def test_ordered_written_marked_fetched_and_logged(house, tmp_path):
    client = browser(house.lead)
    page = client.get(reverse("cases:exports") + "?state=all").content.decode()
    assert "2 Fälle als Datei" in page
    assert reverse("cases:exports") in client.get(reverse("cases:list")).content.decode()
    address = order(client, "?state=all")
    assert "wird geschrieben" in client.get(address).content.decode()
    assert client.get(address + "laden/").url == address
    assert client.get(address + "stand/").status_code == 200
    work()
    assert client.get(address + "stand/").headers["HX-Refresh"] == "true"
    assert "herunterladen" in client.get(address).content.decode()
    fetched = client.get(address + "laden/")
    assert "no-store" in fetched["Cache-Control"]
    book = openpyxl.load_workbook(io.BytesIO(fetched.content))
    done = stored(house)
    assert done.number in fetched["Content-Disposition"].upper()
    for sheet in SHEETS:
        mark = book[sheet.german]["A1"].value
        assert "Lead" in mark
        assert "Bericht an den Rat" in mark
        assert done.number in mark
    names = [cell for row in book["Fälle"].iter_rows(values_only=True) for cell in row]
    assert "=cmd|calc" in names
    assert "F-1" in names
    cells = [cell for row in book["Fälle"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    with acting(house.lead.actor):
        case_ids = set(Case.objects.values_list("pk", flat=True))
        for verb, kind in (("created", "case_export"), ("read", "case"), ("exported", "case")):
            event = Event.objects.get(verb=verb, kind=kind, note__startswith=done.number)
            assert case_ids <= set(event.subjects)
    [file] = files(tmp_path)
    assert b"PK" not in file.read_bytes()[:40]


def test_without_a_purpose_there_is_no_order(house):
    client = browser(house.lead)
    answer = client.post(
        reverse("cases:exports"), {"purpose": " ab ", "sheets": EVERY, "file_format": "csv"}
    )
    assert answer.status_code == 422
    assert "wofür" in answer.content.decode()
    nothing = client.post(
        reverse("cases:exports") + "?phase=monitoring",
        {"purpose": "Bericht", "sheets": EVERY, "file_format": "csv"},
    )
    assert "Kein Fall passt" in nothing.content.decode()
    with acting(house.lead.actor):
        assert not CaseExport.objects.exists()


def test_all_sheets_at_once_and_none_without_what_its_rows_name(house):
    client = browser(house.lead)
    order(client, sheets=[], every_sheet="on")
    assert stored(house).sheets == EVERY
    order(client, sheets=["cases", "consent_recipients"])
    with acting(house.lead.actor):
        few = CaseExport.objects.order_by("created_at").last()
    assert few.sheets == ["cases", "consents", "consent_recipients"]
    nothing = client.post(
        reverse("cases:exports"), {"purpose": "Bericht", "sheets": [], "file_format": "csv"}
    )
    assert nothing.status_code == 422


def test_purpose_and_filters_are_sealed(house):
    order(browser(house.lead), "?state=all")
    with acting(house.lead.actor):
        row = CaseExport.objects.extra(select={"p": "purpose"}).get()
        assert b"Rat" not in bytes(row.p)


@pytest.mark.parametrize("with_entrusted", ["", "on"])
def test_what_is_entrusted_leaves_only_when_asked_for(house, with_entrusted):
    client = browser(house.lead)
    more = {"with_entrusted": "on"} if with_entrusted else {}
    address = order(client, file_format="json", **more)
    work()
    said = json.loads(client.get(address + "laden/").content)
    notes = [row.get("note") for row in said["sheets"]["contacts"]]
    assert notes == (["offen", "nur bei uns"] if with_entrusted else ["offen"])
    assert said["export"]["purpose"] == "Bericht an den Rat"
    with acting(house.lead.actor):
        event = Event.objects.get(verb="created", kind="case_export")
        assert event.note.endswith("entrusted") == bool(with_entrusted)


def test_csv_is_safe_for_spreadsheets(house):
    client = browser(house.lead)
    address = order(client, file_format="csv")
    work()
    with zipfile.ZipFile(io.BytesIO(client.get(address + "laden/").content)) as archive:
        assert sorted(archive.namelist()) == sorted(f"{key}.csv" for key in EVERY)
        text = archive.read("cases.csv").decode("utf-8-sig")
    assert "\"'=cmd|calc\"" in text
    assert text.startswith('"Ausgabe A-')


@pytest.mark.parametrize("who", ["manager", "coordinator", "foreign_lead", "administrator"])
def test_nobody_else_finds_the_file(house, who):
    address = order(browser(house.lead))
    work()
    stranger = browser(getattr(house, who))
    number = re.search(r"[0-9a-f-]{36}", address)[0]
    for page in ("", "stand/", "laden/"):
        assert stranger.get(address + page).status_code == 404
        assert stranger.get(address.replace(number, str(uuid4())) + page).status_code == 404


def end_roles(cast) -> None:
    Membership.objects.filter(user=cast.lead.user).delete()
    Membership.objects.create(
        user=cast.lead.user, organisation=cast.home, role=Role.CASE_MANAGER,
        valid_from=timezone.localdate(),
    )  # fmt: skip


def move_away(cast) -> None:
    Membership.objects.filter(user=cast.lead.user).update(organisation=cast.neighbour)


def deactivate(cast) -> None:
    User.objects.filter(pk=cast.lead.user.pk).update(is_active=False)


@pytest.mark.parametrize("loss", [end_roles, move_away, deactivate])
def test_who_lost_the_right_before_the_run_gets_no_file(house, tmp_path, loss):
    order(browser(house.lead))
    loss(house)
    work()
    assert (stored(house).state, stored(house).code) == (ExportState.FAILED, "no_longer_visible")
    assert files(tmp_path) == []


def test_who_lost_the_right_before_the_download_gets_no_file(house):
    client = browser(house.lead)
    address = order(client)
    work()
    end_roles(house)
    answer = client.get(address + "laden/")
    assert (answer.status_code, answer.url) == (302, address)
    assert "nicht herausgegeben" in client.get(address).content.decode()
    with acting(system_actor("tests", house.home.pk)):
        assert not Event.objects.filter(verb="exported").exists()


@pytest.fixture
def shared(own_database):
    """A case of the home organisation that the neighbour's partner may see."""
    cast = build_cast()
    folder = Builder(cast.home, cast.manager.user, "ours").build()
    with acting(system_actor("tests", cast.home.pk)):
        note = Contact.objects.get(case=folder.case)
        Contact.objects.create(
            case=folder.case, organisation=cast.home, at=timezone.now(), kind="phone",
            groups=note.groups | ENTRUSTED,
        )  # fmt: skip
    return cast, folder


def test_a_partner_gets_what_was_granted_and_the_owner_learns_of_it(shared):
    cast, folder = shared
    grant(folder, cast.neighbour, int(FieldGroup.PLAN))
    client = browser(cast.partner)
    address = order(client, file_format="json", with_entrusted="on")
    work()
    text = client.get(address + "laden/").content.decode()
    assert "Kanarienplan" in text
    for hidden in ("name", "weg", "kind", "sprache", "arbeit", "wohnung", "krankheit", "notiz"):
        assert f"Kanarien{hidden}" not in text
    assert str(EXPIRY) not in text
    at_home = browser(cast.manager)
    whole = order(at_home, file_format="json")
    work()
    assert str(EXPIRY) in at_home.get(whole + "laden/").content.decode(), "so it reads where it may"
    with acting(system_actor("tests", cast.home.pk)):
        seen = Event.objects.filter(organisation_id=cast.home.pk, note__endswith="granted")
        assert set(seen.values_list("verb", flat=True)) == {"read", "exported"}


@pytest.mark.parametrize("when", ["run", "download"])
@pytest.mark.parametrize("how", ["revoked", "narrowed"])
def test_a_consent_that_ends_in_between_ends_the_export(shared, tmp_path, when, how):
    cast, folder = shared
    row = grant(folder, cast.neighbour, int(FieldGroup.PLAN | FieldGroup.NOTES))
    client = browser(cast.partner)
    address = order(client)
    if when == "download":
        work()
        assert stored(cast, cast.neighbour).state == ExportState.READY
    revoke(folder, row)
    if how == "narrowed":
        grant(folder, cast.neighbour, int(FieldGroup.PLAN))
    work()
    assert client.get(address + "laden/").url == address
    assert "nicht herausgegeben" in client.get(address).content.decode()
    if when == "run":
        assert files(tmp_path) == []


def consented(cast, folder, scope: FieldGroup, recipients=()) -> Consent:
    """What the client allows the neighbour; the access follows in the same transaction."""
    today = timezone.localdate()
    lead = cast.lead.actor
    with acting(lead):
        own = Case.objects.select_related("person").get(pk=folder.case.pk)
        open_keys([own, own.person])
        return give_consent(
            actor=lead, case=own, recipients=[cast.neighbour, *recipients], replaces=True,
            values={
                "purpose": "coordination", "scope": int(scope), "explained_in": "de",
                "refusal_explained": True, "form": "written", "guardian": "Eltern",
                "given_on": today, "valid_until": today + timedelta(days=90),
                "health_ticked": True,
            },
        )  # fmt: skip


def take_back(cast, folder, given: Consent) -> None:
    lead = cast.lead.actor
    with acting(lead):
        revoke_consent(actor=lead, case=Case.objects.get(pk=folder.case.pk), consent=given)


def take_back_from_the_neighbour(cast, folder, given: Consent) -> None:
    lead, own = cast.lead.actor, folder.case.pk
    with acting(lead):
        revoke_consent(
            actor=lead, case=Case.objects.get(pk=own), consent=given,
            recipient_id=cast.neighbour.pk,
        )


def replace_by_less(cast, folder, _given: Consent) -> None:
    consented(cast, folder, FieldGroup.PLAN)


def run_out(_cast, folder, _given: Consent) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE cases_access SET valid_until = now() WHERE case_id = %s AND basis = 'consent'",
            [folder.case.pk],
        )


@pytest.mark.parametrize(
    ("when", "end"),
    [
        ("run", take_back), ("download", take_back), ("download", take_back_from_the_neighbour),
        ("run", replace_by_less), ("download", run_out),
    ],
)  # fmt: skip
def test_a_consent_taken_back_in_between_refuses_the_file(shared, tmp_path, end, when):
    """Asked when it is ordered, when it is written, when it is fetched, by the same function."""
    cast, folder = shared
    third = Organisation.objects.exclude(pk__in=[cast.home.pk, cast.neighbour.pk]).first()
    given = consented(
        cast, folder, FieldGroup.PLAN | FieldGroup.NOTES, [third] if third else []
    )
    client = browser(cast.partner)
    address = order(client, file_format="json")
    if when == "download":
        work()
        assert "Kanarienplan" in client.get(address + "laden/").content.decode()
    end(cast, folder, given)
    if when == "run":
        work()
        failed = stored(cast, cast.neighbour)
        assert (failed.state, failed.code) == (ExportState.FAILED, "no_longer_visible")
        assert files(tmp_path) == []
    assert client.get(address + "laden/").url == address
    assert "nicht herausgegeben" in client.get(address).content.decode()
    with acting(system_actor("tests", cast.home.pk)):
        left = Event.objects.filter(verb="exported", kind="case", note__endswith="granted")
        assert left.count() == (1 if when == "download" else 0)


def test_nobody_learns_from_a_file_what_was_consented_for_others(shared):
    cast, folder = shared
    consented(cast, folder, FieldGroup(ALL_GROUPS))
    address = order(browser(cast.partner), file_format="json")
    work()
    said = json.loads(browser(cast.partner).get(address + "laden/").content)["sheets"]
    assert said["cases"]
    assert not any(said[sheet] for sheet in ("consents", "consent_recipients", "barriers"))


def test_a_day_later_file_and_order_are_gone(house, tmp_path):
    client = browser(house.lead)
    address = order(client)
    work()
    with acting(system_actor("tests", house.home.pk)):
        row = CaseExport.objects.get()
        row.expires_at = timezone.now() - timedelta(minutes=1)
        row.save(update_fields=["expires_at"])
    for page in ("", "stand/", "laden/"):
        assert client.get(address + page).status_code == 404
    assert forget_case_exports(system_actor("nightly work")) == 1
    assert files(tmp_path) == []
    with acting(system_actor("tests", house.home.pk)):
        assert not DataKey.objects.filter(subject_id=row.pk).exists()


def test_own_scope_is_what_the_order_remembers(house):
    order(browser(house.lead))
    assert set(stored(house).scopes) == {OWN_SCOPE}
    assert date.today() <= stored(house).expires_at.date()
