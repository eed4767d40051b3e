"""Texts of other systems and our Markdown: HTML and plain text in, HTML out."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "figure", "figcaption", "center", "address", "dl",
    "dt", "dd", "form", "fieldset", "body", "html",
}  # fmt: skip
SILENT = {"script", "style", "head", "title", "template", "noscript"}
LEAVES = {"br", "img", "hr", "input", "source", "col", "wbr", "meta", "link", "embed", "param", "area", "base"}
DEEPEST = 80
_SPECIAL = re.compile(r"([\\`*_\[\]<>&~#+\-.!|{}()])")
_START = re.compile(r"^(\s*)([#>+*\-=]|\d{1,9}(?=[.)]))")
_RISKY = re.compile(r"[<\[]|\\$|^\|")  # means something to other readers of Markdown, or to the lines around it
_SPACES = re.compile(r"[ \t\r\n\f]+")
_GAPS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)
_UPPER = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWER = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

Address = Callable[[str], str | None]


def _nowhere(_source: str) -> None:
    return None


def from_html(text: str, address: Address = _nowhere) -> str:
    """Return HTML as Markdown; `address` gives the place of a file by its source (media/NAME), or None."""
    reader = _Reader(address)
    reader.feed(text)
    reader.close()
    return tidy(reader.finish())


def from_plain(text: str) -> str:
    """Return a plain text as Markdown that draws exactly its characters, line by line."""
    lines = [_begun(escaped(line.strip(), is_whole=True)) for line in text.strip().splitlines()]
    return tidy(re.sub(r"(?<=\S)\n(?=\S)", r"\\\n", "\n".join(lines)))


def from_auto(text: str, address: Address = _nowhere) -> str:
    """Return Moodle's "auto format" as Markdown: plain text whose lines break, in which tags and entities count."""
    if not _TAG.search(text) and not re.search(r"&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);", text):
        return from_plain(text)
    return from_html(re.sub(r"\r?\n", "<br>", text.strip()), address)


def tidy(text: str) -> str:
    """Return Markdown without needless gaps."""
    return _unbroken(_GAPS.sub("\n\n", text).strip("\n "))


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


def to_html(markdown: str, address: Callable[[str], str] = lambda name: f"media/{name}") -> str:
    """Return Markdown as XHTML for another system; `address` gives what a file media/NAME is called there."""
    return str(_writer().render(markdown, {"address": address})).strip()


def to_plain(markdown: str) -> str:
    """Return the words of Markdown on one line."""
    return _SPACES.sub(" ", html.unescape(re.sub(r"<[^>]+>", " ", to_html(markdown)))).strip()


def media_names(markdown: str) -> list[str]:
    """Return the names of the files that a text names as media/NAME, in order."""
    return list(dict.fromkeys(re.findall(r"\]\(\s*<?media/([^)\s>]+)", markdown)))


def every_name(value: Any) -> list[str]:
    """Return the names of all files in the texts of options and settings, and of their picture."""
    if isinstance(value, str):
        return media_names(value)
    if isinstance(value, Mapping):
        own = [value["name"]] if "width" in value and isinstance(value.get("name"), str) else []
        return own + [name for one in value.values() for name in every_name(one)]
    return [name for one in value for name in every_name(one)] if isinstance(value, list | tuple) else []


def with_files(markdown: str, address: Address) -> str:
    """Return foreign Markdown with media/NAME where it names a file that came with it."""

    def put(found: re.Match[str]) -> str:
        is_link = re.match(r"(?i)(https?|mailto|tel):|#", found[2]) is not None
        place = None if is_link else address(found[2])
        return f"{found[1]}{place or found[2]}"

    return re.sub(r"(\]\(\s*<?)([^)\s>]+)", put, markdown.strip())


def renamed(markdown: str, address: Mapping[str, str]) -> str:
    """Return Markdown with other names for its files."""
    return re.sub(r"(\]\(\s*<?)media/([^)\s>]+)", lambda m: f"{m[1]}media/{address.get(m[2], m[2])}", markdown)


@lru_cache(maxsize=4096)
def _begun(line: str) -> str:
    """Return a line that begins no list, heading or quotation by accident."""
    found = _START.match(line)
    if not found or _stands(line):
        return line
    mark = found[2]
    return found[1] + (f"{mark}\\" if mark.isdigit() else f"\\{mark}") + line[found.end() :]


def _stands(line: str) -> bool:
    drawn = _writer().renderInline(line)
    alone, below = _writer().render(line), _writer().render(f"x\n{line}")
    return bool(alone == f"<p>{drawn}</p>\n" and below == f"<p>x\n{drawn}</p>\n")


@lru_cache(maxsize=4096)
def _draws_itself(text: str) -> bool:
    return str(_writer().renderInline(text)) == html.escape(text, quote=False).replace('"', "&quot;")


class _Frame:
    """An open element with what was read in it."""

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag, self.attributes, self.parts = tag, attributes, [""]

    @property
    def text(self) -> str:
        return "".join(self.parts)


class _Reader(HTMLParser):
    """Builds Markdown from the inside out: a closing tag turns its frame into text of the frame below."""

    def __init__(self, address: Address) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.frames = [_Frame("", {})]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        elif tag in LEAVES:
            self._add(self._leaf(tag, attributes))
        elif len(self.frames) < DEEPEST:
            self._close_implied(tag)
            self.frames.append(_Frame(tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in LEAVES:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag not in LEAVES and any(frame.tag == tag for frame in self.frames):
            while self._pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if any(frame.tag in {"pre", "code"} for frame in self.frames):
            self._add(data)
            return
        text = _SPACES.sub(" ", data)
        words = escaped(text.strip())
        if self.frames[-1].text[-1:] in {"", "\n"}:
            words = _begun(words)
        self._add(words.join(_margins(text)) if words else text[:1])

    def finish(self) -> str:
        """Close what is open and return the Markdown."""
        while len(self.frames) > 1:
            self._pop()
        return _block(self.frames[0].text)

    def _add(self, text: str) -> None:
        self.frames[-1].parts.append(text)

    def _close_implied(self, tag: str) -> None:
        same = {"li": {"li"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"}, "p": {"p"}}
        while self.frames[-1].tag in same.get(tag, ()):
            self._pop()

    def _pop(self) -> _Frame:
        frame = self.frames.pop()
        self._add(self._drawn(frame))
        return frame

    def _leaf(self, tag: str, attributes: Mapping[str, str]) -> str:
        if tag == "br":
            return "\\\n"
        if tag == "hr":
            return "\n\n---\n\n"
        if tag == "img":
            return self._picture(attributes.get("src", ""), attributes.get("alt", ""))
        return ""

    def _picture(self, source: str, alt: str) -> str:
        name = self.address(source)
        words = escaped(_SPACES.sub(" ", alt).strip())
        return f"![{words}]({name})" if name else words

    def _drawn(self, frame: _Frame) -> str:
        drawer = _DRAWERS.get(frame.tag)
        if drawer:
            return drawer(frame)
        if frame.tag == "a":
            return self._link(frame)
        if frame.tag in {"audio", "video", "object"}:
            source = frame.attributes.get("src") or frame.attributes.get("data", "")
            return self._picture(source, frame.attributes.get("title", "")) or frame.text
        return f"\n\n{_block(frame.text)}\n\n" if frame.tag in BLOCKS else frame.text

    def _link(self, frame: _Frame) -> str:
        target, words = frame.attributes.get("href", ""), frame.text.strip()
        place = self.address(target) or (target if re.match(r"(?i)(https?|mailto|tel):", target) else None)
        if not place or not words or re.search(r"[\s<>]", place):
            return frame.text
        left, right = _margins(frame.text)
        return f"{left}[{words}]({place}){right}"


def _margins(text: str) -> tuple[str, str]:
    return " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""


def _block(text: str) -> str:
    """Return the inside of a block without its margins."""
    return _unbroken(re.sub(r" +\n", "\n", text).strip())


def _unbroken(text: str) -> str:
    """Return a text without a line break at its end: a last backslash that escapes nothing."""
    while re.search(r"(?<!\\)(?:\\\\)*\\$", text):
        text = text[:-1].rstrip()
    return text


def _wrapped(mark: str) -> Callable[[_Frame], str]:
    def draw(frame: _Frame) -> str:
        inner = frame.text.strip()
        if not inner or inner.startswith(mark) or "\n\n" in inner:
            return frame.text
        left, right = _margins(frame.text)
        return f"{left}{mark}{inner}{mark}{right}"

    return draw


def _raised(table: dict[int, int], mark: str) -> Callable[[_Frame], str]:
    def draw(frame: _Frame) -> str:
        inner = frame.text.strip()
        moved = inner.translate(table)
        return moved if all(ord(letter) in table for letter in inner) else f"{mark}({inner})"

    return draw


def _code(frame: _Frame) -> str:
    text = frame.text.strip()
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{_SPACES.sub(' ', text)}{pad}{fence}"


def _pre(frame: _Frame) -> str:
    text = frame.text.strip("\n").strip("`")
    return f"\n\n```\n{text}\n```\n\n" if text.strip() else ""


def _heading(level: int) -> Callable[[_Frame], str]:
    return lambda frame: f"\n\n{'#' * level} {_SPACES.sub(' ', frame.text).strip()}\n\n"


def _quote(frame: _Frame) -> str:
    lines = tidy(_block(frame.text)).splitlines()
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n" if lines else ""


def _item(frame: _Frame) -> str:
    return f"\x02{tidy(_block(frame.text))}\x03"


def _list(frame: _Frame) -> str:
    items = re.findall("\x02([^\x02\x03]*)\x03", frame.text) or [tidy(_block(frame.text))]
    start = frame.attributes.get("start", "1")
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    marks = [f"{first + n}." if frame.tag == "ol" else "-" for n in range(len(items))]
    drawn = [
        f"{mark} " + item.replace("\n", "\n" + " " * (len(mark) + 1)) for mark, item in zip(marks, items, strict=True)
    ]
    return "\n\n" + "\n".join(drawn) + "\n\n"


def _cell(frame: _Frame) -> str:
    words = _SPACES.sub(" ", frame.text.replace("\\\n", " ")).strip()
    return "\x04" + re.sub(r"(?<!\\)[|]", r"\\|", words) + "\x05"


def _row(frame: _Frame) -> str:
    return f"\x06{frame.text}\x07"


def _table(frame: _Frame) -> str:
    rows = [re.findall("\x04([^\x05]*)\x05", row) for row in re.findall("\x06([^\x06\x07]*)\x07", frame.text)]
    rows = [row for row in rows if row]
    if not rows:
        return f"\n\n{_block(frame.text)}\n\n"
    wide = max(len(row) for row in rows)
    lines = ["| " + " | ".join(row + [""] * (wide - len(row))) + " |" for row in rows]
    return "\n\n" + "\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]]) + "\n\n"


_DRAWERS: dict[str, Callable[[_Frame], str]] = {
    "strong": _wrapped("**"), "b": _wrapped("**"), "em": _wrapped("*"), "i": _wrapped("*"), "s": _wrapped("~~"),
    "del": _wrapped("~~"), "code": _code, "pre": _pre, "blockquote": _quote, "li": _item, "ul": _list, "ol": _list,
    "td": _cell, "th": _cell, "tr": _row, "table": _table, "sup": _raised(_UPPER, "^"), "sub": _raised(_LOWER, "_"),
    **{f"h{level}": _heading(level) for level in range(1, 7)},
}  # fmt: skip


@lru_cache(maxsize=1)
def _writer() -> MarkdownIt:
    writer = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable(["table", "strikethrough"])
    writer.add_render_rule("image", _image)
    writer.add_render_rule("link_open", _link_open)
    return writer


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    source = _place(str(tokens[index].attrGet("src") or ""), env)
    alt = self.renderInlineAsText(tokens[index].children, options, env)
    return f'<img src="{html.escape(source)}" alt="{html.escape(alt)}" />'


def _link_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("href", _place(str(tokens[index].attrGet("href") or ""), env))
    return self.renderToken(tokens, index, options, env)


def _place(source: str, env: Any) -> str:
    address = env.get("address") if env else None
    return address(source.removeprefix("media/")) if address and source.startswith("media/") else source
