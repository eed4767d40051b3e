"""Pictures of an office, made fit for print: no transparency, red green and blue, no larger than paper can show."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

LARGEST = 5 * 1024 * 1024
SIDES = (640, 420)  # pixels: 24 mm at 440 to the inch, and up to 90 mm wide
MOST_PIXELS = 40_000_000
STARTS = (b"\x89PNG", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Picture:
    """A picture of an office."""

    content: bytes
    media_type: str


def print_picture(content: bytes) -> Picture | None:
    """Return a picture as papers carry it: PNG or JPEG, whichever is smaller; None for what is no such picture."""
    from PIL import Image

    if len(content) > LARGEST or not content.startswith(STARTS):
        return None
    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.thumbnail(SIDES)
            flat = _on_white(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    made = [Picture(_saved(flat.quantize(64), "PNG", optimize=True), "image/png")]
    made.append(Picture(_saved(flat, "JPEG", quality=88), "image/jpeg"))
    return min(made, key=lambda one: len(one.content))


def _on_white(picture: Any) -> Any:
    from PIL import Image

    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


def _saved(picture: Any, kind: str, **facts: Any) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **facts)
    return target.getvalue()


def pictures_of(pdf: bytes, *, width: int) -> list[bytes]:
    """Return the pages of a file as WebP pictures of a width in pixels, to be looked at."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.render(scale=width / page.get_width()).to_pil() for page in opened]
        return [_saved(page, "WEBP", quality=80) for page in pages]
    finally:
        opened.close()
