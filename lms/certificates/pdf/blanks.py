"""Where a form leaves room for what differs: found in the boxes that WeasyPrint laid out.

A design marks an element with `data-line="…"` where one of the lines of `lines.of_paper` is written. The children of
an element with `data-stack` stand one below the other and may be missing or have several lines; the text that follows
them in their section moves with them. Lengths are CSS pixels from the page's upper left corner.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Blank:
    """Room for a line: in which style, how wide, aligned how, and where its first line stands."""

    key: str
    page: int
    line: int  # of the lines that the form has for this text
    of: int
    at: tuple[float, float]  # where the form's own line is written
    style: Any
    left: float
    width: float
    align: str
    top: float
    baseline: float
    before: float = 0.0
    after: float = 0.0

    def x(self, written: float) -> float:
        """Return where a line of a width begins, as WeasyPrint's text_align puts it."""
        if written >= self.width or self.align in ("left", "start"):
            return self.left
        room = self.width - written
        return self.left + (room / 2 if self.align == "center" else room)


@dataclass(frozen=True, kw_only=True)
class Form:
    """A laid-out page with its blanks, and how far the text below the stack may move down before it is too long."""

    blanks: Sequence[Blank]
    stack: Sequence[Blank]
    stack_top: float
    stack_height: float
    followers: Sequence[tuple[float, float]]  # where the lines that move with the stack begin
    slack: float


class Unprintable(Exception):
    """A paper that a form has no room for: it is laid out by itself."""


def read(document: Any) -> Form:
    """Find the blanks of a laid-out document; Unprintable when its design has none or does not keep the rules."""
    found: list[tuple[str, int, Any, tuple[Any, ...]]] = []
    stacks: list[tuple[Any, Any, Any]] = []
    for number, page in enumerate(document.pages):
        for ancestors, box in _walk(page._page_box, ()):
            if _attribute(box, "data-stack") is not None:
                stacks.append((box, ancestors[-1], page._page_box))
            elif _is_text(box) and (key := _attribute(box, "data-line")):
                found.append((key, number, box, ancestors))
    if len(stacks) != 1 or stacks[0][2] is not document.pages[0]._page_box:
        raise Unprintable("the design has no stack on its first page")
    return _form(list(_blanks(found)), *stacks[0])


def _blanks(found: list[tuple[str, int, Any, tuple[Any, ...]]]) -> Iterator[Blank]:
    lines = Counter(id(box.element) for _key, _number, box, _ancestors in found)
    seen: Counter[int] = Counter()
    for key, number, box, ancestors in found:
        own = id(box.element)
        yield _blank(key, number, box, ancestors, line=seen[own], of=lines[own])
        seen[own] += 1


def _form(blanks: list[Blank], stack: Any, section: Any, page: Any) -> Form:
    inside = {_attribute(child, "data-line") for child in stack.children}
    if len({blank.key for blank in blanks if blank.key in inside}) != len(stack.children):
        raise Unprintable("the stack has a line that is no blank")
    after = section.children[list(section.children).index(stack) + 1 :]
    flowing = [child for child in after if child.is_in_normal_flow()]
    texts = [box for child in flowing for _ancestors, box in _walk(child, (section,)) if _is_text(box)]
    if not all(_is_bare(box) for child in flowing for _ancestors, box in _walk(child, (section,))):
        raise Unprintable("below the stack stands more than text")
    last = flowing[-1] if flowing else stack
    bottom = last.position_y + last.margin_height()
    return Form(
        blanks=[blank for blank in blanks if blank.key not in inside],
        stack=[blank for blank in blanks if blank.key in inside],
        stack_top=stack.content_box_y(), stack_height=stack.height,
        followers=[(box.position_x, box.position_y + box.baseline) for box in texts],
        slack=page.content_box_y() + page.height - bottom,
    )  # fmt: skip


def _blank(key: str, number: int, text: Any, ancestors: tuple[Any, ...], *, line: int, of: int) -> Blank:
    from weasyprint.text.line_break import strut

    row = next(box for box in reversed(ancestors) if type(box).__name__ == "LineBox")
    block = ancestors[ancestors.index(row) - 1]
    alone = row is ancestors[-1]
    _height, baseline = strut(text.style)
    align = row.style["text_align_all"]
    if not alone and align not in ("left", "start"):
        raise Unprintable(f"{key} shares a line that is not aligned to the left")
    left = block.content_box_x() if alone else text.position_x
    top = row.position_y if alone else text.position_y + text.baseline - baseline
    if block.margin_top or block.margin_bottom:
        raise Unprintable(f"{key} has a margin; a blank may have padding only")
    at = (text.position_x, text.position_y + text.baseline)
    return Blank(key=key, page=number, line=line, of=of, at=at, style=text.style, left=left, top=top, baseline=baseline,
                 width=block.content_box_x() + block.width - left, align=align,
                 before=block.padding_top, after=block.padding_bottom)  # fmt: skip


def _walk(box: Any, ancestors: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    box = getattr(box, "_box", box)  # an absolutely placed box is held by a placeholder
    yield ancestors, box
    for child in getattr(box, "children", ()):
        yield from _walk(child, (*ancestors, box))


def _attribute(box: Any, name: str) -> str | None:
    found: str | None = box.element.get(name) if getattr(box, "element", None) is not None else None
    return found


def _is_text(box: Any) -> bool:
    return hasattr(box, "pango_layout")


def _is_bare(box: Any) -> bool:
    edges = sum(box.style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left"))
    return not edges and box.style["background_color"].alpha == 0 and not hasattr(box, "replacement")
