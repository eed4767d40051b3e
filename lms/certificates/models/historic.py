"""Lists of numbers that were given before this register, on their way into it."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.certificates.models.series import Series
from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.core.files import StoredFile
from lms.enrolment.models import DraftState


class RegisterImport(Model):
    """The rows of an uploaded list of numbers of a series, and the scans that came with it as a ZIP."""

    id: Mapped[pk]
    uid: Mapped[uid]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    notes: Mapped[list[str]] = mapped_column(Json, default=list)
    scans_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[DraftState] = mapped_column(choice(DraftState), default=DraftState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    result: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    ended_at: Mapped[moment | None]
    series: Mapped[Series] = relationship()
    scans: Mapped[StoredFile | None] = relationship()
