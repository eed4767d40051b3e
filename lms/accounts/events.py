"""What happens to accounts."""

from dataclasses import dataclass

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
