"""Clauses of PDF/A-3 (ISO 19005-3) and PDF/UA-1 (ISO 14289-1, by its Matterhorn points) that a machine can check."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pikepdf
from fontTools.ttLib import TTFont

STANDARD = {
    "/Document", "/Part", "/Sect", "/Div", "/P", "/H1", "/H2", "/H3", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD",
    "/Figure", "/Span", "/NonStruct", "/Form", "/Link", "/L", "/LI", "/LBody", "/Lbl", "/Caption",
}  # fmt: skip
PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE"}
TEXTS = {"Tj", "TJ", "'", '"'}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def problems(made: bytes, *, carries_credential: bool = True) -> list[str]:
    """Return what is wrong with a file, by clause; nothing when all checks hold."""
    found = list(_bytes(made))
    with pikepdf.open(BytesIO(made)) as pdf:
        for check in (_catalogue, _packet, _intent, _objects, _fonts, _states, _tree, _marks, _headings, _tables,
                      _figures, _annotations):  # fmt: skip
            found += check(pdf)
        if carries_credential:
            found += _associated(pdf)
    return found


def _bytes(made: bytes) -> Iterator[str]:
    if not made.startswith(b"%PDF-1.7\n%") or not all(byte > 127 for byte in made[10:14]):
        yield "A 6.1.2: header and binary comment"
    if not made.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "A 6.1.3: something follows the end of the file"


def _catalogue(pdf: Any) -> Iterator[str]:
    root = pdf.Root
    if "/ID" not in pdf.trailer or "/Encrypt" in pdf.trailer:
        yield "A 6.1.3: identifier, no encryption"
    if "/OpenAction" in root or "/AA" in root or "/JavaScript" in root.get("/Names", {}):
        yield "A 6.5: actions"
    if "/OCProperties" in root or "/Requirements" in root:
        yield "A 6.9: optional content"
    if not root.MarkInfo.Marked or root.MarkInfo.get("/Suspects", False):
        yield "UA 7.1, 06-003: not marked"
    if not str(root.get("/Lang", "")):
        yield "UA 7.2, 11-006: no language"
    if not root.ViewerPreferences.DisplayDocTitle:
        yield "UA 7.1, 07-002: the title is not shown"
    if root.get("/AcroForm", {}).get("/NeedAppearances", False) or "/XFA" in root.get("/AcroForm", {}):
        yield "A 6.4: form"


def _packet(pdf: Any) -> Iterator[str]:
    stream = pdf.Root.Metadata
    if "/Filter" in stream:
        yield "A 6.6.2.1: packed metadata"
    root = ElementTree.fromstring(stream.read_bytes().decode("utf-8").split("?>", 1)[1].rsplit("<?", 1)[0])
    text = {node.tag.split("}")[1]: "".join(node.itertext()).strip() for node in root.iter()}
    parts = {node.tag: node.text for node in root.iter() if node.tag.endswith(("}part", "}conformance"))}
    if sorted(str(value) for value in parts.values()) != ["1", "3", "A"]:
        yield f"A 6.6.4, UA 5: identification {parts}"
    if "schemas" not in text:
        yield "A 6.6.2.3.3: the schema of PDF/UA is not described"
    title = str(pdf.docinfo["/Title"])
    if not title or text.get("title") != title:
        yield "UA 7.1, 06-002: title"
    if text.get("creator") != str(pdf.docinfo["/Author"]):
        yield "A 6.6.3: author"


def _intent(pdf: Any) -> Iterator[str]:
    (intent,) = pdf.Root.OutputIntents
    if intent.S != "/GTS_PDFA1" or intent.DestOutputProfile.N != 3:
        yield "A 6.2.3: output intent"
    if intent.DestOutputProfile.read_bytes()[36:40] != b"acsp":
        yield "A 6.2.3: no ICC profile"


def _objects(pdf: Any) -> Iterator[str]:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream):
            if "/F" in found or "LZWDecode" in str(found.get("/Filter", "")):
                yield "A 6.1.7: outside or LZW stream"
            if found.get("/Subtype") == "/Image" and found.get("/Interpolate", False):
                yield "A 6.2.8: interpolated picture"
        if isinstance(found, pikepdf.Dictionary) and found.get("/S") in {"/JavaScript", "/Launch", "/Sound", "/Movie"}:
            yield f"A 6.5.1: {found.S}"


def _fonts(pdf: Any) -> Iterator[str]:
    used = _glyphs(pdf)
    for name, font in {name: font for page in pdf.pages for name, font in page.Resources.Font.items()}.items():
        child, descriptor = font.DescendantFonts[0], font.DescendantFonts[0].FontDescriptor
        if "/FontFile2" not in descriptor:
            yield f"A 6.2.11.4: {name} is not embedded"
            continue
        if child.CIDToGIDMap != "/Identity" or font.Encoding != "/Identity-H":
            yield f"A 6.2.11.3: {name} has no plain map"
        order, advances, units = _face(descriptor.FontFile2.read_bytes())
        widths, unicode = _widths(child.W), _unicode(font.ToUnicode.read_bytes())
        for glyph in used.get(name, ()):
            if glyph == 0 or glyph >= len(order):
                yield f"A 6.2.11.8: {name} shows a glyph that it lacks"
            elif abs(advances[order[glyph]][0] * 1000 / units - widths.get(glyph, 1000)) > 1:
                yield f"A 6.2.11.5: {name} has another width for {glyph}"
            elif not unicode.get(glyph) or set(unicode[glyph]) & {"\0", "\ufeff", "\ufffe"}:
                yield f"A 6.2.11.7, UA 7.21.7: {name} has no letter for {glyph}"


@lru_cache(maxsize=64)
def _face(content: bytes) -> tuple[list[str], Any, int]:
    face = TTFont(BytesIO(content))
    return face.getGlyphOrder(), face["hmtx"].metrics, face["head"].unitsPerEm


def _states(pdf: Any) -> Iterator[str]:
    for page in pdf.pages:
        if "/Group" in page and page.Group.get("/S") == "/Transparency" and "/CS" not in page.Group:
            yield "A 6.2.10: a group without a colour space"
        for state in page.Resources.get("/ExtGState", {}).values():
            if state.get("/SMask", "/None") != "/None" or state.get("/BM", "/Normal") not in {"/Normal", "/Compatible"}:
                yield "A 6.2.10: transparency"
            if any(float(state.get(key, 1)) != 1 for key in ("/ca", "/CA")):
                yield "A 6.2.10: transparency"
        for key in ("/AA", "/PresSteps"):
            if key in page:
                yield f"A 6.5: {key} on a page"


def _tree(pdf: Any) -> Iterator[str]:
    root = pdf.Root.StructTreeRoot
    nums = list(root.ParentTree.Nums)
    parents = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
    for element in _elements(root):
        if str(element.S) not in STANDARD:
            yield f"UA 7.1, 02-001: {element.S} is no standard type"
        if "/P" not in element:
            yield "UA 7.1: an element without its parent"
    for page in pdf.pages:
        row = parents[int(page.StructParents)]
        numbers = _numbers(page)
        if sorted(numbers) != list(range(len(row))):
            yield f"UA 7.1, 01-005: marked content {sorted(numbers)} but {len(row)} parents"
        for number, element in enumerate(row):
            if number not in [kid for kid in element.K if isinstance(kid, int)]:
                yield f"UA 7.1: content {number} leads to another tag"


def _marks(pdf: Any) -> Iterator[str]:
    for page in pdf.pages:
        open_: list[str] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                if open_:
                    yield "UA 7.1, 01-003/004: marked content within marked content"
                open_.append(str(operands[0]))
                if open_[-1] != "/Artifact" and not (name == "BDC" and "/MCID" in operands[1]):
                    yield f"UA 7.1, 01-005: {open_[-1]} is neither a tag's content nor an artifact"
            elif name == "EMC":
                open_.pop()
            elif name in PAINTING and not open_:
                yield f"UA 7.1, 01-005: {name} is neither tagged nor an artifact"
            elif name in TEXTS and open_ == ["/Artifact"]:
                yield f"UA 7.1: {name} hides words in an artifact"
        if open_:
            yield "UA 7.1: marked content that does not end"


def _headings(pdf: Any) -> Iterator[str]:
    levels = [int(str(element.S)[2]) for element in _elements(pdf.Root.StructTreeRoot) if str(element.S)[:2] == "/H"]
    if not levels or levels[0] != 1:
        yield "UA 7.4.2, 14-002: the first heading is not of the first level"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "UA 7.4.2, 14-003: a level of headings is missing"


def _tables(pdf: Any) -> Iterator[str]:
    for table in (element for element in _elements(pdf.Root.StructTreeRoot) if element.S == "/Table"):
        rows = [element for element in _elements(table) if element.S == "/TR"]
        if len({sum(1 for _cell in row.K) for row in rows}) != 1:
            yield "UA 7.2, 15-003: rows of different length"
        heads = [cell for row in rows for cell in row.K if cell.S == "/TH"]
        scopes = {cell.get("/A", {}).get("/Scope") for cell in heads}
        if not heads or not scopes <= {"/Row", "/Column", "/Both"}:
            yield "UA 7.5, 15-003: headers do not say of which cells they speak"


def _figures(pdf: Any) -> Iterator[str]:
    for figure in (element for element in _elements(pdf.Root.StructTreeRoot) if element.S == "/Figure"):
        if not str(figure.get("/Alt", "")):
            yield "UA 7.3, 13-004: a figure without words"
        box, page = [float(value) for value in figure.A.BBox], [float(value) for value in figure.Pg.MediaBox]
        if not (0 <= box[0] < box[2] <= page[2] and 0 <= box[1] < box[3] <= page[3]):
            yield f"UA 7.3: the box {box} of a figure lies outside the page"


def _annotations(pdf: Any) -> Iterator[str]:
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            if page.get("/Tabs") != "/S":
                yield "UA 7.18.3, 28-008: tab order"
            if "/StructParent" not in note:
                yield "UA 7.18, 28-002: an annotation outside the tags"
            if not int(note.get("/F", 0)) & 4 or int(note.get("/F", 0)) & 0b100011:
                yield "A 6.3.2: flags of an annotation"
            if note.Subtype == "/Widget" and not str(note.get("/TU", "")):
                yield "UA 7.18.1, 28-005: a field without words"


def _associated(pdf: Any) -> Iterator[str]:
    (spec,) = pdf.Root.get("/AF", [None])
    if spec is None or spec.objgen not in [entry.objgen for entry in list(pdf.Root.Names.EmbeddedFiles.Names)[1::2]]:
        yield "A 6.8: the file is not associated and named"
        return
    if not all(key in spec for key in ("/F", "/UF", "/AFRelationship")) or "/Subtype" not in spec.EF.F:
        yield "A 6.8: an associated file without name, kind or relationship"
    if int(spec.EF.F.Params.Size) != len(spec.EF.F.read_bytes()) or "/ModDate" not in spec.EF.F.Params:
        yield "A 6.8: size and date"


def _elements(root: Any) -> Iterator[Any]:
    """Yield the elements of a tree in reading order."""
    for kid in root.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _numbers(page: Any) -> list[int]:
    return [int(operands[1].MCID) for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]]  # fmt: skip


def _glyphs(pdf: Any) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for page in pdf.pages:
        name = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                name = str(operands[0])
            elif str(operator) in {"TJ", "Tj"}:
                array = operands[0] if str(operator) == "TJ" else [operands[0]]
                for part in array:
                    if isinstance(part, pikepdf.String):
                        raw = bytes(part)
                        found.setdefault(name, set()).update(
                            int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)
                        )
    return found


def _widths(array: Any) -> dict[int, float]:
    found: dict[int, float] = {}
    rest = list(array)
    while rest:
        first, widths = int(rest.pop(0)), rest.pop(0)
        found |= {first + index: float(width) for index, width in enumerate(widths)}
    return found


def _unicode(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in cmap.split(b"beginbfchar")[1:]:
        for line in block.split(b"endbfchar")[0].split(b"\n"):
            parts = [part.split(b">")[0] for part in line.split(b"<")[1:]]
            if len(parts) == 2:
                found[int(parts[0], 16)] = bytes.fromhex(parts[1].decode()).decode("utf-16-be")
    return found
