"""Open registration: seats, dates, repeats, races."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Consent, Person
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.enrolment import actions, queries
from lms.trainings import actions as trainings
from lms.trainings.models import Participation, Step, TrainingState
from tests import factories as make
from tests.rivals import rivals

pytestmark = pytest.mark.database


def open_training(**facts: Any) -> Any:
    tomorrow = clock.today("Asia/Jakarta") + timedelta(days=1)
    return make.make_training(**{"registration_until": tomorrow, "capacity": 2, **facts})


def visit(training: Any, name: str = "Siti", phone: str = "081234567890", agrees: bool = True) -> Participation:
    return actions.register_visitor(
        training.uid, name=name, phone=phone, office="Perpustakaan Desa", agrees=agrees, now=clock.now()
    )


def test_a_visitor_takes_a_seat_once_with_consent(app: Flask) -> None:
    training = open_training()
    assert visit(training).uid == visit(training, phone="+62 812 3456 7890").uid
    person = db.session.scalar(db.select(Person))
    assert (person.full_name, person.password_hash) == ("Siti", None)
    assert db.session.scalar(db.select(db.func.count(Consent.id))) == 1
    assert queries.seats_taken(training.id) == 1


def test_a_full_training_takes_nobody_more(app: Flask) -> None:
    training = open_training(capacity=1)
    visit(training)
    with pytest.raises(Refused):
        visit(training, name="Budi", phone="081211112222")


def test_a_phone_of_another_name_is_refused_without_that_name(app: Flask) -> None:
    make.make_person("Ratna", phone="+6281234567890")
    with pytest.raises(Refused) as refusal:
        visit(open_training())
    assert "Ratna" not in str(refusal.value.fields)


@pytest.mark.parametrize(
    "facts",
    [{"state": TrainingState.CLOSED}, {"state": TrainingState.CANCELLED}, {"registration_until": None},
     {"registration_until": date(2019, 10, 1)}],
)  # fmt: skip
def test_no_seat_outside_the_open_time(app: Flask, facts: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        visit(open_training(**facts))


@pytest.mark.parametrize("facts", [{"is_public": False}, {"state": TrainingState.DRAFT}, {"is_template": True}])
def test_a_training_that_is_not_public_does_not_exist(app: Flask, facts: dict[str, Any]) -> None:
    with pytest.raises(Missing):
        visit(open_training(**facts))


def test_without_consent_nobody_is_registered(app: Flask) -> None:
    with pytest.raises(Refused) as refusal:
        visit(open_training(), agrees=False)
    assert "agrees" in refusal.value.fields
    assert db.session.scalar(db.select(db.func.count(Person.id))) == 0


def test_who_withdrew_frees_the_seat_and_may_return(app: Flask) -> None:
    training, person = open_training(capacity=1), make.make_person()
    by = make.principal_of(person)
    seat = actions.register(training.uid, by=by, now=clock.now())
    boss = make.principal_of(make.make_staff())
    trainings.record_step(seat.uid, Step.WITHDREW, by=boss, now=clock.now(), reason="Sakit")
    assert queries.seats_taken(training.id) == 0
    assert actions.register(training.uid, by=by, now=clock.now()).uid == seat.uid
    assert queries.seats_taken(training.id) == 1


def _visits(job: tuple[str, str, Any, range]) -> list[str]:
    url, data, uid, numbers = job
    from concurrent.futures import ThreadPoolExecutor

    from lms import settings
    from lms.app import create_app

    app = create_app(settings.load({"LMS_DATA": data, "LMS_DATABASE_URL": url}))

    def one(number: int) -> str:
        with app.app_context():
            try:
                actions.register_visitor(uid, name=f"Orang {number}", phone=f"08121000{number:04d}", office="",
                                         agrees=True, now=clock.now())  # fmt: skip
            except Refused:
                return "full"
            return "in"

    with ThreadPoolExecutor(13) as pool:
        return list(pool.map(one, numbers))


@pytest.mark.slow
def test_fifty_people_at_once_get_exactly_the_seats_there_are(app: Flask, tmp_path: Path) -> None:
    training = open_training(capacity=10)
    db.session.remove()
    url = db.engine.url.render_as_string(hide_password=False)
    jobs = [(url, str(tmp_path), training.uid, range(start, start + 13)) for start in (0, 13, 26, 39)]
    with rivals(4) as pool:
        answers = [answer for part in pool.map(_visits, jobs) for answer in part]
    assert (answers.count("in"), answers.count("full")) == (10, 42)
    assert queries.seats_taken(training.id) == 10
