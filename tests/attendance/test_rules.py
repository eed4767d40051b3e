"""The pure derivation of attendance."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.actions import Marked
from lms.attendance.models import Method, Status
from lms.attendance.routes.words import told_numbers
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


def test_a_mark_that_was_taken_back_stands_against_nobody() -> None:
    undone = [said("a", "A"), said("b", "-", after="a")]
    assert derive(undone) == Derived(Status.CLEARED, "b")
    for method in Method:
        assert derive([*undone, said("c", "H", method)]) == Derived(Status.PRESENT, "c")
    assert derive([*undone, said("c", "H", Method.BADGE, after="b")]) == Derived(Status.PRESENT, "c")


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


class Phone:
    """A phone without a line, as `lms/frontend/event/marking.js` keeps it: it has seen its own marks and no others."""

    def __init__(self, name: str, people: range) -> None:
        self.name, self.kept, self.batches = name, [], []  # type: ignore[var-annotated]
        self.view: dict[int, Said | None] = dict.fromkeys(people)

    def status(self, person: int) -> Status:
        seen = self.view[person]
        return seen.status if seen else Status.CLEARED

    def say(self, person: int, status: Status, method: Method = Method.MANUAL) -> tuple[int, Said, Status]:
        seen, was = self.view[person], self.status(person)
        mark = Said(f"{self.name}{len(self.kept)}", status, method, frozenset([seen.uid] if seen else ()))
        self.kept.append((person, mark))
        by_hand = seen is not None and seen.method == Method.MANUAL and was != Status.CLEARED
        if method == Method.MANUAL or not by_hand:  # a scan never overrules a hand
            self.view[person] = mark
        return person, mark, was

    def do(self, act: str, person: int) -> None:
        if act == "undo":
            for one, mark, was in self.batches.pop() if self.batches else ():
                if self.view[one] is mark:
                    self.say(one, was)
        elif act == "others":
            self.batches.append([self.say(one, Status.PRESENT) for one in self.view if self.status(one) == "-"])
        elif act == "badge":
            if self.status(person) != Status.PRESENT:
                self.batches.append([self.say(person, Status.PRESENT, Method.BADGE)])
        else:
            self.batches.append([self.say(person, Status(act))])


PEOPLE = range(3)
ACTS = st.tuples(st.sampled_from("ab"), st.sampled_from(["H", "A", "S", "badge", "others", "undo"]),
                 st.sampled_from(PEOPLE))  # fmt: skip


@given(st.lists(ACTS, max_size=24), st.randoms(use_true_random=False))
def test_two_phones_come_to_what_each_said_last_in_any_order_and_however_often_it_is_sent(
    acts: list[tuple[str, str, int]], chance: Any
) -> None:
    """Overlaps that agree merge, contradictions are named, what was undone is gone, a scan never overrules a hand."""
    phones = {name: Phone(name, PEOPLE) for name in "ab"}
    for name, act, person in acts:
        phones[name].do(act, person)
    queue = [sent for phone in phones.values() for sent in phone.kept]
    queue += chance.sample(queue, len(queue) // 2)  # sent again
    chance.shuffle(queue)
    for person in PEOPLE:
        last = [mark for phone in phones.values() if (mark := phone.view[person]) and mark.status != Status.CLEARED]
        by_hand = {mark.status for mark in last if mark.method == Method.MANUAL}
        expected = by_hand or {mark.status for mark in last}
        derived = derive([mark for of, mark in queue if of == person])
        assert (derived.status if derived else Status.CLEARED) in (expected or {Status.CLEARED})
        assert (derived.in_conflict if derived else False) == (len(expected) > 1)
        if derived and derived.in_conflict:
            assert set(derived.rivals) == {mark.uid for mark in last}


@given(histories(), st.sampled_from(Status))
def test_a_tap_that_is_undone_leaves_what_was_there(marks: list[Said], status: Status) -> None:
    before = derive(marks)
    assert before is not None
    if before.in_conflict:
        return
    tap = Said("tap", status, Method.MANUAL, frozenset([before.decides]))
    undone = derive([*marks, tap, Said("undo", before.status, Method.MANUAL, frozenset(["tap"]))])
    assert undone is not None
    assert (undone.status, undone.in_conflict) == (before.status, False)


@pytest.mark.parametrize(("status", "earned"), [("H", 200), ("T", 100), ("I", 0), ("S", 0), ("A", 0)])
def test_lateness_earns_the_share_that_the_training_says(status: str, earned: int) -> None:
    assert attended_jp(200, Status(status), late_percent=50) == earned


def test_numbers_from_paper_are_read_with_exceptions() -> None:
    assert read_ranges("1–5 kecuali 2, 4", most=10) == {1, 3, 5}
    assert read_ranges("1-3, 7 except 2", most=10) == {1, 3, 7}


def test_of_many_rows_that_were_read_only_some_are_told(app: object) -> None:
    rows = [f"{number} Nama" for number in range(1, 41)]
    told = told_numbers(Marked(uuid4(), read=rows[:3], left_out=rows))
    assert "1 Nama, 2 Nama, 3 Nama." in told
    assert "10 Nama … 40 Nama." in told
    assert "11 Nama" not in told
    assert "1 Nama … 40 Nama." in told_numbers(Marked(uuid4(), read=rows))


@pytest.mark.parametrize("text", ["", "x", "0-3", "5-2", "1-99", "1-2-3"])
def test_numbers_that_cannot_be_are_refused(app: object, text: str) -> None:
    with pytest.raises(Refused):
        read_ranges(text, most=10)
