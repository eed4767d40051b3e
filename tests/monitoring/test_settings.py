"""What a programme follows is rows that an adopter changes."""

import pytest
from flask.testing import FlaskClient

from lms.core.db import db
from lms.core.principals import Role
from lms.monitoring.models import ActivityKind, Indicator, Target
from lms.places.models import Programme
from lms.trainings.models import TrainingKind
from tests import factories as make

INDICATOR = {
    "name_id": "Warga yang ikut", "name_en": "People who came", "code": "came", "measure": "community",
    "level": "outcome", "unit_id": "orang", "is_public": "y",
}  # fmt: skip


@pytest.fixture
def programme(app: object) -> Programme:
    return make.make_programme(slug="contoh")


@pytest.fixture
def boss(client: FlaskClient) -> FlaskClient:
    return client.sign_in(make.make_staff(Role.ADMINISTRATOR))  # type: ignore[attr-defined, no-any-return]


def test_an_indicator_is_added_changed_and_given_a_target(boss: FlaskClient, programme: Programme) -> None:
    address = "/staff/programmes/contoh/indicators"
    assert boss.post(f"{address}/new", data=INDICATOR).location == f"{address}/came"
    assert boss.post(f"{address}/came", data={**INDICATOR, "name_id": "Peserta"}).status_code == 302
    target = {"starts": "2026-01-01", "ends": "2026-12-31", "value": "108.474"}
    assert boss.post(f"{address}/came/targets", data=target).status_code == 302
    found = db.session.scalars(db.select(Indicator)).one()
    assert found.label == {"id": "Peserta", "en": "People who came"}
    assert db.session.scalars(db.select(Target.value)).one() == 108474
    assert "Peserta" in boss.get("/staff/figures?from=2026-01-01&until=2026-12-31").text
    boss.post(f"{address}/came/targets", data={**target, "value": ""})
    assert db.session.scalars(db.select(Target)).all() == []


def test_two_indicators_never_share_a_code_and_a_wrong_period_is_refused(
    boss: FlaskClient, programme: Programme
) -> None:
    address = "/staff/programmes/contoh/indicators"
    boss.post(f"{address}/new", data=INDICATOR)
    again = boss.post(f"{address}/new", data=INDICATOR)
    assert again.status_code == 422
    assert "Indikator lain sudah memakai kode ini" in again.text
    backwards = {"starts": "2026-12-31", "ends": "2026-01-01", "value": "1"}
    assert boss.post(f"{address}/came/targets", data=backwards).status_code == 422
    assert boss.post(f"{address}/new", data={**INDICATOR, "code": "x", "measure": "none"}).status_code == 422


def test_kinds_are_added_and_renamed_on_the_programmes_page(boss: FlaskClient, programme: Programme) -> None:
    for door in ("training-kinds", "activity-kinds"):
        boss.post(f"/staff/programmes/contoh/{door}", data={"name_id": "Lokakarya <b>"})
        assert "Lokakarya &lt;b&gt;" in boss.get("/staff/places/programmes/contoh").text
        boss.post(f"/staff/programmes/contoh/{door}", data={"name_id": "Kelas", "key": "kind-1"})
    assert db.session.scalars(db.select(TrainingKind.label)).all() == [{"id": "Kelas"}]
    assert db.session.scalars(db.select(ActivityKind.label)).all() == [{"id": "Kelas"}]


def test_a_kind_without_a_name_or_of_no_programme_is_refused(boss: FlaskClient, programme: Programme) -> None:
    boss.post("/staff/programmes/contoh/activity-kinds", data={"name_id": ""})
    assert db.session.scalars(db.select(ActivityKind)).all() == []
    assert boss.post("/staff/programmes/contoh/activity-kinds", data={"name_id": "X", "key": "none"}).status_code == 404
    assert boss.post("/staff/programmes/lain/training-kinds", data={"name_id": "X"}).status_code == 404


def test_a_coordinator_changes_no_indicator(client: FlaskClient, programme: Programme) -> None:
    other = client.sign_in(make.make_staff(Role.COORDINATOR))  # type: ignore[attr-defined]
    assert other.get("/staff/programmes/contoh/indicators/new").status_code == 403
    assert other.post("/staff/programmes/contoh/training-kinds", data={"name_id": "X"}).status_code == 403
