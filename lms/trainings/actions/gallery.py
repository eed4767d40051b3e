"""Photos and materials of a training: added, described, taken away; and who may be shown."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from lms.catalogue.rules import media
from lms.core import files, pictures, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.core.principals import Principal
from lms.trainings import queries
from lms.trainings.models import FileKind, Participation, ShowChoice, Shown, Training, TrainingFile

SIDE = 1600


@transaction()
def add_file(
    training_uid: UUID, kind: FileKind, name: str, data: bytes, *, by: Principal, now: datetime,
    session_uid: UUID | None = None, caption: str = "", photographer: str = "", owner: str = "",
) -> TrainingFile:  # fmt: skip
    """Keep a photo (its pixels alone: no place, no camera) or a material; the same bytes again change nothing."""
    training = _addable(training_uid, by)
    found = _clean(kind, name, data)
    there = queries.find_same_file(training.id, files.digest(found.data))
    if there is not None:
        return there
    stored = files.store(found.data, name=found.name, media_type=found.media_type)
    made = TrainingFile(
        training_id=training.id, session_id=_session_id(training, session_uid), kind=kind, file=stored,
        caption=clean(caption)[:300], photographer=clean(photographer)[:120], owner=clean(owner)[:200], by=by.id,
        at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    trail.record("file.added", by=by.id, subject="training", subject_uid=training.uid, kind=kind.value)
    return made


@transaction()
def describe_file(
    file_uid: UUID, *, session_uid: UUID | None, caption: str, photographer: str, owner: str, by: Principal
) -> TrainingFile:
    """Say what a photo or material is, of which session, and whose."""
    row = _changeable(file_uid, by)
    row.session_id = _session_id(row.training, session_uid)
    row.caption, row.photographer, row.owner = clean(caption)[:300], clean(photographer)[:120], clean(owner)[:200]
    return row


@transaction()
def remove_file(file_uid: UUID, *, by: Principal, now: datetime) -> None:
    """Take a photo or material away."""
    row = _changeable(file_uid, by)
    row.removed_at = now
    trail.record("file.removed", by=by.id, subject="training_file", subject_uid=row.uid)


@transaction()
def mark_shown(photo_uid: UUID, participation_uids: Iterable[UUID], *, by: Principal) -> int:
    """Say who is seen on a photo, in place of what was said before; how many of them do not want to be shown."""
    photo = _changeable(photo_uid, by)
    wanted = select(Participation.id).where(
        Participation.uid.in_(list(participation_uids)), Participation.training_id == photo.training_id
    )
    ids = list(db.session.scalars(wanted))
    db.session.execute(delete(Shown).where(Shown.photo_id == photo.id))
    for key in ids:
        db.session.add(Shown(photo_id=photo.id, participation_id=key))
    db.session.flush()
    unwilling = {one.id for one in queries.unwilling_in(photo.training_id)}
    return len(unwilling.intersection(ids))


@transaction()
def choose_showing(participation_uid: UUID, *, may_show: bool, by: Principal, now: datetime) -> Training:
    """Say whether somebody may be shown on the photos of a training, in whatever capacity: oneself, or who runs it."""
    found = db.session.scalar(select(Participation).where(Participation.uid == participation_uid))
    if found is None or not (found.person_id == by.person_id or queries.may_run(by, found.training_id)):
        raise Missing
    same = (Participation.training_id == found.training_id, Participation.person_id == found.person_id)
    for key in db.session.scalars(select(Participation.id).where(*same)).all():
        db.session.add(ShowChoice(participation_id=key, may_show=may_show, by=by.id, at=now))
    trail.record("photos.choice", by=by.id, subject="participation", subject_uid=found.uid, may_show=may_show)
    return found.training


def _clean(kind: FileKind, name: str, data: bytes) -> media.Media:
    if kind == FileKind.MATERIAL:
        return media.checked(name, data)
    jpeg = pictures.photo_jpeg(data, side=SIDE, field="files")
    return media.Media(media.clean_name(name, "jpg"), jpeg, "image/jpeg")


def _addable(training_uid: UUID, by: Principal) -> Training:
    training = queries.get_training_within(by, training_uid)
    if not queries.may_add_files(by, training.id):
        raise Missing
    return training


def _changeable(file_uid: UUID, by: Principal) -> TrainingFile:
    """Return a file that `by` may change: who runs the training, and who added it."""
    row = queries.get_file_within(by, file_uid)
    if row.by != by.id and not queries.may_run(by, row.training_id):
        raise Missing
    return row


def _session_id(training: Training, session_uid: UUID | None) -> int | None:
    if session_uid is None:
        return None
    found = next((one.id for one in queries.sessions_of(training.id) if one.uid == session_uid), None)
    if found is None:
        raise Refused(
            _("Choose a session of this training."), fields={"session": _("Choose a session of this training.")}
        )
    return found
