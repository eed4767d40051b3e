"""What may be asked, what may be answered, and what answers add up to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from lms.core.errors import Refused
from lms.surveys import rules
from lms.surveys.rules import Kind, Standing

YES_NO = [{"id": "Ya"}, {"id": "Tidak"}]
NOON = datetime(2019, 10, 28, 5, 0, tzinfo=UTC)


def question(kind: Kind, *, key: str = "q1", required: bool = True, options: Any = ()) -> dict[str, Any]:
    return {"key": key, "kind": kind.value, "label": {"id": "?"}, "required": required, "options": list(options)}


@pytest.mark.parametrize(
    ("asked", "sent", "kept"),
    [
        (question(Kind.SCALE), ["4"], 4),
        (question(Kind.CHOICE, options=YES_NO), ["0"], 0),
        (question(Kind.CHOICES, options=YES_NO), ["1", "0"], [0, 1]),
        (question(Kind.TEXT), ["  Bagus\u202e "], "Bagus"),
    ],
)
def test_an_answer_is_kept_as_a_plain_value(app: Flask, asked: Any, sent: list[str], kept: Any) -> None:
    assert rules.read_answers([asked], {"q1": sent}) == ({"q1": kept}, {})


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (question(Kind.SCALE), ["0"]), (question(Kind.SCALE), ["6"]), (question(Kind.SCALE), ["x"]),
        (question(Kind.SCALE), ["1", "2"]), (question(Kind.SCALE), []), (question(Kind.SCALE), ["٣"]),
        (question(Kind.CHOICE, options=YES_NO), ["2"]), (question(Kind.CHOICES, options=YES_NO), ["0", "0"]),
        (question(Kind.TEXT), ["   "]), (question(Kind.TEXT), ["x" * 2001]), (question(Kind.SCALE), ["9" * 400]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_question(app: Flask, asked: Any, sent: list[str]) -> None:
    answers, wrong = rules.read_answers([asked], {"q1": sent, "q99": ["1"]})
    assert (answers, list(wrong)) == ({}, ["q1"])


def test_what_need_not_be_answered_may_be_left(app: Flask) -> None:
    assert rules.read_answers([question(Kind.SCALE, required=False)], {}) == ({}, {})


def test_a_key_is_never_given_twice() -> None:
    first = [question(Kind.TEXT, key="q1"), question(Kind.TEXT, key="q7")]
    added = rules.new_question(first, kind=Kind.TEXT, label={"id": "?"}, options=YES_NO, required=False)
    assert (added["key"], added["options"]) == ("q8", [])


@pytest.mark.parametrize("asked", [question(Kind.CHOICE, options=YES_NO[:1]), question(Kind.SCALE, options=YES_NO[:1])])
def test_a_question_that_nobody_could_answer_is_refused(app: Flask, asked: Any) -> None:
    with pytest.raises(Refused):
        rules.require_question(asked, count=0)


def test_questions_move_up_and_go() -> None:
    asked = [question(Kind.TEXT, key=key) for key in ("q1", "q2", "q3")]
    assert [one["key"] for one in rules.with_moved(asked, "q3")] == ["q1", "q3", "q2"]
    assert [one["key"] for one in rules.with_moved(asked, "q1")] == ["q1", "q2", "q3"]
    assert [one["key"] for one in rules.without(asked, "q2")] == ["q1", "q3"]


def test_answers_add_up_by_kind() -> None:
    scale = rules.result_of(question(Kind.SCALE), [{"q1": 5}, {"q1": 4}, {}])
    assert (scale.answered, scale.counts, scale.mean) == (2, (0, 0, 0, 1, 1), 4.5)
    many = rules.result_of(question(Kind.CHOICES, options=YES_NO), [{"q1": [0, 1]}, {"q1": [1]}])
    assert (many.answered, many.counts) == (2, (1, 2))
    assert rules.result_of(question(Kind.TEXT), [{"q1": "z"}, {"q1": "A"}]).texts == ("A", "z")


def test_fewer_than_five_anonymous_answers_are_hidden() -> None:
    assert [rules.is_shown(count, is_anonymous=True) for count in (0, 4, 5)] == [False, False, True]
    assert [rules.is_shown(count, is_anonymous=False) for count in (0, 1)] == [False, True]


def test_a_survey_is_open_between_its_moments() -> None:
    hour = timedelta(hours=1)
    assert [rules.standing_of(NOON, NOON + hour, now=NOON + at * hour) for at in (-1, 0, 1)] == [
        Standing.COMING, Standing.OPEN, Standing.OVER,
    ]  # fmt: skip
    assert rules.standing_of(NOON, None, now=NOON + 9000 * hour) == Standing.OPEN


def test_follow_ups_come_90_and_180_days_after_the_end() -> None:
    opens = [(days, first) for days, first, _last in rules.follow_up_days(date(2019, 10, 31))]
    assert opens == [(90, date(2020, 1, 29)), (180, date(2020, 4, 28))]


@pytest.mark.parametrize(("_aim", "name", "questions"), rules.USUAL)
def test_the_usual_forms_can_be_answered_in_both_languages(app: Flask, _aim: Any, name: Any, questions: Any) -> None:
    assert set(name) == {"id", "en"}
    for count, one in enumerate(questions):
        rules.require_question(one, count=count)
        assert all(set(text) == {"id", "en"} for text in (one["label"], *one["options"]))
    assert len({one["key"] for one in questions}) == len(questions)
