"""Who may write questions and quizzes (who may write modules), and who may mark answers."""

from sqlalchemy import ColumnElement, or_, select

from lms.catalogue.permissions import may_author, may_see_drafts
from lms.core.principals import Principal
from lms.trainings.models import Capacity, Participation, Training
from lms.trainings.permissions import runs

MARKERS = (Capacity.TRAINER, Capacity.MODERATOR, Capacity.ORGANISER)

__all__ = ["marks", "may_author", "may_see_drafts"]


def marks(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate on Training "the principal may mark answers there": who runs it, and who teaches in it."""
    teaches = select(Participation.training_id).where(
        Participation.person_id == (principal.person_id or 0), Participation.capacity.in_(MARKERS),
        Participation.withdrawn_at.is_(None),
    )  # fmt: skip
    return or_(runs(principal), Training.id.in_(teaches))
