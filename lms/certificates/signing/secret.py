"""What opens a key, and the mark that a signature leaves in a file."""

import json
from dataclasses import asdict, dataclass

from lms.core.errors import Refused

MARK = b"/ByteRange"


class SecretNeeded(Refused):
    """No worker has in its memory what opens the key of these papers."""


@dataclass(frozen=True, kw_only=True)
class Secret:
    """What a person types for a batch: never written down, never in a log."""

    passphrase: str
    nik: str = ""

    def __repr__(self) -> str:
        return "Secret(…)"

    def packed(self) -> bytes:
        """Return it as bytes, to be sealed."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpacked(cls, found: bytes) -> "Secret":
        """Return what was sealed."""
        return cls(**json.loads(found))
