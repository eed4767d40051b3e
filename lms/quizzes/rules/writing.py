"""How an author writes the types that are more than rows of options: a line for each thing, and back again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.rules.types import shape
from lms.quizzes.rules.types.base import Option

ROWS = {"single", "multiple", "truefalse", "shortanswer", "numerical"}
PLACED = {"dragpicture", "hotspot"}
LINED = {"matching", "ordering", "gapselect", "dragwords", "cloze"} | PLACED
PART_WORDS = {"menu": ("single", "menu"), "across": ("single", "across"), "down": ("single", "down"),
              "several": ("multiple", ""), "text": ("shortanswer", ""), "number": ("numerical", "")}  # fmt: skip
_PART = re.compile(r"^\[?\[?([a-z0-9]{1,20})\]?\]?\s+(\w+)(?:\s+(\d{1,4}))?\s*:\s*(.*)$")
_AREA = re.compile(r"^(?:(.*?):\s*)?(rect|circle|poly)\s+([\d\s,-]+?)\s*=\s*(.+)$")
_ANSWER = re.compile(r"^(=|-?\d{1,3}(?:[.,]\d+)?%)?\s*(.*?)(?:\s*#\s*(.*))?$", re.DOTALL)
_TOLERANCE = re.compile(r"^(.*?)\s*(?:±|\+-|\+/-)\s*(.+)$")


class CannotRead(ValueError):
    """A line that is not written as its type wants."""


def read(kind: str, lines: str, *, many: bool = False) -> tuple[list[Any], dict[str, Any]]:
    """Return options and settings of what was written; raise CannotRead with the reason."""
    rows = [row.strip() for row in lines.splitlines() if row.strip()]
    options, choices = _READERS[kind](rows)
    settings = {"choices": _once(choices, keeps_twins=kind == "dragwords")} if choices is not None else {}
    if many:
        settings["choices"] = [{**one, "many": True} for one in settings["choices"]]
    found, given = shape.keyed(kind, options, settings)
    return found, given


def write(kind: str, options: Sequence[Option], settings: Mapping[str, Any]) -> str:
    """Return the lines that say these options and settings."""
    return "\n".join(_WRITERS[kind](options, settings.get("choices", ())))


def read_rubric(lines: str) -> list[dict[str, Any]]:
    """Read "Clarity: 0 missing | 2 partly | 4 full", a line for each row of a rubric."""
    found = []
    for number, row in enumerate((row for row in lines.splitlines() if row.strip()), 1):
        text, _colon, levels = row.partition(":")
        made = [_level(level) for level in levels.split("|") if level.strip()]
        found.append({"key": str(number), "text": text.strip(), "levels": made})
    return found


def write_rubric(rows: Sequence[Option]) -> str:
    """Return the lines of a rubric."""
    return "\n".join(
        f"{row.get('text') or row['key']}: "
        + " | ".join(f"{one.get('points', 0):g} {one.get('text', '')}" for one in row.get("levels", ()))
        for row in rows
    )


def read_units(line: str) -> list[dict[str, str]]:
    """Read "kg 1, g 0.001": a unit and its factor each."""
    found = []
    for part in line.split(","):
        words = part.split()
        if words:
            found.append({"text": words[0], "factor": words[1] if len(words) > 1 else "1"})
    return found


def write_units(units: Sequence[Option]) -> str:
    """Return units as a line."""
    return ", ".join(f"{one['text']} {one.get('factor', '1')}" for one in units)


def carried(new: Sequence[Any], old: Sequence[Option]) -> list[Any]:
    """Return new rows with what the old ones said besides, such as feedback, where they say the same."""
    known = {_face(row): row for row in old}
    return [{**known.get(_face(row), {}), **row} for row in new]


def _face(row: Option) -> tuple[Any, ...]:
    return row.get("text"), tuple(row.get("right", ())), row.get("type")


def _level(text: str) -> dict[str, Any]:
    points, _space, words = text.strip().partition(" ")
    try:
        return {"points": float(points.replace(",", ".")), "text": words.strip()}
    except ValueError:
        raise CannotRead(_("“%(text)s” does not begin with points.", text=text.strip())) from None


def _pairs(rows: list[str]) -> tuple[list[Any], list[Any]]:
    options, choices = [], []
    for row in rows:
        left, sign, right = row.rpartition("=")
        if not sign or not right.strip():
            raise CannotRead(_("“%(text)s” has no = with an answer behind it.", text=row))
        choices.append({"text": right.strip()})
        if left.strip():
            options.append({"text": left.strip(), "right": [right.strip()]})
    return options, choices


def _ordered(rows: list[str]) -> tuple[list[Any], None]:
    return [{"text": row} for row in rows], None


def _words(rows: list[str]) -> tuple[list[Any], list[Any]]:
    """Line n fills gap n; a line with "+" before it fills none."""
    options: list[Any] = []
    choices: list[Any] = []
    for row in rows:
        is_extra, text = row.startswith("+"), row.removeprefix("+").strip()
        group, bar, word = text.partition("|")
        said = {"text": word.strip(), "group": group.strip()} if bar and group.strip().isdigit() else {"text": text}
        choices.append(said)
        if not is_extra:
            right = {"right": [said["text"]]}
            options.append(right | ({"group": said["group"]} if "group" in said else {}))
    return options, choices


def _placed(rows: list[str]) -> tuple[list[Any], list[Any]]:
    options, choices = [], []
    for row in rows:
        if row.startswith("="):
            choices.append({"text": row[1:].strip()})
            continue
        found = _AREA.match(row)
        if found is None:
            raise CannotRead(_("“%(text)s” is not written as “rect 10 20 60 80 = word”.", text=row))
        coords = [int(one) for one in re.findall(r"-?\d+", found[3])]
        choices.append({"text": found[4].strip()})
        label = {"text": found[1].strip()} if found[1] else {}
        options.append({**label, "shape": found[2], "coords": coords, "right": [found[4].strip()]})
    return options, choices


def _parts(rows: list[str]) -> tuple[list[Any], None]:
    return [_part(row) for row in rows], None


def _part(row: str) -> dict[str, Any]:
    found = _PART.match(row)
    if found is None or found[2] not in PART_WORDS:
        raise CannotRead(_("“%(text)s” is not written as “1 menu 1: =right | wrong”.", text=row))
    kind, layout = PART_WORDS[found[2]]
    made = {"key": found[1], "type": kind, "points": int(found[3] or 1), "options": [
        _answer(text.strip(), kind) for text in found[4].split("|") if text.strip()
    ]}  # fmt: skip
    return made | ({"layout": layout} if layout else {})


def _answer(text: str, kind: str) -> dict[str, Any]:
    found = _ANSWER.match(text)
    mark, said, feedback = found.groups() if found else (None, text, None)
    made: dict[str, Any] = {"text": said, "correct": mark == "=", "feedback": feedback or ""}
    if mark and mark != "=":
        made["share"] = max(-1.0, min(1.0, float(mark[:-1].replace(",", ".")) / 100))
        made["correct"] = made["share"] > 0
    if kind == "numerical" and (near := _TOLERANCE.match(said)):
        made |= {"text": near[1].replace(",", "."), "tolerance": near[2].replace(",", ".")}
    elif kind == "numerical":
        made["text"] = said.replace(",", ".")
    return made


def _once(choices: list[Any], *, keeps_twins: bool) -> list[Any]:
    if keeps_twins:
        return choices
    found: dict[Any, Any] = {}
    for one in choices:
        found.setdefault((one["text"], one.get("group")), one)
    return list(found.values())


def _pair_lines(options: Sequence[Option], choices: Sequence[Option]) -> Iterator[str]:
    words = {one["key"]: one["text"] for one in choices}
    used = {key for row in options for key in row["right"]}
    for row in options:
        yield f"{row['text']} = {words.get(row['right'][0], '')}"
    yield from (f"= {text}" for key, text in words.items() if key not in used)


def _order_lines(options: Sequence[Option], _choices: Sequence[Option]) -> Iterator[str]:
    yield from (row["text"] for row in options)


def _word_lines(options: Sequence[Option], choices: Sequence[Option]) -> Iterator[str]:
    known = {one["key"]: one for one in choices}
    used = {key for row in options for key in row["right"]}
    for row in sorted(options, key=lambda one: (len(one["key"]), one["key"])):
        yield _word_line(known[row["right"][0]])
    yield from (f"+ {_word_line(one)}" for key, one in known.items() if key not in used)


def _word_line(one: Option) -> str:
    return f"{one['group']}| {one['text']}" if one.get("group") else str(one["text"])


def _place_lines(options: Sequence[Option], choices: Sequence[Option]) -> Iterator[str]:
    words = {one["key"]: one["text"] for one in choices}
    used = {key for row in options for key in row["right"]}
    for row in options:
        label = f"{row['text']}: " if row.get("text") else ""
        for key in row["right"]:
            yield f"{label}{row['shape']} {' '.join(map(str, row['coords']))} = {words.get(key, '')}"
    yield from (f"= {text}" for key, text in words.items() if key not in used)


def _part_lines(options: Sequence[Option], _choices: Sequence[Option]) -> Iterator[str]:
    names = {said: word for word, said in PART_WORDS.items()}
    for part in options:
        layout = part.get("layout", "menu") if part["type"] == "single" else ""
        answers = " | ".join(_answer_line(one) for one in part.get("options", ()))
        yield f"{part['key']} {names[part['type'], layout]} {part.get('points', 1)}: {answers}"


def _answer_line(one: Option) -> str:
    mark = f"{one['share'] * 100:g}% " if "share" in one else "=" if one.get("correct") else ""
    near = f" ± {one['tolerance']}" if one.get("tolerance") else ""
    return f"{mark}{one['text']}{near}" + (f" # {one['feedback']}" if one.get("feedback") else "")


_READERS: dict[str, Any] = {
    "matching": _pairs, "ordering": _ordered, "gapselect": _words, "dragwords": _words, "dragpicture": _placed,
    "hotspot": _placed, "cloze": _parts,
}  # fmt: skip
_WRITERS: dict[str, Any] = {
    "matching": _pair_lines, "ordering": _order_lines, "gapselect": _word_lines, "dragwords": _word_lines,
    "dragpicture": _place_lines, "hotspot": _place_lines, "cloze": _part_lines,
}  # fmt: skip
