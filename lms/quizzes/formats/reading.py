"""What a reader finds in a file, and what it does not understand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from flask_babel import gettext as _

from lms.quizzes.rules.question_file import QuestionText
from lms.quizzes.rules.types import problems

Path = tuple[str, ...]


class Unreadable(Exception):
    """A question that cannot be understood, in the reader's words."""


@dataclass(frozen=True)
class Skipped:
    """What was not taken over: where it stands, and why."""

    where: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """A question of a file, with its category and the files that its texts name as media/NAME.

    `skipped` names what the question loses; `points` is what it is worth there.
    """

    where: str
    question: QuestionText
    category: Path = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All of a file: `read` counts every question that stands in it."""

    format: str
    questions: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    read: int

    @property
    def by_type(self) -> dict[str, int]:
        """How many questions of each type were understood."""
        return dict(sorted(Counter(str(one.question.type) for one in self.questions).items()))


def gathered(name: str, parts: Iterable[Found | Skipped], *, asides: Sequence[Skipped] = ()) -> Reading:
    """Return a reading of questions and of those that could not be understood; one that cannot be graded is neither."""
    found: list[Found] = []
    skipped: list[Skipped] = list(asides)
    read = 0
    for part in parts:
        read += 1
        if isinstance(part, Skipped):
            skipped.append(part)
        elif reason := next(problems(part.question), None):
            skipped.append(Skipped(part.where, reason))
        else:
            found.append(part)
            skipped += part.skipped
    return Reading(format=name, questions=tuple(found), skipped=tuple(skipped), read=read)


def at_line(number: int, name: str = "") -> str:
    """Say where a question of a text stands."""
    if name:
        return str(_("line %(n)s, “%(name)s”", n=number, name=name[:60]))
    return str(_("line %(n)s", n=number))


def at_place(number: int, name: str = "", part: str = "") -> str:
    """Say where a question of a document stands, or a part of it."""
    where = _("question %(n)s, “%(name)s”", n=number, name=name[:60]) if name else _("question %(n)s", n=number)
    return f"{where}: {part}" if part else str(where)


def decimal_of(text: str) -> Decimal:
    """Read a number written with a decimal point, as the formats of machines do, up to 10^30.

    Raises Unreadable.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise Unreadable(_("“%(text)s” is not a number written with a decimal point.", text=text[:40])) from error
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise Unreadable(_("“%(text)s” is not a number written with a decimal point.", text=text[:40]))
    return number
