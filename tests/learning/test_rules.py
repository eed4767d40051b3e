"""What is locked, and what comes next."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from lms.learning.rules import Step, lock, may_learn, neighbours, next_step
from lms.trainings.models import TrainingState


def step(title: str, **facts: object) -> Step:
    return Step(**{"lesson_id": hash(title), "uid": uuid4(), "title": title, "kind": "page", **facts})  # type: ignore[arg-type]


def test_a_post_test_waits_for_the_lessons_before_it() -> None:
    steps = lock([step("pre"), step("one", is_done=True), step("two"), step("post", comes_after_lessons=True)])
    assert [s.waits_for for s in steps] == [(), (), (), ("pre", "two")]


def test_an_optional_lesson_locks_nothing() -> None:
    assert not lock([step("extra", is_required=False), step("post", comes_after_lessons=True)])[1].is_locked


def test_a_post_test_that_was_passed_stays_open() -> None:
    assert not lock([step("one"), step("post", comes_after_lessons=True, is_done=True)])[1].is_locked


def test_the_next_step_is_the_first_open_required_one() -> None:
    steps = lock(
        [
            step("one", is_done=True),
            step("extra", is_required=False),
            step("two"),
            step("post", comes_after_lessons=True),
        ]
    )
    assert next_step(steps).title == "two"  # type: ignore[union-attr]


def test_nothing_is_next_when_all_is_done() -> None:
    assert next_step([step("one", is_done=True)]) is None


def test_before_and_after() -> None:
    steps = [step("one"), step("two")]
    assert neighbours(steps, steps[0].uid) == (None, steps[1])
    assert neighbours(steps, steps[1].uid) == (steps[0], None)


def test_lessons_stay_open_after_the_training_was_closed_but_not_for_who_withdrew() -> None:
    assert may_learn(TrainingState.CLOSED, has_withdrawn=False)
    assert not may_learn(TrainingState.OPEN, has_withdrawn=True)
    assert not may_learn(TrainingState.DRAFT, has_withdrawn=False)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=12))
def test_doing_whatever_is_next_ends_with_everything_required_done(shape: list[tuple[bool, bool, bool]]) -> None:
    from dataclasses import replace

    steps = [step(str(i), is_done=d, is_required=r, comes_after_lessons=t) for i, (d, r, t) in enumerate(shape)]
    for _ in range(len(steps) + 1):
        coming = next_step(lock(steps))
        if coming is None:
            break
        steps = [replace(s, is_done=True) if s.uid == coming.uid else s for s in steps]
    assert all(s.is_done for s in steps)
