"""Which questions ask for a look, and which options."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from lms.quizzes.rules.statistics import ItemStatistics

LEAST_ANSWERS = 10
LEAST_CHOSEN = 3


class Flag(StrEnum):
    """Why a question asks for a look."""

    NEGATIVE = "negative"
    WEAK = "weak"
    HARD = "hard"
    EASY = "easy"
    GUESSED = "guessed"
    DISTRACTOR = "distractor"


@dataclass(frozen=True)
class Choice:
    """How often one answer was given, and the mean total (0 to 1) of those who gave it."""

    key: str
    n: int
    share: float
    mean_total: float | None
    earns: float


def flags(item: ItemStatistics, *, guess: float | None = None) -> list[Flag]:
    """Return what is odd about a question; with fewer than ten answers nothing is said.

    Negative: who is good at the rest does worse here. Weak: discrimination below 0.2 (Ebel 1972). Hard and easy:
    facility below 0.2 or above 0.95. Guessed: no better than chance.
    """
    if item.n < LEAST_ANSWERS or item.facility is None:
        return []
    found = []
    if item.discrimination is not None and item.discrimination < 0:
        found.append(Flag.NEGATIVE)
    elif item.discrimination is not None and item.discrimination < 0.2:
        found.append(Flag.WEAK)
    if item.facility > 0.95:
        found.append(Flag.EASY)
    elif guess and item.facility <= guess:
        found.append(Flag.GUESSED)
    elif item.facility < 0.2:
        found.append(Flag.HARD)
    return found


def distractors(given: Iterable[tuple[str, float]], worth: Mapping[str, float], *, n: int) -> list[Choice]:
    """Return how often each option was chosen, from (its key, the total of the attempt); unchosen ones too.

    `worth` is what each option earns, in the order of the question; `n` is how many people were asked.
    """
    totals: dict[str, list[float]] = {key: [] for key in worth}
    for key, total in given:
        totals.setdefault(key, []).append(total)
    return [
        Choice(key, len(found), len(found) / n if n else 0.0, fmean(found) if found else None, worth.get(key, 0.0))
        for key, found in totals.items()
    ]


def has_odd_distractor(tallies: Mapping[str, tuple[int, float]], worth: Mapping[str, float]) -> bool:
    """Tell whether a wrong option is chosen by nobody, or more by who does well in the test than by who does not.

    `tallies` give by option (and by "" for all who were asked) how many there are and the sum of their totals; `worth`
    is what each option earns. With fewer than ten people, or three who chose an option, nothing is said of it.
    """
    asked, of_all = tallies.get("", (0, 0.0))
    if asked < LEAST_ANSWERS:
        return False
    wrong = [tallies.get(key, (0, 0.0)) for key, earns in worth.items() if earns <= 0]
    return any(n == 0 or (n >= LEAST_CHOSEN and total / n > of_all / asked) for n, total in wrong)


def is_misleading(choice: Choice, choices: Sequence[Choice]) -> bool:
    """Tell whether a wrong option attracts people who did better in the whole test than those who were right."""
    right = [one.mean_total for one in choices if one.earns > 0 and one.mean_total is not None]
    return (
        choice.earns <= 0 and choice.n >= LEAST_CHOSEN and choice.mean_total is not None and bool(right)
        and choice.mean_total > max(right)
    )  # fmt: skip
