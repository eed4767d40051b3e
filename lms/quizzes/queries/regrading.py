"""Reads of grading again: what a repaired question would change, and what attempts are worth then.

Ten thousand answers are graded again in one act, so all of it reads plain rows, and what many answered alike is
graded once.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Lesson
from lms.core.db import db
from lms.core.principals import Principal
from lms.quizzes import permissions, rules
from lms.quizzes.models import (
    Attempt,
    AttemptItem,
    BankEntry,
    ItemCheck,
    QuestionState,
    QuestionVersion,
    Quiz,
)  # fmt: skip
from lms.quizzes.models.attempts import GRADED
from lms.quizzes.queries.bank import latest_versions
from lms.quizzes.queries.marking import PERSONAL
from lms.quizzes.rules import behaviours
from lms.trainings.models import Participation, Training

MOST_AT_ONCE = 500
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer is worth by the version that asked it, and by the newest one."""

    item_id: int
    attempt_id: int
    version_id: int
    before: float | None
    after: float

    @property
    def moves(self) -> bool:
        """Whether its mark becomes another one."""
        return abs((self.before or 0.0) - self.after) > 1e-9


@dataclass(frozen=True)
class Regrade:
    """What a new version makes of the answers to older ones, and those whose marks move."""

    version: QuestionVersion
    answers: Sequence[Change]
    changes: Sequence[Change]


@dataclass(frozen=True)
class ShownChange:
    """A change with its answer, what the whole attempt is worth now and then, and whether it passes then."""

    change: Change
    item: AttemptItem
    total: float | None
    passes: bool | None

    @property
    def turns(self) -> bool:
        """Whether the attempt passes where it did not, or the other way round."""
        return self.passes is not None and self.passes != self.item.attempt.is_passed


def find_regrade(principal: Principal, entry: BankEntry, *, locked: bool = False) -> Regrade | None:
    """Return what the newest ready version would make of the answers to older ones. Three queries.

    `locked`: their attempts are held until the end of the transaction, in the order in which all hold them.
    """
    version = latest_versions([entry.id]).get(entry.id)
    if version is None or version.state != QuestionState.READY or version.type in PERSONAL:
        return None
    statement = (
        select(AttemptItem.id, AttemptItem.attempt_id, AttemptItem.version_id, AttemptItem.fraction,
               cast(AttemptItem.response, Text).label("said"), AttemptItem.certainty, AttemptItem.checks,
               Quiz.behaviour, Quiz.wrong_costs)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id).join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.version_id)
        .join(Participation, Participation.id == Attempt.participation_id)
        .join(Training, Training.id == Participation.training_id)
        .where(permissions.marks(principal), _is_older(version), Attempt.state.in_(GRADED),
               AttemptItem.fraction.is_not(None))
        .order_by(Attempt.id, AttemptItem.id)
    )  # fmt: skip
    if locked:
        statement = statement.with_for_update(of=[Attempt, AttemptItem])
    answers = list(_graded(version, db.session.execute(statement).all()))
    return Regrade(version, answers, [one for one in answers if one.moves])


def shown_changes(found: Regrade) -> list[ShownChange]:
    """Return the first changes, each with the answer, its attempt, person and quiz. Two queries."""
    first = {one.item_id: one for one in found.changes[:MOST_SHOWN]}
    rows = db.session.scalars(
        select(AttemptItem).where(AttemptItem.id.in_(first)).options(
            joinedload(AttemptItem.attempt).options(
                joinedload(Attempt.participation),
                joinedload(Attempt.quiz).joinedload(Quiz.lesson).joinedload(Lesson.module),
            )
        )
    )  # fmt: skip
    items = {row.id: row for row in rows}
    sums = {row.id: row for row in sums_of(list({one.attempt_id for one in first.values()}))}
    return [_shown(one, items[item_id], sums[one.attempt_id]) for item_id, one in first.items()]


def _shown(change: Change, item: AttemptItem, sums: Any) -> ShownChange:
    earned = sums.earned + (change.after - (change.before or 0.0)) * item.points
    total = None if sums.waiting else rules.share(sums.points, earned)
    return ShownChange(change, item, total, rules.passes(total, sums.pass_mark))


def sums_of(attempt_ids: Sequence[int]) -> Iterator[Any]:
    """Yield attempts with the points that they could earn, those earned, how many answers wait, and their quiz."""
    for start in range(0, len(attempt_ids), MOST_AT_ONCE):
        yield from db.session.execute(
            select(
                Attempt.id, Attempt.participation_id, Attempt.fraction, Attempt.is_passed, Quiz.pass_mark,
                Quiz.lesson_id, func.sum(AttemptItem.points).label("points"),
                func.coalesce(func.sum(AttemptItem.points * AttemptItem.fraction), 0.0).label("earned"),
                (func.count(AttemptItem.id) - func.count(AttemptItem.fraction)).label("waiting"),
            )
            .join(Quiz, Quiz.id == Attempt.quiz_id).join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
            .where(Attempt.id.in_(attempt_ids[start : start + MOST_AT_ONCE]))
            .group_by(Attempt.id, Quiz.id).order_by(Attempt.id)
        )  # fmt: skip


def _is_older(version: QuestionVersion) -> ColumnElement[bool]:
    is_older: ColumnElement[bool] = (
        (QuestionVersion.entry_id == version.entry_id) & (QuestionVersion.id != version.id)
        & (QuestionVersion.type == version.type)
    )  # fmt: skip
    return is_older


def _graded(version: QuestionVersion, rows: Sequence[Any]) -> Iterator[Change]:
    tries = _tries([row.id for row in rows if row.checks])
    known: dict[tuple[Any, ...], float] = {}
    for row in rows:
        alike = (row.said, row.certainty, row.behaviour, row.wrong_costs, row.id if row.checks else 0)
        worth = known.get(alike)
        if worth is None:
            worth = known[alike] = behaviours.earned(
                row.behaviour, version, json.loads(row.said or "null"), tries=tries.get(row.id, ()),
                certainty=row.certainty, wrong_costs=row.wrong_costs,
            ) or 0.0  # fmt: skip
        yield Change(row.id, row.attempt_id, row.version_id, row.fraction, worth)


def _tries(item_ids: Sequence[int]) -> dict[int, list[Any]]:
    """Return the responses that were checked, by item, the first first; asks only where there are some."""
    found: dict[int, list[Any]] = {}
    for start in range(0, len(item_ids), MOST_AT_ONCE):
        rows = db.session.execute(
            select(ItemCheck.item_id, ItemCheck.response)
            .where(ItemCheck.item_id.in_(item_ids[start : start + MOST_AT_ONCE]))
            .order_by(ItemCheck.item_id, ItemCheck.number)
        )  # fmt: skip
        for item_id, response in rows:
            found.setdefault(item_id, []).append(response)
    return found
