"""The one editor of forms, seen through the forms of a programme; and the rows that surveys had before."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, stamp, upgrade
from sqlalchemy import text

from lms import settings
from lms.app import create_app
from lms.cli import open_migrations
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Role
from lms.places.events import ProgrammeMade
from lms.questionnaires import actions, queries, rules
from lms.questionnaires.models import Questionnaire
from lms.questionnaires.rules import Kind
from lms.surveys import actions as surveys
from lms.surveys import queries as survey_queries
from lms.surveys.models import Aim, Survey, SurveyForm, SurveyResponse
from tests import factories as make
from tests.test_migrations import _fresh_postgres

pytestmark = pytest.mark.database


@pytest.fixture
def asked(app: Flask) -> Questionnaire:
    """The questions of a programme's form about sessions: q1 to q4."""
    programme = make.make_programme()
    with transaction():
        surveys.begin_programme(ProgrammeMade(programme_id=programme.id))
    return survey_queries.forms_of(programme.id)[0].questionnaire


def keys(asked: Questionnaire) -> list[str]:
    return [one["key"] for one in make.reload(asked).questions]


def test_questions_are_added_changed_moved_copied_and_taken_out_without_a_script(
    client: FlaskClient, asked: Questionnaire
) -> None:
    admin = client.sign_in(make.make_staff(Role.ADMINISTRATOR))  # type: ignore[attr-defined]
    address = f"/staff/questionnaires/{asked.uid}"
    assert "Kejelasan penyampaian" in admin.get(address).text
    new = {"name_id": "Ikut lagi?", "kind": "choice", "options": "Ya | Yes\nTidak", "help_id": "Jujur saja",
           "required": "y"}  # fmt: skip
    assert admin.post(address, data=new).status_code == 302
    assert admin.post(address, data={**new, "options": "Ya"}).status_code == 422
    assert admin.post(address, data={**new, "kind": "file"}).status_code == 422  # not in evaluations
    for act in ("questions/q5/earlier", "questions/q1/later", "questions/q5/copy", "questions/q4/removal"):
        assert admin.post(f"{address}/{act}").status_code == 302
    assert keys(asked) == ["q2", "q1", "q3", "q5", "q6"]
    changed = {"name_id": "Ikut lagi nanti?", "kind": "choice", "options": "Tidak\nYa | Yes\nMungkin"}
    assert "Jujur saja" in admin.get(f"{address}/questions/q5").text
    assert admin.post(f"{address}/questions/q5", data=changed).status_code == 302
    question = next(one for one in make.reload(asked).questions if one["key"] == "q5")
    assert [one["key"] for one in question["options"]] == [1, 0, 2]
    assert "Ikut lagi nanti?" in admin.get(f"{address}/preview").text


def test_a_key_of_a_question_that_went_is_never_given_again(client: FlaskClient, asked: Questionnaire) -> None:
    admin = client.sign_in(make.make_staff(Role.ADMINISTRATOR))  # type: ignore[attr-defined]
    address = f"/staff/questionnaires/{asked.uid}"
    admin.post(f"{address}/questions/q4/removal")
    admin.post(address, data={"name_id": "Lain", "kind": "line"})
    assert keys(asked) == ["q1", "q2", "q3", "q5"]


def test_who_may_not_settle_programmes_finds_no_editor(client: FlaskClient, asked: Questionnaire) -> None:
    staff = client.sign_in(make.make_staff(Role.COORDINATOR, region=make.make_region()))  # type: ignore[attr-defined]
    address = f"/staff/questionnaires/{asked.uid}"
    answers = [staff.get(address), staff.get(f"{address}/preview"), staff.get(f"{address}/questions/q1"),
               staff.post(f"{address}/questions/q1/removal")]  # fmt: skip
    assert [answer.status_code for answer in answers] == [404] * 4
    assert keys(asked) == ["q1", "q2", "q3", "q4"]


def test_what_was_put_before_people_stays_and_the_next_change_makes_a_new_version(asked: Questionnaire) -> None:
    by = make.principal_of(make.make_staff(Role.ADMINISTRATOR))

    def take() -> Any:
        with transaction():
            return actions.take_version(db.session.get_one(Questionnaire, asked.id), now=clock.now()).number

    assert [take(), take()] == [1, 1]
    actions.remove_question(asked.uid, "q1", by=by)
    assert take() == 2
    first, second = queries.versions_of(asked.id).values()
    assert (first.questions[0]["key"], second.questions[0]["key"]) == ("q1", "q2")


def test_rows_of_before_move_into_versions_and_back(tmp_path: Path, database_url: str) -> None:
    url = f"sqlite:///{tmp_path / 'bare.sqlite'}"
    if database_url.startswith("postgresql"):
        url = _fresh_postgres(database_url)
    app = create_app(settings.load({"LMS_DATA": str(tmp_path), "LMS_DATABASE_URL": url}))
    open_migrations(app)
    with app.app_context():
        db.create_all()  # as the migrations do: tests/test_migrations.py
        stamp()
        _hold_some()
        db.session.remove()
        downgrade(revision="0027")
        held = _rows("SELECT questions, title FROM survey ORDER BY id")
        assert [[one["key"] for one in _plain(row.questions)] for row in held] == [["q1"], ["q1", "q2"], ["q1"]]
        assert _plain(held[0].questions)[0]["options"] == [{"id": "Tidak"}, {"id": "Ya"}]
        assert _answers() == [{"q1": 0}, {"q1": 1, "q2": "3"}]
        upgrade()
        versions = _rows(
            "SELECT v.number, v.questionnaire_id FROM survey s JOIN questionnaire_version v ON v.id = s.version_id"
            " ORDER BY s.id"
        )
        assert [tuple(row) for row in versions] == [(1, 1), (2, 1), (1, 2)]
        assert _answers() == [{"q1": 0}, {"q1": 1, "q2": "3"}]
        db.session.remove()
        db.engine.dispose()


def _hold_some() -> None:
    """Hold a form in two shapes, and questions of no form; choices have other keys than places."""
    training, now = make.make_training(), clock.now()
    choice = rules.make_question("q1", kind=Kind.CHOICE, label={"id": "?"},
                                 options=[{"key": 1, "id": "Tidak"}, {"key": 0, "id": "Ya"}])  # fmt: skip
    number = rules.make_question("q2", kind=Kind.NUMBER, label={"id": "?"})
    with transaction():
        asked = actions.begin("survey_form", [choice])
        form = SurveyForm(programme_id=training.programme_id, aim=Aim.TRAINING, name={}, questionnaire=asked)
        db.session.add(form)
        versions = [actions.take_version(asked, now=now)]
        asked.questions = [choice, number]
        versions += [actions.take_version(asked, now=now),
                     actions.take_version(actions.begin("survey_form", [choice]), now=now)]  # fmt: skip
        db.session.flush()
        for version, form_id, answers in zip(versions, (form.id, form.id, None), ANSWERS, strict=True):
            survey = Survey(training_id=training.id, form_id=form_id, aim=Aim.TRAINING, title="Evaluasi", opens_at=now,
                            version=version, created_at=now)  # fmt: skip
            db.session.add(survey)
            db.session.flush()
            if answers:
                db.session.add(SurveyResponse(survey_id=survey.id, is_anonymous=True, day=now.date(), answers=answers))


ANSWERS: tuple[dict[str, int], ...] = ({"q1": 1}, {"q1": 0, "q2": 3}, {})


def _rows(statement: str) -> Any:
    with db.engine.connect() as connection:
        return connection.execute(text(statement)).all()


def _answers() -> list[Any]:
    return [_plain(row.answers) for row in _rows("SELECT answers FROM survey_response ORDER BY survey_id")]


def _plain(kept: Any) -> Any:
    return json.loads(kept) if isinstance(kept, str) else kept
