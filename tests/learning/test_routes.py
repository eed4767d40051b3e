"""The lesson player."""

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import ReleaseLesson
from lms.core import clock
from lms.core.db import db
from lms.progress import queries as progress
from lms.trainings.models import Participation, TrainingState
from tests import factories as make


@pytest.fixture
def mine(app: object) -> Participation:
    return make.make_participation(training=make.make_training(title="Pelatihan Saya", modules=[make.make_module()]))


@pytest.fixture
def learner(client: FlaskClient, mine: Participation) -> FlaskClient:
    return client.sign_in(mine.person)  # type: ignore[attr-defined, no-any-return]


def addresses(participation: Participation) -> list[str]:
    rows = db.session.scalars(db.select(ReleaseLesson).order_by(ReleaseLesson.position)).all()
    return [f"/my/learning/{participation.uid}/lessons/{row.lesson.uid}" for row in rows]


def test_my_learning_lists_my_trainings_with_progress(learner: FlaskClient, mine: Participation) -> None:
    page = learner.get("/my/learning/").text
    assert "Pelatihan Saya" in page
    assert "0 / 2" in page


def test_reading_leads_to_the_next_lesson_and_at_last_back(learner: FlaskClient, mine: Participation) -> None:
    first, second = addresses(mine)
    assert "Isi 1" in learner.get(first).text
    assert learner.post(f"{first}/reading").location == second
    assert learner.post(f"{second}/reading").location == f"/my/learning/{mine.uid}"
    assert progress.progress_of([mine.id])[mine.id] == progress.Progress(2, 2)


def test_reading_twice_is_reading_once(learner: FlaskClient, mine: Participation) -> None:
    first, _second = addresses(mine)
    for _ in range(2):
        assert learner.post(f"{first}/reading").status_code == 302
    assert progress.progress_of([mine.id])[mine.id].done == 1


def test_somebody_elses_lessons_do_not_exist(client: FlaskClient, mine: Participation) -> None:
    stranger = client.sign_in(make.make_person("Orang Lain"))  # type: ignore[attr-defined]
    assert stranger.get(addresses(mine)[0]).status_code == 404
    assert stranger.post(f"{addresses(mine)[0]}/reading").status_code == 404


@pytest.mark.parametrize("facts", [{"withdrawn_at": clock.now()}, {}])
def test_whoever_withdrew_and_a_draft_are_closed(client: FlaskClient, app: object, facts: dict[str, object]) -> None:
    state = TrainingState.OPEN if facts else TrainingState.DRAFT
    training = make.make_training(modules=[make.make_module()], state=state)
    mine = make.make_participation(training=training, **facts)
    assert client.sign_in(mine.person).get(addresses(mine)[0]).status_code == 404  # type: ignore[attr-defined]


def test_a_lesson_of_another_training_is_missing(learner: FlaskClient, mine: Participation) -> None:
    assert learner.get(f"/my/learning/{mine.uid}/lessons/{make.new_uid()}").status_code == 404


def test_a_lesson_page_takes_few_queries_however_long_the_module(
    client: FlaskClient, app: object, count_queries: object
) -> None:
    def statements(lessons: int) -> int:
        mine = make.make_participation(training=make.make_training(modules=[make.make_module(lessons=lessons)]))
        learner = client.sign_in(mine.person)  # type: ignore[attr-defined]
        address = f"/my/learning/{mine.uid}/lessons/" + str(
            db.session.scalars(db.select(ReleaseLesson).order_by(ReleaseLesson.id.desc())).first().lesson.uid  # type: ignore[union-attr]
        )
        with count_queries() as seen:  # type: ignore[operator]
            assert learner.get(address).status_code == 200
        return len(seen)

    assert statements(1) == statements(20)


def test_my_lesson_hours_stand_by_year(learner: FlaskClient, mine: Participation) -> None:
    from lms.progress import actions

    training_id = mine.training_id
    actions.decide(training_id, now=clock.now())
    page = learner.get("/my/learning/").text
    assert "2019" in page
