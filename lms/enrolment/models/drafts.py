"""Tables of imports."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.trainings.models import Step, Training


class DraftState(StrEnum):
    """Where an import stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    DONE = "done"


class ImportDraft(Model):
    """The rows of an uploaded file: `rows` are {"n": sheet row, "cells": {field: text}, "lost": [fields]}."""

    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    notes: Mapped[list[str]] = mapped_column(Json, default=list)
    step: Mapped[Step] = mapped_column(choice(Step), default=Step.REGISTERED)
    state: Mapped[DraftState] = mapped_column(choice(DraftState), default=DraftState.DRAFT)
    office_kind_id: Mapped[int | None] = mapped_column(ForeignKey("office_kind.id"))
    allows_over: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    result: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    ended_at: Mapped[moment | None]
    training: Mapped[Training] = relationship()
