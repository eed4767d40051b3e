"""HTML in, Markdown out, built from the inside."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from lms.quizzes.formats.markup.files import Address
from lms.quizzes.formats.markup.plain import SPACES, begun, block, escaped, from_plain, margins, tidy
from lms.quizzes.formats.markup.tags import DRAWERS, Frame

BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "figure", "figcaption", "center", "address", "dl",
    "dt", "dd", "form", "fieldset", "body", "html",
}  # fmt: skip
SILENT = {"script", "style", "head", "title", "template", "noscript"}
LEAVES = {"br", "img", "hr", "input", "source", "col", "wbr", "meta", "link", "embed", "param", "area", "base"}
DEEPEST = 80
_FAR = re.compile(r"(?i)https?://")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)


def _nowhere(_source: str) -> None:
    return None


def from_html(text: str, address: Address = _nowhere) -> str:
    """Return HTML as Markdown; `address` gives the place of a file by its source (media/NAME), or None."""
    reader = _Reader(address)
    reader.feed(text)
    reader.close()
    return tidy(reader.finish())


def from_auto(text: str, address: Address = _nowhere) -> str:
    """Return Moodle's "auto format" as Markdown: plain text whose lines break, in which tags and entities count."""
    if not _TAG.search(text) and not re.search(r"&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);", text):
        return from_plain(text)
    return from_html(re.sub(r"\r?\n", "<br>", text.strip()), address)


class _Reader(HTMLParser):
    """Builds Markdown from the inside out: a closing tag turns its frame into text of the frame below."""

    def __init__(self, address: Address) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.frames = [Frame("", {})]
        self.silent = 0

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Take "<![" before a word that HTML does not know as what it is: typed characters."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            self.handle_data("<![")
            return i + len("<![")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        elif tag in LEAVES:
            self._add(self._leaf(tag, attributes))
        elif len(self.frames) < DEEPEST:
            self._close_implied(tag)
            self.frames.append(Frame(tag, attributes))

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
        text = SPACES.sub(" ", data)
        words = escaped(text.strip())
        before = next((part for part in reversed(self.frames[-1].parts) if part), "")
        if before[-1:] in {"", "\n"}:
            words = begun(words)
        self._add(words.join(margins(text)) if words else text[:1])

    def finish(self) -> str:
        """Close what is open and return the Markdown."""
        while len(self.frames) > 1:
            self._pop()
        return block(self.frames[0].text)

    def _add(self, text: str) -> None:
        self.frames[-1].parts.append(text)

    def _close_implied(self, tag: str) -> None:
        same = {"li": {"li"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"}, "p": {"p"}}
        while self.frames[-1].tag in same.get(tag, ()):
            self._pop()

    def _pop(self) -> Frame:
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
        if tag in {"source", "embed"}:
            return self._picture(attributes.get("src", ""), attributes.get("title", ""))
        return ""

    def _picture(self, source: str, alt: str) -> str:
        name = self.address(source)
        words = escaped(SPACES.sub(" ", alt).strip())
        if name:
            return f"![{words}]({name})"
        if _FAR.match(source) and not re.search(r"[\s<>()]", source):  # what lies elsewhere stays a link
            return f"[{words or escaped(source.partition('://')[2])}]({source})"
        return words

    def _drawn(self, frame: Frame) -> str:
        drawer = DRAWERS.get(frame.tag)
        if drawer:
            return drawer(frame)
        if frame.tag == "a":
            return self._link(frame)
        if frame.tag in {"audio", "video", "object", "iframe"}:
            source = frame.attributes.get("src") or frame.attributes.get("data", "")
            return (self._picture(source, frame.attributes.get("title", "")) if source else "") or frame.text
        return f"\n\n{block(frame.text)}\n\n" if frame.tag in BLOCKS else frame.text

    def _link(self, frame: Frame) -> str:
        target, words = frame.attributes.get("href", ""), frame.text.strip()
        place = self.address(target) or (target if re.match(r"(?i)(https?|mailto|tel):", target) else None)
        if not place or not words or re.search(r"[\s<>]", place):
            return frame.text
        left, right = margins(frame.text)
        return f"{left}[{words}]({place}){right}"
