"""Compiled templates, kept between starts and shared by the processes of one user: compiling all takes seconds."""

import hashlib
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache, __version__
from jinja2.bccache import Bucket

_HERE = Path(__file__).parent


class _Kept(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk takes no page away
            super().dump_bytecode(bucket)


def kept() -> BytecodeCache | None:
    """Return the cache in the user's own temporary folder; nothing where there is no such folder.

    A template that changes is compiled again, and so are all when what they are compiled with changes: Jinja, and
    this folder, whose filters are applied to constants while compiling.
    """
    made_with = hashlib.sha256(__version__.encode())
    for file in (_HERE.parent / "app.py", *sorted(_HERE.glob("*.py"))):
        made_with.update(file.read_bytes())
    with suppress(OSError, RuntimeError):
        return _Kept(pattern=f"pelita-{made_with.hexdigest()[:12]}-%s")
    return None
