"""What answers add up to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.surveys.rules.questions import STEPS, Kind

FEWEST: Final = 5
"""Of fewer anonymous answers than these nothing is shown: who said what could be guessed."""


@dataclass(frozen=True)
class Result:
    """What a question's answers add up to: how many gave one, the counts by place, the mean of a scale, the texts."""

    question: Mapping[str, Any]
    answered: int
    counts: tuple[int, ...] = ()
    mean: float | None = None
    texts: tuple[str, ...] = ()


def is_shown(count: int, *, is_anonymous: bool) -> bool:
    """Tell whether the results of so many answers may be looked at."""
    return count >= FEWEST if is_anonymous else count > 0


def result_of(question: Mapping[str, Any], responses: Sequence[Mapping[str, Any]]) -> Result:
    """Return what a question's answers add up to; texts by alphabet, so that their order tells nothing."""
    given = [answers[question["key"]] for answers in responses if question["key"] in answers]
    if question["kind"] == Kind.TEXT:
        return Result(question, len(given), texts=tuple(sorted(given, key=str.casefold)))
    tally = Counter(place for answer in given for place in (answer if isinstance(answer, list) else [answer]))
    if question["kind"] != Kind.SCALE:
        return Result(question, len(given), tuple(tally[place] for place in range(len(question["options"]))))
    counts = tuple(tally[step] for step in range(1, STEPS + 1))
    return Result(question, len(given), counts, sum(given) / len(given) if given else None)
