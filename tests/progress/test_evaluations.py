"""Filled evaluations as a condition of lesson hours: by the receipt alone, and never decided right after an answer."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Role
from lms.progress import actions, queries, rules
from lms.surveys.models import Aim, Survey, SurveyReceipt
from lms.trainings.models import Capacity, Training, TrainingState
from tests import factories as make

pytestmark = pytest.mark.database


def test_an_open_evaluation_is_a_reason_only_where_the_training_asks_for_it() -> None:
    there: Any = {"capacity": Capacity.PARTICIPANT, "attended": 1, "required": 1, "evaluations_open": 1}
    assert rules.decide(rules.Inputs(**there)) == ()
    assert rules.decide(rules.Inputs(**there, needs_evaluation=True)) == ("evaluation",)
    trainer = {**there, "capacity": Capacity.TRAINER}
    assert rules.decide(rules.Inputs(**trainer, needs_evaluation=True)) == ()
    assert "evaluations_open" not in rules.Inputs(**there).kept()


def evaluation(training: Training, *, closes_in: int, **facts: Any) -> Survey:
    now, version = clock.now(), make.make_version()
    values = {
        "training_id": training.id,
        "aim": Aim.TRAINING,
        "title": "Evaluasi",
        "version_id": version.id,
        "opens_at": now - timedelta(days=9),
        "closes_at": now + timedelta(days=closes_in),
        "created_at": now,
    }
    return make.save(Survey(**{**values, **facts}))  # fmt: skip


def reasons(training: Training) -> dict[str, list[str]]:
    db.session.expire_all()
    return {row.participation.name_shown: row.reasons for row in queries.current_decisions(training.id).values()}


def test_who_has_filled_in_is_decided_anew_once_the_evaluations_are_over(client: FlaskClient) -> None:
    training = make.make_training(state=TrainingState.CLOSED, needs_evaluation=True)
    now = clock.now()
    filled, late, _never = (
        make.make_participation(training=training, name_shown=name, arrived_at=now) for name in ("A", "B", "C")
    )
    survey = evaluation(training, closes_in=3)
    evaluation(training, closes_in=90, aim=Aim.FOLLOW_UP)  # asks much later, and is no condition
    make.save(SurveyReceipt(survey_id=survey.id, participation_id=filled.id))
    actions.decide(training.id, now=now)
    assert reasons(training) == {"A": [], "B": ["evaluation"], "C": ["evaluation"]}
    make.save(SurveyReceipt(survey_id=survey.id, participation_id=late.id))
    assert actions.decide_evaluated() == 0
    with transaction():
        db.session.get_one(Survey, survey.id).closes_at = now - timedelta(minutes=1)
    assert [actions.decide_evaluated(), actions.decide_evaluated()] == [1, 0]
    assert reasons(training) == {"A": [], "B": [], "C": ["evaluation"]}
    staff = client.sign_in(make.make_staff(Role.PROGRAMME_MANAGER))  # type: ignore[attr-defined]
    assert "1 evaluasi belum diisi" in staff.get(f"/staff/trainings/{training.uid}/certificates").text
