"""Kinds of training, as a programme calls them."""

from sqlalchemy import func, select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.places import permissions as places
from lms.places import queries as programmes
from lms.trainings.models import TrainingKind


@transaction()
def save_kind(
    slug: str, key: str | None, *, label: dict[str, str], is_replication: bool, by: Principal
) -> TrainingKind:
    """Add a kind to a programme (key None) or rename one; trainings of that kind follow its name."""
    if not places.may_settle(by):
        raise Missing
    programme = programmes.get_programme(slug)
    mine = select(TrainingKind).where(TrainingKind.programme_id == programme.id)
    kind = db.session.scalar(mine.where(TrainingKind.key == key)) if key else None
    if key and kind is None:
        raise Missing
    if kind is None:
        last = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        kind = TrainingKind(programme_id=programme.id, key=f"kind-{last + 1}", position=last)
        db.session.add(kind)
    kind.label, kind.is_replication = label, is_replication
    db.session.flush()
    trail.record("training_kind.saved", by=by.id, subject="programme", subject_uid=programme.uid, key=kind.key)
    return kind
