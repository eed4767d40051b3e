"""The doors of offices, regions and settings."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.places.models import Funding, Office, OnlineSince, Partnership, PartnerStatus, Programme, Region, Site
from tests import factories as make
from tests.accounts.test_setup import picture

pytestmark = pytest.mark.database
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def lampung(app: Any) -> Region:
    make.make_site()
    return make.make_region("18", tree=make.make_tree(key="id"), name="Lampung")


@pytest.fixture
def tulang_bawang(lampung: Region) -> Region:
    return make.make_region("18.05", parent=lampung, name="Kabupaten Tulang Bawang")


@pytest.fixture
def library(tulang_bawang: Region) -> Office:
    return make.make_office(region=tulang_bawang, name="Perpustakaan Melati")


def staff(app: Any, role: Role = Role.COORDINATOR, region: Region | None = None, **facts: Any) -> Any:
    return app.test_client().sign_in(make.make_staff(role, region=region, **facts))


def facts(office: Office, **changes: str) -> dict[str, str]:
    known = {"name": office.name, "kind": str(office.kind_id), "region": office.region.code, "address": "", "phone": "",
             "letterhead": ""}  # fmt: skip
    return {**known, **changes}


def test_an_office_of_another_region_does_not_exist_for_a_coordinator(app: Any, library: Office) -> None:
    stranger = staff(app, region=make.make_region("19", tree=make.make_tree()))
    address = f"/staff/places/offices/{library.uid}"
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/edit").status_code == 404
    assert stranger.post(f"{address}/edit", data=facts(library, name="Dicuri")).status_code == 404
    for door in ("partnerships", "online", "closure"):
        assert stranger.post(f"{address}/{door}", data={}).status_code == 404
    assert db.session.get(Office, library.id).name == "Perpustakaan Melati"


def test_an_expired_role_opens_nothing_any_more(app: Any, lampung: Region, library: Office) -> None:
    person = make.make_person("Dulu Koordinator")
    make.make_grant(person=person, role=Role.COORDINATOR, region=lampung, valid_until=date(2020, 1, 1))
    client = app.test_client().sign_in(person)
    assert client.get(f"/staff/places/offices/{library.uid}").status_code == 403
    assert client.get("/staff/places/offices").status_code == 403


def test_who_only_reads_cannot_write(app: Any, library: Office) -> None:
    auditor = staff(app, Role.AUDITOR)
    assert auditor.get(f"/staff/places/offices/{library.uid}").status_code == 200
    assert auditor.post(f"/staff/places/offices/{library.uid}/edit", data=facts(library)).status_code == 403
    assert auditor.get("/staff/places/settings").status_code == 403


def test_an_office_is_entered_by_a_code_with_or_without_dots(app: Any, lampung: Region, tulang_bawang: Region) -> None:
    client, kind = staff(app, region=lampung), make.make_office_kind()
    for name, code in (("Dinas A", "18.05"), ("Dinas B", "1805")):
        sent = client.post("/staff/places/offices/new", data={"name": name, "kind": str(kind.id), "region": code})
        assert sent.status_code == 302
    assert {row.region_id for row in db.session.scalars(db.select(Office))} == {tulang_bawang.id}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"region": "99.99"}, "region"), ({"region": ""}, "region"), ({"name": ""}, "name"), ({"name": "x" * 201}, "name"),
     ({"kind": "999999"}, "kind"), ({"name": "Perpustakaan MELATI"}, "name"), ({"name": "\u202e\u0007"}, "name")],
)  # fmt: skip
def test_a_wrong_value_is_told_beside_its_field_and_keeps_what_was_typed(
    app: Any, lampung: Region, library: Office, wrong: dict[str, str], field: str
) -> None:
    client = staff(app, region=lampung)
    answer = client.post("/staff/places/offices/new", data={**facts(library, name="Baru", address="Jalan 1"), **wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Jalan 1" in answer.text
    assert len(db.session.scalars(db.select(Office)).all()) == 1


def test_html_in_every_text_field_is_shown_as_text(app: Any, lampung: Region, library: Office) -> None:
    client = staff(app, region=lampung)
    wild = {name: f"{HOSTILE}{name}" for name in ("name", "address", "letterhead")}
    assert client.post(f"/staff/places/offices/{library.uid}/edit", data=facts(library, **wild)).status_code == 302
    online = {"state": "online", "since": "2024-01-01", "address": HOSTILE, "evidence": HOSTILE}
    assert client.post(f"/staff/places/offices/{library.uid}/online", data=online).status_code == 302
    for address in (
        f"/staff/places/offices/{library.uid}",
        "/staff/places/offices",
        f"/staff/places/offices?q={HOSTILE}",
    ):
        page = client.get(address).text
        assert HOSTILE not in page, address
        assert "&lt;script&gt;" in page


def test_a_year_of_joining_is_kept_with_status_and_funding_and_corrected_by_the_same_year(
    app: Any, lampung: Region, library: Office
) -> None:
    programme, client = make.make_programme(), staff(app, region=lampung)
    for status in (PartnerStatus.QUALITY_BOOKS, PartnerStatus.FULL_SUPPORT):
        sent = {"programme": str(programme.id), "year": "2019", "status": status, "funding": Funding.APBD}
        assert client.post(f"/staff/places/offices/{library.uid}/partnerships", data=sent).status_code == 302
    row = db.session.scalars(db.select(Partnership)).one()
    assert (row.year, row.status, row.funding) == (2019, PartnerStatus.FULL_SUPPORT, Funding.APBD)
    wrong = {"programme": str(programme.id), "year": "19", "status": "full_support", "funding": "apbd"}
    assert client.post(f"/staff/places/offices/{library.uid}/partnerships", data=wrong).status_code == 422


@pytest.mark.parametrize("wrong", [{"since": "2999-01-01"}, {"evidence": ""}, {"since": "yesterday"}])
def test_online_needs_a_day_that_has_come_and_evidence(app: Any, library: Office, wrong: dict[str, str]) -> None:
    client = staff(app, Role.ADMINISTRATOR)
    sent = {"state": "online", "since": "2024-01-01", "address": "", "evidence": "Surat 12", **wrong}
    assert client.post(f"/staff/places/offices/{library.uid}/online", data=sent).status_code == 422
    assert db.session.scalar(db.select(OnlineSince.id)) is None


def test_online_facts_are_appended(app: Any, library: Office) -> None:
    client = staff(app, Role.ADMINISTRATOR)
    for state in ("online", "offline"):
        sent = {"state": state, "since": "2024-01-01", "address": "", "evidence": "Surat 12"}
        assert client.post(f"/staff/places/offices/{library.uid}/online", data=sent).status_code == 302
    assert [row.is_online for row in db.session.scalars(db.select(OnlineSince).order_by(OnlineSince.id))] == [
        True,
        False,
    ]


def test_an_office_is_closed_and_opened_again(app: Any, library: Office) -> None:
    client, address = staff(app, Role.ADMINISTRATOR), f"/staff/places/offices/{library.uid}/closure"
    client.post(address)
    assert db.session.get(Office, library.id).closed_on == clock.today("Asia/Jakarta")
    client.post(address, data={"act": "reopen"})
    db.session.expire_all()
    assert db.session.get(Office, library.id).closed_on is None


def test_the_list_takes_as_many_queries_for_ninety_as_for_one(app: Any, library: Office, count_queries: Any) -> None:
    client = staff(app, Role.ADMINISTRATOR)

    def statements(address: str) -> int:
        with count_queries() as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    addresses = (
        "/staff/places/offices",
        "/staff/places/offices?export=csv",
        f"/staff/places/regions/{library.region.uid}",
    )
    one = [statements(address) for address in addresses]
    for n in range(90):
        make.make_office(region=library.region, kind=library.kind, name=f"Perpustakaan {n}")
    assert [statements(address) for address in addresses] == one


def test_the_export_has_exactly_the_offices_in_reach_with_codes_as_text(
    app: Any, lampung: Region, library: Office
) -> None:
    make.make_office(name="Luar")
    make.make_office(region=library.region, name="=1+1")
    data = staff(app, region=lampung).get("/staff/places/offices?export=xlsx").data
    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["=1+1", "Perpustakaan Melati"]
    assert {row[3] for row in rows} == {"18.05"}


@pytest.mark.parametrize("text", ["sukamaju tulang bawang", "Sukamaju", "18.05.01.2001", "1805012001"])
def test_a_village_is_found_by_name_and_parent_and_by_code(app: Any, tulang_bawang: Region, text: str) -> None:
    district = make.make_region("18.05.01", parent=tulang_bawang, name="Banjar Agung")
    make.make_region("18.05.01.2001", parent=district, name="Sukamaju")
    other = make.make_region("18.06.01", parent=make.make_region("18.06", tree=tulang_bawang.tree, name="Tanggamus"))
    make.make_region("18.06.01.2001", parent=other, name="Sukamaju" if "tulang" in text else "Lain")
    page = staff(app, Role.ADMINISTRATOR).get("/staff/places/regions", query_string={"q": text}).text
    assert "18.05.01.2001" in page
    assert "18.06.01.2001" not in page


def test_a_village_whose_name_is_two_words_is_found_by_one(app: Any, tulang_bawang: Region) -> None:
    make.make_region("18.05.20", parent=tulang_bawang, name="Suka Maju")
    page = staff(app, Role.ADMINISTRATOR).get("/staff/places/regions?q=Sukamaju+Tulang+Bawang").text
    assert "18.05.20" in page


def test_a_code_that_two_trees_have_is_asked_for_with_the_name_of_its_tree(app: Any, lampung: Region) -> None:
    elsewhere = make.make_region("18", tree=make.make_tree(key="fr"), name="Elsewhere")
    client, kind = staff(app, Role.ADMINISTRATOR), make.make_office_kind()
    sent = {"name": "Dinas", "kind": str(kind.id), "region": "18"}
    answer = client.post("/staff/places/offices/new", data=sent)
    assert (answer.status_code, "fr:18" in answer.text) == (422, True)
    assert client.post("/staff/places/offices/new", data={**sent, "region": "fr:18"}).status_code == 302
    assert db.session.scalars(db.select(Office)).one().region_id == elsewhere.id


def site_facts(**changes: Any) -> dict[str, Any]:
    return {"name": "Terang", "owner": "Badan", "languages": ["id", "en"], "first_language": "en", "jp_minutes": "45",
            "zone": "Europe/Dublin", "contact_name": "Bu Ani", "contact_phone": "+62 812 34567", **changes}  # fmt: skip


def test_settings_change_name_owner_languages_zone_and_logo(app: Any, lampung: Region) -> None:
    client = staff(app, Role.ADMINISTRATOR)
    sent = site_facts(logo=(picture(), "logo.png"))
    assert client.post("/staff/places/settings", data=sent, content_type="multipart/form-data").status_code == 302
    site = db.session.scalars(db.select(Site)).one()
    assert (site.name, site.owner, site.languages, site.zone) == ("Terang", "Badan", ["en", "id"], "Europe/Dublin")
    assert site.logo is not None
    assert '<html lang="en">' in app.test_client().get("/sign-in").text
    client.post("/staff/places/settings", data=site_facts(without_logo="y"))
    db.session.expire_all()
    assert db.session.scalars(db.select(Site)).one().logo is None


@pytest.mark.parametrize("wrong", [{"name": ""}, {"zone": "Mars/Olympus"}, {"contact_phone": "0812"},
                                   {"jp_minutes": "0"}, {"first_language": "xx"}])  # fmt: skip
def test_wrong_settings_change_nothing(app: Any, lampung: Region, wrong: dict[str, str]) -> None:
    answer = staff(app, Role.ADMINISTRATOR).post("/staff/places/settings", data=site_facts(**wrong))
    assert answer.status_code == 422
    assert db.session.scalars(db.select(Site)).one().name == "Pelita"


def tree_file(text: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), "tree.csv"


def test_a_tree_comes_in_by_screen_and_again_without_harm(app: Any, lampung: Region) -> None:
    client = staff(app, Role.ADMINISTRATOR)
    text = "code,parent_code,name\nA,,Utara\nA.1,A,Hulu\n"
    for name in ("Utara", "Utara Baru"):
        sent = {
            "key": "fr",
            "name": "Freedonia",
            "levels": "Provinsi, Distrik",
            "csv": tree_file(text.replace("Utara", name)),
        }
        assert client.post("/staff/places/trees/new", data=sent, content_type="multipart/form-data").status_code == 302
    names = {row.code: row.name for row in db.session.scalars(db.select(Region)) if row.tree.key == "fr"}
    assert names == {"A": "Utara Baru", "A.1": "Hulu"}


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "code,parent_code,name\nA,B,X\nB,A,Y\n", "code,name\nA,X\nA,Y\n", "code,name\n<b>,X\n",
             "code,name\n" + "x" * 41 + ",X\n"],
)  # fmt: skip
def test_a_tree_with_a_wrong_row_changes_nothing_and_lists_it(app: Any, lampung: Region, text: str) -> None:
    sent = {"key": "fr", "name": "Freedonia", "levels": "Provinsi, Distrik", "csv": tree_file(text)}
    answer = staff(app, Role.ADMINISTRATOR).post(
        "/staff/places/trees/new", data=sent, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "<b>" not in answer.text
    assert db.session.scalar(db.select(db.func.count(Region.id))) == 1


def test_a_tree_comes_in_by_command(app: Any, lampung: Region, tmp_path: Any) -> None:
    (tmp_path / "tree.csv").write_text("code,parent_code,name\nA,,North\nA.1,A,Upper\n")
    words = ["places", "load-regions", str(tmp_path / "tree.csv"), "--key", "fr", "--name", "Freedonia", "--levels",
             "Province,Shire", "--language", "en"]  # fmt: skip
    done = app.test_cli_runner().invoke(args=words)
    assert (done.exit_code, done.output.strip()) == (0, "Province: 1, Shire: 1")
    (tmp_path / "tree.csv").write_text("code,parent_code,name\nB,nowhere,North\n")
    assert app.test_cli_runner().invoke(args=words).exit_code == 1


def test_two_programmes_never_share_a_short_name(app: Any, lampung: Region) -> None:
    client = staff(app, Role.ADMINISTRATOR)
    sent = {"name_id": "Baca", "slug": "baca", "tree": str(lampung.tree_id), "zone": "UTC", "language": "id"}
    assert client.post("/staff/places/programmes/new", data=sent).status_code == 302
    assert client.post("/staff/places/programmes/new", data=sent).status_code == 422
    assert client.post("/staff/places/programmes/baca", data={**sent, "slug": "membaca"}).status_code == 302
    assert db.session.scalars(db.select(Programme.slug)).all() == ["membaca"]
    phase = {"name_id": "Awal", "starts": "2020-01-01", "ends": "2019-01-01"}
    assert client.post("/staff/places/programmes/membaca/phases", data=phase).status_code == 422
