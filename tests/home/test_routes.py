"""The first pages."""

from flask.testing import FlaskClient

from lms.core.principals import Role
from lms.monitoring.models import Indicator
from lms.trainings.models import Capacity
from tests import factories as make


def test_a_visitor_finds_trainings_modules_figures_and_verification_on_every_page(client: FlaskClient) -> None:
    make.make_person()
    for address in ("/", "/modules", "/verify"):
        page = client.get(address).text
        for link in ("/trainings", "/modules", "/programmes/", "/verify"):
            assert f'href="{link}"' in page


def test_a_participant_finds_certificates_and_trainings_in_the_navigation(client: FlaskClient) -> None:
    page = client.sign_in(make.make_person()).get("/home").text  # type: ignore[attr-defined]
    assert "/my/certificates" in page
    assert "/trainings" in page
    boss = make.make_staff(Role.PROGRAMME_MANAGER)
    assert "/my/certificates" not in client.sign_in(boss).get("/home").text  # type: ignore[attr-defined]


def test_whoever_reads_figures_sees_the_first_ones_at_home(client: FlaskClient) -> None:
    programme = make.make_programme()
    hidden = {"code": "k", "measure": "activities", "label": {"id": "Kegiatan di desa"}, "unit": {}, "definition": {}}
    make.save(Indicator(programme_id=programme.id, is_public=False, **hidden))
    assert "Kegiatan di desa" in client.sign_in(make.make_staff(Role.PROGRAMME_MANAGER)).get("/home").text  # type: ignore[attr-defined]
    assert "/staff/figures" not in client.sign_in(make.make_person()).get("/home").text  # type: ignore[attr-defined]


def test_who_takes_part_is_led_to_the_lessons_and_who_trains_is_not(client: FlaskClient) -> None:
    words = "Anda sudah menyelesaikan semua materi"
    pages = [
        client.sign_in(make.make_participation(capacity=capacity).person).get("/home").text  # type: ignore[attr-defined]
        for capacity in (Capacity.PARTICIPANT, Capacity.TRAINER)
    ]
    assert [words in page for page in pages] == [True, False]
