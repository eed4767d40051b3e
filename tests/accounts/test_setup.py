"""The beginning of an installation: by the first-run page, and by LMS_ADMIN_* settings."""

import io
from typing import Any

import pytest
from PIL import Image

from lms.accounts.models import Person, RoleGrant
from lms.certificates.models import Series, Signer
from lms.core import files
from lms.core.db import db
from lms.core.principals import Role
from lms.monitoring.models import ActivityKind, Indicator
from lms.places.models import Office, Programme, Region, RegionTree, Site
from lms.trainings.models import TrainingKind
from tests import factories

WORDS = "tiga kata mudah"
TREE = "code,parent_code,name,kind\nF,,North,\nF-1,F,Upper Shire,\nF-1-a,F-1,Millbrook,\nG,,South,\n"
FACTS = {
    "full_name": "Rina", "username": "rina", "password": WORDS, "site_name": "Terang", "programme": "Program Baca",
    "office": "Dinas", "regions": "single", "region": "Negeri", "zone": "Asia/Jayapura", "first_language": "id",
    "languages": ["id", "en"],
}  # fmt: skip
IN_ENGLISH = {**FACTS, "first_language": "en", "languages": ["en"], "regions": "csv", "region": "Freedonia",
              "levels": "Province, Shire, Village", "zone": "Europe/Dublin"}  # fmt: skip


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), **facts: Any) -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", size, "#0c5a63").save(target, kind, **facts)
    target.seek(0)
    return target


def send(app: Any, facts: dict[str, Any], **uploads: Any) -> Any:
    return app.test_client().post("/setup", data={**facts, **uploads}, content_type="multipart/form-data")


def with_tree(text: str = TREE) -> dict[str, Any]:
    return {"csv": (io.BytesIO(text.encode()), "tree.csv")}


def count(table: Any) -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(table)) or 0)


def only(table: Any) -> Any:
    return db.session.scalars(db.select(table)).one()


def test_an_empty_installation_leads_every_visitor_to_the_first_run_page(app: Any) -> None:
    for address in ("/", "/sign-in"):
        assert app.test_client().get(address).location == "/setup"


def test_the_first_run_page_makes_an_administrator_once(app: Any) -> None:
    assert app.test_client().get("/setup").status_code == 200
    assert send(app, FACTS).status_code == 302
    assert app.test_client().get("/setup").location == "/sign-in"
    assert send(app, {**FACTS, "username": "second"}).location == "/sign-in"
    assert [(row.person.username, row.role) for row in db.session.scalars(db.select(RoleGrant))] == [
        ("rina", Role.ADMINISTRATOR)
    ]
    signed = app.test_client().post("/sign-in", data={"name": "rina", "password": WORDS})
    assert signed.status_code == 302


def test_the_first_run_page_sets_name_owner_languages_zone_logo_and_a_person_to_call(app: Any) -> None:
    more = {"owner": "Reading Board", "contact_name": "Ann", "contact_phone": "+353 1 234 5678"}
    send(app, {**IN_ENGLISH, **more}, **with_tree(), logo=(picture(), "logo.png"))
    site = only(Site)
    assert (site.name, site.owner, site.languages, site.zone) == ("Terang", "Reading Board", ["en"], "Europe/Dublin")
    page = app.test_client().get("/sign-in")
    assert '<html lang="en">' in page.text
    assert "Bahasa Indonesia" not in page.text
    assert "https://wa.me/35312345678" in page.text
    assert site.logo_url in page.text
    answer = app.test_client().get(site.logo_url)
    data = answer.data
    answer.close()
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(io.BytesIO(data)).size == (512, 171)


def test_a_logo_is_written_anew_without_what_was_hidden_in_it(app: Any) -> None:
    hidden = picture("JPEG", exif=Image.Exif())
    hidden = io.BytesIO(hidden.getvalue() + b"<script>alert(1)</script>")
    send(app, FACTS, logo=(hidden, "logo.jpg"))
    assert b"script" not in files.read(only(Site).logo)


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n but no more", b"GIF89a"])
def test_a_logo_that_is_no_picture_is_refused_beside_its_field_and_makes_nothing(app: Any, data: bytes) -> None:
    answer = send(app, FACTS, logo=(io.BytesIO(data), "logo.png"))
    assert answer.status_code == 422
    assert 'id="logo-error"' in answer.text
    assert 'value="Terang"' in answer.text
    assert (count(Site), count(Person), count(RegionTree)) == (0, 0, 0)


def test_a_tree_from_a_file_has_its_levels_and_the_office_lies_where_it_was_said(app: Any) -> None:
    assert send(app, {**IN_ENGLISH, "office_region": "F-1"}, **with_tree()).status_code == 302
    tree = only(RegionTree)
    assert (tree.key, tree.name, [level["en"] for level in tree.levels]) == (
        "freedonia", {"en": "Freedonia"}, ["Province", "Shire", "Village"],
    )  # fmt: skip
    assert {row.code: row.level for row in db.session.scalars(db.select(Region))} == {
        "F": 1, "F-1": 2, "F-1-a": 3, "G": 1,
    }  # fmt: skip
    assert only(Office).region.name == "Upper Shire"
    assert only(Programme).tree_id == tree.id


@pytest.mark.parametrize(
    ("facts", "tree", "field"),
    [
        ({}, "code,parent_code,name\nF-1,nowhere,Upper Shire\n", "csv"),
        ({}, "name\nNorth\n", "csv"),
        ({"levels": ""}, TREE, "levels"),
        ({"region": ""}, TREE, "region"),
        ({"office_region": "ZZ"}, TREE, "office_region"),
        ({"contact_phone": "0812"}, TREE, "contact_phone"),
        ({"zone": "Europe/Nowhere"}, TREE, "zone"),
        ({"password": "password"}, TREE, "password"),
        ({"username": "12345"}, TREE, "username"),
        ({"series_pattern": "{serial}"}, TREE, "series_pattern"),
        ({"signer_name": "Dr. Ann Lee"}, TREE, "signer_title"),
        ({"signer_name": "Dr. Ann Lee", "signer_title": "Head", "signer_nip": "1"}, TREE, "signer_nip"),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_field_and_nothing_is_made(
    app: Any, facts: dict[str, str], tree: str, field: str
) -> None:
    answer = send(app, {**IN_ENGLISH, **facts}, **with_tree(tree))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert [count(table) for table in (Person, Site, RegionTree, Region, Programme, Office, Series)] == [0] * 7


def test_the_first_series_and_signer_are_as_they_were_said(app: Any) -> None:
    papers = {"series_name": "Reading certificates", "series_pattern": "RR-{serial:03d}/{year}",
              "signer_name": "Dr. Ann Lee", "signer_title": "Director"}  # fmt: skip
    send(app, {**IN_ENGLISH, **papers}, **with_tree())
    assert (only(Series).name, only(Series).pattern) == ("Reading certificates", "RR-{serial:03d}/{year}")
    assert (only(Signer).full_name, only(Signer).title) == ("Dr. Ann Lee", "Director")


def test_a_new_programme_has_the_kinds_and_indicators_without_which_nothing_can_be_planned(app: Any) -> None:
    send(app, FACTS)
    programme = only(Programme)
    for table in (TrainingKind, ActivityKind, Indicator):
        assert {row.programme_id for row in db.session.scalars(db.select(table))} == {programme.id}
    client = app.test_client().sign_in(only(Person))
    assert client.get("/staff/trainings/new").status_code == 200
    answer = client.post("/staff/places/programmes/new", data={
        "name_id": "Kedua", "slug": "kedua", "tree": str(programme.tree_id), "zone": "UTC", "language": "en",
    })  # fmt: skip
    assert answer.location == "/staff/places/programmes/kedua"
    second = db.session.scalar(db.select(Programme).where(Programme.slug == "kedua"))
    assert count(db.select(TrainingKind).where(TrainingKind.programme_id == second.id).subquery()) > 0


@pytest.fixture
def run(app: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    def with_settings(**settings: str) -> Any:
        for name, value in settings.items():
            monkeypatch.setenv(f"LMS_ADMIN_{name}", value)
        return app.test_cli_runner().invoke(args=["setup", "admin"])

    return with_settings


def test_the_settings_set_up_everything_that_the_page_asks(run: Any, tmp_path: Any) -> None:
    (tmp_path / "tree.csv").write_text(TREE)
    (tmp_path / "logo.png").write_bytes(picture().getvalue())
    done = run(
        NAME="Ann Lee", USERNAME="ann", PASSWORD=WORDS, SITE="Reading Rooms", OWNER="Board", LANGUAGES="en",
        ZONE="Europe/Dublin", LOGO=str(tmp_path / "logo.png"), REGIONS=str(tmp_path / "tree.csv"), REGION="Freedonia",
        LEVELS="Province,Shire,Village", OFFICE="Reading Board", OFFICE_REGION="F", PROGRAMME="Reading for All",
        CONTACT_NAME="Bob", CONTACT_PHONE="+353 1 234 5678", SERIES_NAME="Papers", SIGNER_NAME="Dr. Ann Lee",
        SIGNER_TITLE="Director",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    site = only(Site)
    assert (site.name, site.owner, site.languages, site.zone, site.contact_name) == (
        "Reading Rooms", "Board", ["en"], "Europe/Dublin", "Bob",
    )  # fmt: skip
    assert site.logo is not None
    assert only(Programme).name == {"en": "Reading for All"}
    assert (only(Office).name, only(Office).region.code, count(Region)) == ("Reading Board", "F", 4)
    assert (only(Series).name, only(Signer).title, only(Person).username) == ("Papers", "Director", "ann")


def test_a_wrong_setting_stops_with_its_name_and_makes_nothing(run: Any) -> None:
    done = run(PASSWORD="password", USERNAME="ann")
    assert (done.exit_code, "LMS_ADMIN_PASSWORD" in done.output) == (1, True)
    done = run(PASSWORD=WORDS, REGIONS="/nowhere/tree.csv")
    assert (done.exit_code, "LMS_ADMIN_REGIONS" in done.output) == (1, True)
    assert (count(Person), count(Site)) == (0, 0)


def test_the_settings_do_nothing_where_somebody_is(run: Any) -> None:
    factories.make_person()
    assert "Somebody is there already" in run(PASSWORD=WORDS).output
    assert count(Site) == 0
