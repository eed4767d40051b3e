"""Plain words and Markdown: what is written as it is, what is escaped, and where lines and blocks end."""

import html
import re
from functools import lru_cache

from lms.quizzes.formats.markup.writer import to_html, writer

SPACES = re.compile(r"[ \t\r\n\f]+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>&~#+\-.!|{}()])")
_START = re.compile(r"^(\s*)([#>+*\-=]|\d{1,9}(?=[.)]))")
_RISKY = re.compile(r"[<\[]|\\$|^\|")  # means something to other readers of Markdown, or to the lines around it
_GAPS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def from_plain(text: str) -> str:
    """Return a plain text as Markdown that draws exactly its characters, line by line."""
    lines = [begun(escaped(line.strip(), is_whole=True)) for line in text.strip().splitlines()]
    return tidy(re.sub(r"(?<=\S)\n(?=\S)", r"\\\n", "\n".join(lines)))


def to_plain(markdown: str) -> str:
    """Return the words of Markdown on one line."""
    return SPACES.sub(" ", html.unescape(re.sub(r"<[^<>]+>", " ", to_html(markdown)))).strip()


def escaped(text: str, *, is_whole: bool = False) -> str:
    """Return words that Markdown draws as they are; marks are escaped only where they would mean something.

    What stands beside the words may give their first or last mark a meaning, unless they are a `whole` line.
    """
    if not _SPECIAL.search(text):
        return text
    is_free = is_whole or (text[:1].isalnum() and (text[-1:].isalnum() or text[-1:] in ".?)"))
    if is_free and not _RISKY.search(text) and _draws_itself(text):
        return text
    return re.sub(r"([\\`*_\[\]<~|]|&(?=[#a-zA-Z]))", r"\\\1", text)


@lru_cache(maxsize=4096)
def _draws_itself(text: str) -> bool:
    return str(writer().renderInline(text)) == html.escape(text, quote=False).replace('"', "&quot;")


@lru_cache(maxsize=4096)
def begun(line: str) -> str:
    """Return a line that begins no list, heading or quotation by accident."""
    found = _START.match(line)
    if not found or _stands(line):
        return line
    mark = found[2]
    return found[1] + (f"{mark}\\" if mark.isdigit() else f"\\{mark}") + line[found.end() :]


def _stands(line: str) -> bool:
    drawn = writer().renderInline(line)
    alone, below = writer().render(line), writer().render(f"x\n{line}")
    return bool(alone == f"<p>{drawn}</p>\n" and below == f"<p>x\n{drawn}</p>\n")


def tidy(text: str) -> str:
    """Return Markdown without needless gaps."""
    return _unbroken(_GAPS.sub("\n\n", text).strip("\n "))


def block(text: str) -> str:
    """Return the inside of a block without its margins."""
    return _unbroken(re.sub(r" +\n", "\n", text).strip())


def _unbroken(text: str) -> str:
    """Return a text without a line break at its end: a last backslash that escapes nothing."""
    while re.search(r"(?<!\\)(?:\\\\)*\\$", text):
        text = text[:-1].rstrip()
    return text


def margins(text: str) -> tuple[str, str]:
    """Return the spaces that a text keeps at its two sides."""
    return " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
