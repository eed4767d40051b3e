"""Fifty offices at once, from several processes: never above the quota, never above the capacity."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import actions, queries
from lms.enrolment.models import Nomination, NominationState
from lms.trainings import queries as trainings
from lms.trainings.models import Capacity
from tests import factories as make
from tests.enrolment.delegations import make_scene
from tests.rivals import rivals

pytestmark = [pytest.mark.database, pytest.mark.slow]
PROCESSES = 4


def _rival(job: tuple[str, str, int, list[tuple[str, UUID, UUID]]]) -> list[str]:
    url, data, operator_id, acts = job
    from concurrent.futures import ThreadPoolExecutor

    from lms import settings
    from lms.accounts.models import Person
    from lms.app import create_app

    app = create_app(settings.load({"LMS_DATA": data, "LMS_DATABASE_URL": url}))
    with app.app_context():
        by = make.principal_of(db.session.get_one(Person, operator_id))

    def one(act: tuple[str, UUID, UUID]) -> str:
        with app.app_context():
            try:
                return _do(act, by)
            except Refused as refusal:
                return str(refusal)

    with ThreadPoolExecutor(13) as pool:
        return list(pool.map(one, acts))


def _do(act: tuple[str, UUID, UUID], by: Any) -> str:
    kind, first, second = act
    if kind == "name":
        return actions.nominate(first, [second], Capacity.PARTICIPANT, by=by, now=clock.now())[0].state.value
    if kind == "cancel":
        return actions.cancel_nomination(first, by=by, now=clock.now(), reason="Sakit").state.value
    return actions.register(first, by=make.principal_of(_person(second)), now=clock.now()).badge_code


def _person(uid: UUID) -> Any:
    from lms.accounts.models import Person

    return db.session.scalars(db.select(Person).where(Person.uid == uid)).one()


def run(scene: Any, tmp_path: Path, acts: list[tuple[str, UUID, UUID]]) -> list[str]:
    """Do all acts at once in several processes and return their answers."""
    db.session.remove()
    url = db.engine.url.render_as_string(hide_password=False)
    jobs = [(url, str(tmp_path), scene.operator.person_id, acts[n::PROCESSES]) for n in range(PROCESSES)]
    with rivals(PROCESSES) as pool:
        return [answer for part in pool.map(_rival, jobs) for answer in part]


def count(scene: Any, state: NominationState) -> int:
    return queries.counts_by_state(scene.training_id).get(state, 0)


def test_fifty_names_at_once_fill_the_quota_exactly(app: Flask, tmp_path: Path) -> None:
    scene = make_scene(people=52)
    scene.quota(9)
    letter = scene.letter()
    answers = run(scene, tmp_path, [("name", letter.uid, person.uid) for person in scene.people])
    assert (answers.count("accepted"), answers.count("over")) == (9, 43)
    assert (queries.limits_of(scene.training_id)[0].taken, queries.seats_taken(scene.training_id)) == (9, 9)


def test_names_and_registrations_at_once_never_pass_the_capacity(app: Flask, tmp_path: Path) -> None:
    scene = make_scene(people=50, capacity=10, registration_until=clock.today("Asia/Jakarta"))
    letter = scene.letter()
    acts = [
        ("name", letter.uid, person.uid) if n % 2 else ("register", scene.training.uid, person.uid)
        for n, person in enumerate(scene.people)
    ]
    run(scene, tmp_path, acts)
    numbers = trainings.four_numbers([scene.training_id])[scene.training_id]
    assert (numbers.registered, queries.seats_taken(scene.training_id)) == (10, 10)


def test_cancellations_at_once_move_the_next_up_one_by_one(app: Flask, tmp_path: Path) -> None:
    scene = make_scene(people=50)
    scene.quota(20)
    named = scene.name(*scene.people)
    for one in named[20:]:
        actions.join_waiting_list(one.uid, by=scene.operator, now=clock.now())
    first = {one.id for one in named[20:40]}
    run(scene, tmp_path, [("cancel", one.uid, one.uid) for one in named[:20]])
    assert (count(scene, NominationState.ACCEPTED), count(scene, NominationState.WAITING)) == (20, 10)
    accepted = db.select(Nomination.id).where(Nomination.state == NominationState.ACCEPTED)
    assert set(db.session.scalars(accepted)) == first
    assert queries.seats_taken(scene.training_id) == 20
