"""Tables of action plans: what a participant promised to do after a training, and what became of it."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Model, choice, moment, pk, uid
from lms.core.files import StoredFile
from lms.core.principals import PrincipalRow
from lms.monitoring.models.activities import ActivityReport
from lms.trainings.models import Participation, Training


class ItemState(StrEnum):
    """Where an item of a plan stands; each change is an appended PlanNote."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class ActionPlan(Model):
    """What somebody promised at the end of a training."""

    id: Mapped[pk]
    uid: Mapped[uid]
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), unique=True)
    made_at: Mapped[moment]
    participation: Mapped[Participation] = relationship()


class PlanItem(Model):
    """One promise: what, where, until when, with whom; realised by a report of an activity or by a replication."""

    __table_args__ = (Index("ix_plan_item_state_due", "state", "due"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plan.id"), index=True)
    what: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(200), default="")
    with_whom: Mapped[str] = mapped_column(String(200), default="")
    due: Mapped[date]
    state: Mapped[ItemState] = mapped_column(choice(ItemState), default=ItemState.PLANNED)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("activity_report.id"), index=True)
    training_id: Mapped[int | None] = mapped_column(ForeignKey("training.id"), index=True)
    made_at: Mapped[moment]
    removed_at: Mapped[moment | None]
    plan: Mapped[ActionPlan] = relationship()
    report: Mapped[ActivityReport | None] = relationship()
    training: Mapped[Training | None] = relationship()


class PlanNote(Model):
    """What was noted about a plan or one of its items: a new state, evidence (link or file), a comment. Appended."""

    id: Mapped[pk]
    uid: Mapped[uid]
    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plan.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("plan_item.id"), index=True)
    state: Mapped[ItemState | None] = mapped_column(choice(ItemState))
    words: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    name: Mapped[str] = mapped_column(String(240), default="")
    at: Mapped[moment]
    item: Mapped[PlanItem | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    principal: Mapped[PrincipalRow] = relationship()
