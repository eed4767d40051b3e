"""An attempt on several devices, over its time, and after the one before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from structlog.testing import capture_logs

from lms.core import clock, registry
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.quizzes import actions, queries
from lms.quizzes.models import AtExpiry, Attempt, Quiz, ResponseStep
from lms.quizzes.rules import opening
from lms.trainings.events import TrainingClosed
from tests import factories
from tests.quizzes.factories import Scene, ask, make_scene
from tests.quizzes.test_actions import answer, start


@pytest.fixture
def scene(app: object) -> Scene:
    factories.make_site()
    return make_scene(time_limit=30)


def test_another_device_goes_on_with_every_answer_and_the_same_clock(app: Any, client: Any, scene: Scene) -> None:
    ask(scene, "single", "shortanswer", "essay")
    phone, laptop = client.sign_in(scene.person), app.test_client().sign_in(scene.person)
    attempt = start(scene)
    answer(scene, attempt, {"single": "1", "shortanswer": "Inklusi", "essay": "Kami membuka kelas."})

    begun = laptop.post(f"/my/quizzes/{scene.lesson_uid()}/attempts", data={"participation": scene.participation.uid})
    pages = [one.get(begun.headers["Location"]).text for one in (phone, laptop)]

    assert begun.headers["Location"] == f"/my/attempts/{attempt.uid}"
    deadline = f'data-deadline="{attempt.deadline_at.isoformat()}"'
    for shown in ('value="Inklusi"', "Kami membuka kelas.</textarea>", " checked", deadline):
        assert [shown in page for page in pages] == [True, True], shown
    assert len(db.session.scalars(select(Attempt)).all()) == 1


def test_an_answer_that_comes_too_late_is_written_in_the_log_and_told_to_staff(scene: Scene, client: Any) -> None:
    attempt = start(scene)
    late = attempt.deadline_at + timedelta(minutes=1)
    with capture_logs() as said:
        told = answer(scene, attempt, {"single": "1"}, now=late)
        again = answer(scene, attempt, {"single": "2"}, now=late)
    assert [one.kind for one in (*told, *again)] == ["late", "late"]
    lines = [(one["event"], one["attempt_uid"], one["steps"]) for one in said]
    assert lines == [("late answers kept", str(attempt.uid), 1)] * 2
    assert db.session.scalars(select(ResponseStep.response).order_by(ResponseStep.id)).all() == ["1", "2"]
    client.sign_in(factories.make_staff())
    lists = [client.get(f"/staff/trainings/{scene.training.uid}/attempts?state={one}").text for one in ("late", "open")]
    assert ["2 jawaban terlambat" in one for one in lists] == [True, True]
    with transaction():
        db.session.execute(delete(ResponseStep))
    assert "Wayan Sudarma" not in client.get(f"/staff/trainings/{scene.training.uid}/attempts?state=late").text


def test_the_next_attempt_waits_as_long_as_the_quiz_says(scene: Scene) -> None:
    with transaction():
        quiz = db.session.scalars(select(Quiz).where(Quiz.lesson_id == scene.lessons["pre-test"].id)).one()
        quiz.delay_minutes, quiz.attempts_allowed = 60, None
    ended = clock.now()
    actions.submit(start(scene).uid, by=scene.by, now=ended)

    def begin(minutes: int) -> Attempt:
        now = ended + timedelta(minutes=minutes)
        return actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=now)

    with pytest.raises(Refused, match="tunggu"):
        begin(59)
    terms = queries.terms_of(quiz, scene.participation)
    assert opening.begins_again(terms, [opening.Earlier(None), opening.Earlier(ended)]) == ended + timedelta(hours=1)
    sooner = ended + timedelta(minutes=59)
    facts: dict[str, Any] = {"is_training_open": True, "now": sooner}
    assert opening.waits_until(terms, [opening.Earlier(ended)], **facts) == ended + timedelta(hours=1)
    assert opening.waits_until(replace(terms, closes_at=sooner), [opening.Earlier(ended)], **facts) is None
    assert begin(60).number == 2


@pytest.mark.database
@pytest.mark.parametrize(
    ("facts", "minutes", "state", "fraction"),
    [({}, -1, "open", None), ({}, 2, "expired", 1.0), ({"at_expiry": AtExpiry.ABANDON}, 2, "abandoned", None),
     ({"at_expiry": AtExpiry.ABANDON, "grace_minutes": 10}, 9, "open", None),
     ({"at_expiry": AtExpiry.ABANDON, "grace_minutes": 10}, 12, "abandoned", None)],
)  # fmt: skip
def test_the_worker_ends_what_nobody_opens_again(
    scene: Scene, facts: dict[str, Any], minutes: int, state: str, fraction: float | None
) -> None:
    ask(scene, "single", **facts)
    attempt = start(scene)
    answer(scene, attempt, {"single": "1"})
    with transaction():
        row = db.session.get_one(Attempt, attempt.id)
        row.deadline_at = clock.now() - timedelta(minutes=minutes)
    closes = registry.entries("rounds")["attempts"][1]
    assert closes() == (state != "open")
    assert closes() == 0
    done = db.session.get_one(Attempt, attempt.id, populate_existing=True)
    assert (done.state, done.fraction) == (state, fraction)


def test_a_training_that_closes_brings_back_no_attempt_that_was_over(scene: Scene) -> None:
    ask(scene, "single", at_expiry=AtExpiry.ABANDON)
    attempt = start(scene)
    with transaction():
        db.session.get_one(Attempt, attempt.id).deadline_at = clock.now() - timedelta(hours=1)
        publish(TrainingClosed(training_id=scene.training.id))
    assert db.session.get_one(Attempt, attempt.id, populate_existing=True).state == "abandoned"
