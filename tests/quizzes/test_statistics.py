"""Statistics against figures that were worked out by hand (n - 1 below every variance)."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules.flags import Flag, distractors, flags, has_odd_distractor, is_misleading
from lms.quizzes.rules.statistics import Answer, ItemStatistics, analyse

# Five people, four questions; the third is worth two points. Totals: 4, 3, 2, 0, 5.
MARKS = {"q1": (1, 1, 1, 0, 1), "q2": (1, 1, 0, 0, 1), "q3": (2, 1, 0, 0, 2), "q4": (0, 0, 1, 0, 1)}
POINTS = {"q1": 1, "q2": 1, "q3": 2, "q4": 1}
BY_HAND = {  # facility, variance, covariance with rest, variance of rest, largest covariance, covariance with total
    "q1": (4 / 5, 0.2, 0.5, 2.5, 0.5, 0.7),
    "q2": (3 / 5, 0.3, 0.6, 2.2, 0.6, 0.9),
    "q3": (1 / 2, 1.0, 0.75, 1.2, 0.75, 1.75),
    "q4": (2 / 5, 0.3, 0.05, 3.3, 0.8, 0.35),
}


def answers(marks=MARKS, points=POINTS, version=lambda *_: 1) -> list[Answer]:
    return [
        Answer(attempt, place, version(place, attempt), points[place], mark)
        for place, column in marks.items() for attempt, mark in enumerate(column)
    ]  # fmt: skip


def near(value):
    return pytest.approx(value, abs=1e-9, rel=0)


def test_a_test_has_the_statistics_that_were_worked_out_by_hand():
    found = analyse(answers())
    assert (found.n, found.points, found.mean, found.median) == (5, 5, near(2.8), 3)
    assert found.deviation == near(sqrt(3.7))
    assert found.skewness == near(-4.2 / 3.7**1.5)
    assert found.kurtosis == near(-0.3 / 3.7**2)
    assert found.alpha == near(76 / 111)
    assert found.error_ratio == near(sqrt(35 / 111))
    assert found.standard_error == near(sqrt(7 / 6))


@pytest.mark.parametrize("place", list(MARKS))
def test_a_question_has_the_statistics_that_were_worked_out_by_hand(place):
    item = analyse(answers()).items[place]
    facility, variance, covariance, rest, most, with_total = BY_HAND[place]
    assert item.n == 5
    assert item.facility == near(facility)
    assert item.deviation == near(sqrt(variance))
    assert item.discrimination == near(covariance / sqrt(variance * rest))
    assert item.efficiency == near(covariance / most)
    assert item.intended_weight == near(POINTS[place] / 5)
    whole = sum(sqrt(one[5]) for one in BY_HAND.values())
    assert item.effective_weight == near(sqrt(with_total) / whole)
    assert not item.is_negative


def test_a_question_that_the_better_people_fail_has_no_effective_weight():
    found = analyse(answers({"a": (0, 0, 1, 1), "b": (3, 3, 0, 0), "c": (3, 2, 1, 0)}, {"a": 1, "b": 3, "c": 3}))
    assert found.items["a"].is_negative
    assert found.items["a"].effective_weight is None
    assert found.items["a"].discrimination == near(-5 / sqrt(26))  # rest 6, 5, 1, 0: covariance -5/3
    assert sum(one.effective_weight or 0 for one in found.items.values()) == near(1)


def test_one_attempt_or_none_gives_no_spread():
    found = analyse(answers({"a": (1,), "b": (0,)}, {"a": 1, "b": 1}))
    assert (found.n, found.mean, found.deviation, found.alpha, found.standard_error) == (1, 1, None, None, None)
    assert found.items["a"].discrimination is None
    assert analyse([]).mean is None


def test_a_question_that_everybody_gets_right_has_no_discrimination():
    item = analyse(answers({"a": (1, 1, 1), "b": (0, 1, 1)}, {"a": 1, "b": 1})).items["a"]
    assert (item.facility, item.deviation, item.discrimination, item.efficiency) == (1, 0, None, None)


def test_versions_of_a_question_are_told_apart():
    found = analyse(answers(version=lambda place, attempt: 2 if place == "q1" and attempt > 1 else 1))
    assert set(found.versions) == {("q1", 1), ("q1", 2)}
    assert found.versions["q1", 1].facility == 1
    second = found.versions["q1", 2]  # marks 1, 0, 1; the rest 1, 0, 4
    assert (second.n, second.facility) == (3, near(2 / 3))
    assert second.discrimination == near(5 / 6 / sqrt(1 / 3 * 13 / 3))
    assert found.items["q1"].n == 5


def test_the_questions_of_a_draw_are_compared_with_the_whole_total():
    rows = answers() + [one._replace(place="drawn") for one in answers() if one.place == "q4"]
    found = analyse(rows, drawn=frozenset({"drawn"}))
    assert found.alpha == near(76 / 111)
    assert found.items["drawn"].discrimination == near(0.35 / sqrt(0.3 * 3.7))
    assert found.items["drawn"].effective_weight is None
    assert found.items["q4"] == analyse(answers()).items["q4"]


@given(st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=2, max_size=30))
def test_statistics_stay_within_their_bounds(rows):
    marks = {f"q{n}": tuple(row[n] for row in rows) for n in range(5)}
    found = analyse(answers(marks, dict.fromkeys(marks, 4)))
    for item in found.items.values():
        assert 0 <= item.facility <= 1
        assert item.discrimination is None or -1 - 1e-9 <= item.discrimination <= 1 + 1e-9
        assert item.efficiency is None or item.efficiency <= 1 + 1e-9
    assert found.alpha is None or found.alpha <= 1 + 1e-9
    weights = [item.effective_weight for item in found.items.values() if item.effective_weight is not None]
    assert not weights or sum(weights) == near(1)


@given(st.randoms())
def test_the_order_of_the_answers_does_not_matter(chance):
    rows = answers()
    chance.shuffle(rows)
    found, base = analyse(rows), analyse(answers())
    assert found.alpha == near(base.alpha)
    assert found.items["q4"].efficiency == near(base.items["q4"].efficiency)


def _item(**facts) -> ItemStatistics:
    base = {"n": 30, "points": 1, "mean": 0.6, "facility": 0.6, "deviation": 0.5, "discrimination": 0.4,
            "efficiency": 0.5, "intended_weight": 0.1, "effective_weight": 0.1, "is_negative": False}  # fmt: skip
    return ItemStatistics(**base | facts)


@pytest.mark.parametrize(
    ("facts", "guess", "told"),
    [
        ({}, 0.25, []),
        ({"discrimination": -0.1}, None, [Flag.NEGATIVE]),
        ({"discrimination": 0.1}, None, [Flag.WEAK]),
        ({"facility": 0.97, "discrimination": None}, 0.25, [Flag.EASY]),
        ({"facility": 0.2}, 0.25, [Flag.GUESSED]),
        ({"facility": 0.1}, None, [Flag.HARD]),
        ({"n": 9, "discrimination": -0.5}, None, []),
    ],
)
def test_odd_questions_are_flagged(facts, guess, told):
    assert flags(_item(**facts), guess=guess) == told


def test_the_distractor_table_counts_unchosen_options_and_names_misleading_ones():
    given_ = [("1", 0.4), ("1", 0.5), ("2", 0.9), ("2", 0.8), ("2", 0.7)]
    table = distractors(given_, {"1": 1.0, "2": 0.0, "3": 0.0}, n=6)
    assert [(one.key, one.n, one.mean_total) for one in table] == [
        ("1", 2, near(0.45)), ("2", 3, near(0.8)), ("3", 0, None)
    ]  # fmt: skip
    assert table[1].share == 0.5
    assert [is_misleading(one, table) for one in table] == [False, True, False]


@pytest.mark.parametrize(
    ("tallies", "is_odd"),
    [
        ({"": (20, 10.0), "1": (12, 8.0), "2": (5, 1.5), "3": (3, 0.5)}, False),
        ({"": (20, 10.0), "1": (12, 5.0), "2": (5, 4.0), "3": (3, 1.0)}, True),
        ({"": (20, 10.0), "1": (15, 9.0), "2": (5, 1.0)}, True),
        ({"": (20, 10.0), "1": (16, 7.0), "2": (2, 2.0), "3": (2, 1.0)}, False),
        ({"": (9, 4.0), "1": (9, 4.0)}, False),
        ({}, False),
    ],
)
def test_a_wrong_option_that_the_strong_choose_or_nobody_is_odd(tallies, is_odd):
    assert has_odd_distractor(tallies, {"1": 1.0, "2": 0.0, "3": -0.5}) is is_odd
