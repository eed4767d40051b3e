"""What people were told beside what the database holds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from lms.core.db import db
from lms.quizzes.models import Attempt, AttemptItem, AttemptState, ResponseStep, StepKind
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
        elif not _same(step, kept.response):
            yield f"answer {step['uid']} was {step['values']} and is {kept.response}"
        if step["kind"] != StepKind.SAVED:
            yield f"answer {step['uid']} was told {step['kind']}"
        newest[step["item"]] = step
    for uid, step in newest.items():
        if not _same(step, items[UUID(uid)]):
            yield f"question {uid} counts {items[UUID(uid)]}, and {step['values']} was acknowledged last"


def _same(step: dict[str, Any], response: Any) -> bool:
    said = step["values"]
    return Counter(said) == Counter(response or []) if step["shape"] == "checkbox" else said == [response]


def _steps() -> dict[UUID, Any]:
    return {row.uid: row for row in db.session.execute(select(ResponseStep.uid, ResponseStep.response))}


def _items() -> dict[UUID, Any]:
    return {row.uid: row.response for row in db.session.execute(select(AttemptItem.uid, AttemptItem.response))}


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
