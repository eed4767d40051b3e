"""A module's files, from a zip or a folder, and back into a zip: names and sizes are checked before reading."""

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from flask_babel import gettext as _

from lms.core.archives import DAMAGED
from lms.core.errors import Refused

MOST_FILES = 1000
MOST_BYTES = 300 * 1024 * 1024
MOST_RATIO = 200
IGNORED = {".ds_store", "thumbs.db", "readme.md", "license", "licence"}
_STAMP = (1980, 1, 1, 0, 0, 0)

Files = dict[str, bytes]


def read_zip(data: bytes) -> Files:
    """Return the files of a zip by their path below its top folder; refuse what could harm or is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not _is_ignored(info.filename)]
            _require_sound(members)
            files: Files = {}
            left = MOST_BYTES
            for info in members:
                content = _read(archive, info, left)
                left -= len(content)
                files[info.filename] = content
    except DAMAGED as error:
        raise Refused(_("The zip file is damaged or of an unknown kind.")) from error
    return _below_top(files)


def read_folder(path: Path) -> Files:
    """Return the files of a folder by their path in it; links are not followed."""
    files: Files = {}
    total = 0
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink() or not file.is_file() or _is_ignored(name):
            continue
        total += file.stat().st_size
        if total > MOST_BYTES or len(files) >= MOST_FILES:
            raise Refused(_("%(file)s: the module is too large.", file=name))
        files[name] = file.read_bytes()
    return files


def write_zip(files: Mapping[str, bytes], *, top: str) -> bytes:
    """Return a zip of these files below one folder; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{top}/{name}", _STAMP), files[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _require_sound(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_FILES:
        raise Refused(_("The zip file holds more than %(n)s files.", n=MOST_FILES))
    names = [info.filename for info in members]
    for info in members:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in info.filename or "\\" in info.filename:
            raise Refused(_("%(file)s: this path leads out of the module.", file=info.filename))
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Refused(_("%(file)s: links are not accepted.", file=info.filename))
        if info.flag_bits & 1:
            raise Refused(_("%(file)s: the file is locked with a password.", file=info.filename))
        if names.count(info.filename) > 1:
            raise Refused(_("%(file)s: the zip holds this name twice.", file=info.filename))
        if info.file_size > MOST_BYTES or info.file_size > MOST_RATIO * max(info.compress_size, 1024):
            raise Refused(_("%(file)s: unpacks to far more than it should.", file=info.filename))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """Read a member, but never more than it declares or than is left: headers may lie."""
    most = min(info.file_size, left)
    with archive.open(info) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise Refused(_("%(file)s: unpacks to far more than it should.", file=info.filename))
    return content


def _is_ignored(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or parts[0] == "__MACOSX" or parts[-1].lower() in IGNORED or parts[-1].startswith("._")


def _below_top(files: Files) -> Files:
    if "module.toml" in files:
        return files
    tops = {name.split("/", 1)[0] for name in files}
    if len(tops) != 1 or not all("/" in name for name in files):
        return files
    return {name.split("/", 1)[1]: data for name, data in files.items()}
