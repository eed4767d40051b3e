"""Files of lessons: what they really are, a clean name, and pictures made small."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from flask_babel import gettext as _
from PIL import Image, ImageOps

from lms.core.archives import DAMAGED
from lms.core.errors import Refused
from lms.core.files import KINDS
from lms.core.names import folded

WIDEST = 1280
MOST_PIXELS = 50_000_000
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
ALIASES = {"jpeg": "jpg", "jpe": "jpg", "m4v": "mp4"}
OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
TEXTS = {"txt": "text/plain", "csv": "text/csv"}
_PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


@dataclass(frozen=True)
class Media:
    """A file as it will be stored."""

    name: str
    data: bytes
    media_type: str


def checked(name: str, data: bytes) -> Media:
    """Return a file under a clean name after a look at its bytes; pictures are re-encoded at most 1280 px wide."""
    if not data:
        raise Refused(_("%(name)s is empty.", name=name))
    media_type = _sniff(name, data)
    clean = clean_name(name, KINDS[media_type])
    if media_type in PICTURES:
        return Media(clean, _picture(name, data, media_type), media_type)
    return Media(clean, data, media_type)


def clean_name(name: str, extension: str) -> str:
    """Return a name of lower-case letters, digits and hyphens, with the extension of what the file really is."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    plain = re.sub(r"[^a-z0-9]+", "-", folded(stem)).strip("-")[:80] or "berkas"
    return f"{plain}.{extension}"


def _sniff(name: str, data: bytes) -> str:
    """Return what a file is by its content, where its name says the same."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    ending = ALIASES.get(ending, ending)
    if ending in TEXTS and _is_text(data):
        return TEXTS[ending]
    found = set() if ending in TEXTS else _types(name, data)
    for media_type, extension in KINDS.items():
        if extension == ending and media_type in found and _is_office(data, ending):
            return media_type
    raise Refused(_("%(name)s is not accepted: its content is not that of an accepted kind of file.", name=name))


def _types(name: str, data: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(data, filename=name)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_office(data: bytes, ending: str) -> bool:
    """Tell whether a zip is the office document that its name says; other kinds need no second look."""
    if ending not in OFFICE:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except DAMAGED:
        return False
    return "[Content_Types].xml" in names and any(name.startswith(OFFICE[ending]) for name in names)


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def _picture(name: str, data: bytes, media_type: str) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=[PICTURES[media_type]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(_("%(name)s has too many pixels.", name=name))
            if max(picture.size) <= WIDEST and _is_plain(data, media_type):
                picture.verify()
                return data
            return _encode(picture, media_type)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(_("%(name)s is a damaged picture.", name=name)) from error


def _encode(picture: Image.Image, media_type: str) -> bytes:
    small = ImageOps.exif_transpose(picture)
    small.thumbnail((WIDEST, WIDEST))
    if media_type == "image/jpeg":
        small = small.convert("RGB")
    elif small.mode not in {"RGB", "RGBA", "L", "LA", "P", "1"}:
        small = small.convert("RGBA")
    bare = Image.new(small.mode, small.size)
    if small.mode == "P" and (palette := small.getpalette()):
        bare.putpalette(palette)
    bare.paste(small)  # leaves place, camera and every other note behind
    target = io.BytesIO()
    bare.save(target, PICTURES[media_type], optimize=True, **({"quality": 80} if media_type != "image/png" else {}))
    return target.getvalue()


def _is_plain(data: bytes, media_type: str) -> bool:
    """Tell whether a picture holds nothing but its pixels, so that encoding it again would only cost quality."""
    if media_type == "image/png":
        return _is_plain_png(data)
    return media_type == "image/jpeg" and _is_plain_jpeg(data)


def _is_plain_png(data: bytes) -> bool:
    place = 8
    while place + 12 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        if kind not in _PNG_PARTS:
            return False
        place += 12 + length
        if kind == b"IEND":
            return place == len(data)
    return False


def _is_plain_jpeg(data: bytes) -> bool:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xDA:  # the pixels follow, then the end
            return data.find(b"\xff\xd9", place) == len(data) - 2
        if marker == 0xFE or 0xE1 <= marker <= 0xEF:
            return False
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    return False
