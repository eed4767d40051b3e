"""What monitoring tells."""

from dataclasses import dataclass

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ReportsMoved(Event):
    """Reports were handed in, verified, sent back or locked."""

    report_ids: tuple[int, ...]
