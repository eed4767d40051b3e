"""What attempts came to, and what was gained."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, load_only

from lms.catalogue.models import Lesson, Module
from lms.core.db import db, table_of
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.quizzes import rules
from lms.quizzes.models import Attempt, AttemptItem, GradingMethod, Purpose, Quiz, ResponseStep
from lms.quizzes.models.attempts import GRADED
from lms.quizzes.queries.groups import in_group
from lms.quizzes.rules import Gains
from lms.trainings.models import Capacity, Participation, Training, TrainingModule
from lms.trainings.permissions import sees


@dataclass(frozen=True)
class Pair:
    """A person's pre- and post-test score (0 to 1); None where there is none."""

    pre: float | None = None
    post: float | None = None

    @property
    def gain(self) -> float | None:
        """What was gained, in shares of the whole; None without both."""
        return None if self.pre is None or self.post is None else self.post - self.pre


@dataclass(frozen=True)
class ModuleGains:
    """The gain in one module of a training."""

    module: Module
    gains: Gains


@dataclass(frozen=True)
class TrainingGains:
    """The gain of a training: over all modules (a person's mean of the modules with both tests), and by module."""

    total: Gains
    modules: Sequence[ModuleGains]
    people: int


def best_fraction(participation_ids: Sequence[int], lesson_ids: Sequence[int]) -> dict[tuple[int, int], float]:
    """Return the fraction (0 to 1) that counts, by (participation id, lesson id), from graded attempts only.

    The quiz's grading method decides among several attempts. One query.
    """
    found = _counting(_BEST, {"participation_ids": list(participation_ids), "lesson_ids": list(lesson_ids)})
    return {(participation, lesson): fraction for (participation, lesson, _module, _purpose), fraction in found.items()}


def gains(training_id: int, scores: dict[int, dict[int, Pair]]) -> TrainingGains:
    """Return the gain from pre- to post-test, matched by person, of a training and of its modules. Two queries."""
    modules = db.session.scalars(
        select(Module).join(TrainingModule, TrainingModule.module_id == Module.id)
        .where(TrainingModule.training_id == training_id).order_by(TrainingModule.position, TrainingModule.id)
    ).all()  # fmt: skip
    by_module = [ModuleGains(one, _gains(scores.get(one.id, {}))) for one in modules if one.id in scores]
    people = len(db.session.scalars(participants(training_id).with_only_columns(Participation.id)).all())
    return TrainingGains(_gains(totals(scores)), by_module, people)


def module_scores(training_id: int) -> dict[int, dict[int, Pair]]:
    """Return the pairs of a training's participants, by module and participation. One query."""
    rows = _counting(
        _graded().join(Participation, Participation.id == Attempt.participation_id)
        .where(Participation.training_id == training_id, Participation.capacity == Capacity.PARTICIPANT,
               Participation.withdrawn_at.is_(None), Quiz.purpose.in_((Purpose.PRE, Purpose.POST)))
    )  # fmt: skip
    found: dict[int, dict[int, Pair]] = {}
    for (participation, _lesson, module, purpose), fraction in rows.items():
        known = found.setdefault(module, {}).get(participation, Pair())
        is_pre = purpose == Purpose.PRE
        found[module][participation] = Pair(fraction, known.post) if is_pre else Pair(known.pre, fraction)
    return found


def totals(scores: dict[int, dict[int, Pair]]) -> dict[int, Pair]:
    """Return each person's mean over the modules with both tests; else over what there is."""
    people: dict[int, list[Pair]] = {}
    for pairs in scores.values():
        for participation, pair in pairs.items():
            people.setdefault(participation, []).append(pair)
    return {participation: _mean(pairs) for participation, pairs in people.items()}


def participants(training_id: int, *, text: str = "", group: str = "") -> Select[Any]:
    """Return a select of a training's participants by name, all or those of a group."""
    found = select(Participation).where(
        Participation.training_id == training_id, Participation.capacity == Capacity.PARTICIPANT,
        Participation.withdrawn_at.is_(None),
    )  # fmt: skip
    if text:
        found = found.where(Participation.sort_name.contains(folded(text), autoescape=True))
    return found.where(*in_group(group)).order_by(Participation.sort_name, Participation.id)


def attempts_of_people(participation_ids: Sequence[int]) -> dict[int, list[Attempt]]:
    """Return the attempts of people, each with its quiz and lesson, by participation."""
    found: dict[int, list[Attempt]] = {}
    for row in db.session.scalars(
        select(Attempt).where(Attempt.participation_id.in_(participation_ids))
        .options(load_only(Attempt.uid, Attempt.participation_id, Attempt.quiz_id, Attempt.form, Attempt.fraction),
                 joinedload(Attempt.quiz).joinedload(Quiz.lesson).joinedload(Lesson.module))
        .order_by(Attempt.started_at, Attempt.id)
    ):  # fmt: skip
        found.setdefault(row.participation_id, []).append(row)
    return found


def get_attempt_within(principal: Principal, uid: Any) -> Attempt:
    """Return somebody's attempt in a training that a principal sees; else Missing."""
    found = db.session.scalar(
        select(Attempt).join(Participation, Participation.id == Attempt.participation_id)
        .join(Training, Training.id == Participation.training_id).where(Attempt.uid == uid, sees(principal))
        .options(joinedload(Attempt.participation).joinedload(Participation.training),
                 joinedload(Attempt.quiz).joinedload(Quiz.lesson).joinedload(Lesson.module))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def steps_of(attempt_id: int) -> Sequence[ResponseStep]:
    """Return the steps of an attempt in the order in which they arrived, each with its item."""
    return db.session.scalars(
        select(ResponseStep).join(ResponseStep.item).where(AttemptItem.attempt_id == attempt_id)
        .options(joinedload(ResponseStep.item)).order_by(ResponseStep.at, ResponseStep.id)
    ).all()  # fmt: skip


def _graded() -> Any:
    found: Any = (
        select(_attempt.participation_id, _quiz.lesson_id, _lesson.module_id, _quiz.purpose, _quiz.grading,
               _attempt.fraction)
        .join_from(table_of(Attempt), table_of(Quiz), _quiz.id == _attempt.quiz_id)
        .join(table_of(Lesson), _lesson.id == _quiz.lesson_id)
        .where(_attempt.state.in_(GRADED), _attempt.fraction.is_not(None)).order_by(_attempt.number)
    )  # fmt: skip
    return found


def _counting(statement: Any, facts: dict[str, Any] | None = None) -> dict[tuple[int, int, int, Purpose], float]:
    found: dict[tuple[int, int, int, Purpose], list[float]] = {}
    methods: dict[int, GradingMethod] = {}
    for row in db.session.execute(statement, facts):
        found.setdefault((row.participation_id, row.lesson_id, row.module_id, row.purpose), []).append(row.fraction)
        methods[row.lesson_id] = row.grading
    return {key: rules.counting(fractions, methods[key[1]]) for key, fractions in found.items()}


def _gains(pairs: dict[int, Pair]) -> Gains:
    return rules.gains(
        {person: pair.pre for person, pair in pairs.items() if pair.pre is not None},
        {person: pair.post for person, pair in pairs.items() if pair.post is not None},
    )


def _mean(pairs: list[Pair]) -> Pair:
    both = [pair for pair in pairs if pair.gain is not None] or pairs
    pre = [pair.pre for pair in both if pair.pre is not None]
    post = [pair.post for pair in both if pair.post is not None]
    return Pair(fmean(pre) if pre else None, fmean(post) if post else None)


# Built once: every attempt that is handed in asks this.
_attempt, _quiz, _lesson = table_of(Attempt).c, table_of(Quiz).c, table_of(Lesson).c
_BEST = _graded().where(_attempt.participation_id.in_(bindparam("participation_ids", expanding=True)),
                        _quiz.lesson_id.in_(bindparam("lesson_ids", expanding=True)))  # fmt: skip
