"""How a quiz is taken, apart from what it asks: what tries, certainty and wrong answers make of a grade."""

from collections.abc import Sequence
from typing import Any

from lms.quizzes.rules.types import Gradable, grade

DEFERRED, IMMEDIATE, ADAPTIVE, CERTAINTY = "deferred", "immediate", "adaptive", "certainty"
BEHAVIOURS = (DEFERRED, IMMEDIATE, ADAPTIVE, CERTAINTY)
CHECKS = (IMMEDIATE, ADAPTIVE)
# How sure (1 to 3): what a right and what a wrong answer earn. Gardner-Medwin's 1/0, 2/−2, 3/−6, as parts of 3.
CERTAINTIES = {1: (1 / 3, 0.0), 2: (2 / 3, -2 / 3), 3: (1.0, -2.0)}
PENALTY = 1 / 3


def earned(
    behaviour: str, question: Gradable, response: Any, *, tries: Sequence[Any] = (), certainty: int | None = None,
    wrong_costs: int = 0,
) -> float | None:  # fmt: skip
    """Return what an item earns from its response and the responses that were checked before; None: a person decides.

    `wrong_costs` are the per cent of the points that an answer which earns nothing takes away.
    """
    if behaviour == ADAPTIVE:
        return _best_try(question, [*tries, *([response] if not tries or response != tries[-1] else [])])
    if behaviour == IMMEDIATE and tries:
        response = tries[0]
    found = grade(question, response)
    if found.needs_marking:
        return None
    is_wrong = response is not None and found.fraction == 0
    if behaviour == CERTAINTY:
        return _by_certainty(found.fraction, certainty) if response is not None else 0.0
    return -wrong_costs / 100 if is_wrong and wrong_costs else found.fraction


def is_settled(behaviour: str, question: Gradable, tries: Sequence[Any]) -> bool:
    """Tell whether an item takes no more answers: it was checked, or (adaptive) was checked and right."""
    if behaviour == IMMEDIATE:
        return bool(tries)
    return behaviour == ADAPTIVE and any(grade(question, one).fraction >= 1 for one in tries)


def may_check(behaviour: str, question: Gradable) -> bool:
    """Tell whether an answer to this question can be checked at once."""
    return behaviour in CHECKS and question.type not in ("essay", "file", "description")


def _best_try(question: Gradable, responses: Sequence[Any]) -> float | None:
    cost = float(question.settings.get("penalty", PENALTY))
    grades = [grade(question, response) for response in responses]
    if any(one.needs_marking for one in grades):
        return None
    return max(0.0, *(one.fraction - cost * number for number, one in enumerate(grades)))


def _by_certainty(fraction: float, certainty: int | None) -> float:
    right, wrong = CERTAINTIES[certainty or 1]
    return fraction * right if fraction > 0 else wrong
