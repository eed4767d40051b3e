"""Reading a spreadsheet of questions, one a row."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from lms.core.archives import DAMAGED
from lms.core.errors import Refused
from lms.core.names import folded
from lms.quizzes.formats import building, original
from lms.quizzes.formats.reading import Found, Reading, Skipped, Unreadable, gathered
from lms.quizzes.formats.sheet.names import ARROW, FIELDS, LETTERS, LINED, MOST_ROWS, NAME, TYPES, mark_of
from lms.quizzes.models import QuestionType
from lms.quizzes.rules import writing
from lms.quizzes.rules.question_file import QuestionText

MOST_UNPACKED = 100 * 1024 * 1024
TRUE, FALSE = {"benar", "b", "true", "t", "ya"}, {"salah", "s", "false", "f", "tidak"}
UNREADABLE = (*DAMAGED, ValueError, IndexError)
MOST_COLUMN_LETTERS = 2
_PLACE = re.compile(rb"<(?:\w+:)?(?:c|row)\b[^>]*?\br\s*=\s*[\"']([A-Za-z]*)(\d+)")  # of a cell or a row
_OPTION = re.compile(r"^(?:pilihan|opsi|option)\s+([a-l])$")


def read(data: bytes) -> Reading:
    """Return the questions of the first sheet of a workbook."""
    table = _table(data)
    start, columns = _headings(table)
    return gathered(NAME, _questions(table, start, columns))


def _table(data: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_small(archive)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS + 1:
            raise Refused(_("This file has more than %(n)s rows. Divide it.", n=MOST_ROWS))
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, *UNREADABLE) as error:
        raise Refused(_("This is not a spreadsheet that can be read. Use the template.")) from error
    return [[_cell(value) for value in row] for row in rows]


def _require_small(archive: zipfile.ZipFile) -> None:
    """Refuse what is large when it is unpacked, or has one cell far away: all cells up to it would lie in memory."""
    if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
        raise Refused(_("This file is too large when it is unpacked."))
    for found in (one for info in archive.infolist() for one in _PLACE.finditer(archive.read(info))):
        if int(found[2][:8]) > MOST_ROWS + 1:
            raise Refused(_("This file has more than %(n)s rows. Divide it.", n=MOST_ROWS))
        if len(found[1]) > MOST_COLUMN_LETTERS:
            raise Refused(_("This file is too large when it is unpacked."))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _headings(table: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(table[:20]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row):
            words = " ".join(folded(cell).split())
            name = next((field for field, names in FIELDS.items() if words in names), "")
            letter = _OPTION.match(words)
            columns.setdefault(f"option {letter[1].upper()}" if letter else name, index)
        columns.pop("", None)
        if {"type", "text"} <= columns.keys():
            return number, columns
    raise Refused(_("No headings “Jenis” and “Soal” were found in the first 20 rows. Use the template."))


def _questions(
    table: Sequence[Sequence[str]], start: int, columns: Mapping[str, int]
) -> Iterator[Found | Skipped]:  # fmt: skip
    for number, row in enumerate(table[start + 1 :], start + 2):
        cells = {name: row[index] for name, index in columns.items() if index < len(row)}
        if not any(cells.values()):
            continue
        where = str(_("row %(n)s", n=number))
        try:
            yield _found(where, cells)
        except Unreadable as error:
            yield Skipped(where, str(error))


def _found(where: str, cells: Mapping[str, str]) -> Found:
    path = tuple(one.strip() for one in cells.get("category", "").split(" / ") if one.strip())
    if own := original.find(cells.get("original", ""), mark=mark_of(cells)):
        return Found(where=where, question=own[0], category=path)
    words = " ".join(folded(cells.get("type", "")).split())
    kind = next((one for one, names in TYPES.items() if words in names), None)
    if kind is None:
        raise Unreadable(_("there is no type of question called “%(type)s”.", type=cells.get("type", "")[:40]))
    options = [text for letter in LETTERS if (text := cells.get(f"option {letter}", ""))]
    tags = tuple(tag.strip()[:60] for tag in cells.get("tags", "").split(",") if tag.strip())
    question = QuestionText(
        key=cells.get("key", "")[:60], text=cells.get("text", ""), feedback=cells.get("feedback", ""), tags=tags,
        objective=cells.get("objective", "")[:20], **_facts(QuestionType(kind), options, cells),
    )  # fmt: skip
    return Found(where=where, question=question, category=path)


def _facts(kind: QuestionType, options: list[str], cells: Mapping[str, str]) -> dict[str, Any]:
    right = cells.get("right", "")
    if kind in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        letters = set(re.findall(r"[A-L]", right.upper()))
        rows = [(text, float(letter in letters), "") for letter, text in zip(LETTERS, options, strict=False)]
        made = tuple(building.option(n, *row) for n, row in enumerate(rows, 1))
        return {"type": kind, "options": made}
    if kind == QuestionType.TRUEFALSE:
        return {"type": kind, "options": building.true_false(_is_true(right))}
    if kind == QuestionType.MATCHING:
        pairs = [one.split(ARROW, 1) if ARROW in one else ["", one] for one in options]
        places, settings = building.pairs([(left.strip(), other.strip()) for left, other in pairs])
        return {"type": kind, "options": places, "settings": settings}
    if kind == QuestionType.ORDERING:
        return {"type": kind, "options": building.ordered(options)}
    if kind in (QuestionType.SHORTANSWER, QuestionType.NUMERICAL):
        return {"type": kind, "options": _typed(kind, right, cells.get("tolerance", ""))}
    if kind in LINED:
        return {"type": kind, **_in_lines(kind, options)}
    return {"type": kind, "options": ()}


def _in_lines(kind: QuestionType, lines: list[str]) -> dict[str, Any]:
    """Read what the editor's page would be given, a line a cell."""
    try:
        options, settings = writing.read(kind, "\n".join(line.replace("\n", " ") for line in lines))
    except writing.CannotRead as error:
        raise Unreadable(str(error)) from error
    return {"options": tuple(options), "settings": settings}


def _is_true(text: str) -> bool:
    word = folded(text)
    if word not in TRUE | FALSE:
        raise Unreadable(_("the right answer must be Benar or Salah."))
    return word in TRUE


def _typed(kind: QuestionType, right: str, tolerance: str) -> building.Options:
    texts = [one.strip() for one in re.split(r"[;\n]", right) if one.strip()]
    if kind == QuestionType.NUMERICAL:
        texts, tolerance = [one.replace(",", ".") for one in texts], tolerance.replace(",", ".")
    made = building.answers([(text, 1.0, "") for text in texts], is_typed=True)
    is_near = kind == QuestionType.NUMERICAL and tolerance.strip("0.") != ""
    return tuple(one | ({"tolerance": tolerance} if is_near else {}) for one in made)
