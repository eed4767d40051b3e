"""The doors of monitoring."""

from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.monitoring.models import (
    ActivityKind,
    ActivityReport,
    Indicator,
    Meeting,
    MeetingGuest,
    ReportFact,
    ReportState,
)
from lms.places.models import Funding, Office, Partnership, PartnerStatus, Programme, Region, RegionTree
from tests import factories as make
from tests.monitoring.test_figures import make_village, report

TALLIES = {"women": "20", "men": "15", "under_15": "5", "from_15": "10", "from_25": "15", "from_60": "5"}


@pytest.fixture
def programme(app: object) -> Programme:
    programme = make.make_programme(slug="contoh")
    make.save(
        Indicator(programme_id=programme.id, code="activities", measure="activities", label={"id": "Kegiatan"},
                  unit={"id": "kegiatan"}, definition={})
    )  # fmt: skip
    make.save(ActivityKind(programme_id=programme.id, key="pli", label={"id": "Layanan informasi"}))
    return programme


@pytest.fixture
def village(programme: Programme) -> Region:
    return make_village(programme, "18.05.01.2001")


@pytest.fixture
def library(village: Region) -> Office:
    return make.make_office(region=village, kind=make.make_office_kind(is_library=True), name="Perpusdes Melati")


@pytest.fixture
def manager(client: FlaskClient, library: Office) -> FlaskClient:
    person = make.make_person("Pengelola", office=library)
    make.make_grant(person=person, role=Role.LIBRARY_MANAGER, office_id=library.id)
    return client.sign_in(person)  # type: ignore[attr-defined, no-any-return]


def staff(client: FlaskClient, role: Role = Role.PROGRAMME_MANAGER, region: Region | None = None) -> FlaskClient:
    return client.sign_in(make.make_staff(role, region=region))  # type: ignore[attr-defined, no-any-return]


def filed(library: Office, **facts: str) -> dict[str, str]:
    kind = db.session.scalar(db.select(ActivityKind))
    assert kind is not None
    return {
        "uid": str(uuid4()), "library": str(library.uid), "kind_id": str(kind.id), "title": "Kelas komputer",
        "on_day": "2019-05-02", **TALLIES, **facts,
    }  # fmt: skip


def test_a_figure_opens_its_rows(client: FlaskClient, programme: Programme, village: Region) -> None:
    report(programme, village, on_day=clock.now().date().replace(month=1, day=2))
    browser = staff(client)
    page = browser.get("/staff/figures").text
    assert "Kegiatan" in page
    assert "Kelas komputer" in browser.get("/staff/figures/activities").text


def test_the_rows_of_a_figure_are_exported(client: FlaskClient, programme: Programme, village: Region) -> None:
    report(programme, village)
    csv = staff(client).get("/staff/figures/activities.csv?from=2019-01-01&until=2019-12-31").data.decode("utf-8-sig")
    assert len(csv.strip().splitlines()) == 2
    assert staff(client).get("/staff/figures.xlsx").data[:2] == b"PK"


def test_figures_take_as_many_queries_with_many_rows(
    client: FlaskClient, programme: Programme, village: Region, count_queries: object
) -> None:
    browser = staff(client)

    def statements(more: int) -> int:
        for _ in range(more):
            report(programme, village)
        with count_queries() as seen:  # type: ignore[operator]
            assert browser.get("/staff/reports").status_code == 200
            assert browser.get("/staff/figures?from=2019-01-01&until=2019-12-31").status_code == 200
        return len(seen)

    assert statements(1) == statements(20)


def test_a_participant_does_not_open_the_figures(client: FlaskClient, programme: Programme) -> None:
    assert client.sign_in(make.make_person()).get("/staff/figures").status_code == 403  # type: ignore[attr-defined]


def test_public_figures_show_numbers_and_never_names(
    client: FlaskClient, programme: Programme, village: Region
) -> None:
    report(programme, village)
    page = client.get("/programmes/contoh/figures?from=2019-01-01&until=2019-12-31")
    assert page.status_code == 200
    opened = client.get("/programmes/contoh/figures/activities?from=2019-01-01&until=2019-12-31").text
    assert "Kelas komputer" not in opened
    assert client.get("/programmes/other/figures").status_code == 404


def test_a_library_manager_hands_in_a_report_once(manager: FlaskClient, library: Office) -> None:
    sent = filed(library)
    for _ in range(2):
        assert manager.post("/staff/reports/new", data=sent).status_code == 302
    kept = db.session.scalars(db.select(ActivityReport)).one()
    assert (kept.participants, kept.state) == (35, ReportState.SUBMITTED)
    assert "Kelas komputer" in manager.get(f"/staff/reports/{kept.uid}").text


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"women": "0", "men": "0"}, "women"),
        ({"under_15": "99"}, "under_15"),
        ({"on_day": "2999-01-01"}, "on_day"),
        ({"disabled": "999"}, "disabled"),
        ({"women": "-3"}, "women"),
        ({"title": ""}, "title"),
    ],
)
def test_a_report_that_does_not_add_up_is_shown_again_with_what_was_typed(
    manager: FlaskClient, library: Office, facts: dict[str, str], field: str
) -> None:
    answer = manager.post("/staff/reports/new", data=filed(library, story="Ceritanya begini", **facts))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Ceritanya begini" in answer.text
    assert db.session.scalars(db.select(ActivityReport)).all() == []


def test_only_the_kinds_of_the_own_programme_are_offered_and_with_several_one_is_chosen_first(
    manager: FlaskClient, library: Office, programme: Programme
) -> None:
    other = make.make_programme(slug="lain", tree=db.session.get(RegionTree, programme.tree_id))
    make.save(ActivityKind(programme_id=other.id, key="x", label={"id": "Kegiatan lain"}))
    asked = manager.get("/staff/reports/new").text
    assert [f"programme={slug}" in asked for slug in ("contoh", "lain")] == [True, True]
    page = manager.get("/staff/reports/new?programme=lain").text
    assert ["Kegiatan lain" in page, "Layanan informasi" in page] == [True, False]
    for office_id, programme_id in ((library.id, programme.id), (make.make_office().id, other.id)):
        make.save(Partnership(programme_id=programme_id, office_id=office_id, year=2019,
                              status=PartnerStatus.FULL_SUPPORT, funding=Funding.APBN))  # fmt: skip
    page = manager.get("/staff/reports/new").text
    assert ["<form" in page, "Kegiatan lain" in page] == [True, False]
    foreign = db.session.scalars(db.select(ActivityKind.id).where(ActivityKind.programme_id == other.id)).one()
    assert manager.post("/staff/reports/new", data=filed(library, kind_id=str(foreign))).status_code == 422


def test_nobody_reports_for_a_library_out_of_reach(manager: FlaskClient, village: Region) -> None:
    other = make.make_office(region=village, kind=make.make_office_kind(is_library=True))
    assert manager.post("/staff/reports/new", data=filed(other)).status_code == 422


def test_a_report_is_verified_sent_back_and_its_history_is_kept(
    client: FlaskClient, programme: Programme, village: Region
) -> None:
    kept = report(programme, village)
    uid, browser = kept.uid, client.sign_in(make.make_staff(name="Ketut Pemeriksa"))  # type: ignore[attr-defined]
    address = f"/staff/reports/{uid}/moves"
    assert browser.post(address, data={"state": "returned", "comment": ""}).status_code == 422
    assert browser.post(address, data={"state": "locked"}).status_code == 422
    assert browser.post(address, data={"state": "returned", "comment": "Foto kurang"}).status_code == 302
    seen = client.application.test_client().sign_in(make.make_staff()).get(f"/staff/reports/{uid}").text  # type: ignore[attr-defined]
    assert ("Foto kurang" in seen, "Ketut Pemeriksa" in seen) == (True, True)
    assert [f.state for f in db.session.scalars(db.select(ReportFact))] == [ReportState.RETURNED]


def test_another_regions_report_does_not_exist(client: FlaskClient, programme: Programme, village: Region) -> None:
    kept = report(programme, village)
    elsewhere = make_village(programme, "73.01.01.2001")
    browser = staff(client, Role.COORDINATOR, elsewhere)
    assert browser.get(f"/staff/reports/{kept.uid}").status_code == 404
    assert browser.post(f"/staff/reports/{kept.uid}/moves", data={"state": "verified_regency"}).status_code == 404


def test_a_meeting_is_recorded_with_its_institutions(
    client: FlaskClient, programme: Programme, village: Region
) -> None:
    sent = {
        "programme": "contoh", "region": "1805", "title": "Rapat Pemangku Kepentingan", "on_day": "2019-04-01",
        "guests": "Bappeda; 3\nDinas Kominfo; 2",
    }  # fmt: skip
    browser = staff(client)
    answer = browser.post("/staff/meetings/new", data=sent, follow_redirects=True)
    assert "Bappeda" in answer.text
    assert db.session.scalar(db.select(db.func.count(MeetingGuest.id))) == 5
    assert "Rapat Pemangku" in browser.get("/staff/meetings").text
    for wrong in ({"guests": "Bappeda"}, {"region": "99.99"}, {"guests": "X; 0"}, {"guests": f"X; {'9' * 5000}"}):
        assert browser.post("/staff/meetings/new", data={**sent, **wrong}).status_code == 422
    assert db.session.scalar(db.select(db.func.count(Meeting.id))) == 1


def test_html_in_a_report_is_shown_as_text(manager: FlaskClient, library: Office) -> None:
    answer = manager.post(
        "/staff/reports/new", data=filed(library, title="<script>alert(1)</script>"), follow_redirects=True
    )
    assert "<script>alert(1)</script>" not in answer.text


def test_a_figure_of_a_tree_with_outlines_is_drawn_on_its_map(client: FlaskClient) -> None:
    programme = make.make_programme(slug="peta", tree=make.make_tree(key="id"))
    activities = {"code": "activities", "measure": "activities", "label": {"id": "K"}, "unit": {}, "definition": {}}
    make.save(Indicator(programme_id=programme.id, **activities))
    make.save(ActivityKind(programme_id=programme.id, key="pli", label={"id": "Layanan informasi"}))
    report(programme, make_village(programme, "18.05.01.2001"))
    page = client.get("/programmes/peta/figures/activities?from=2019-01-01&until=2019-12-31").text
    assert "#id-la" in page
    assert "#id-ri" not in page


def test_the_list_of_programmes_leads_to_the_only_one(client: FlaskClient, programme: Programme) -> None:
    assert client.get("/programmes/").location == "/programmes/contoh/figures"
    make.make_programme(slug="lain", name={"id": "Program Lain"})
    assert "Program Lain" in client.get("/programmes/").text


def test_exported_reports_have_words_above_real_numbers_and_dates(client: FlaskClient) -> None:
    from python_calamine import CalamineWorkbook

    staff = client.sign_in(make.make_staff(Role.ADMINISTRATOR))  # type: ignore[attr-defined]
    book = CalamineWorkbook.from_filelike(BytesIO(staff.get("/staff/reports.xlsx").data))
    heads = book.get_sheet_by_index(0).to_python()[0]
    assert heads[:3] == ["Perpustakaan", "Wilayah", "Kode"]
    assert {"Peserta", "Perempuan", "Penyandang disabilitas"} <= set(heads)
    assert not [head for head in heads if "_" in str(head)]
