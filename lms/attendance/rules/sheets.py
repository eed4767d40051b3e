"""Signed sheets: who stands on which, and which page a code belongs to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from lms.attendance.models import Group
from lms.trainings.models import Capacity

CAPACITIES: Final[Mapping[Group, tuple[Capacity, ...]]] = {
    Group.EVERYONE: tuple(Capacity),
    Group.PARTICIPANTS: (Capacity.PARTICIPANT, Capacity.FACILITATOR),
    Group.TRAINERS: (Capacity.TRAINER, Capacity.MODERATOR),
    Group.ORGANISERS: (Capacity.ORGANISER,),
}
_UID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_SESSION = re.compile(rf"/staff/sessions/{_UID}/roll$")
_DAY = re.compile(rf"/staff/trainings/{_UID}/papers$")


@dataclass(frozen=True)
class Page:
    """A page of a sheet: of a session, or of a training's day."""

    page: int
    group: Group = Group.EVERYONE
    session_uid: UUID | None = None
    training_uid: UUID | None = None
    day: date | None = None


def page_of(code: str) -> Page | None:
    """Return the page that a code on paper names, whatever the host in front; None for any other code."""
    if len(code) > 500:
        return None
    try:
        parts = urlsplit(code)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        facts = {"page": max(1, min(int(asked.get("page", "1")), 999)), "group": Group(asked.get("for", "everyone"))}
        if found := _SESSION.search(parts.path):
            return Page(session_uid=UUID(found[1]), **facts)  # type: ignore[arg-type]
        if (found := _DAY.search(parts.path)) and "day" in asked:
            day = date.fromisoformat(asked["day"])
            return Page(training_uid=UUID(found[1]), day=day, **facts)  # type: ignore[arg-type]
    except ValueError:
        return None
    return None
