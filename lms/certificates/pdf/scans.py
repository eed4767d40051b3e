"""Scans of papers that come together in a ZIP: which are there, and the bytes of one; nothing is unpacked to a path."""

import io
from zipfile import ZipFile, ZipInfo

from flask_babel import gettext as _

from lms.core.archives import DAMAGED
from lms.core.errors import Refused

MOST_FILES = 5000
MOST_EACH = 5 * 1024 * 1024
MOST_TOGETHER = 500 * 1024 * 1024


class Scans:
    """The PDF files of a ZIP by their names, whatever folders they lie in there; names differ in more than case."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            raise Refused(_("This is not a ZIP file that can be read.")) from error
        inside = [one for one in self._zip.infolist() if _name(one).endswith(".pdf") and not one.is_dir()]
        if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > MOST_TOGETHER:
            raise Refused(_("This file is too large when it is unpacked."))
        self._files = {_name(one): one for one in inside if not _name(one).startswith(".")}
        self.names = frozenset(self._files)

    def read(self, name: str) -> bytes:
        """Return a scan; refuse what is no PDF, or too large, in words that name it."""
        info = self._files[name.casefold()]
        try:
            with self._zip.open(info) as file:
                data = file.read(MOST_EACH + 1)
        except DAMAGED as error:
            raise Refused(_("“%(name)s” in the ZIP cannot be read.", name=name)) from error
        if len(data) > MOST_EACH:
            raise Refused(_("“%(name)s” is larger than 5 MB.", name=name))
        if not data.startswith(b"%PDF-"):
            raise Refused(_("“%(name)s” is no PDF.", name=name))
        return data


def _name(info: ZipInfo) -> str:
    return info.filename.replace("\\", "/").rsplit("/", 1)[-1].casefold()
