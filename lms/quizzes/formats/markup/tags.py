"""What each tag is in Markdown, once all that stands in it is known."""

import re
from collections.abc import Callable, Mapping

from lms.quizzes.formats.markup.plain import SPACES, block, margins, tidy

_UPPER = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWER = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class Frame:
    """An open element with what was read in it."""

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag, self.attributes, self.parts = tag, attributes, [""]

    @property
    def text(self) -> str:
        """What was read in it, as Markdown."""
        return "".join(self.parts)


def _wrapped(mark: str) -> Callable[[Frame], str]:
    def draw(frame: Frame) -> str:
        inner = frame.text.strip()
        if not inner or inner.startswith(mark) or "\n\n" in inner:
            return frame.text
        left, right = margins(frame.text)
        return f"{left}{mark}{inner}{mark}{right}"

    return draw


def _raised(table: dict[int, int], mark: str) -> Callable[[Frame], str]:
    def draw(frame: Frame) -> str:
        inner = frame.text.strip()
        moved = inner.translate(table)
        return moved if all(ord(letter) in table for letter in inner) else f"{mark}({inner})"

    return draw


def _code(frame: Frame) -> str:
    text = frame.text.strip()
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{SPACES.sub(' ', text)}{pad}{fence}"


def _pre(frame: Frame) -> str:
    text = frame.text.strip("\n").strip("`")
    return f"\n\n```\n{text}\n```\n\n" if text.strip() else ""


def _heading(level: int) -> Callable[[Frame], str]:
    return lambda frame: f"\n\n{'#' * level} {SPACES.sub(' ', frame.text).strip()}\n\n"


def _quote(frame: Frame) -> str:
    lines = tidy(block(frame.text)).splitlines()
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n" if lines else ""


def _item(frame: Frame) -> str:
    return f"\x02{tidy(block(frame.text))}\x03"


def _list(frame: Frame) -> str:
    items = re.findall("\x02([^\x02\x03]*)\x03", frame.text) or [tidy(block(frame.text))]
    start = frame.attributes.get("start", "1")
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    marks = [f"{first + n}." if frame.tag == "ol" else "-" for n in range(len(items))]
    drawn = [
        f"{mark} " + item.replace("\n", "\n" + " " * (len(mark) + 1)) for mark, item in zip(marks, items, strict=True)
    ]
    return "\n\n" + "\n".join(drawn) + "\n\n"


def _cell(frame: Frame) -> str:
    words = SPACES.sub(" ", frame.text.replace("\\\n", " ")).strip()
    return "\x04" + re.sub(r"(?<!\\)[|]", r"\\|", words) + "\x05"


def _row(frame: Frame) -> str:
    return f"\x06{frame.text}\x07"


def _table(frame: Frame) -> str:
    rows = [re.findall("\x04([^\x05]*)\x05", row) for row in re.findall("\x06([^\x06\x07]*)\x07", frame.text)]
    rows = [row for row in rows if row]
    if not rows:
        return f"\n\n{block(frame.text)}\n\n"
    wide = max(len(row) for row in rows)
    lines = ["| " + " | ".join(row + [""] * (wide - len(row))) + " |" for row in rows]
    return "\n\n" + "\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]]) + "\n\n"


DRAWERS: dict[str, Callable[[Frame], str]] = {
    "strong": _wrapped("**"), "b": _wrapped("**"), "em": _wrapped("*"), "i": _wrapped("*"), "s": _wrapped("~~"),
    "del": _wrapped("~~"), "code": _code, "pre": _pre, "blockquote": _quote, "li": _item, "ul": _list, "ol": _list,
    "td": _cell, "th": _cell, "tr": _row, "table": _table, "sup": _raised(_UPPER, "^"), "sub": _raised(_LOWER, "_"),
    **{f"h{level}": _heading(level) for level in range(1, 7)},
}  # fmt: skip
