"""Several threads at one attempt."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.quizzes import actions, queries
from lms.quizzes.models import Attempt, ResponseStep
from lms.quizzes.rules.steps import Sent
from lms.sync.actions import receive
from tests.quizzes.factories import make_scene

pytestmark = pytest.mark.database


def _at_once(app: Any, act: Any, times: int = 6, held: Any = None) -> list[Any]:
    """Let threads act; where an attempt is `held`, all of them wait for it before the first goes on."""

    def run(number: int) -> Any:
        with app.app_context():
            try:
                return act(number)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(times) as pool:
        with transaction():
            db.session.execute(select(Attempt.id).where(Attempt.id == held).with_for_update())
            acts = [pool.submit(run, number) for number in range(times)]
            time.sleep(0.5 if held else 0)
        return [one.result() for one in acts]


def test_six_presses_at_once_begin_one_attempt(app: Any) -> None:
    scene = make_scene()
    uid, lesson = scene.participation.uid, scene.lesson_uid()

    found = _at_once(app, lambda _: actions.start(uid, lesson, by=scene.by, now=clock.now()).uid)

    assert len(set(found)) == 1
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_steps_that_arrive_at_once_are_all_kept_in_one_order(app: Any) -> None:
    scene = make_scene()
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now())
    uid, item = attempt.uid, queries.items_of(attempt.id)[0].uid

    def send(number: int) -> str:
        step = Sent(uid=uuid4(), item_uid=item, response="12"[number % 2], base_seq=0, device=f"tab-{number}")
        return actions.save(uid, [step], by=scene.by, now=clock.now())[0].kind

    kinds = _at_once(app, send)

    assert set(kinds) <= {"saved", "rival"}
    sequences = db.session.scalars(select(ResponseStep.sequence).order_by(ResponseStep.sequence)).all()
    assert list(sequences) == [1, 2, 3, 4, 5, 6]


def test_a_step_that_arrives_six_times_at_once_is_kept_once_and_told_the_same(app: Any) -> None:
    scene = make_scene()
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now())
    step = Sent(uid=uuid4(), item_uid=queries.items_of(attempt.id)[0].uid, response="1", base_seq=0, device="tab")

    found = _at_once(app, lambda _: actions.save(attempt.uid, [step], by=scene.by, now=clock.now())[0],
                     held=attempt.id)  # fmt: skip

    assert {(one.kind, one.sequence) for one in found} == {("saved", 1)}
    assert db.session.scalar(select(func.count()).select_from(ResponseStep)) == 1


def test_one_answer_that_a_device_sends_several_times_at_once_is_kept_once(app: Any) -> None:
    scene = make_scene()
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now())
    data = {"attempt": str(attempt.uid), "item": str(queries.items_of(attempt.id)[0].uid), "base_seq": 0,
            "fields": {"": ["1"]}, "device": "phone"}  # fmt: skip
    fact = {"uid": str(uuid4()), "kind": "quiz.answer", "data": data}

    told = _at_once(app, lambda _: receive(fact, by=scene.by, now=clock.now())["outcome"], 2, held=attempt.id)

    assert told == ["done", "done"]
    assert db.session.scalar(select(func.count()).select_from(ResponseStep)) == 1
