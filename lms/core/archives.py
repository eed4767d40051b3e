"""ZIP files that somebody else made."""

import zipfile
import zlib
from typing import Final

DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
"""What reading one raises that is cut off, spoiled, locked by a password, or packed in an unknown way."""
