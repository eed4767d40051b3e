"""What WeasyPrint leaves out of a PDF/A-3a and PDF/UA-1 file: the packet, table scopes, boxes of figures, attachments.

Written into the file before anything is signed.
"""

from dataclasses import dataclass
from typing import Any

from lms.certificates.pdf.xmp import About

PX = 0.75  # points in a CSS pixel
SIGNATURE_FIELD = "Signature"
SHOWN_AND_LOCKED = 4 + 128  # the flags of a field that is printed and cannot be changed


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A machine's version of a paper, kept inside the file as an associated file."""

    content: bytes
    name: str = "credential.json"
    media_type: str = "application/ld+json"
    description: str = "Open Badges 3.0 credential"


def mend(pdf: Any, about: About, attachment: Attachment | None = None, signature_field: str = "") -> None:
    """Complete a file that WeasyPrint wrote; `signature_field` says in words what will be signed there."""
    import pikepdf

    elements = list(_elements(pdf.Root.StructTreeRoot))
    for element in elements:
        _MENDS.get(str(element.S), lambda _element: None)(element)
    for picture in (found for found in pdf.objects if isinstance(found, pikepdf.Stream) and "/Interpolate" in found):
        del picture.Interpolate
    pdf.Root.StructTreeRoot.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.Metadata = pdf.make_stream(about.packet(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    pdf.trailer.Info = pdf.make_indirect(
        pikepdf.Dictionary({name: pikepdf.String(value) for name, value in about.information().items()})
    )
    if signature_field:
        add_field(pdf, signature_field)
    if attachment is not None:
        attach(pdf, attachment, made_at=about.pdf_day)


def attach(pdf: Any, attachment: Attachment, *, made_at: str) -> None:
    """Add an associated file (PDF/A-3, 6.8): named in the catalogue, with its kind, date and relationship."""
    from pikepdf import Array, Dictionary, Name, String

    content = pdf.make_stream(
        attachment.content, Type=Name.EmbeddedFile, Subtype=Name("/" + attachment.media_type),
        Params=Dictionary(Size=len(attachment.content), ModDate=String(made_at)),
    )  # fmt: skip
    spec = pdf.make_indirect(
        Dictionary(Type=Name.Filespec, F=String(attachment.name), UF=String(attachment.name),
                   Desc=String(attachment.description), AFRelationship=Name.Data, EF=Dictionary(F=content, UF=content))
    )  # fmt: skip
    pdf.Root.AF = Array([spec])
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([String(attachment.name), spec]))


def add_field(pdf: Any, words: str) -> None:
    """Add an invisible signature field that is tagged as a form's part (PDF/UA-1, 7.18.4)."""
    from pikepdf import Array, Dictionary, Name, String

    root, page = pdf.Root.StructTreeRoot, pdf.pages[0].obj
    key = int(root.ParentTreeNextKey)
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(SIGNATURE_FIELD), TU=String(words),
                   Rect=Array([0, 0, 0, 0]), F=SHOWN_AND_LOCKED, P=page, StructParent=key)
    )  # fmt: skip
    tag = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=root.K[0], Pg=page,
                   K=Array([Dictionary(Type=Name.OBJR, Obj=field, Pg=page)]))
    )  # fmt: skip
    root.K[0].K.append(tag)
    root.ParentTree.Nums.extend([key, tag])
    root.ParentTreeNextKey = key + 1
    page.Annots, page.Tabs = Array([field]), Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=1)


def _elements(root: Any) -> Any:
    import pikepdf

    waiting = list(root.K)
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            waiting += list(node.K) if isinstance(node.K, pikepdf.Array) else [node.K]


def _head(element: Any) -> None:
    """Say of which cells a header speaks, in place of identifiers that no tree lists."""
    from pikepdf import Dictionary, Name

    in_head = str(element.P.P.S) == "/THead"
    element.A = Dictionary(O=Name.Table, Scope=Name.Column if in_head else Name.Row)
    if "/ID" in element:
        del element.ID


def _cell(element: Any) -> None:
    if "/A" in element and "/Headers" in element.A:
        del element.A.Headers
    if "/A" in element and len(element.A) == 1:
        del element.A


def _figure(element: Any) -> None:
    """Turn a figure's box from pixels below the page's upper edge into points above its lower edge."""
    from pikepdf import Array

    height = float(element.Pg.MediaBox[3])
    left, top, right, bottom = (float(value) * PX for value in element.A.BBox)
    element.A.BBox = Array([round(left, 3), round(height - bottom, 3), round(right, 3), round(height - top, 3)])


_MENDS = {"/TH": _head, "/TD": _cell, "/Figure": _figure}
