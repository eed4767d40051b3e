"""The agenda as an iCalendar file (RFC 5545): each session an event in the training's own zone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lms.core.clock import local
from lms.trainings.models import Training, TrainingSession

MAKER = "-//Pelita//Agenda//ID"
OFTEN = "PT1H"  # how often calendars that subscribe should look again


def calendar(training: Training, sessions: Iterable[TrainingSession], *, address: str, now: datetime) -> bytes:
    """Return a training's sessions as a calendar; called-off ones stay in it as cancelled."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", training.title)
    made.add("x-wr-timezone", training.zone)
    made.add("x-published-ttl", OFTEN)
    for session in sessions:
        made.add_component(_event(training, session, address=address, now=now))
    made.add_missing_timezones()
    data: bytes = made.to_ical()
    return data


def _event(training: Training, session: TrainingSession, *, address: str, now: datetime) -> Any:
    from icalendar import Event

    zone = ZoneInfo(training.zone)
    place = [session.room, session.venue or training.venue, training.city]
    event = Event()
    event.add("uid", f"{session.uid}@pelita")
    event.add("dtstamp", now)
    event.add("dtstart", local(session.starts_at, training.zone).replace(tzinfo=zone))
    event.add("dtend", local(session.ends_at, training.zone).replace(tzinfo=zone))
    event.add("summary", session.title)
    event.add("location", ", ".join(part for part in place if part))
    event.add("description", training.title)
    event.add("url", address)
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    return event
