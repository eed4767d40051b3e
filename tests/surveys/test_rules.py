"""When a survey is open, when its results are shown, and the forms with which a programme begins."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from lms.questionnaires.rules import require_question
from lms.surveys import rules
from lms.surveys.rules import Standing

NOON = datetime(2019, 10, 28, 5, 0, tzinfo=UTC)


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
        require_question(one, count=count)
        assert all({"id", "en"} <= set(text) for text in (one["label"], *one["options"]))
    assert len({one["key"] for one in questions}) == len(questions)
