"""How a question stands on paper: its text with numbered blanks, what is chosen from, and the lines to answer on."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from lms.quizzes.rules.paper import MARK, ONE, SEVERAL, Blank, blanks, lettered
from lms.quizzes.rules.plates import Plate, Spot, gridded, numbered
from lms.quizzes.rules.types import Gradable
from lms.quizzes.rules.types.base import Option, pieces
from lms.quizzes.rules.types.placing import choices

GAPS = {"gapselect", "dragwords", "cloze"}
SHORT, LONG, A_ROW = 44, 26, 7  # short lines and ruled lines on a page; letters to cross in a row
RULE = ' <span class="gap">({})</span> '


@dataclass(frozen=True)
class Printed:
    """A question on paper: HTML of its text, lettered options, numbered rows, and lists of its gaps by their number."""

    body: str
    options: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, str]] = ()
    lists: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    plate: Plate | None = None


@dataclass(frozen=True)
class Line:
    """A line of an answer sheet: its number, the letters to cross (none where something is written), room for text.

    `is_beside`: what is asked for is handed in with the sheet.
    """

    number: str
    letters: str = ""
    lines: int = 0
    is_beside: bool = False


def on_paper(question: Gradable, order: Sequence[str]) -> Printed:
    """Return what a question page shows."""
    html = str(getattr(question, "html", "") or question.text)
    own, options = blanks(question, order), _drawn(lettered(question, order))
    if question.type in GAPS:
        numbers = {blank.key: number for number, blank in enumerate(own, 1)}
        cut = pieces(html)
        body = "".join(one if place % 2 == 0 else RULE.format(numbers[one]) for place, one in enumerate(cut))
        lists = [(str(n), _drawn(blank.options)) for n, blank in enumerate(own, 1) if question.type == "cloze"]
        return Printed(body, options, lists=[one for one in lists if one[1]])
    if question.type in {"matching", "dragpicture"}:
        rows = [(str(n), _html(place)) for n, place in enumerate(question.options, 1)]
        picture = question.settings.get("picture") if question.type == "dragpicture" else None
        plate = numbered(picture, _spots(question.options)) if picture else None
        return Printed(html, options, rows if any(words for _n, words in rows) else (), plate=plate)
    if question.type == "hotspot":
        rows = [(str(n), _html(marker)) for n, marker in enumerate(choices(question), 1)]
        return Printed(html, (), rows if len(rows) > 1 else (), plate=gridded(question.settings["picture"]))
    return Printed(html, options)


def lines_of(number: int, question: Gradable, order: Sequence[str]) -> list[Line]:
    """Return the lines of an answer sheet for a question."""
    own = blanks(question, order)
    is_alone = len(own) == 1 and (not own[0].key or question.type == "hotspot")
    return [_line(str(number) if is_alone else f"{number}.{n}", blank, question) for n, blank in enumerate(own, 1)]


def pages_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Share lines out on pages, each of which has its own code: first what is crossed or short, then essays."""
    pages: list[list[Line]] = []
    for part, room in ((one for one in lines if not one.lines), SHORT), ((one for one in lines if one.lines), LONG):
        left = 0
        for line in part:
            takes = line.lines + 2 if line.lines else -(-max(1, len(line.letters)) // A_ROW)
            if takes > left:
                pages.append([])
                left = room
            pages[-1].append(line)
            left -= takes
    return pages


def _line(number: str, blank: Blank, question: Gradable) -> Line:
    if question.type == "file":
        return Line(number, is_beside=True)
    if blank.shape == MARK:
        return Line(number, lines=min(20, max(4, int(question.settings.get("lines") or 8))))
    return Line(number, blank.letters if blank.shape in {ONE, SEVERAL} else "")


def _spots(places: Sequence[Option]) -> list[Spot]:
    """Return the number and the middle of each place of a picture, in its pixels."""
    found = []
    for number, place in enumerate(places, 1):
        x, y = _middle(str(place["shape"]), place["coords"])
        found.append((str(number), x, y))
    return found


def _middle(shape: str, coords: Sequence[int]) -> tuple[float, float]:
    if shape == "circle":
        return float(coords[0]), float(coords[1])
    across, down = coords[0::2], coords[1::2]
    return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2


def _drawn(rows: Sequence[tuple[str, Option]]) -> list[tuple[str, str]]:
    return [(letter, _html(one)) for letter, one in rows]


def _html(row: Option) -> str:
    return str(row["html"]) if row.get("html") else str(escape(row.get("text", "")))
