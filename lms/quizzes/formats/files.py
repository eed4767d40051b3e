"""The files of a question: looked at, named after what they hold, and found again by their texts."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote

from flask_babel import gettext as _

from lms.catalogue.rules.media import PICTURES, checked
from lms.core.errors import Refused
from lms.quizzes.formats.reading import Skipped

_DATA = re.compile(r"^data:(?P<type>[\w.+/-]+)(?:;[\w=.-]+)*;base64,(?P<data>.+)$", re.DOTALL)
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


@dataclass
class Files:
    """What came with a question: media name → bytes, and what was not taken."""

    where: str
    kept: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> str | None:
        """Keep a file and return its media name, or None where it is not accepted."""
        try:
            media = checked(PurePosixPath(name).name or "berkas", data)
        except Refused as refusal:
            self.skipped.append(Skipped(self.where, str(refusal.message)))
            return None
        if media.media_type not in PICTURES:
            self.skipped.append(Skipped(self.where, _("%(name)s is no picture.", name=media.name)))
            return None
        clean = _named(media.name, media.data)
        self.kept[clean] = media.data
        self.names[name.lstrip("/")] = clean
        return clean

    def add_base64(self, name: str, text: str) -> str | None:
        """Keep a file that stands in a text."""
        try:
            return self.add(name, base64.b64decode(re.sub(r"\s+", "", text), validate=True))
        except (binascii.Error, ValueError):
            self.skipped.append(Skipped(self.where, _("the file %(name)s is damaged.", name=name)))
            return None

    def address(self, source: str) -> str | None:
        """Return media/NAME for a source, or None where no file of the question is meant."""
        found = _DATA.match(source)
        if found:
            name = self.add_base64(f"gambar.{ENDINGS.get(found['type'], 'bin')}", found["data"])
            return f"media/{name}" if name else None
        plain = unquote(source.split("?")[0]).removeprefix("@@PLUGINFILE@@").lstrip("/")
        name = self.names.get(plain)
        if name is None:
            self._miss(source)
        return f"media/{name}" if name else None

    def _miss(self, source: str) -> None:
        is_link = re.match(r"(?i)(https?|mailto|tel):|#|$", source) is not None
        told = Skipped(self.where, _("the file %(name)s is not in this file.", name=source[:100]))
        if not is_link and told not in self.skipped:
            self.skipped.append(told)


def _named(name: str, data: bytes) -> str:
    """Return a name that two different files never share."""
    path = PurePosixPath(name)
    mark = sha256(data).hexdigest()[:8]
    return name if path.stem.endswith(f"-{mark}") else f"{path.stem}-{mark}{path.suffix}"
