"""Photos and scans of paper: looked at, made smaller, written anew as pictures, and their QR codes read."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from PIL import Image, ImageOps

from lms.core.errors import Refused

KINDS: Final = ("PNG", "JPEG", "WEBP")
MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 60_000_000
MOST_PAGES: Final = 60
SIDE: Final = 2000


@dataclass(frozen=True)
class Scan:
    """One page: a JPEG with nothing but its pixels, and the texts of its QR codes."""

    jpeg: bytes
    codes: tuple[str, ...]


def read(data: bytes) -> list[Scan]:
    """Return the pages of a photo, or of a PDF whose pages are scans; refuse what is neither."""
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 20 MB."))
    try:
        found = [_scan(picture) for picture in (_of_pdf(data) if data[:5] == b"%PDF-" else _of_photo(data))]
    except (OSError, SyntaxError, ValueError, NotImplementedError, Image.DecompressionBombError) as error:
        raise Refused(_("This is neither a photo nor a scan. Choose JPEG, PNG, WebP or PDF.")) from error
    if not found:
        raise Refused(_("This PDF has no scanned page. Choose a scan or a photo of the signed page."))
    return found


def _scan(picture: Image.Image) -> Scan:
    whole = ImageOps.exif_transpose(picture).convert("RGB")
    codes = _codes(whole)
    whole.thumbnail((SIDE, SIDE))
    bare = Image.new("RGB", whole.size)
    bare.paste(whole)  # leaves place, camera and every other note behind
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=80, optimize=True)
    return Scan(target.getvalue(), codes)


def _codes(picture: Image.Image) -> tuple[str, ...]:
    import zxingcpp

    grey = picture.convert("L")
    grey.thumbnail((4000, 4000))
    return tuple(
        code.text
        for code in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    )


def _of_photo(data: bytes) -> Iterator[Image.Image]:
    with Image.open(io.BytesIO(data), formats=KINDS) as picture:
        _require_small(picture.width, picture.height)
        yield picture


def _of_pdf(data: bytes) -> Iterator[Image.Image]:
    """Yield the largest picture of each page: a scanner makes one a page."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise Refused(_("A PDF may have at most %(n)s pages.", n=MOST_PAGES))
            for page in document.pages:
                pictures = [
                    pikepdf.PdfImage(raw) for raw in page.get_images().values() if isinstance(raw, pikepdf.Stream)
                ]
                if pictures:
                    largest = max(pictures, key=lambda one: one.width * one.height)
                    _require_small(largest.width, largest.height)
                    yield largest.as_pil_image()
    except pikepdf.PdfError as error:
        raise ValueError from error


def _require_small(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refused(_("The picture has too many pixels."))
