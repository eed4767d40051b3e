"""People at one quiz while its server is killed: the small version of `bin/bench rush --kill 20`."""

import os
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from lms import settings
from lms.app import create_app
from lms.core.db import db, transaction
from lms.quizzes.models import AttemptItem, ResponseStep
from tests.bench.rush import balance
from tests.bench.rush.run import Plan, run

pytestmark = pytest.mark.slow
PLAN = Plan(people=24, clients=3, kills=2, pause=0.05, within=1)


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rush.sqlite'}"

    found = run(PLAN, data=tmp_path, database_url=url)

    assert found.losses == []
    assert (found.kills, found.attempts, found.synchronous) == (2, 24, "FULL")
    assert sum(one.is_handed_in and one.is_reviewed for one in found.told) == 24
    assert sum(len(one.steps) for one in found.told) == 24 * 11 <= found.steps
    app = create_app(settings.load({**os.environ, "LMS_DATA": str(tmp_path), "LMS_DATABASE_URL": url}))
    with app.app_context():
        gone, other = (found.told[place].steps[0] for place in (0, 1))
        with transaction():
            db.session.execute(delete(ResponseStep).where(ResponseStep.id == _id_of(gone["uid"])))
            db.session.execute(update(AttemptItem).values(response="other"))
        said = balance.losses(found.told)
        assert f"answer {gone['uid']} was acknowledged and is not there" in said
        assert any(line.startswith(f"question {other['item']} counts other") for line in said)
        db.session.remove()
        db.engine.dispose()


def _id_of(uid: str) -> int:
    return next(row.id for row in db.session.scalars(select(ResponseStep)) if str(row.uid) == uid)
