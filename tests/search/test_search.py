"""The search box: what a person may not see does not exist."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.core.principals import Role
from tests import factories as make

pytestmark = pytest.mark.database


@pytest.fixture
def world(client: FlaskClient) -> dict[str, Any]:
    """Two provinces, each with an office, a person and a training that share the word "melati"."""
    here, there = make.make_region("18"), make.make_region("73")
    found = {"here": here, "there": there}
    for place, region in (("Lampung", here), ("Sulawesi", there)):
        office = make.make_office(region=region, name=f"Perpustakaan Melati {place}")
        make.make_person(f"Melati {place}", office=office, phone=f"+62812000{len(place)}")
        found[place] = make.make_training(title=f"Bimtek Melati {place}", region=region, is_public=False)
    return found


def test_a_coordinator_finds_what_lies_in_the_own_region_only(client: FlaskClient, world: dict[str, Any]) -> None:
    reader = client.sign_in(make.make_staff(Role.COORDINATOR, region=world["here"]))  # type: ignore[attr-defined]
    page = reader.get("/search?q=melati").text
    for kind in ("Perpustakaan Melati", "Melati", "Bimtek Melati"):
        assert f"{kind} Lampung" in page
        assert f"{kind} Sulawesi" not in page


def test_a_person_is_found_by_the_end_of_the_phone_number(client: FlaskClient, world: dict[str, Any]) -> None:
    make.make_person("Ketut", phone="+6281355501234")
    reader = client.sign_in(make.make_staff(Role.ADMINISTRATOR))  # type: ignore[attr-defined]
    assert "Ketut" in reader.get("/search?q=081355501234").text


def test_a_participant_finds_the_own_trainings_and_nobody_else(client: FlaskClient, world: dict[str, Any]) -> None:
    person = make.make_person("Wayan")
    mine = make.make_participation(training=world["Lampung"], person=person)
    page = client.sign_in(person).get("/search?q=melati").text  # type: ignore[attr-defined]
    assert f"/my/learning/{mine.uid}" in page
    assert "Sulawesi" not in page
    assert "Perpustakaan Melati" not in page
    assert "/staff/" not in client.get("/search?q=wayan").text, "a page that is closed to them is not offered"


def test_one_letter_finds_nothing(client: FlaskClient, world: dict[str, Any]) -> None:
    assert "Melati" not in client.sign_in(make.make_staff(Role.ADMINISTRATOR)).get("/search?q=m").text  # type: ignore[attr-defined]


def test_a_search_asks_as_often_for_one_hit_as_for_many(
    client: FlaskClient, world: dict[str, Any], count_queries: Any
) -> None:
    reader = client.sign_in(make.make_staff(Role.ADMINISTRATOR))  # type: ignore[attr-defined]

    def statements() -> int:
        with count_queries() as seen:
            assert reader.get("/search?q=melati").status_code == 200
        return len(seen)

    few = statements()
    for n in range(6):
        office = make.make_office(region=world["here"], name=f"Rumah Baca Melati {n}")
        make.make_participation(
            training=make.make_training(title=f"Melati {n}"), person=make.make_person("Melati", office=office)
        )
    assert statements() == few


def test_html_in_a_search_is_shown_as_text(client: FlaskClient) -> None:
    page = client.sign_in(make.make_person()).get('/search?q="><script>alert(1)</script>').text  # type: ignore[attr-defined]
    assert "<script>alert" not in page
