"""An attempt on several devices, over its time, and after the one before."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.quizzes import actions
from lms.quizzes.models import Attempt, Quiz, ResponseStep
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


def test_an_answer_that_comes_too_late_is_written_in_the_log(scene: Scene) -> None:
    attempt = start(scene)
    late = attempt.deadline_at + timedelta(minutes=1)
    with capture_logs() as said:
        told = answer(scene, attempt, {"single": "1"}, now=late)
        again = answer(scene, attempt, {"single": "2"}, now=late)
    assert [one.kind for one in (*told, *again)] == ["late", "late"]
    lines = [(one["event"], one["attempt_uid"], one["steps"]) for one in said]
    assert lines == [("late answers kept", str(attempt.uid), 1)] * 2
    assert db.session.scalars(select(ResponseStep.response).order_by(ResponseStep.id)).all() == ["1", "2"]


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
    assert begin(60).number == 2
