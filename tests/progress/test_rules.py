"""Who has earned lesson hours."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue.rules import Evidence
from lms.progress.rules import Inputs, decide, has_passed, is_completed, ledger_change
from lms.trainings.models import Capacity

PARTICIPANT = Capacity.PARTICIPANT


def test_four_fifths_of_the_lesson_hours_are_enough() -> None:
    assert decide(Inputs(capacity=PARTICIPANT, attended=2560, required=3200)) == ()


def test_one_hundredth_less_is_not_enough() -> None:
    assert decide(Inputs(capacity=PARTICIPANT, attended=2559, required=3200)) == ("attendance",)


def test_a_facilitator_needs_nine_tenths() -> None:
    assert decide(Inputs(capacity=Capacity.FACILITATOR, attended=2560, required=3200, least_percent=90)) == (
        "attendance",
    )


@pytest.mark.parametrize("capacity", [Capacity.TRAINER, Capacity.MODERATOR, Capacity.ORGANISER])
def test_those_who_teach_or_organise_need_only_to_have_come(capacity: Capacity) -> None:
    assert decide(Inputs(capacity=capacity, required=3200)) == ()
    assert decide(Inputs(capacity=capacity, has_arrived=False)) == ("arrived",)


def test_a_required_post_test_must_be_passed() -> None:
    full = {"capacity": PARTICIPANT, "attended": 100, "required": 100, "needs_post_test": True}
    assert decide(Inputs(**full)) == ("post_test",)
    assert decide(Inputs(**full, has_passed=True)) == ()


def test_a_self_paced_module_needs_its_lessons_not_attendance() -> None:
    assert decide(Inputs(capacity=PARTICIPANT, is_self_paced=True, lessons_done=3, lessons_required=4)) == ("lessons",)
    assert decide(Inputs(capacity=PARTICIPANT, is_self_paced=True, lessons_done=4, lessons_required=4)) == ()


def test_whoever_withdrew_earns_nothing() -> None:
    assert decide(Inputs(capacity=PARTICIPANT, attended=10, required=10, has_withdrawn=True)) == ("withdrawn",)


def test_a_quiz_handed_in_below_the_pass_mark_is_not_completed() -> None:
    assert not is_completed(Evidence.PASSED, [Evidence.HANDED_IN])
    assert is_completed(Evidence.PASSED, [Evidence.HANDED_IN, Evidence.PASSED])


@pytest.mark.parametrize(
    ("fraction", "pass_mark", "passed"),
    [(0.7, 70, True), (0.69, 70, False), (0.0, None, True), (None, None, False), (0.1 + 0.2, 30, True)],
)
def test_a_pass_mark_is_reached_or_not(fraction: float | None, pass_mark: int | None, passed: bool) -> None:
    assert has_passed(fraction, pass_mark) is passed


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_after_the_change_the_ledger_holds_what_was_earned(posted: int, earned: int) -> None:
    assert posted + ledger_change(posted=posted, earned=earned) == earned


@st.composite
def inputs(draw: Callable[..., Any]) -> Inputs:
    required = draw(st.integers(0, 6000))
    lessons = draw(st.integers(0, 12))
    return Inputs(
        capacity=draw(st.sampled_from(Capacity)),
        attended=draw(st.integers(0, required)),
        required=required,
        least_percent=draw(st.integers(0, 100)),
        needs_post_test=draw(st.booleans()),
        has_passed=draw(st.booleans()),
        is_self_paced=draw(st.booleans()),
        lessons_done=draw(st.integers(0, lessons)),
        lessons_required=lessons,
        has_arrived=draw(st.booleans()),
        has_withdrawn=draw(st.booleans()),
    )


@given(inputs())
def test_a_decision_can_be_made_again_from_the_inputs_that_it_keeps(given_: Inputs) -> None:
    kept = json.loads(json.dumps(given_.kept()))
    assert decide(Inputs(**{**kept, "capacity": Capacity(kept["capacity"])})) == decide(given_)


@given(inputs(), st.integers(0, 3000), st.integers(0, 5))
def test_who_does_more_never_loses_what_was_earned(given_: Inputs, hours: int, lessons: int) -> None:
    better = replace(
        given_,
        attended=given_.attended + hours,
        lessons_done=given_.lessons_done + lessons,
        has_passed=True,
        has_arrived=True,
    )
    assert set(decide(better)) <= set(decide(given_))


@given(inputs())
def test_nobody_who_withdrew_is_eligible_and_each_reason_is_said_once(given_: Inputs) -> None:
    reasons = decide(given_)
    assert len(reasons) == len(set(reasons))
    assert ("withdrawn" in reasons) == given_.has_withdrawn


@given(st.lists(st.integers(0, 6000), max_size=20))
def test_however_often_it_is_decided_the_ledger_holds_what_was_earned_last(earned: list[int]) -> None:
    entries: list[int] = []
    for hours in earned:
        entries += [change] if (change := ledger_change(posted=sum(entries), earned=hours)) else []
    assert sum(entries) == (earned[-1] if earned else 0)
    assert 0 not in entries
