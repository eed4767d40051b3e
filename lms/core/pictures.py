"""Pictures such as logos and photos: looked at, made small, and written anew without anything but their pixels."""

import io

from flask_babel import gettext as _
from PIL import Image, ImageOps

from lms.core.errors import Refused

KINDS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
MOST_PHOTO_BYTES = 20 * 1024 * 1024
MOST_PHOTO_PIXELS = 60_000_000


def small_png(data: bytes, *, side: int, field: str) -> bytes:
    """Return a picture as PNG of at most `side` pixels each way; refuse beside `field` what is none."""
    if len(data) > MOST_BYTES:
        raise _wrong(field, _("The picture is larger than 5 MB."))
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _wrong(field, _("The picture has too many pixels."))
            return _written(picture, side)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _wrong(field, _("This is no picture. Choose a PNG, JPEG or WebP file.")) from error


def photo_jpeg(data: bytes, *, side: int, field: str) -> bytes:
    """Return a photo as JPEG of at most `side` pixels each way, without place, camera and every other note."""
    if len(data) > MOST_PHOTO_BYTES:
        raise _wrong(field, _("The file is larger than 20 MB."))
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PHOTO_PIXELS:
                raise _wrong(field, _("The picture has too many pixels."))
            small = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _wrong(field, _("This is no picture. Choose a PNG, JPEG or WebP file.")) from error
    small.thumbnail((side, side))
    bare = Image.new("RGB", small.size)
    bare.paste(small)
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=82, optimize=True)
    return target.getvalue()


def _written(picture: Image.Image, side: int) -> bytes:
    small = ImageOps.exif_transpose(picture).convert("RGBA")
    small.thumbnail((side, side))
    bare = Image.new("RGBA", small.size)
    bare.paste(small)  # leaves place, camera and every other note behind
    target = io.BytesIO()
    bare.save(target, "PNG", optimize=True)
    return target.getvalue()


def _wrong(field: str, message: str) -> Refused:
    return Refused(message, fields={field: message})
