"""What happens to places."""

from dataclasses import dataclass

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ProgrammeMade(Event):
    """A programme began; features give it the kinds and indicators without which nothing can be planned."""

    programme_id: int
