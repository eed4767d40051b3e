"""What happens to accounts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PeopleMerged(Event):
    """Two people were found to be one; the facts of `merged_id` go over to `kept_id`."""

    kept_id: int
    merged_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    """Somebody was given a role."""

    grant_id: int


class Way(StrEnum):
    """What about a way to sign in was changed."""

    CODES_ON = "codes_on"
    CODES_OFF = "codes_off"
    CODES_TAKEN_OFF = "codes_taken_off"
    RECOVERED = "recovered"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"


@dataclass(frozen=True, kw_only=True)
class SignInChanged(Event):
    """The way in which somebody signs in was changed, or the way around it was taken; its owner should know."""

    person_id: int
    way: Way
    at: datetime
    reason: str = ""
