"""What people were told beside what the database holds."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from lms.core.db import db
from lms.quizzes import queries, rules
from lms.quizzes.models import Attempt, AttemptState, ResponseStep, StepKind
from lms.trainings.models import Participation
from tests.bench.rush.person import Told


def losses(everybody: Sequence[Told]) -> list[str]:
    """Say, a line each, what was acknowledged and is not there, what is doubled, and who could not go on."""
    found = [f"{one.participation} could not go on: {one.fault}" for one in everybody if one.fault]
    found += _doubled()
    steps, items = _steps(), _items()
    for one in everybody:
        found += _lost(one, steps, items)
    return [*found, *_not_handed_in([one for one in everybody if one.is_handed_in])]


def _doubled() -> Iterator[str]:
    rows = db.session.execute(
        select(Attempt.participation_id, func.count()).group_by(Attempt.participation_id).having(func.count() > 1)
    )
    for participation_id, count in rows:
        yield f"participation {participation_id} has {count} attempts"


def _lost(one: Told, steps: dict[UUID, Any], items: dict[UUID, Any]) -> Iterator[str]:
    """Compare each acknowledged answer with its step, and the newest of each question with what counts."""
    newest = {}
    for step in one.steps:
        kept = steps.get(UUID(step["uid"]))
        if kept is None:
            yield f"answer {step['uid']} was acknowledged and is not there"
        elif not _same(step, items[UUID(step["item"])], kept.response):
            yield f"answer {step['uid']} was {step['values']} and is {kept.response}"
        if step["kind"] != StepKind.SAVED:
            yield f"answer {step['uid']} was told {step['kind']}"
        newest[step["item"]] = step
    for uid, step in newest.items():
        item = items[UUID(uid)]
        if not _same(step, item, item.response):
            yield f"question {uid} counts {item.response}, and {step['values']} was acknowledged last"


def _same(step: dict[str, Any], item: Any, response: Any) -> bool:
    """Tell whether what counts is what was sent, once the page's names of options are read as their keys."""
    return rules.given(item.version, lambda _suffix: step["values"]) == response


def _steps() -> dict[UUID, Any]:
    return {row.uid: row for row in db.session.execute(select(ResponseStep.uid, ResponseStep.response))}


def _items() -> dict[UUID, Any]:
    ids = db.session.scalars(select(Attempt.id))
    return {item.uid: item for attempt_id in ids.all() for item in queries.items_of(attempt_id)}


def _not_handed_in(everybody: Sequence[Told]) -> Iterator[str]:
    rows = db.session.execute(
        select(Participation.uid, Attempt.state, Attempt.fraction, Attempt.uid)
        .join(Attempt, Attempt.participation_id == Participation.id)
    )  # fmt: skip
    known = {str(row.uid): row for row in rows}
    for one in everybody:
        row = known.get(one.participation)
        if row is None or row.state != AttemptState.SUBMITTED or row.fraction is None:
            yield f"{one.participation} handed in, and the database says {row}"
