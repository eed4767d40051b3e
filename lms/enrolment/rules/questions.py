"""A training's own questions: until when they may be answered, and whether a seat is left."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.questionnaires.rules import CHOOSING, Kind, options_of
from lms.trainings.models import Training, TrainingState
from lms.web.i18n import said

Taken = Mapping[tuple[str, int], int]


class WrongAnswers(Refused):
    """Answers that cannot be, each with what is wrong with it."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(_("Please look at the questions."), fields=wrong)


def may_still_answer(training: Training, *, is_complete: bool, today: date) -> bool:
    """Tell whether a person may still answer: until the training begins, who has not answered all until it ends."""
    last = training.starts if is_complete else training.ends or training.starts
    return training.state == TrainingState.OPEN and (last is None or today <= last)


def require_reason(questions: Sequence[Mapping[str, Any]], reason: str) -> None:
    """Refuse to put answers off without a reason where the form wants some."""
    if any(question["required"] for question in questions) and not reason:
        message = _("The organiser needs these answers. Say why they are given later.")
        raise Refused(message, fields={"reason": message})


def require_seats(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], taken: Taken) -> None:
    """Refuse a choice whose seats others have taken."""
    wrong = {}
    for question in questions:
        option = options_of(question).get(answers.get(question["key"], -1)) if question["kind"] == Kind.SEATS else None
        seats = option.get("seats") if option else None
        if option and seats is not None and taken.get((question["key"], option["key"]), 0) >= seats:
            wrong[question["key"]] = _("“%(choice)s” is full. Choose another.", choice=said(dict(option)))
    if wrong:
        raise WrongAnswers(wrong)


def require_room_for_those_inside(questions: Sequence[Mapping[str, Any]], taken: Taken) -> None:
    """Refuse questions that would leave people without the seat that they have chosen."""
    for question in questions:
        for option in question["options"] if question["kind"] == Kind.SEATS else ():
            sat = taken.get((question["key"], option["key"]), 0)
            if option.get("seats") is not None and sat > option["seats"]:
                message = _("“%(choice)s”: %(n)s people have chosen it already.", choice=said(option), n=sat)
                raise Refused(message, fields={"options": message})


def free_seats(questions: Sequence[Mapping[str, Any]], taken: Taken) -> dict[tuple[str, int], int]:
    """Return how many seats each choice with a limit has left."""
    return {
        (question["key"], option["key"]): max(0, option["seats"] - taken.get((question["key"], option["key"]), 0))
        for question in questions
        if question["kind"] == Kind.SEATS
        for option in question["options"]
        if option.get("seats") is not None
    }


def chosen_in(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> set[tuple[str, int]]:
    """Return the (question, choice) pairs that answers name."""
    found = set()
    for question in questions:
        answer = answers.get(question["key"]) if question["kind"] in CHOOSING else None
        found |= {(question["key"], key) for key in _listed(answer)}
    return found


def without_seats(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers without the choices that take a seat: who leaves gives it back."""
    seated = {question["key"] for question in questions if question["kind"] == Kind.SEATS}
    return {key: answer for key, answer in answers.items() if key not in seated}


def ever_asked(questions: Sequence[Mapping[str, Any]], before: Iterable[Sequence[Any]]) -> list[Mapping[str, Any]]:
    """Return the questions of now, then those of versions before that are asked no longer."""
    found = {question["key"]: question for question in questions}
    for version in before:
        for question in version:
            found.setdefault(question["key"], question)
    return list(found.values())


def _listed(answer: Any) -> list[int]:
    if answer is None:
        return []
    return answer if isinstance(answer, list) else [answer]
