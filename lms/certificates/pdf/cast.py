"""A form as WeasyPrint wrote it, taken apart into pages, tags and closed objects, and filled once for each paper."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lms.certificates.pdf import marked, mend
from lms.certificates.pdf.blanks import Blank, Form, Unprintable
from lms.certificates.pdf.marked import Piece
from lms.certificates.pdf.skeleton import Skeleton, object_of, packed_stream, plain_stream, text_string
from lms.certificates.pdf.xmp import About

OPAQUE = b"/a1.0 gs\n"


@dataclass(frozen=True)
class Sheet:
    """What a paper writes: its QR code, the lines of its stack, others by their place; and how far the rest moves."""

    data: Mapping[str, Any]
    path: bytes
    stack: list[tuple[Blank, list[bytes]]]
    other: dict[tuple[float, float], bytes]
    down: float


Step = bytes | Callable[[Sheet], bytes]


class Cast:
    """A form's file with room for a paper's own objects."""

    def __init__(
        self, written: bytes, form: Form, about: About, *, carries_credential: bool, signature_field: str = ""
    ) -> None:
        import pikepdf

        attachment = mend.Attachment(content=b"{}") if carries_credential else None
        with pikepdf.open(BytesIO(written)) as pdf:
            mend.mend(pdf, about, attachment, signature_field)
            self.pages = [_Page(pdf, index, form) for index in range(len(pdf.pages))]
            self.tags = _Tags(pdf, self.pages[0])
            self.metadata = pdf.Root.Metadata.objgen[0]
            self.credential = pdf.Root.AF[0].EF.F.objgen[0] if carries_credential else 0
            own = {self.metadata, *self.tags.numbers, *(page.number for page in self.pages)}
            self.skeleton = Skeleton(pdf, opened=own | {self.credential} - {0})

    def file(self, sheet: Sheet, about: About, credential: bytes | None) -> bytes:
        """Return a paper's file."""
        objects = {page.number: packed_stream(page.number, b"", page.content(sheet)) for page in self.pages}
        objects |= self.tags.objects([len(found) for _blank, found in sheet.stack], self.skeleton.next_number)
        objects[self.metadata] = plain_stream(self.metadata, b"/Type /Metadata /Subtype /XML", about.packet())
        facts = b" ".join(b"%b %b" % (key.encode(), text_string(value)) for key, value in about.information().items())
        objects[self.skeleton.info] = object_of(self.skeleton.info, b"<< %b >>" % facts)
        if self.credential:
            objects[self.credential] = _embedded(self.credential, credential or b"{}", about)
        return self.skeleton.filled(objects)


class _Page:
    """A page's content in pieces, and what becomes of each."""

    def __init__(self, pdf: Any, index: int, form: Form) -> None:
        page = pdf.pages[index]
        self.number = page.Contents.objgen[0]
        self.parts = marked.split(page.Contents.read_bytes())
        pieces = {marked.place_of(part): part for part in self.parts if isinstance(part, Piece)}
        self.own = {_place(blank.at): blank.at for blank in form.blanks if blank.page == index}
        self.stacked = {_place(blank.at): blank.key for blank in form.stack if blank.page == index}
        self.moving = {_place(at) for at in form.followers} if index == 0 else set()
        if not {*self.own, *self.stacked, *self.moving} <= set(pieces):
            raise Unprintable("a blank was not found where it was laid out")
        self.colours = {key: pieces[place].colour for place, key in self.stacked.items()}
        self.elements = self._renumber(pdf.Root.StructTreeRoot.ParentTree.Nums[2 * index + 1])
        self.plan = _joined(step for part in self.parts for step in self._planned(part))

    def content(self, sheet: Sheet) -> bytes:
        """Return the page's operators for a paper."""
        return b"".join(part if isinstance(part, bytes) else part(sheet) for part in self.plan)

    def _planned(self, part: bytes | Piece) -> Iterator[Step]:
        """Yield what is written for a part: bytes, or what each sheet gives."""
        if isinstance(part, bytes):
            yield part
            return
        before, body, after = part.opening, part.body, marked.CLOSING
        place = marked.place_of(part)
        if part.kind == b"Figure" and (span := marked.path_of(part)):
            start, end = span
            yield from (before + body[:start], lambda sheet: sheet.path, body[end:] + after)
        elif place in self.own:
            start, end = marked.span_of(part)
            at = self.own[place]
            yield from (before + body[:start], lambda sheet: sheet.other[at], body[end:] + after)
        elif place in self.moving and place is not None:
            start, end = marked.height_of(part)
            y = float(place[1])
            yield from (before + body[:start], lambda sheet: marked.number(y + sheet.down), body[end:] + after)
        elif place not in self.stacked:
            yield before + body + after
        elif place == next(iter(self.stacked)):
            yield self._stack

    def _stack(self, sheet: Sheet) -> bytes:
        drawn = [self.colours[blank.key] + line for blank, found in sheet.stack for line in found]
        first = len(self.elements) - len(self.stacked)
        pieces = [marked.written(b"Span", first + index, OPAQUE + line) for index, line in enumerate(drawn)]
        return b"".join(pieces) + OPAQUE + list(self.colours.values())[-1]

    def _renumber(self, parents: Any) -> list[Any]:
        """Give the lines of the stack the last numbers of the page, so that there may be more or fewer of them."""
        pieces = [part for part in self.parts if isinstance(part, Piece)]
        last = [piece for piece in pieces if marked.place_of(piece) in self.stacked]
        order = [piece for piece in pieces if piece not in last] + last
        elements = [parents[piece.mcid] for piece in order]
        for new, (piece, element) in enumerate(zip(order, elements, strict=True)):
            element.K[list(element.K).index(piece.mcid)] = new
            piece.mcid = new
        for new, element in enumerate(elements):
            parents[new] = element
        return elements


class _Tags:
    """The tags of the stack, and the tree that leads from marked content to its tag."""

    def __init__(self, pdf: Any, page: _Page) -> None:
        spans = page.elements[len(page.elements) - len(page.stacked) :]
        stack = spans[0].P.P
        tree = pdf.Root.StructTreeRoot.ParentTree
        self.first = len(page.elements) - len(spans)
        self.stack, self.tree, self.page = stack.objgen[0], tree.objgen[0], stack.Pg.objgen[0]
        self.above = stack.P.objgen[0]
        self.pool = [found.objgen[0] for span in spans for found in (span.P, span)]
        self.numbers = {self.stack, self.tree, *self.pool}
        self.fixed = b" ".join(element.unparse() for element in page.elements[: self.first])
        entries = [entry.unparse() for entry in list(tree.Nums)[1::2]]
        self.rest = b" ".join(b"%d %b" % (index, found) for index, found in enumerate(entries) if index)

    def objects(self, counts: list[int], free: int) -> dict[int, bytes]:
        """Return the objects for a stack of paragraphs with so many lines each; further numbers begin at `free`."""
        numbers = iter([*self.pool, *range(free, free + 200)])
        made: dict[int, bytes] = {}
        paragraphs: list[int] = []
        spans: list[int] = []
        for count in counts:
            paragraph = next(numbers)
            own = [next(numbers) for _line in range(count)]
            for span in own:
                made[span] = self._element(span, b"Span", paragraph, b"%d" % (self.first + len(spans)))
                spans.append(span)
            made[paragraph] = self._element(paragraph, b"P", self.stack, _references(own))
            paragraphs.append(paragraph)
        made[self.stack] = self._element(self.stack, b"Div", self.above, _references(paragraphs))
        nums = b"<< /Nums [0 [%b %b] %b] >>" % (self.fixed, _references(spans), self.rest)
        return made | {self.tree: object_of(self.tree, nums)}

    def _element(self, number: int, kind: bytes, parent: int, kids: bytes) -> bytes:
        facts = b"<< /Type /StructElem /S /%b /P %d 0 R /Pg %d 0 R /K [%b] >>" % (kind, parent, self.page, kids)
        return object_of(number, facts)


def _joined(steps: Iterable[Step]) -> list[Step]:
    """Join bytes that follow one another."""
    found: list[Step] = [b""]
    for step in steps:
        if isinstance(step, bytes) and isinstance(found[-1], bytes):
            found[-1] += step
        else:
            found.append(step)
    return found


def _embedded(number: int, content: bytes, about: About) -> bytes:
    facts = mend.Attachment(content=content)
    kind = facts.media_type.replace("/", "#2f").replace("+", "#2b")
    head = f"/Type /EmbeddedFile /Subtype /{kind} /Params << /Size {len(content)} /ModDate ({about.pdf_day}) >>"
    return packed_stream(number, head.encode(), content)


def _place(at: tuple[float, float]) -> tuple[bytes, bytes]:
    return marked.number(at[0]), marked.number(at[1])


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
