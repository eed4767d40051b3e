"""The pure derivation of attendance."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.models import Method, Status
from lms.attendance.rules import Derived, Said, attended_jp, derive, read_ranges
from lms.core.errors import Refused


def said(uid: str, status: str = "H", method: Method = Method.MANUAL, after: str = "") -> Said:
    return Said(uid, Status(status), method, frozenset(after.split()))


def test_nobody_marked_gives_no_status() -> None:
    assert derive([]) is None


def test_a_later_decision_that_saw_the_first_replaces_it() -> None:
    assert derive([said("a", "H"), said("b", "S", after="a")]) == Derived(Status.SICK, "b")


def test_a_trainers_decision_stands_above_a_badge_scanned_afterwards() -> None:
    assert derive([said("a", "A"), said("b", "H", Method.BADGE, after="a")]) == Derived(Status.ABSENT, "a")


def test_two_devices_that_agree_are_merged_silently() -> None:
    assert derive([said("a", "H"), said("b", "H")]) == Derived(Status.PRESENT, "a")


def test_two_trainers_who_contradict_each_other_are_a_conflict() -> None:
    derived = derive([said("a", "H"), said("b", "A")])
    assert derived is not None
    assert derived.rivals == ("a", "b")


def test_a_resolution_that_names_both_rivals_ends_the_conflict() -> None:
    assert derive([said("a", "H"), said("b", "A"), said("c", "A", after="a b")]) == Derived(Status.ABSENT, "c")


def test_marks_that_claim_to_have_seen_each_other_still_give_an_answer() -> None:
    assert derive([said("a", "H", after="b"), said("b", "H", after="a")]) == Derived(Status.PRESENT, "a")


@st.composite
def histories(draw: Callable[..., object]) -> list[Said]:
    size = draw(st.integers(1, 7))
    marks = []
    for index in range(size):  # type: ignore[call-overload]
        seen = draw(st.sets(st.sampled_from([f"m{i}" for i in range(index)]))) if index else set()
        marks.append(
            Said(f"m{index}", draw(st.sampled_from(Status)), draw(st.sampled_from(Method)), frozenset(seen))  # type: ignore[arg-type]
        )
    return marks


@given(histories(), st.randoms())
def test_order_and_repetition_never_change_the_status(marks: list[Said], random: object) -> None:
    expected = derive(marks)
    shuffled = marks + marks[:2]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert derive(shuffled) == expected


@given(histories())
def test_whoever_has_seen_everything_and_outranks_it_decides(marks: list[Said]) -> None:
    last = Said("z", Status.SICK, Method.MANUAL, frozenset(mark.uid for mark in marks))
    assert derive([*marks, last]) == Derived(Status.SICK, "z")


@pytest.mark.parametrize(("status", "earned"), [("H", 200), ("T", 100), ("I", 0), ("S", 0), ("A", 0)])
def test_lateness_earns_the_share_that_the_training_says(status: str, earned: int) -> None:
    assert attended_jp(200, Status(status), late_percent=50) == earned


def test_numbers_from_paper_are_read_with_exceptions() -> None:
    assert read_ranges("1–5 kecuali 2, 4", most=10) == {1, 3, 5}
    assert read_ranges("1-3, 7 except 2", most=10) == {1, 3, 7}


@pytest.mark.parametrize("text", ["", "x", "0-3", "5-2", "1-99", "1-2-3"])
def test_numbers_that_cannot_be_are_refused(app: object, text: str) -> None:
    with pytest.raises(Refused):
        read_ranges(text, most=10)
