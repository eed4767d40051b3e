"""What was gained from pre- to post-test, across trainings: by objective, training, trainer, region and generation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from lms.catalogue.models import Lesson, Module
from lms.core.db import db
from lms.core.principals import Principal
from lms.quizzes import rules
from lms.quizzes.models import Attempt, AttemptItem, Purpose, QuestionVersion, Quiz
from lms.quizzes.models.attempts import GRADED
from lms.quizzes.queries.gain_groups import Group, groups_by
from lms.quizzes.rules import Gains
from lms.trainings.models import Capacity, Participation, Training
from lms.trainings.permissions import sees

BY = ("training", "objective", "trainer", "region", "subregion", "generation")


@dataclass(frozen=True)
class GroupGains:
    """The gain of a group, matched by person and module."""

    key: Any
    label: str
    gains: Gains
    uid: UUID | None = None


@dataclass(frozen=True)
class GainReport:
    """The gain of all, and of each group."""

    total: Gains
    groups: Sequence[GroupGains]
    forms: dict[tuple[str, str], Gains]


Score = tuple[int, int, str]  # participation, module, objective ("" for the whole test)


def gain_report(principal: Principal, *, by: str, module_uid: UUID | None = None) -> GainReport:
    """Return the gain of the trainings that a principal sees, grouped `by` one of BY.

    A person counts once a module: the attempt that the quiz's method lets count, the first or last one's answers
    where the mean of several does. Forms are told by which came first: A then B, B then A.
    """
    attempts = _attempts(principal, module_uid)
    rows = _scores(attempts, with_objectives=by == "objective")
    if not rows:
        return GainReport(rules.gains({}, {}), [], {})
    groups_of = groups_by(by, attempts.with_only_columns(Attempt.participation_id).order_by(None))
    total = _gains(row for row in rows if not row.objective)
    known: dict[Any, Group] = {}
    groups: dict[Any, list[_Row]] = defaultdict(list)
    for row in rows:
        for group in groups_of(row.participation_id, row.module_id, row.objective):
            known.setdefault(group.key, group)
            groups[group.key].append(row)
    made = [GroupGains(key, known[key].label, _gains(found), known[key].uid) for key, found in groups.items()]
    made.sort(key=lambda one: one.key if by == "generation" else one.label.casefold())
    return GainReport(total, made, _forms(row for row in rows if not row.objective))


@dataclass(frozen=True)
class _Row:
    """A person's score in one test, or in one objective of it."""

    participation_id: int
    module_id: int
    purpose: Purpose
    form: str
    fraction: float
    objective: str = ""


def _scores(attempts: Select[*tuple[Any, ...]], *, with_objectives: bool) -> list[_Row]:
    people: dict[tuple[int, int, Purpose], list[Any]] = defaultdict(list)
    for row in db.session.execute(attempts):
        people[row.participation_id, row.module_id, row.purpose].append(row)
    found, counting = [], {}
    for (participation, module, purpose), rows in people.items():
        fraction = rules.counting([row.fraction for row in rows], rows[0].grading)
        chosen = next((row for row in reversed(rows) if row.fraction == fraction), rows[-1])
        counting[chosen.id] = _Row(participation, module, purpose, chosen.form, fraction)
        found.append(counting[chosen.id])
    return found + (_by_objective(attempts, counting) if with_objectives else [])


def _attempts(principal: Principal, module_uid: UUID | None) -> Select[*tuple[Any, ...]]:
    """Return the select of the marked pre- and post-tests that a principal sees, each person's in order."""
    statement: Select[*tuple[Any, ...]] = (
        select(Attempt.id, Attempt.participation_id, Lesson.module_id, Quiz.purpose, Quiz.grading, Attempt.form,
               Attempt.fraction)
        .join(Quiz, Quiz.id == Attempt.quiz_id).join(Lesson, Lesson.id == Quiz.lesson_id)
        .join(Participation, Participation.id == Attempt.participation_id)
        .join(Training, Training.id == Participation.training_id)
        .where(sees(principal), Participation.capacity == Capacity.PARTICIPANT, Participation.withdrawn_at.is_(None),
               Attempt.state.in_(GRADED), Attempt.fraction.is_not(None),
               Quiz.purpose.in_((Purpose.PRE, Purpose.POST)))
        .order_by(Attempt.number)
    )  # fmt: skip
    if module_uid:
        statement = statement.join(Module, Module.id == Lesson.module_id).where(Module.uid == module_uid)
    return statement


def _by_objective(attempts: Select[*tuple[Any, ...]], counting: dict[int, _Row]) -> list[_Row]:
    """Return the score of each attempt that counts in each objective that its questions name."""
    rows = db.session.execute(
        select(AttemptItem.attempt_id, QuestionVersion.objective, func.sum(AttemptItem.points),
               func.sum(AttemptItem.points * AttemptItem.fraction))
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.version_id)
        .where(AttemptItem.attempt_id.in_(attempts.with_only_columns(Attempt.id).order_by(None)),
               QuestionVersion.objective != "", AttemptItem.fraction.is_not(None), AttemptItem.points > 0)
        .group_by(AttemptItem.attempt_id, QuestionVersion.objective)
    )  # fmt: skip
    return [
        _Row(one.participation_id, one.module_id, one.purpose, one.form, rules.share(points, earned), objective)
        for attempt_id, objective, points, earned in rows if (one := counting.get(attempt_id))
    ]  # fmt: skip


def _gains(rows: Iterable[_Row]) -> Gains:
    """Return the gain of rows: matched by person, module and objective."""
    pre: dict[Score, float] = {}
    post: dict[Score, float] = {}
    for row in rows:
        side = pre if row.purpose == Purpose.PRE else post
        side[row.participation_id, row.module_id, row.objective] = row.fraction
    return rules.gains(pre, post)


def _forms(rows: Iterable[_Row]) -> dict[tuple[str, str], Gains]:
    """Return the gain by which form was met first: the two orders of parallel forms should be alike."""
    people: dict[tuple[int, int], dict[Purpose, _Row]] = defaultdict(dict)
    for row in rows:
        people[row.participation_id, row.module_id][row.purpose] = row
    groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for found in people.values():
        if len(found) == 2 and found[Purpose.PRE].form and found[Purpose.POST].form:
            groups[found[Purpose.PRE].form, found[Purpose.POST].form] += found.values()
    return {key: _gains(found) for key, found in sorted(groups.items())}


def tested_modules(principal: Principal) -> Sequence[Module]:
    """Return the modules with a pre- or post-test that was handed in, in trainings that a principal sees."""
    return db.session.scalars(
        select(Module).where(Module.id.in_(
            select(Lesson.module_id).join(Quiz, Quiz.lesson_id == Lesson.id).join(Attempt, Attempt.quiz_id == Quiz.id)
            .join(Participation, Participation.id == Attempt.participation_id)
            .join(Training, Training.id == Participation.training_id)
            .where(sees(principal), Quiz.purpose.in_((Purpose.PRE, Purpose.POST)), Attempt.state.in_(GRADED))
        )).order_by(Module.sort_name, Module.id)
    ).all()  # fmt: skip
