"""Files of strangers: how large they may be, which encoding they have, and XML that does nothing but say."""

from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from flask_babel import gettext as _

from lms.core.errors import Refused

MOST_BYTES = 20 * 1024 * 1024
DEEPEST = 200


def require_size(data: bytes) -> None:
    """Refuse a file that is empty or too large."""
    if not data.strip():
        raise Refused(_("This file is empty."))
    if len(data) > MOST_BYTES:
        refuse_size()


def refuse_size() -> NoReturn:
    """Refuse a file for its size alone."""
    raise Refused(_("This file is larger than %(n)s MB.", n=MOST_BYTES // 1024 // 1024))


def decode(data: bytes) -> str:
    """Return a text in UTF-8 (or in UTF-16 with its mark); refuse any other encoding."""
    try:
        text = data.decode("utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("This file is not a text in UTF-8. Save it in UTF-8 and try again.")) from error
    if "\0" in text:
        raise Refused(_("This file is not a text."))
    return text


def parse(data: bytes) -> Element:
    """Return the root of an XML document; entities, outside parts and depth beyond reason are refused."""
    parser = XMLParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise Refused(_("This XML defines entities of its own, which is not accepted.")) from error
    except (ParseError, UnicodeError, LookupError, ValueError) as error:
        raise Refused(_("This XML is broken: %(reason)s.", reason=_reason(error))) from error
    _require_flat(root)
    return root


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element, *names: str) -> list[Element]:
    """Return the children of these names, whatever their namespace."""
    return [child for child in element if local(child) in names]


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child on a path of names, or None."""
    for name in names:
        element = next(iter(children(element, name)), None) if element is not None else None
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Return the elements of these names below an element, in the order of the document."""
    return (one for one in element.iter() if local(one) in names)


def _reason(error: Exception) -> str:
    if isinstance(error, ParseError):
        line, column = error.position
        return str(_("line %(line)s, column %(column)s", line=line, column=column + 1))
    return str(_("its encoding is not known"))


def _require_flat(root: Element) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise Refused(_("This XML is nested deeper than %(n)s levels.", n=DEEPEST))
        level = [child for one in level for child in one]
