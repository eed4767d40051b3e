"""Attempts: begun once, saved step by step, ended by the server's clock."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.quizzes import actions, queries
from lms.quizzes.actions.kind import QUIZ
from lms.quizzes.models import Attempt, AttemptState, ResponseStep, StepKind
from lms.quizzes.rules.steps import Sent
from lms.trainings.events import TrainingClosed
from tests import factories
from tests.quizzes.factories import RIGHT, Scene, ask, make_scene

pytestmark = pytest.mark.database


def start(scene: Scene, slug: str = "pre-test", **facts: Any) -> Attempt:
    return actions.start(
        scene.participation.uid, scene.lesson_uid(slug), by=scene.by, now=facts.get("now", clock.now())
    )


def answer(scene: Scene, attempt: Attempt, responses: dict[str, Any], **facts: Any) -> list[actions.Outcome]:
    """Save responses by question type."""
    items = {item.version.type: item for item in queries.items_of(attempt.id)}
    steps = [Sent(uid=uuid4(), item_uid=items[kind].uid, response=response, base_seq=items[kind].sequence,
                  device="satu") for kind, response in responses.items()]  # fmt: skip
    return actions.save(attempt.uid, steps, by=scene.by, now=facts.get("now", clock.now()))


def test_a_second_press_begins_no_second_attempt(app: object) -> None:
    scene = make_scene()

    assert start(scene).uid == start(scene).uid
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_everything_right_is_everything_and_passes(app: object) -> None:
    scene = make_scene(pass_mark=70)
    attempt = start(scene)
    answer(scene, attempt, RIGHT)

    graded = actions.submit(attempt.uid, by=scene.by, now=clock.now())

    assert (graded.fraction, graded.is_passed, graded.state) == (1.0, True, AttemptState.SUBMITTED)
    key = (scene.participation.id, scene.lessons["pre-test"].id)
    assert queries.best_fraction([key[0]], [key[1]]) == {key: 1.0}


def test_handing_in_twice_is_once(app: object) -> None:
    scene = make_scene()
    attempt = start(scene)
    first = actions.submit(attempt.uid, by=scene.by, now=clock.now())

    again = actions.submit(attempt.uid, by=scene.by, now=clock.now() + timedelta(hours=1))

    assert again.submitted_at == first.submitted_at


def test_the_post_test_asks_the_other_form(app: object) -> None:
    scene = make_scene()
    before = start(scene)
    actions.submit(before.uid, by=scene.by, now=clock.now())

    after = start(scene, "post-test")

    assert {before.form, after.form} == {"A", "B"}
    keys = [{item.version.entry_id for item in queries.items_of(one.id)} for one in (before, after)]
    assert not keys[0] & keys[1]


def test_the_attempts_that_are_allowed_can_be_used_up(app: object) -> None:
    scene = make_scene(attempts_allowed=1)
    actions.submit(start(scene).uid, by=scene.by, now=clock.now())

    with pytest.raises(Refused):
        start(scene)


def test_the_same_step_sent_again_is_known_and_kept_once(app: object) -> None:
    scene = make_scene()
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    step = Sent(uid=uuid4(), item_uid=item.uid, response="1", base_seq=0, device="a")

    first = actions.save(attempt.uid, [step], by=scene.by, now=clock.now())
    second = actions.save(attempt.uid, [step, step], by=scene.by, now=clock.now())

    assert first == [second[0]] == [second[1]]
    assert db.session.scalar(select(func.count()).select_from(ResponseStep)) == 1


def test_the_same_uuid_with_another_answer_is_told_as_a_conflict(app: object) -> None:
    scene = make_scene()
    attempt = start(scene)
    item, uid = queries.items_of(attempt.id)[0], uuid4()
    actions.save(
        attempt.uid, [Sent(uid=uid, item_uid=item.uid, response="1", base_seq=0)], by=scene.by, now=clock.now()
    )

    told = actions.save(
        attempt.uid, [Sent(uid=uid, item_uid=item.uid, response="2", base_seq=0)], by=scene.by, now=clock.now()
    )

    assert (told[0].kind, told[0].response) == ("conflict", "1")


def test_two_tabs_are_told_apart_and_nothing_is_lost(app: object) -> None:
    scene = make_scene()
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]

    def send(response: str, base: int, device: str) -> actions.Outcome:
        step = Sent(uid=uuid4(), item_uid=item.uid, response=response, base_seq=base, device=device)
        return actions.save(attempt.uid, [step], by=scene.by, now=clock.now())[0]

    assert send("1", 0, "tab-1").kind == "saved"
    rival = send("2", 0, "tab-2")
    assert (rival.kind, rival.response, rival.sequence) == ("rival", "1", 1)
    chosen = send("2", rival.sequence, "tab-2")
    assert (chosen.kind, chosen.response) == ("saved", "2")
    kinds = db.session.scalars(select(ResponseStep.kind).order_by(ResponseStep.sequence)).all()
    assert kinds == [StepKind.SAVED, StepKind.RIVAL, StepKind.SAVED]


def test_a_device_that_was_cut_off_sends_its_own_steps_in_order(app: object) -> None:
    scene = make_scene()
    attempt = start(scene)
    item = queries.items_of(attempt.id)[0]
    steps = [Sent(uid=uuid4(), item_uid=item.uid, response=r, base_seq=0, device="hp") for r in ("1", "2", "1")]

    told = actions.save(attempt.uid, steps, by=scene.by, now=clock.now())

    assert [one.kind for one in told] == ["saved", "saved", "saved"]
    assert told[-1].response == "1"


def test_a_late_answer_is_kept_and_does_not_count(app: object) -> None:
    scene = make_scene(time_limit=10, grace_seconds=30)
    attempt = start(scene)
    answer(scene, attempt, {"single": "1"})
    late = attempt.started_at + timedelta(minutes=10, seconds=31)

    told = answer(scene, attempt, {"truefalse": "1"}, now=late)
    graded = actions.submit(attempt.uid, by=scene.by, now=late)

    assert [one.kind for one in told] == ["late"]
    assert (graded.state, graded.fraction, graded.submitted_at) == (AttemptState.EXPIRED, 0.2, attempt.deadline_at)
    assert db.session.scalar(select(func.count()).where(ResponseStep.kind == StepKind.LATE)) == 1


def test_an_answer_within_grace_counts(app: object) -> None:
    scene = make_scene(time_limit=10, grace_seconds=30)
    attempt = start(scene)
    assert [one.kind for one in answer(scene, attempt, {"single": "1"}, now=attempt.deadline_at)] == ["saved"]


def test_somebody_elses_attempt_does_not_exist(app: object) -> None:
    scene = make_scene()
    attempt = start(scene)
    stranger = factories.principal_of(factories.make_person("Orang Lain"))
    item = queries.items_of(attempt.id)[0]

    with pytest.raises(Missing):
        actions.submit(attempt.uid, by=stranger, now=clock.now())
    with pytest.raises(Missing):
        actions.save(
            attempt.uid, [Sent(uid=uuid4(), item_uid=item.uid, response="1", base_seq=0)], by=stranger, now=clock.now()
        )
    with pytest.raises(Missing):
        actions.start(scene.participation.uid, scene.lesson_uid(), by=stranger, now=clock.now())


def test_saving_takes_three_statements_however_many_answers(app: object, count_queries: Any) -> None:
    scene = make_scene()
    attempt = start(scene)

    with count_queries() as seen:
        answer(scene, attempt, RIGHT)

    assert len(seen) == 1 + 3  # the first is this test's own


def test_closing_a_training_hands_in_what_is_open(app: object) -> None:
    scene = make_scene()
    attempt = start(scene)
    answer(scene, attempt, {"single": "1"})

    with transaction():
        actions.hand_in_open(TrainingClosed(training_id=scene.training.id))

    row = db.session.execute(select(Attempt.state, Attempt.fraction)).one()
    assert tuple(row) == (AttemptState.EXPIRED, 0.2)


def test_a_release_tells_how_many_questions_ask_something(app: object) -> None:
    scene = make_scene()
    ask(scene, "description", "single", "description", "essay")
    lesson = scene.lessons["pre-test"]
    assert QUIZ.freeze([lesson])[lesson.id].facts["questions"] == 2
