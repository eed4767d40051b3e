"""Attempts as their owners reach them, and what is known of them by uid."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import Person
from lms.catalogue.models import Lesson, Module
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.quizzes.models import Attempt, AttemptItem, ItemCheck, Quiz
from lms.quizzes.queries.attempts.whose import OWN_SEAT, who
from lms.trainings.models import Participation, Training


def get_own_attempt(principal: Principal, uid: UUID, *, locked: bool = False) -> Attempt:
    """Return one's own attempt with its quiz in one query; else Missing. Unlocked also lesson, module and training."""
    found = db.session.scalar(_OWN_LOCKED if locked else _OWN, {"uid": uid, **who(principal)})
    if found is None:
        raise Missing
    return found


def checks_of(attempt_id: int) -> dict[int, list[Any]]:
    """Return the responses that were checked during an attempt, by item, the first first."""
    found: dict[int, list[Any]] = {}
    for item_id, response in db.session.execute(
        select(ItemCheck.item_id, ItemCheck.response).join(AttemptItem, AttemptItem.id == ItemCheck.item_id)
        .where(AttemptItem.attempt_id == attempt_id).order_by(ItemCheck.item_id, ItemCheck.number)
    ):  # fmt: skip
        found.setdefault(item_id, []).append(response)
    return found


def find_training_of_attempt(uid: UUID) -> int | None:
    """Return to which training an attempt belongs, or None."""
    return db.session.scalar(
        select(Participation.training_id).join(Attempt, Attempt.participation_id == Participation.id)
        .where(Attempt.uid == uid)
    )  # fmt: skip


def get_owner(attempt_uid: UUID) -> tuple[int, int]:
    """Return the ids of the principal and of the person whose attempt it is."""
    row = db.session.execute(
        select(Person.principal_id, Person.id).join(Participation, Participation.person_id == Person.id)
        .join(Attempt, Attempt.participation_id == Participation.id).where(Attempt.uid == attempt_uid)
    ).first()  # fmt: skip
    if row is None:
        raise Missing
    return row.principal_id, row.id


def attempts_by_uid(uids: Sequence[UUID]) -> dict[UUID, Attempt]:
    """Return attempts with their people and lessons, by uid. One query."""
    rows = db.session.scalars(
        select(Attempt).where(Attempt.uid.in_(uids))
        .options(joinedload(Attempt.participation), joinedload(Attempt.quiz).joinedload(Quiz.lesson))
    )  # fmt: skip
    return {row.uid: row for row in rows}


# Built once: building such a statement costs more than running it.
_OWN = (
    select(Attempt).join(Attempt.participation).where(Attempt.uid == bindparam("uid"), OWN_SEAT)
    .options(
        contains_eager(Attempt.participation)
        .load_only(Participation.uid, Participation.training_id, Participation.withdrawn_at)
        .joinedload(Participation.training, innerjoin=True).load_only(Training.title, Training.zone, Training.state),
        joinedload(Attempt.quiz, innerjoin=True).joinedload(Quiz.lesson, innerjoin=True)
        .load_only(Lesson.uid, Lesson.title, Lesson.module_id).joinedload(Lesson.module, innerjoin=True)
        .load_only(Module.uid, Module.title),
    )
)  # fmt: skip
_OWN_LOCKED = (
    select(Attempt).join(Attempt.participation).where(Attempt.uid == bindparam("uid"), OWN_SEAT)
    .options(joinedload(Attempt.quiz, innerjoin=True)).with_for_update(of=Attempt)
)  # fmt: skip
