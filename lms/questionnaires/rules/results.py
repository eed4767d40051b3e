"""What answers add up to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.questionnaires.rules.questions import CHOOSING, STEPS, Kind


@dataclass(frozen=True)
class Result:
    """What a question's answers add up to: how many gave one, counts by choice, a mean, the texts."""

    question: Mapping[str, Any]
    answered: int
    counts: tuple[int, ...] = ()
    mean: float | None = None
    texts: tuple[str, ...] = ()


def result_of(question: Mapping[str, Any], responses: Sequence[Mapping[str, Any]]) -> Result:
    """Return what a question's answers add up to; texts by alphabet, so that their order tells nothing.

    What was kept when the question was of another kind is passed over.
    """
    given = [answers[question["key"]] for answers in responses if question["key"] in answers]
    given = [one for one in given if _fits(question["kind"], one)]
    if question["kind"] in CHOOSING:
        tally = _tally(given)
        return Result(question, len(given), tuple(tally[option["key"]] for option in question["options"]))
    if question["kind"] == Kind.SCALE:
        tally = _tally(given)
        return Result(question, len(given), tuple(tally[step] for step in range(1, STEPS + 1)), _mean(given))
    if question["kind"] == Kind.NUMBER:
        return Result(question, len(given), mean=_mean(given))
    if question["kind"] in (Kind.LINE, Kind.TEXT, Kind.DAY):
        return Result(question, len(given), texts=tuple(sorted(given, key=str.casefold)))
    return Result(question, len(given))


def _fits(kind: str, answer: Any) -> bool:
    if kind in CHOOSING:
        return all(isinstance(key, int) for key in (answer if isinstance(answer, list) else [answer]))
    if kind in (Kind.SCALE, Kind.NUMBER):
        return isinstance(answer, int | float)
    return isinstance(answer, str) or kind not in (Kind.LINE, Kind.TEXT, Kind.DAY)


def _tally(given: Sequence[Any]) -> Counter[int]:
    return Counter(key for answer in given for key in (answer if isinstance(answer, list) else [answer]))


def _mean(given: Sequence[Any]) -> float | None:
    return sum(given) / len(given) if given else None
