"""Groups of people within a training, such as classes or delegations."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Model, moment, pk, uid
from lms.trainings.models import Training


class TrainingGroup(Model):
    """People of a training who are treated alike in something; somebody may be in several."""

    __table_args__ = (UniqueConstraint("training_id", "sort_name"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120))
    made_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    training: Mapped[Training] = relationship()


class GroupMember(Model):
    """Somebody of a training in one of its groups."""

    __table_args__ = (
        UniqueConstraint("group_id", "participation_id"),
        Index("ix_group_member_participation", "participation_id", "group_id"),
    )
    id: Mapped[pk]
    group_id: Mapped[int] = mapped_column(ForeignKey("training_group.id", ondelete="CASCADE"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
