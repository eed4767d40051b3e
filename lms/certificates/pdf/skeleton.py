"""A PDF file taken apart: what is the same in every paper written once, the rest left open.

Closed objects lie in one object stream and in streams that are copied as they are; a paper adds its open objects and
a cross-reference stream. All lengths and places are computed here, no file is parsed again.
"""

import zlib
from collections.abc import Iterable, Mapping
from hashlib import md5
from struct import pack_into
from typing import Any

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
ROW = 7  # bytes of an entry in the cross-reference: kind 1, place 4, generation or index 2


class Skeleton:
    """The closed part of a file, and room for the open objects by their numbers."""

    def __init__(self, pdf: Any, *, opened: Iterable[int]) -> None:
        self.root, self.info = pdf.Root.objgen[0], pdf.trailer.Info.objgen[0]
        self.opened = {*opened, self.info}
        closed = {key: found for key, found in _reachable(pdf).items() if key not in self.opened}
        self.next_number: int = max([*closed, *self.opened]) + 1
        self.places: dict[int, int] = {}
        blob = bytearray(HEADER)
        for key, found in closed.items():
            if _is_stream(found):
                self.places[key] = len(blob)
                blob += stream_object(key, found.stream_dict.unparse(resolved=True), found.read_raw_bytes())
        self.members = [key for key, found in closed.items() if not _is_stream(found)]
        self.bundle = self.take_number()
        self.places[self.bundle] = len(blob)
        blob += _bundle(self.bundle, [(key, closed[key].unparse(resolved=True)) for key in self.members])
        self.blob = bytes(blob)

    def take_number(self) -> int:
        """Return a number that no object has."""
        self.next_number += 1
        return self.next_number - 1

    def filled(self, objects: Mapping[int, bytes]) -> bytes:
        """Return a file with the open objects: by number, each with its `obj` and `endobj`."""
        own = max([self.next_number, *(key + 1 for key in objects)])
        table = bytearray(ROW * (own + 1))
        pack_into(">BIH", table, 0, 0, 0, 65535)
        for key, place in self.places.items():
            pack_into(">BIH", table, ROW * key, 1, place, 0)
        for index, key in enumerate(self.members):
            pack_into(">BIH", table, ROW * key, 2, self.bundle, index)
        place, parts = len(self.blob), [self.blob]
        for key, written in objects.items():
            pack_into(">BIH", table, ROW * key, 1, place, 0)
            parts.append(written)
            place += len(written)
        pack_into(">BIH", table, ROW * own, 1, place, 0)
        mark = md5(b"".join(parts[1:]), usedforsecurity=False).hexdigest().encode()
        facts = b"/Type /XRef /W [1 4 2] /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>]" % (
            own + 1, self.root, self.info, mark, mark)  # fmt: skip
        parts.append(packed_stream(own, facts, bytes(table)))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % place)
        return b"".join(parts)


def object_of(number: int, written: bytes) -> bytes:
    """Return an indirect object."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, written)


def stream_object(number: int, dictionary: bytes, content: bytes) -> bytes:
    """Return a stream whose dictionary, with its length, is written already."""
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, dictionary, content)


def packed_stream(number: int, facts: bytes, content: bytes) -> bytes:
    """Return a stream with compressed content."""
    packed = zlib.compress(content)
    return stream_object(number, b"<< %b /Filter /FlateDecode /Length %d >>" % (facts, len(packed)), packed)


def plain_stream(number: int, facts: bytes, content: bytes) -> bytes:
    """Return a stream that can be read as it lies there."""
    return stream_object(number, b"<< %b /Length %d >>" % (facts, len(content)), content)


def text_string(text: str) -> bytes:
    """Return a text string of PDF."""
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()


def _bundle(number: int, objects: list[tuple[int, bytes]]) -> bytes:
    places, body = [], bytearray()
    for key, written in objects:
        places.append(b"%d %d" % (key, len(body)))
        body += written + b"\n"
    head = b" ".join(places) + b"\n"
    facts = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head))
    return packed_stream(number, facts, head + bytes(body))


def _reachable(pdf: Any) -> dict[int, Any]:
    """Return the indirect objects that the catalogue leads to, by number."""
    import pikepdf

    found: dict[int, Any] = {}
    waiting: list[Any] = [pdf.Root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Object) and node.is_indirect:
            if node.objgen[0] in found:
                continue
            found[node.objgen[0]] = node
        if isinstance(node, pikepdf.Stream):
            waiting += [value for _key, value in node.stream_dict.items()]
        elif isinstance(node, pikepdf.Dictionary):
            waiting += [value for _key, value in node.items()]
        elif isinstance(node, pikepdf.Array):
            waiting += list(node)
    return dict(sorted(found.items()))


def _is_stream(found: Any) -> bool:
    import pikepdf

    return isinstance(found, pikepdf.Stream)
