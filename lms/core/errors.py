"""What an action raises instead of doing what it may not do."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """An act refused, in the reader's own words; shown by one handler, with 422 or 409."""

    status = 422

    def __init__(self, message: Any, *, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.fields = dict(fields or {})


class Conflict(Refused):
    """A repeated write that says something else than the first time did."""

    status = 409


class Unreadable(Refused):
    """What was sent is not what its kind looks like: nobody can act on it."""

    status = 400


class TooLarge(Refused):
    """More was sent than the door ever needs."""

    status = 413


class Missing(Refused):
    """What does not exist, or does not exist for this principal."""

    status = 404

    def __init__(self, message: Any = "") -> None:
        super().__init__(message or "Not found.")
