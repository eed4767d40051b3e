"""What attempts came to."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.core.db import db
from lms.quizzes import rules
from lms.quizzes.models import Attempt, GradingMethod, Quiz
from lms.quizzes.models.attempts import GRADED


def best_fraction(participation_ids: Sequence[int], lesson_ids: Sequence[int]) -> dict[tuple[int, int], float]:
    """Return the fraction (0 to 1) that counts, by (participation id, lesson id), from graded attempts only.

    The quiz's grading method decides among several attempts. One query.
    """
    found: dict[tuple[int, int], list[float]] = {}
    methods: dict[tuple[int, int], GradingMethod] = {}
    for row in db.session.execute(
        select(Attempt.participation_id, Quiz.lesson_id, Quiz.grading, Attempt.fraction)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.participation_id.in_(participation_ids), Quiz.lesson_id.in_(lesson_ids),
               Attempt.state.in_(GRADED), Attempt.fraction.is_not(None))
        .order_by(Attempt.number)
    ):  # fmt: skip
        key = (row.participation_id, row.lesson_id)
        found.setdefault(key, []).append(row.fraction)
        methods[key] = row.grading
    return {key: rules.counting(fractions, methods[key]) for key, fractions in found.items()}
