"""Stakeholder meetings."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Model, moment, pk, uid
from lms.places.models import Programme, Region


class Meeting(Model):
    """A stakeholder meeting of a region; the region's level says whose meeting it was."""

    id: Mapped[pk]
    uid: Mapped[uid]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200))
    on_day: Mapped[date]
    venue: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    recorded_at: Mapped[moment]
    programme: Mapped[Programme] = relationship()
    region: Mapped[Region] = relationship()


class MeetingGuest(Model):
    """Somebody whom an institution sent to a meeting; the name may be empty where only heads were counted."""

    id: Mapped[pk]
    uid: Mapped[uid]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    institution: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[str] = mapped_column(String(120), default="")
    meeting: Mapped[Meeting] = relationship()
